"""Many materials at once: registers asked side by side, drafts kept chunk by chunk, killed and gone on with anywhere.

Any number of workers may go on with one batch, each with chunks of its own. A chunk is one transaction: its runs, the
tasks of judges, the counters, and the rows of what was left to do go together, so that a batch killed at any moment has
every material either done once or still to do.
"""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from tarazy.cases.models import Assignment, Proceeding, Task
from tarazy.courts.queries import registry_section
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound
from tarazy.robot.actions.carry_out import HAND_OVER, told, written
from tarazy.robot.actions.start_run import new_run
from tarazy.robot.covering import USE, mode_of, modes, table_for, table_now
from tarazy.robot.making import Made, make
from tarazy.robot.models import Batch, BatchItem, Run
from tarazy.robot.refusals import BatchBusy, TableUnknown
from tarazy.robot.sources.connected import connected_sources
from tarazy.robot.sources.papers import act_language, header_values, material_of, with_papers
from tarazy.robot.sources.seam import Material, gather
from tarazy.robot.sources.wanted import covered_tables

if TYPE_CHECKING:
    from tarazy.people.models import User
    from tarazy.robot.facts import Facts
    from tarazy.robot.table import Table

CHUNK = 50
AT_ONCE = 40  # materials whose registers are asked side by side
GONE_AFTER = timedelta(seconds=60)  # a worker that hasn't kept a chunk for so long is gone
T = TypeVar("T")
Progress = Callable[[Batch], None]


def start_batch(table: str, court_code: str = "", *, by: User | None, now: datetime) -> Batch:
    """The saved batch of every material of the table that waits and that the robot hasn't gone through.

    `court_code` "" means all courts. Raises `NotPermitted`, `TableUnknown` for a table that isn't in use, `BatchBusy`.
    """
    if by is not None:
        require(by, Permission.ADOPT_RULES, court_code or None, now=now)
    covered = next((one for one in covered_tables() if one.table == table), None)
    if covered is None or table_now(table, now) is None or mode_of(table) != USE:
        raise TableUnknown({"table": table}, table=table)
    with transaction.atomic():
        if Batch.objects.filter(table=table, court_code=court_code, state=Batch.State.RUNNING).exists():
            raise BatchBusy
        batch = Batch.objects.create(
            table=table, court_code=court_code, by=by, started_at=now, went_on_at=now
        )
        rows = Proceeding.objects.filter(kind=covered.kind, stage__in=covered.stages)
        rows = rows.exclude(runs__table=table, runs__state__in=Run.LIVE)
        if covered.definitions:
            rows = rows.filter(case__claim_data__definition__in=covered.definitions)
        if court_code:
            rows = rows.filter(court_id=court_code)
        ids = list(rows.order_by("id").values_list("pk", flat=True))
        BatchItem.objects.bulk_create(
            (BatchItem(batch=batch, proceeding_id=one) for one in ids), batch_size=1000
        )
        batch.total = len(ids)
        batch.save(update_fields=["total"])
    return batch


def is_alive(batch: Batch, now: datetime) -> bool:
    """Whether a worker goes on with the batch now, as far as one can tell."""
    return (batch.beat_at or batch.went_on_at) > now - GONE_AFTER


def stop_batch(batch_id: UUID, *, by: User, now: datetime) -> Batch:
    """The batch, stopped after the chunk that is being worked on; what is left can be gone on with. Raises `NotFound`."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    require(by, Permission.ADOPT_RULES, batch.court_code or None, now=now)
    Batch.objects.filter(pk=batch_id, state=Batch.State.RUNNING).update(state=Batch.State.STOPPED)
    batch.refresh_from_db()
    return batch


def go_on(batch_id: UUID, progress: Progress | None = None) -> int:
    """Work until nothing is left to take, or the batch is stopped; how many materials went through here."""
    worker = uuid.uuid4().hex[:12]
    done = 0
    with _asking() as asking:
        while items := _take(batch_id, worker):
            handled = _chunk(batch_id, items, asking, worker)
            if handled is None:
                return done  # stopped
            done += handled
            if progress is not None:
                progress(Batch.objects.get(pk=batch_id))
    _finish(batch_id)
    if progress is not None:
        progress(Batch.objects.get(pk=batch_id))
    return done


def resume(batch_id: UUID, *, now: datetime) -> Batch:
    """The batch, running again with what is left; nothing changes in one that is done. Raises `NotFound`."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
        if batch is None:
            raise NotFound
        if batch.state != Batch.State.DONE and (
            batch.state == Batch.State.STOPPED or not is_alive(batch, now)
        ):
            batch.state, batch.went_on_at, batch.done_before = Batch.State.RUNNING, now, batch.done
            batch.beat_at = None
            batch.save(update_fields=["state", "went_on_at", "done_before", "beat_at"])
            BatchItem.objects.filter(batch=batch).update(worker="", taken_at=None)
    return batch


def _take(batch_id: UUID, worker: str) -> list[BatchItem]:
    """The next materials, marked as this worker's; those of a worker that is gone can be taken again."""
    now = timezone.now()
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
        if batch is None or batch.state != Batch.State.RUNNING:
            return []
        free = Q(worker="") | Q(taken_at__lt=now - GONE_AFTER)
        items = list(BatchItem.objects.filter(free, batch_id=batch_id)[:CHUNK])
        BatchItem.objects.filter(pk__in=[one.pk for one in items]).update(worker=worker, taken_at=now)
    return items


