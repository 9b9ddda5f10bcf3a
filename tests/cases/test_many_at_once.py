"""Many steps written together are the steps written one by one: judges seated, dockets, cards and words of the search."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tarazy import ledger
from tarazy.cabinet.notices.models import Happening
from tarazy.cases import docket, signals
from tarazy.cases.actions.apply_event import apply_event
from tarazy.cases.actions.assign_judges import Seating, assign_judges, assign_judges_many
from tarazy.cases.models import (
    Assignment,
    Case,
    CaseTerm,
    Deadline,
    DocketEntry,
    Proceeding,
    PublicCard,
    Task,
)
from tarazy.cases.public import index_cases
from tarazy.cases.refusals import NotPossibleNow
from tarazy.ledger.models import Entry, Head
from tests.cases.factories import NOW, a_claimant, a_court, a_judge, a_registered_case, later

pytestmark = pytest.mark.django_db


class Undone(Exception):
    """What was done is rolled back."""


def rows(model: Any, *order: str, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    left_out = {"id", "uuid", *without}
    return [
        {name: value for name, value in row.items() if name not in left_out}
        for row in model.objects.order_by(*order).values()
    ]


def everything() -> dict[str, Any]:
    """What seating writes, without what is random: ids, and the references that the ledger blinds anew each time."""
    return {
        "proceedings": rows(Proceeding, "id"),
        "dockets' sizes": list(Case.objects.order_by("id").values_list("id", "docket_size")),
        "seats": rows(Assignment, "proceeding", "seat", "judge"),
        "docket": rows(DocketEntry, "case", "number", without=("ledger_number",)),
        "ledger": sorted(Entry.objects.values_list("stream", "number", "at")),
        "told in the ledger": sorted(Entry.objects.values_list("stream", "kind")),
        "ends": list(Head.objects.order_by("stream").values_list("stream", "size")),
        "tasks": sorted(map(str, rows(Task, "id"))),
        "limits": rows(Deadline, "proceeding", "limit"),
        "words": sorted(CaseTerm.objects.values_list("case", "court_code", "term", "audience")),
        "cards": rows(PublicCard, "proceeding"),
        "to be told": Happening.objects.count(),
    }


def a_mixed_lot(seed: int) -> list[Seating]:
    """Cases of two courts and several kinds, some sealed; judges alone and in panels, one without an account."""
    rng = Random(seed)
    courts = [a_court(), a_court()]
    judges = {court.pk: [a_judge(court) for _ in range(4)] for court in courts}
    without_account = judges[courts[0].pk][0]
    without_account.user = None
    without_account.save()
    lot = []
    for number in range(8):
        court = rng.choice(courts)
        kind = rng.choice(["action", "order", "simplified", "special_action"])
        case = a_registered_case(court, a_claimant(), kind=kind)
        if rng.random() < 0.3:
            Case.objects.filter(pk=case.pk).update(sealed=True)
            index_cases([case.pk])
        bench = rng.sample(judges[court.pk], 3 if rng.random() < 0.2 else 1)
        lot.append(
            Seating(
                case.proceedings.get().pk, tuple(one.pk for one in bench), later(number % 2), f"draw-{number}",
                complexity=100 + number,
            )
        )  # fmt: skip
    return lot


@pytest.mark.parametrize("seed", range(4))
def test_judges_seated_together_are_seated_as_one_by_one(seed: int) -> None:
    lot = a_mixed_lot(seed)
    ways: list[dict[str, Any]] = []

    def one_by_one() -> None:
        for one in lot:
            assign_judges(
                one.proceeding_id, one.judge_ids, by=None, now=one.now, reference=one.reference,
                complexity=one.complexity,
            )  # fmt: skip

    def together() -> None:
        assert assign_judges_many(lot) == {}

    for way in (one_by_one, together):
        with suppress(Undone), transaction.atomic():
            way()
            ways.append(everything())
            assert ledger.audit() == []
            raise Undone
    for what, found in ways[0].items():
        assert ways[1][what] == found, what


def test_one_that_cannot_be_seated_holds_up_no_other_and_writes_nothing() -> None:
    lot = a_mixed_lot(9)
    withdrawn = Proceeding.objects.get(pk=lot[2].proceeding_id)
    apply_event(withdrawn.pk, "withdraw", by=withdrawn.case.filed_by, now=NOW)
    size = withdrawn.docket.count()
    refused = assign_judges_many(lot)
    assert list(refused) == [withdrawn.pk] and isinstance(refused[withdrawn.pk], NotPossibleNow)
    assert withdrawn.docket.count() == size and not withdrawn.assignments.exists()
    others = Proceeding.objects.filter(pk__in=[one.proceeding_id for one in lot]).exclude(pk=withdrawn.pk)
    assert set(others.values_list("stage", flat=True)) == {"distributed"} and others.count() == 7


def test_everybody_is_told_of_each_seat_once_and_only_when_all_is_kept(
    django_capture_on_commit_callbacks: Any,
) -> None:
    lot, told = a_mixed_lot(5), []

    def hear(sender: object, proceeding: Proceeding, **more: Any) -> None:
        told.append((more["signal"], proceeding.pk))

    for signal in (signals.judges_assigned, signals.stage_changed):
        signal.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assign_judges_many(lot)
            assert told == []
    finally:
        for signal in (signals.judges_assigned, signals.stage_changed):
            signal.disconnect(hear)
    for signal in (signals.judges_assigned, signals.stage_changed):
        assert sorted(key for which, key in told if which is signal) == sorted(
            one.proceeding_id for one in lot
        )


def test_seating_many_costs_few_statements_however_many_they_are() -> None:
    lots = [a_mixed_lot(7), a_mixed_lot(8)]
    spent = []
    for lot in (lots[0][:2], [*lots[0][2:], *lots[1]]):
        with CaptureQueriesContext(connection) as asked:
            assert assign_judges_many(lot) == {}
        spent.append(len(asked))
    assert spent[1] <= spent[0] + 8, spent  # two moments of seating and courts whose registry gets tasks


def test_several_events_of_one_case_follow_one_another() -> None:
    case, other = a_registered_case(), a_registered_case()
    before = {one.pk: one.docket.count() for one in (case, other)}
    events = [docket.Event(one, "fee_paid", None, NOW) for one in (case, other, case, case)]
    with transaction.atomic():
        entries = docket.record_many(events)
    assert [(one.case_id, one.number - before[one.case_id]) for one in entries] == [
        (case.pk, 1), (other.pk, 1), (case.pk, 2), (case.pk, 3),
    ]  # fmt: skip
    for one in (case, other):
        one.refresh_from_db()
        assert one.docket_size == one.docket.count()
    assert ledger.audit() == []


def test_an_event_writes_no_word_that_is_there_and_the_search_is_as_if_made_anew() -> None:
    case = a_registered_case()
    judge = a_judge(case.court)
    words = set(CaseTerm.objects.filter(case=case).values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        assign_judges_many([Seating(case.proceedings.get().pk, (judge.pk,), NOW + timedelta(hours=1), "d")])
    assert not [
        one for one in asked if '"cases_caseterm"' in one["sql"] and not one["sql"].startswith("SELECT")
    ]
    assert set(CaseTerm.objects.filter(case=case).values_list("pk", flat=True)) == words
    card = PublicCard.objects.get(case=case)
    assert (card.stage, card.judge_id) == ("distributed", judge.pk)

    def found() -> tuple[list[Any], list[Any]]:
        terms = CaseTerm.objects.filter(case=case).values_list("court_code", "term", "audience")
        return sorted(terms), rows(PublicCard, "proceeding")

    kept = found()
    CaseTerm.objects.all().delete()
    PublicCard.objects.all().delete()
    index_cases([case.pk])
    assert found() == kept
