"""The index built anew beside the one that is searched, then put in its place: searches never fail or lack an act."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from tarazy.acts.models import Act
from tarazy.acts.searching.changes import BATCH, locked, write
from tarazy.acts.searching.entry import entries
from tarazy.acts.searching.models import IndexChange, Rebuilding
from tarazy.acts.searching.opening import open_engine

BEAT_S = 5.0


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Build the index of all acts anew and swap it in; how many acts it has.

    Acts saved or deleted meanwhile go to the old index as always and are written to the new one before the swap.
    Raises `SearchUnavailable`; then the old index stays.
    """
    engine = open_engine()
    done, beaten = 0, 0.0
    try:
        with engine.rebuilding() as new:
            _beat()
            total = Act.objects.count()
            for rows in _all_rows():
                for entry in entries(rows):
                    new.put(entry, 1)
                done += len(rows)
                progress(done, total)
                if time.monotonic() - beaten > BEAT_S:
                    _beat()
                    beaten = time.monotonic()
            with transaction.atomic():
                locked()
                write(dict(IndexChange.objects.order_by("pk").values_list("pk", "row")), new)
                new.swap()
                IndexChange.objects.filter(applied=True).delete()
                Rebuilding.objects.filter(pk=1).update(beat=None)
    except BaseException:
        Rebuilding.objects.filter(pk=1).update(beat=None)
        raise
    return done


def _beat() -> None:
    with transaction.atomic():
        locked()
        Rebuilding.objects.filter(pk=1).update(beat=timezone.now())


def _all_rows() -> Iterator[list[int]]:
    last = 0
    while rows := list(Act.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = rows[-1]
        yield rows
