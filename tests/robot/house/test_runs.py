"""A material goes through the robot: to a draft that only its judge reads, or to the judge's table with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import TestCase

from tarazy.acts.desk.actions.discard_draft import discard_draft
from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Draft
from tarazy.acts.text import marked
from tarazy.cases import ai_use
from tarazy.cases.ai_use import ai_answered, ai_used
from tarazy.cases.models import Task
from tarazy.courts.models import Judge
from tarazy.people.models import User
from tarazy.people.refusals import NotPermitted
from tarazy.robot.actions.ask_again import ask_again
from tarazy.robot.actions.carry_out import HAND_OVER, PROMISED_S, carry_out
from tarazy.robot.actions.reject_draft import reject_draft
from tarazy.robot.actions.start_run import start_run
from tarazy.robot.actions.take_to_desk import take_to_desk
from tarazy.robot.models import Run, TableSwitch
from tarazy.robot.queries import condition_figures, table_figures
from tarazy.robot.refusals import DataChanged, NoDraft, ReasonMissing
from tarazy.robot.schedule import go_on_with_what_was_left
from tarazy.robot.table import load_table
from tests.acts.desk.factories import open_desk
from tests.cases.factories import NOW, a_chair, a_clerk, a_judge, later, step
from tests.robot.house.factories import a_material, judge_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def with_commit(work: Callable[[], Any]) -> Any:
    """What the work gives, with what it tells after its transaction."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return work()


def judge_row(proceeding: Any) -> Judge:
    """The judge of the proceeding."""
    return Judge.objects.get(assignments__proceeding=proceeding)


def unlock(judge: User) -> Unlocked:
    """The judge's desk, open."""
    return open_desk(judge)


def run_of(proceeding: Any) -> Run:
    """The run, carried out as the worker would."""
    run = start_run(proceeding.pk, now=NOW)
    assert run is not None
    done = carry_out(run.pk, now=NOW)
    assert done is not None
    return done


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_material_that_meets_every_condition_becomes_a_draft_of_the_sanction(
    stand_in: Any, language: str
) -> None:
    run = run_of(a_material(stand_in, language=language))
    assert [(one["words"]["en"], one["datum"]) for one in run.reasons] == []
    assert (run.state, run.code) == (Run.State.DRAFTED, "sanction")
    assert run.text is not None and run.text.language == language and run.text.kind == "ruling"
    assert {one["state"] for one in run.trace} <= {"met", "unmet", "not_reached"}
    marks = {
        mark.attrs.condition for _, text in marked(run.text) for mark in text.marks if mark.type == "datum"
    }
    assert marks and marks <= {one["condition"] for one in run.trace}
    named = [run.facts[name] for one in run.trace for name in one["data"]]
    assert named and all(one["at"] and one["source"] for one in named)
    assert run.draft_seconds is not None and run.draft_seconds < PROMISED_S


@pytest.mark.parametrize("entity", [True, False])
def test_the_head_of_a_debtor_organisation_is_restricted_like_the_debtor(stand_in: Any, entity: bool) -> None:
    run = run_of(a_material(stand_in, record={"entity": entity}))
    assert run.state == Run.State.DRAFTED, run.reasons
    assert run.facts["debtor_is_entity"]["value"] is entity


def test_a_debt_below_forty_indexes_becomes_a_reasoned_refusal(stand_in: Any) -> None:
    run = run_of(a_material(stand_in, record={"left": 100_000_00}))
    assert (run.state, run.code) == (Run.State.DRAFTED, "sanction_refusal")


