"""Tasks and internal papers go from hand to hand inside the court."""

from __future__ import annotations

import pytest

from tarazy.cases.actions.carry_papers import answer_step, close_paper, send_on, write_paper
from tarazy.cases.actions.do_tasks import create_task, finish_task, hand_over_task, take_task
from tarazy.cases.models import InternalPaper, Task
from tarazy.cases.queries import inbox_of
from tarazy.cases.refusals import AlreadyTaken, NotPossibleNow
from tarazy.courts.models import Court
from tarazy.courts.queries import registry_section
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tests.cases.factories import NOW, a_case, a_chair, a_clerk, a_court, later, staff
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db


def a_member(court: Court) -> User:
    """A clerk who sees the registry's inbox."""
    clerk = a_clerk(court)
    registry_section(court.pk).members.add(clerk)
    return clerk


def test_a_task_of_the_section_is_taken_once() -> None:
    case = a_case()
    one, two = a_member(case.court), a_member(case.court)
    (task,) = inbox_of(one)
    take_task(task.pk, by=one, now=NOW)

    assert list(inbox_of(one)) == [task] and list(inbox_of(two)) == []
    with pytest.raises(AlreadyTaken):
        take_task(task.pk, by=two, now=NOW)
    with pytest.raises(NotFound):
        take_task(task.pk, by=a_member(a_court()), now=NOW)


def test_a_task_is_handed_over_inside_the_court_only() -> None:
    case = a_case()
    one, two = a_member(case.court), a_clerk(case.court)
    task = take_task(Task.objects.get().pk, by=one, now=NOW)
    with pytest.raises(Invalid):
        hand_over_task(task.pk, a_user(), by=one, now=NOW)
    hand_over_task(task.pk, two, by=one, now=NOW, note="кезекшілік")
    assert list(inbox_of(two)) == [task] and "кезекшілік" in inbox_of(two)[0].note
    with pytest.raises(NotPermitted):
        finish_task(task.pk, by=one, now=NOW)
    done = finish_task(task.pk, by=two, now=later(1))
    assert finish_task(task.pk, by=two, now=later(2)).done_at == done.done_at


def test_a_task_is_made_for_a_colleague_or_a_section_of_the_court() -> None:
    court = a_court()
    clerk, chair = a_clerk(court), a_chair(court)
    task = create_task(court.pk, "prepare_hearing", by=chair, now=NOW, assignee=clerk, note="зал 3")
    assert list(inbox_of(clerk)) == [task]
    with pytest.raises(Invalid):
        create_task(court.pk, "prepare_hearing", by=chair, now=NOW)
    with pytest.raises(Invalid):
        create_task(court.pk, "x", by=chair, now=NOW, section=registry_section(a_court().pk))
    with pytest.raises(NotPermitted):
        create_task(court.pk, "x", by=a_user(), now=NOW, assignee=clerk)


def test_a_paper_is_resolved_approved_and_sent_in_this_order() -> None:
    court = a_court()
    clerk, chair, assistant = a_clerk(court), a_chair(court), staff(Role.JUDGE_ASSISTANT, court)
    paper = write_paper(court.pk, "outgoing", "Сұрау салу", by=clerk, now=NOW)
    assert paper.number == f"{court.pk}-O-26/1"
    with pytest.raises(NotPossibleNow) as refused:
        send_on(paper.pk, "dispatch", by=clerk, now=NOW)
    assert "approval" in refused.value.codes

    asked = send_on(paper.pk, "approval", by=clerk, now=NOW, to=chair)
    with pytest.raises(NotPermitted):
        answer_step(asked.pk, by=clerk, now=NOW, agreed=True)
    answer_step(asked.pk, by=chair, now=NOW, agreed=False, text="мекенжайын түзету керек")
    assert InternalPaper.objects.get().state == "draft"
    again = send_on(paper.pk, "approval", by=clerk, now=NOW, to=chair)
    answer_step(again.pk, by=chair, now=NOW, agreed=True)
    sent = send_on(paper.pk, "dispatch", by=clerk, now=later(1))
    assert sent.number == 3 and InternalPaper.objects.get().state == "dispatched"
    with pytest.raises(NotPossibleNow):
        send_on(paper.pk, "assignment", by=clerk, now=later(1), to=assistant)


def test_a_resolution_is_the_chairs_and_its_executor_gets_a_task() -> None:
    court = a_court()
    clerk, chair, assistant = a_clerk(court), a_chair(court), staff(Role.JUDGE_ASSISTANT, court)
    paper = write_paper(court.pk, "incoming", "Хат", by=clerk, now=NOW)
    with pytest.raises(NotPermitted):
        send_on(paper.pk, "resolution", by=clerk, now=NOW, to=assistant)
    step = send_on(paper.pk, "resolution", by=chair, now=NOW, to=assistant, text="жауап дайындау")
    assert inbox_of(assistant).get().params["paper"] == str(paper.uuid)
    with pytest.raises(NotPossibleNow):
        close_paper(paper.pk, by=chair, now=NOW)
    answer_step(step.pk, by=assistant, now=later(1), text="дайындалды")
    assert close_paper(paper.pk, by=chair, now=later(1)).state == "closed"
    assert not inbox_of(assistant).exists()


def test_papers_are_numbered_without_gaps_and_seen_by_those_on_their_way() -> None:
    court = a_court()
    clerk, other = a_clerk(court), a_clerk(court)
    numbers = [write_paper(court.pk, "memorandum", f"Жазба {n}", by=clerk, now=NOW).number for n in range(3)]
    assert numbers == [f"{court.pk}-M-26/{n}" for n in (1, 2, 3)]
    assert not InternalPaper.objects.visible_to(other).exists()
    with pytest.raises(NotPermitted):
        write_paper(court.pk, "order", "Бұйрық", by=clerk, now=NOW)
    assert write_paper(court.pk, "order", "Бұйрық", by=a_chair(court), now=NOW).number == f"{court.pk}-R-26/1"


def test_who_left_the_courts_sees_no_task_and_no_paper_any_more() -> None:
    court = a_court()
    clerk, chair = a_member(court), a_chair(court)
    task = create_task(court.pk, "prepare_hearing", by=chair, now=NOW, assignee=clerk, note="зал 3")
    paper = write_paper(court.pk, "memorandum", "Рапорт", by=clerk, now=NOW)
    assert task in inbox_of(clerk) and paper in InternalPaper.objects.visible_to(clerk)

    clerk.grants.update(until=later(-1))
    dismissed = User.objects.get(pk=clerk.pk)
    assert not inbox_of(dismissed).exists()
    assert not Task.objects.visible_to(dismissed).exists()
    assert not InternalPaper.objects.visible_to(dismissed).exists()
    assert task in Task.objects.visible_to(chair)
