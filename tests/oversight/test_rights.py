"""What parties can do about AI in their case, and what the court owes them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tarazy.cases.actions.file_case import file_case
from tarazy.cases.ai_use import may_be_used, wants_own_note_first
from tarazy.cases.models import Deadline, DocketEntry, Task
from tarazy.cases.sweeping import sweep
from tarazy.oversight.actions.answer_objection import answer_objection
from tarazy.oversight.actions.choose_own import choose_in_case, choose_own
from tarazy.oversight.actions.object_to_ai import TASK, decide_without_ai, object_to_ai, withdraw
from tarazy.oversight.filing import hear_filed
from tarazy.oversight.models import Objection
from tarazy.oversight.refusals import (
    AlreadyAnswered,
    AlreadyAsked,
    NotAParty,
    NotTheOneToAnswer,
    ReasonNeeded,
)
from tarazy.people.refusals import NotFound, NotPermitted
from tests.cases.factories import (
    NOW,
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_distributed_case,
    a_filing,
    a_registered_case,
    claimant_of,
    later,
)
from tests.oversight.factories import signed_in, used, with_account
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db
REASONS = "Болжам істің мән-жайын ескермейді, сондықтан қолданылмайды."


def test_nothing_stands_against_a_system_until_somebody_says_so() -> None:
    proceeding, judge = a_distributed_case()
    assert may_be_used(proceeding.case, "forecast", judge.user)
    assert may_be_used(None, "forecast")


def test_an_objection_stops_what_it_names_gives_the_judge_a_task_and_a_time_limit() -> None:
    proceeding, judge = a_distributed_case()
    used("forecast", case=proceeding.case)
    made = object_to_ai(
        proceeding.pk, by=claimant_of(proceeding), now=NOW, text="Сенбеймін", names=["forecast", "no_such"]
    )
    assert made.systems == ["forecast"]
    assert not may_be_used(proceeding.case, "forecast") and may_be_used(proceeding.case, "analogues")
    task = Task.objects.get(code=TASK)
    assert task.assignee == judge.user and task.due == made.deadline.due
    assert (made.deadline.unverified, made.deadline.whose) == (True, Deadline.For.COURT)
    # ten working days from Tuesday 3 March 2026; 9 March moves for the 8th
    assert timedelta(days=13) < made.deadline.due - NOW.date() < timedelta(days=18)


def test_an_objection_without_names_is_against_all_systems_those_below_a_name_too() -> None:
    proceeding, _ = a_distributed_case()
    other, _ = a_distributed_case()
    object_to_ai(proceeding.pk, by=claimant_of(proceeding), now=NOW, text="")
    object_to_ai(other.pk, by=claimant_of(other), now=NOW, text="", names=["robot"])
    assert not may_be_used(proceeding.case, "anything")
    assert not may_be_used(other.case, "robot.travel_ban") and may_be_used(other.case, "forecast")


@pytest.mark.parametrize(("upheld", "state", "usable"), [(True, "upheld", False), (False, "rejected", True)])
def test_the_judge_answers_with_reasons_and_the_parties_are_told(
    upheld: bool, state: str, usable: bool
) -> None:
    proceeding, judge = a_distributed_case()
    made = object_to_ai(proceeding.pk, by=claimant_of(proceeding), now=NOW, text="", names=["forecast"])
    done = answer_objection(made.pk, upheld=upheld, answer=REASONS, by=judge.user, now=later(2))
    assert (done.state, done.answered_by) == (state, judge.user)
    assert may_be_used(proceeding.case, "forecast") == usable
    assert not Task.objects.filter(code=TASK, done_at__isnull=True).exists()
    done.deadline.refresh_from_db()
    assert done.deadline.state == Deadline.State.MET
    assert DocketEntry.objects.filter(case=proceeding.case, code=f"ai_objection_{state}").count() == 1
    with pytest.raises(AlreadyAnswered):
        answer_objection(made.pk, upheld=True, answer=REASONS, by=judge.user, now=later(3))


def test_an_answer_without_words_is_none() -> None:
    proceeding, judge = a_distributed_case()
    made = object_to_ai(proceeding.pk, by=claimant_of(proceeding), now=NOW, text="")
    for words in ("", "жоқ", "а" * 100, "   "):
        with pytest.raises(ReasonNeeded):
            answer_objection(made.pk, upheld=False, answer=words, by=judge.user, now=later(1))


def test_only_the_judge_who_presides_or_the_chair_answers() -> None:
    proceeding, _ = a_distributed_case()
    made = object_to_ai(proceeding.pk, by=claimant_of(proceeding), now=NOW, text="")
    with pytest.raises(NotTheOneToAnswer):
        answer_objection(made.pk, upheld=True, answer=REASONS, by=a_clerk(proceeding.court), now=later(1))
    with pytest.raises(NotTheOneToAnswer):
        answer_objection(made.pk, upheld=True, answer=REASONS, by=claimant_of(proceeding), now=later(1))
    with pytest.raises(NotFound):
        answer_objection(made.pk, upheld=True, answer=REASONS, by=a_chair(a_court()), now=later(1))
    answer_objection(made.pk, upheld=True, answer=REASONS, by=a_chair(proceeding.court), now=later(1))


def test_before_a_judge_is_drawn_the_chair_is_asked() -> None:
    case = a_registered_case()
    chair = a_chair(case.court)
    object_to_ai(case.proceedings.get().pk, by=case.filed_by, now=NOW, text="")
    assert Task.objects.get(code=TASK).assignee == chair


def test_an_objection_left_without_an_answer_climbs_to_the_chair_and_stays_in_force() -> None:
    proceeding, _ = a_distributed_case()
    chair = a_chair(proceeding.court)
    object_to_ai(proceeding.pk, by=claimant_of(proceeding), now=NOW, text="")
    sweep(later(30))
    told = Task.objects.filter(assignee=chair, params__limit="ai_objection")
    assert {task.code for task in told} == {"deadline_near", "overdue"}
    assert not may_be_used(proceeding.case, "forecast")


def test_a_wish_needs_no_answer_and_counts_at_once_until_it_is_withdrawn() -> None:
    proceeding, _ = a_distributed_case()
    claimant = claimant_of(proceeding)
    wish = decide_without_ai(proceeding.pk, by=claimant, now=NOW)
    assert not may_be_used(proceeding.case, "forecast") and not Task.objects.filter(code=TASK).exists()
    with pytest.raises(AlreadyAsked):
        decide_without_ai(proceeding.pk, by=claimant, now=NOW)
    withdraw(wish.pk, by=claimant, now=later(1))
    assert may_be_used(proceeding.case, "forecast")
    with pytest.raises(AlreadyAnswered):
        withdraw(wish.pk, by=claimant, now=later(1))


def test_each_side_has_its_own_wish_and_can_not_withdraw_the_others() -> None:
    proceeding, _ = a_distributed_case()
    claimant, defendant = claimant_of(proceeding), with_account(proceeding, "defence")
    first = decide_without_ai(proceeding.pk, by=claimant, now=NOW)
    decide_without_ai(proceeding.pk, by=defendant, now=NOW)
    with pytest.raises(NotFound):
        withdraw(first.pk, by=defendant, now=NOW)
    withdraw(first.pk, by=claimant, now=NOW)
    assert not may_be_used(proceeding.case, "forecast")


def test_a_stranger_learns_nothing_and_the_court_is_no_party() -> None:
    proceeding, judge = a_distributed_case()
    for act in (object_to_ai, decide_without_ai):
        more = {"text": ""} if act is object_to_ai else {}
        with pytest.raises(NotFound):
            act(proceeding.pk, by=a_user(), now=NOW, **more)
        with pytest.raises(NotAParty):
            act(proceeding.pk, by=judge.user, now=NOW, **more)
    assert not Objection.objects.exists()


def test_a_wish_made_at_filing_stands_from_the_first_moment() -> None:
    court, by = a_court(), a_claimant()
    filing = a_filing(court, by, claim_data={"without_ai": True})
    case = file_case(filing, by=by, now=NOW)
    hear_filed(None, case=case)  # a test's transaction is never kept, so the signal doesn't come by itself
    hear_filed(None, case=case)
    assert not may_be_used(case, "forecast")
    assert Objection.objects.filter(case=case, state="wish").count() == 1


def test_a_judge_switches_systems_off_for_themselves_alone() -> None:
    proceeding, judge = a_distributed_case()
    colleague = a_distributed_case()[1]
    choose_own(["forecast", "no_such"], own_note_first=True, by=judge.user, now=NOW)
    assert not may_be_used(proceeding.case, "forecast", judge.user)
    assert may_be_used(proceeding.case, "analogues", judge.user)
    assert may_be_used(proceeding.case, "forecast", colleague.user)
    assert wants_own_note_first(judge.user) and not wants_own_note_first(colleague.user)
    with pytest.raises(NotPermitted):
        choose_own([], own_note_first=False, by=claimant_of(proceeding), now=NOW)


def test_a_judge_works_on_one_case_without_ai() -> None:
    proceeding, judge = a_distributed_case()
    other, _ = a_distributed_case(judge=judge, court=proceeding.court)
    choose_in_case(proceeding.case_id, off=True, by=judge.user, now=NOW)
    assert not may_be_used(proceeding.case, "forecast", judge.user)
    assert may_be_used(other.case, "forecast", judge.user)
    choose_in_case(proceeding.case_id, off=False, by=judge.user, now=NOW)
    assert may_be_used(proceeding.case, "forecast", judge.user)
    with pytest.raises(NotFound):
        choose_in_case(proceeding.case_id, off=True, by=claimant_of(proceeding), now=NOW)


def test_the_journey_of_a_party_who_objects() -> None:
    proceeding, judge = a_distributed_case()
    used("forecast", case=proceeding.case, by=judge.user)
    party, court = signed_in(claimant_of(proceeding)), signed_in(judge.user)
    here = f"/ru/cases/{proceeding.case.uuid}/ai/"
    assert here in party.get(f"/ru/cases/{proceeding.case.uuid}/").content.decode()
    page = party.get(here).content.decode()
    assert "Прогноз исхода" in page and "f@1" not in page
    assert party.post(f"{here}object/", {"systems": ["forecast"], "text": "Не согласна"}).status_code == 302
    assert not may_be_used(proceeding.case, "forecast")
    made = Objection.objects.get()
    assert f"{here}{made.pk}/answer/" in court.get(here).content.decode()
    assert f"{here}{made.pk}/answer/" not in party.get(here).content.decode()
    assert court.post(f"{here}{made.pk}/answer/", {"upheld": "yes", "answer": REASONS}).status_code == 302
    assert REASONS in party.get(here).content.decode()
    assert party.post(f"{here}without/").status_code == 302
    assert not may_be_used(proceeding.case, "analogues")


def test_pages_of_a_case_are_closed_to_strangers_as_if_it_were_not_there() -> None:
    proceeding, _ = a_distributed_case()
    made = object_to_ai(proceeding.pk, by=claimant_of(proceeding), now=NOW, text="")
    client = signed_in(a_user())
    here = f"/kk/cases/{proceeding.case.uuid}/ai/"
    for address in (here, f"{here}object/", f"{here}{made.pk}/answer/"):
        assert client.get(address).status_code == 404
    for address in (f"{here}without/", f"{here}own/", f"{here}{made.pk}/withdraw/"):
        assert client.post(address).status_code == 404