@pytest.mark.parametrize(
    ("faults", "codes"),
    [
        ({"payments": "error"}, {"contradicts", "unavailable", "timeout", "missing"}),
        ({"deliveries": "garbage"}, {"broken", "unreadable", "missing"}),
        ({"payments": "contradicts"}, {"contradicts"}),
        ({"enforcement": "stale"}, {"stale"}),
        ({"certificates": "half"}, {"missing"}),
    ],
)
def test_what_is_doubtful_is_handed_over_with_its_reason(
    stand_in: Any, faults: dict[str, str], codes: set[str]
) -> None:
    proceeding = a_material(stand_in)
    stand_in.registers.faults = faults
    run = run_of(proceeding)
    assert run.state == Run.State.HANDED_OVER and run.draft is None and run.reasons
    assert {one["code"] for one in run.reasons} & codes
    assert all(one["words"]["kk"] and one["words"]["ru"] and one["words"]["en"] for one in run.reasons)
    task = Task.objects.get(code=HAND_OVER, done_at__isnull=True)
    assert task.assignee == judge_of(proceeding) and task.params["run"] == str(run.pk)
    assert task.params["reasons"] == sorted({one["code"] for one in run.reasons})


def test_discretion_a_dispute_and_a_plea_are_never_drafted(stand_in: Any) -> None:
    run = run_of(a_material(stand_in, hardship=True))
    assert run.state == Run.State.HANDED_OVER and "discretion" in {one["code"] for one in run.reasons}


