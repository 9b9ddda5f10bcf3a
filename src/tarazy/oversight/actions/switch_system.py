"""One click: a system is switched off, on, or back to an earlier version, with a reason, at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.oversight.models import Switch, SystemVersion
from tarazy.oversight.noting import note_system
from tarazy.oversight.refusals import NoSuchVersion, ReasonNeeded
from tarazy.oversight.registry import measures, systems
from tarazy.oversight.rules import answered_in_words
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def switch_system(slug: str, *, on: bool, reason: str, by: User, now: datetime, version: str = "") -> Switch:
    """The saved switch, which counts from the next question on. `version` is the hash to go back to, "" the newest.

    Raises `NotPermitted`, `NotFound`, `ReasonNeeded`, `NoSuchVersion`.
    """
    require(by, Permission.SWITCH_AI_SYSTEMS, now=now)
    if slug not in systems():
        raise NotFound
    least = int(measures()["objection"]["shortest_answer"])
    if not answered_in_words(reason, least):
        raise ReasonNeeded(least=least)
    if version and not SystemVersion.objects.filter(system=slug, sha256=version).exists():
        raise NoSuchVersion
    with transaction.atomic():
        entry = note_system("switch", slug, at=now, on=on, version=version, by=str(by.uuid))
        return Switch.objects.create(
            system=slug,
            on=on,
            version=version,
            reason=reason.strip(),
            by=by,
            at=now,
            ledger_stream=entry.stream,
            ledger_number=entry.number,
        )
