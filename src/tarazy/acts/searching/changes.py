"""How what is saved reaches the index: a row in the same transaction, applied by whoever may write the index.

An act that was saved, changed, closed or deleted is noted by `note`. `apply_waiting` reads each act as it is by then,
writes its entry or takes it out, and settles the row. A process that dies in between leaves the row; the next applies
it again, which does no harm. The worker does so twice a second and keeps the writer; where no worker runs, the
process that changed the act does it itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tarazy.acts.searching.engine import EngineBusy, EntryWriter, SearchUnavailable
from tarazy.acts.searching.entry import entries
from tarazy.acts.searching.models import IndexChange, Rebuilding
from tarazy.acts.searching.opening import open_engine

log = logging.getLogger(__name__)
BATCH = 500
DEAD_AFTER = timedelta(minutes=10)  # a rebuilding without a sign of life


def note(rows: Iterable[int]) -> None:
    """Note that the acts of these rows changed or are gone; call it in the transaction that changes them."""
    IndexChange.objects.bulk_create([IndexChange(row=row) for row in rows], batch_size=1000)


def apply_soon() -> None:
    """Apply what waits if this process may write; leave it to the worker if that one holds the index or it is away.

    Call it after the transaction that noted the changes.
    """
    try:
        apply_waiting()
    except SearchUnavailable:
        log.warning("the search engine is away: changes wait")
    except Exception as error:  # what was saved is saved; a person must not be told otherwise
        log.error("changes of the search index wait: %s", type(error).__name__, exc_info=error)


def apply_waiting(*, stay: bool = False) -> int:
    """Write what waits to the index; how many changes were applied, 0 if another process writes.

    With `stay` the engine keeps its writer open for the next call. Raises `SearchUnavailable`.
    """
    engine = open_engine()
    applied = 0
    if stay:
        # Hold the index even while nothing waits: or each process that publishes would open and close it.
        with suppress(EngineBusy), engine.writing(stay=True):
            pass
    while IndexChange.objects.filter(applied=False).exists():
        try:
            with engine.writing(stay=stay) as writer:
                index = engine.index_name()
                waiting = _waiting()
                write(waiting, writer)
        except EngineBusy:
            break
        if _settled(list(waiting), index):
            applied += len(waiting)
    return applied


def _waiting() -> dict[int, int]:
    """Changes that wait with their rows, the oldest first; to be read once the index is one's own to write."""
    waiting = IndexChange.objects.filter(applied=False).order_by("pk").values_list("pk", "row")
    return dict(waiting[:BATCH])


def write(changes: dict[int, int], writer: EntryWriter) -> None:
    """Write the present state of the rows that the changes name."""
    versions = {row: number for number, row in changes.items()}  # the last change of a row is the highest
    there = set()
    for entry in entries(versions):
        there.add(entry.row)
        writer.put(entry, versions[entry.row] + 1)
    for row in versions.keys() - there:
        writer.remove(row, versions[row] + 1)


def _settled(numbers: list[int], index: str) -> bool:
    """Forget changes applied to `index`, or keep them for the one being built; False if it was swapped meanwhile."""
    with transaction.atomic():
        state = locked()
        if open_engine().index_name() != index:
            return False
        done = IndexChange.objects.filter(pk__in=numbers)
        if state.beat and timezone.now() - state.beat < DEAD_AFTER:
            done.update(applied=True)
        else:
            done.delete()
            IndexChange.objects.filter(applied=True).delete()
    return True


def locked() -> Rebuilding:
    """The row that swaps and settlements take turns by; within a transaction."""
    Rebuilding.objects.get_or_create(pk=1)
    return Rebuilding.objects.select_for_update().get(pk=1)