def test_only_the_judges_of_the_case_see_a_draft(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    run = run_of(proceeding)
    judge = judge_of(proceeding)
    assert list(Run.objects.visible_to(judge)) == [run]
    bailiff = proceeding.case.filed_by
    for other in (
        a_chair(proceeding.court),
        a_clerk(proceeding.court),
        bailiff,
        a_judge(proceeding.court).user,
        None,
    ):
        assert not Run.objects.visible_to(other).exists()


def test_the_judge_takes_the_draft_to_the_desk_and_signs_there(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    run = run_of(proceeding)
    judge = judge_of(proceeding)
    told: list[Any] = []
    ai_answered.connect(hear := lambda answer, **more: told.append(answer), weak=False)
    draft = take_to_desk(run.pk, by=judge, now=NOW)
    assert (draft.origin, draft.based_on, draft.code) == (Draft.Origin.ROBOT, str(run.pk), "sanction")
    run.refresh_from_db()
    assert run.state == Run.State.TAKEN and run.taken_by == judge
    with pytest.raises(NoDraft):
        take_to_desk(run.pk, by=judge, now=NOW)
    unlocked = unlock(judge)
    with_commit(lambda: sign_act(draft.pk, unlocked, by=judge, now=NOW, signing={"way": "demo"}))
    run.refresh_from_db()
    proceeding.refresh_from_db()
    assert (run.state, run.share) == (Run.State.SIGNED, 0.0)
    assert (proceeding.stage, proceeding.outcome) == ("in_force", "sanctioned")
    assert [one.did for one in told] == ["taken", "signed"]
    ai_answered.disconnect(hear)


def test_a_draft_that_the_desk_discards_is_rejected_with_the_judges_reason(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    run, judge = run_of(proceeding), judge_of(proceeding)
    draft = take_to_desk(run.pk, by=judge, now=NOW)
    with_commit(lambda: discard_draft(draft.pk, "Извещение вручено не тому лицу.", by=judge, now=NOW))
    run.refresh_from_db()
    assert run.state == Run.State.REJECTED and "не тому лицу" in run.rejection.reason


def test_a_debt_paid_meanwhile_stops_the_draft_when_it_is_taken(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    run, judge = run_of(proceeding), judge_of(proceeding)
    for record in stand_in.registers.proceedings.values():
        record["left"] = 0
    stand_in.now = later(0.1)
    with pytest.raises(DataChanged):
        take_to_desk(run.pk, by=judge, now=later(0.1))
    assert not Draft.objects.exists()
    run.refresh_from_db()
    newer = Run.objects.visible_to(judge).live().get()
    assert run.state == Run.State.SUPERSEDED and newer.code == "sanction_refusal"
    assert "balance" in {one["name"] for one in newer.changed_since}


def test_asking_again_changes_nothing_while_the_registers_say_the_same(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    run, judge = run_of(proceeding), judge_of(proceeding)
    asked = stand_in.registers.asked
    assert ask_again(run.pk, by=judge, now=NOW).pk == run.pk and stand_in.registers.asked == asked
    stand_in.now = later(0.01)
    again = ask_again(run.pk, by=judge, now=later(0.01))
    assert again.pk == run.pk and again.asked_again_at == later(0.01) and stand_in.registers.asked > asked
    stand_in.now = later(1)
    assert ask_again(run.pk, by=judge, now=later(1)).pk != run.pk  # another day stands on the act


def test_a_rejection_keeps_its_reason_for_the_table_and_closes_the_run(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    run, judge = run_of(proceeding), judge_of(proceeding)
    with pytest.raises(ReasonMissing):
        reject_draft(run.pk, why="words", reason="нет", by=judge, now=NOW)
    reject_draft(
        run.pk, why="condition", condition="notice", reason="Отчёт о доставке неверный.", by=judge, now=NOW
    )
    run.refresh_from_db()
    assert run.state == Run.State.REJECTED and run.rejection.condition == "notice"
    chair = a_chair(proceeding.court)
    table = load_table("travel_ban", NOW.date())
    rows = {one.condition: one for one in condition_figures(chair, table, "ru", later(1))}
    assert rows["notice"].rejections == 1 and rows["notice"].met == 1
    with pytest.raises(NotPermitted):
        table_figures(judge, later(1))


def test_an_objection_to_ai_or_a_switch_stands_against_the_robot(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    asked: list[str] = []

    def objected(case: Any, system: str, by: Any) -> bool:
        asked.append(system)
        return case != proceeding.case

    Run.objects.all().delete()
    ai_use._askers.append(objected)
    try:
        assert start_run(proceeding.pk, now=NOW) is None
    finally:
        ai_use._askers.remove(objected)
    assert asked == ["robot.travel_ban"]
    TableSwitch.objects.create(table="travel_ban", mode="off", at=NOW)
    assert start_run(proceeding.pk, now=NOW) is None


def test_a_run_starts_with_the_distribution_and_ends_when_the_material_moves_on(
    stand_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        proceeding = a_material(stand_in)
    run = Run.objects.get(proceeding=proceeding)
    assert run.state == Run.State.GATHERING and start_run(proceeding.pk, now=NOW) == run
    with django_capture_on_commit_callbacks(execute=True):
        step(proceeding, "refuse_sanction", judge_row(proceeding), ground="motives_or_materials_missing")
    run.refresh_from_db()
    assert run.state == Run.State.SUPERSEDED and carry_out(run.pk, now=NOW) is None


def test_the_log_of_uses_gets_hashes_and_codes_and_never_a_name(stand_in: Any) -> None:
    uses: list[Any] = []
    ai_used.connect(hear := lambda use, **more: uses.append(use), weak=False)
    run = run_of(a_material(stand_in))
    ai_used.disconnect(hear)
    [use] = uses
    assert use.key == f"robot:{run.pk}" and use.system == "robot.travel_ban" and use.by is None
    assert use.input_hash == run.input_hash and len(use.input_hash) == 64
    said = str((use.output, use.versions, use.details))
    assert run.facts["person_name"]["value"] not in said and run.facts["person_iin"]["value"] not in said


def test_runs_that_a_killed_worker_left_are_queued_anew(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    run = start_run(proceeding.pk, now=NOW)
    assert run is not None
    assert go_on_with_what_was_left(now=NOW) == 0
    assert go_on_with_what_was_left(now=later(0.1)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_robot_never_signs_and_never_sends(stand_in: Any) -> None:
    proceeding = a_material(stand_in)
    papers = proceeding.case.documents.count()
    run = run_of(proceeding)
    proceeding.refresh_from_db()
    assert run.draft and proceeding.stage == "distributed" and proceeding.case.documents.count() == papers
    assert not proceeding.case.docket.filter(
        code__in=("sanction", "refuse_sanction", "send_judgment")
    ).exists()
