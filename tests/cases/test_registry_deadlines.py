"""Time limits: counted by law, shifted by pauses, told before they end, acts in force when they have run out."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cases import deadlines
from tarazy.cases.actions.change_deadline import extend_deadline
from tarazy.cases.actions.change_parties import note_served
from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.models import Deadline, StaffAssignment, Task
from tarazy.cases.refusals import LateFiling, NotYours
from tarazy.cases.sweeping import level, sweep
from tarazy.law import calendar_of
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid
from tests.cases.factories import (
    DECIDED,
    NOW,
    a_chair,
    a_clerk,
    a_decided_case,
    a_distributed_case,
    claimant_of,
    later,
    party,
    staff,
    step,
    walk,
)

CALENDAR = calendar_of(deadlines.law())


def of(proceeding: object, limit: str) -> Deadline:
    return Deadline.objects.filter(proceeding=proceeding, limit=limit).latest("id")


@pytest.mark.django_db
def test_acceptance_is_due_five_working_days_after_filing_and_is_met() -> None:
    proceeding, judge = a_distributed_case()
    assert of(proceeding, "accept_claim").due == CALENDAR.add_working_days(NOW.date(), 5)

    walk(proceeding, judge, ["accept"], now=later(2))
    assert of(proceeding, "accept_claim").state == "met"
    assert of(proceeding, "preparation").steps[0]["code"] == "starts"


@pytest.mark.django_db
def test_what_is_done_too_late_is_missed() -> None:
    proceeding, judge = a_distributed_case()
    walk(proceeding, judge, ["accept"], now=later(30))
    assert of(proceeding, "accept_claim").state == "missed"


@pytest.mark.django_db
def test_conciliation_lengthens_acceptance_from_the_same_day() -> None:
    proceeding, judge = a_distributed_case()
    walk(proceeding, judge, ["offer_conciliation"], now=later(1))
    longer = of(proceeding, "accept_claim_with_conciliation")

    assert (longer.starts, longer.due) == (NOW.date(), CALENDAR.add_working_days(NOW.date(), 10))
    assert of(proceeding, "accept_claim").state == "cancelled"


@pytest.mark.django_db
def test_alimony_is_decided_in_one_month_and_its_preparation_is_not_extended() -> None:
    from tarazy.cases.refusals import NotPossibleNow

    proceeding, judge = a_distributed_case(category="child_support")
    proceeding = walk(proceeding, judge, ["accept", "start_preparation"])
    with pytest.raises(NotPossibleNow):
        step(proceeding, "extend_preparation", judge)
    walk(proceeding, judge, ["set_hearing"])
    assert Deadline.objects.filter(limit="decide_short").exists()
    assert not Deadline.objects.filter(limit="decide").exists()


@pytest.mark.django_db
def test_preparation_is_extended_once_with_the_step_shown() -> None:
    from tarazy.cases.refusals import NotPossibleNow

    proceeding, judge = a_distributed_case()
    proceeding = walk(proceeding, judge, ["accept", "start_preparation"])
    before = of(proceeding, "preparation").due
    proceeding = step(proceeding, "extend_preparation", judge)
    after = of(proceeding, "preparation")

    assert after.due > before and after.steps[-1]["code"] == "extended"
    with pytest.raises(NotPossibleNow):
        step(proceeding, "extend_preparation", judge)


@pytest.mark.django_db
def test_a_suspension_stops_the_clock_and_the_steps_say_so() -> None:
    proceeding, judge = a_distributed_case()
    proceeding = walk(proceeding, judge, ["accept", "start_preparation"], now=NOW)
    before = of(proceeding, "preparation").due
    proceeding = walk(proceeding, judge, ["suspend:expertise"], now=later(4))
    assert sweep(later(200)).missed == 0
    proceeding = walk(proceeding, judge, ["resume"], now=later(60))
    after = of(proceeding, "preparation")

    left = CALENDAR.working_days_between(later(4).date(), before)
    assert after.due == CALENDAR.add_working_days(later(60).date(), left)
    assert [one["code"] for one in after.steps[-2:]] == ["paused", "resumed"]
    assert after.paused_on is None


@given(
    st.dates(Date(2024, 1, 10), Date(2026, 6, 1)), st.integers(0, 40), st.integers(0, 200),
    st.sampled_from(["preparation", "decide", "response"]),
)  # fmt: skip
def test_a_pause_never_takes_days_away(start: Date, run: int, away: int, limit: str) -> None:
    from tarazy.law import deadline

    due = deadline(deadlines.law(), limit, start).date
    paused = start + timedelta(days=run)
    resumed = paused + timedelta(days=away)
    shifted = deadlines.after_pause(limit, paused, due, resumed)

    if due < paused:
        assert shifted == due
    else:
        assert shifted >= due
        assert CALENDAR.is_working(shifted) or shifted == resumed
        if limit == "decide":
            assert shifted - resumed >= due - paused
        else:
            left = CALENDAR.working_days_between(paused, due)
            assert CALENDAR.working_days_between(resumed, shifted) == left


@pytest.mark.django_db
def test_the_judge_the_team_and_the_chair_are_told_one_after_another() -> None:
    proceeding, judge = a_distributed_case()
    chair, assistant = a_chair(proceeding.court), staff(Role.JUDGE_ASSISTANT, proceeding.court)
    StaffAssignment.objects.create(proceeding=proceeding, user=assistant, task="assistant", since=NOW)
    due = of(proceeding, "accept_claim").due
    told = []
    for days in (7, 3, 2, 1, 0):
        day = due - timedelta(days=days)
        sweep(NOW + (day - NOW.date()))
        sweep(NOW + (day - NOW.date()))
        told.append(
            list(Task.objects.filter(code="deadline_near").order_by("id").values_list("assignee", flat=True))
        )

    assert told[0] == []
    assert told[-1] == [judge.user_id, assistant.pk, chair.pk]
    row = of(proceeding, "accept_claim")
    assert row.warned_at is not None and row.escalated_at is not None and row.state == "open"


@pytest.mark.django_db
def test_a_limit_that_the_court_missed_is_said_once() -> None:
    proceeding, _ = a_distributed_case()
    a_chair(proceeding.court)
    sweep(later(20))
    sweep(later(21))

    assert proceeding.case.docket.filter(code="deadline_missed", visibility="court").count() == 1
    assert Task.objects.filter(code="overdue").count() == 1


@given(st.dates(Date(2026, 1, 10), Date(2026, 11, 1)), st.integers(0, 30))
def test_the_nearer_the_end_the_more_people_know(today: Date, days: int) -> None:
    due = today + timedelta(days=days)
    assert level(due, today, (3, 2, 1)) >= level(due + timedelta(days=1), today, (3, 2, 1))
    assert level(today, today, (3, 2, 1)) == 3


@pytest.mark.django_db
def test_a_judgment_comes_into_force_when_nobody_appealed_in_time() -> None:
    proceeding, _ = a_decided_case()
    due = of(proceeding, "appeal").due
    assert sweep(NOW + (due - NOW.date())).in_force == 0
    proceeding.refresh_from_db()
    assert proceeding.stage == "sent"

    assert sweep(NOW + (due - NOW.date()) + timedelta(days=1)).in_force == 1
    proceeding.refresh_from_db()
    assert proceeding.stage == "in_force"
    assert of(proceeding, "writ").state == "open" and of(proceeding, "cassation").whose == "everybody"
    assert sweep(later(60)).in_force == 0


@pytest.mark.django_db
def test_an_appeal_in_time_keeps_the_judgment_from_force_and_a_late_one_needs_a_motion() -> None:
    proceeding, _ = a_decided_case()
    person = claimant_of(proceeding)
    file_paper(proceeding.case_id, "appeal", by=person, now=later(20))
    assert sweep(later(90)).in_force == 0
    proceeding.refresh_from_db()
    assert proceeding.stage == "appealed"

    second, _ = a_decided_case()
    with pytest.raises(LateFiling):
        file_paper(second.case_id, "appeal", by=claimant_of(second), now=later(50))
    entry = file_paper(
        second.case_id, "appeal", by=claimant_of(second), now=later(50), params={"restore": True}
    )
    assert entry.params["restore"] is True


@pytest.mark.django_db
def test_a_private_complaint_that_waits_keeps_a_ruling_from_force() -> None:
    proceeding, judge = a_distributed_case()
    proceeding = walk(proceeding, judge, [*DECIDED[:4], "discontinue:waiver", "send_judgment"])
    file_paper(proceeding.case_id, "private_complaint", by=claimant_of(proceeding), now=later(3))
    assert sweep(later(60)).in_force == 0


@pytest.mark.django_db
def test_an_order_is_in_force_only_after_the_debtor_received_it_and_was_silent() -> None:
    proceeding, judge = a_distributed_case(kind="order", category="")
    proceeding = step(proceeding, "issue_order", judge)
    assert sweep(later(100)).in_force == 0

    note_served(
        proceeding.pk, party(proceeding, "defence").pk, "order", by=a_clerk(proceeding.court), now=later(101)
    )
    assert of(proceeding, "order_objection").whose == "defence"
    assert sweep(later(105)).in_force == 0
    assert sweep(later(130)).in_force == 1


@pytest.mark.django_db
def test_service_starts_the_answer_and_a_second_service_counts_anew() -> None:
    proceeding, judge = a_distributed_case()
    proceeding = walk(proceeding, judge, ["accept"])
    defendant, clerk = party(proceeding, "defence"), a_clerk(proceeding.court)
    note_served(proceeding.pk, defendant.pk, "claim", by=clerk, now=later(1))
    first = of(proceeding, "response")
    defendant.refresh_from_db()
    assert defendant.access_since == later(1) and of(proceeding, "copy_to_defendant").state == "met"

    note_served(proceeding.pk, defendant.pk, "claim", by=clerk, now=later(8))
    again = Deadline.objects.get(limit="response")
    assert again.due > first.due and again.steps[-1]["code"] == "counted_anew"


@pytest.mark.django_db
def test_only_the_judge_gives_more_time_and_a_missed_term_is_restored() -> None:
    proceeding, judge = a_distributed_case()
    proceeding = walk(proceeding, judge, ["accept"])
    clerk = a_clerk(proceeding.court)
    note_served(proceeding.pk, party(proceeding, "defence").pk, "claim", by=clerk, now=NOW)
    row = of(proceeding, "response")
    with pytest.raises(NotYours):
        extend_deadline(
            row.pk, row.due + timedelta(days=5), by=clerk, now=NOW, reason="болезнь представителя"
        )
    with pytest.raises(Invalid):
        extend_deadline(row.pk, row.due, by=judge.user, now=NOW, reason="болезнь представителя")
    sweep(later(30))
    row.refresh_from_db()
    assert row.state == "missed"

    restored = extend_deadline(
        row.pk, later(40).date(), by=judge.user, now=later(30), reason="болезнь представителя"
    )
    assert restored.state == "open" and CALENDAR.is_working(restored.due)
    assert proceeding.case.docket.filter(code="deadline_restored").exists()


@pytest.mark.django_db
def test_the_sweep_is_a_command_and_a_task_beside_the_pages() -> None:
    from typer.testing import CliRunner

    from tarazy.cases.background import sweep_deadlines
    from tarazy.cases.cli import app

    a_distributed_case()
    said = CliRunner().invoke(app, ["sweep"])
    assert said.exit_code == 0 and "Missed by a court: 1" in said.output
    assert sweep_deadlines.call()["missed"] == 0