def _finish(batch_id: UUID) -> None:
    now = timezone.now()
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
        if batch is None or batch.state != Batch.State.RUNNING or batch.items.exists():
            return
        batch.state, batch.finished_at, batch.beat_at = Batch.State.DONE, now, now
        batch.save(update_fields=["state", "finished_at", "beat_at"])


Asking = Callable[[Sequence[Material], datetime], list["Facts"]]


@contextmanager
def _asking() -> Iterator[Asking]:
    """Ask for many materials at once over connections that stay open, from a loop in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    sources = connected_sources(patient=True)

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    async def all_of(materials: Sequence[Material], now: datetime) -> list[Facts]:
        few = asyncio.Semaphore(AT_ONCE)

        async def one(material: Material) -> Facts:
            async with few:
                return await gather(material, sources, now)

        return list(await asyncio.gather(*map(one, materials)))

    async def close() -> None:
        for source in sources:
            await source.close()

    try:
        yield lambda materials, now: run(all_of(materials, now))
    finally:
        run(close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _chunk(batch_id: UUID, items: list[BatchItem], asking: Asking, worker: str) -> int | None:
    now = timezone.now()
    ids = [one.proceeding_id for one in items]
    found = {one.pk: one for one in with_papers(Proceeding.objects.filter(pk__in=ids))}
    going: list[tuple[Proceeding, Table]] = []
    known = modes()
    for one in items:
        proceeding = found.get(one.proceeding_id)
        chosen = table_for(proceeding, now, known=known) if proceeding is not None else None
        if proceeding is not None and chosen is not None and chosen[1] == USE:
            going.append((proceeding, chosen[0]))
    materials = [material_of(proceeding, table.name, now) for proceeding, table in going]
    answers = asking(materials, now)
    last_datum = timezone.now()
    judges = _judges(ids)
    made = [
        (proceeding, table, make(
            table, facts, header_values(proceeding, now, judges.get(proceeding.pk)),
            act_language(proceeding.case), now,
        ))
        for (proceeding, table), facts in zip(going, answers, strict=True)
    ]  # fmt: skip
    return _keep(batch_id, items, made, judges, worker, last_datum)


def _keep(
    batch_id: UUID,
    items: list[BatchItem],
    made: list[tuple[Proceeding, Table, Made]],
    judges: dict[int, Assignment],
    worker: str,
    last_datum: datetime,
) -> int | None:
    now = timezone.now()
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state != Batch.State.RUNNING:
            return None
        mine = set(batch.items.filter(worker=worker).values_list("proceeding_id", flat=True))
        taken = set(
            Run.objects.live()
            .filter(proceeding__in=[proceeding.pk for proceeding, _, _ in made], table=batch.table)
            .values_list("proceeding_id", flat=True)
        )
        runs = []
        for proceeding, table, one in made:
            if proceeding.pk in taken or proceeding.pk not in mine:
                continue
            run = new_run(proceeding, table, now)
            written(run, one, now=now, last_datum_at=last_datum)
            run.batch = batch
            runs.append((run, one))
        Run.objects.bulk_create(run for run, _ in runs)
        for run, one in runs:
            told(run, one, now)
        over = [run for run, _ in runs if run.state == Run.State.HANDED_OVER]
        _ask_the_judges(over, judges, now)
        gone, _ = batch.items.filter(pk__in=[one.pk for one in items], worker=worker).delete()
        Batch.objects.filter(pk=batch_id).update(
            drafted=F("drafted") + len(runs) - len(over),
            handed_over=F("handed_over") + len(over),
            passed_by=F("passed_by") + gone - len(runs),
            beat_at=timezone.now(),
        )
    return gone


def _judges(ids: Sequence[int]) -> dict[int, Assignment]:
    rows = Assignment.objects.filter(
        proceeding__in=ids, until__isnull=True, seat=Assignment.Seat.PRESIDING
    ).select_related("judge")
    return {one.proceeding_id: one for one in rows}


def _ask_the_judges(runs: Sequence[Run], judges: dict[int, Assignment], now: datetime) -> None:
    """The same tasks as `ask_the_judge` makes, in one statement; where no judge has an account, the registry's."""
    asked = set(
        Task.objects.filter(
            proceeding__in=[run.proceeding_id for run in runs], code=HAND_OVER, done_at__isnull=True
        ).values_list("proceeding_id", flat=True)
    )
    rows = []
    for run in runs:
        if run.proceeding_id in asked:
            continue
        seat = judges.get(run.proceeding_id)
        user = seat.judge.user_id if seat is not None else None
        rows.append(
            Task(
                court_id=run.proceeding.court_id, proceeding=run.proceeding, code=HAND_OVER,
                params={"run": str(run.pk), "reasons": sorted({str(one["code"]) for one in run.reasons})},
                priority=Task.Priority.URGENT, created_at=now, assignee_id=user,
                section=None if user else registry_section(run.proceeding.court_id),
            )
        )  # fmt: skip
    Task.objects.bulk_create(rows)
