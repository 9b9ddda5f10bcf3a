"""Every way by which a case leaves the registry, and how each lets go of what is sealed.

A room that keeps copies of cases (search index, notices, API caches, bulk files, alerts) registers a function here. It
is called after a seal has been kept, and again by the sweep until it succeeds; so it must do no harm when called twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.db import transaction

from tarazy.cases.models import Seal

log = logging.getLogger(__name__)
Purge = Callable[[Seal], None]
_exits: dict[str, Purge] = {}


def register(name: str, purge: Purge) -> None:
    """Let `purge(seal)` take the sealed case, party or document out of the exit `name` ("search", "notices" …)."""
    _exits[name] = purge


def registered() -> Mapping[str, Purge]:
    """Every exit by its name."""
    return MappingProxyType(_exits)


def purge(seal_id: int) -> list[str]:
    """Let every exit that still holds what the seal closes let go; the names of those that failed (kept for later)."""
    seal = Seal.objects.select_related("case", "party", "document").filter(pk=seal_id).first()
    if seal is None or seal.lifted_at is not None:
        return []
    left = []
    for name in seal.left_to_purge:
        if name not in _exits:
            continue  # the room is gone, and what it held with it
        try:
            with transaction.atomic():
                _exits[name](seal)
        except Exception:
            log.exception("the exit %s has not let go of a seal", name)
            left.append(name)
    Seal.objects.filter(pk=seal_id).update(left_to_purge=left)
    return left


def purge_left() -> int:
    """Try again what failed before; how many seals still wait for an exit."""
    waiting = Seal.objects.filter(lifted_at__isnull=True).exclude(left_to_purge=[])
    return sum(bool(purge(seal.pk)) for seal in waiting)
