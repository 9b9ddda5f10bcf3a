"""What parties and the court do in a case besides its steps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tarazy.cases.actions.assign_judges import replace_judge
from tarazy.cases.actions.change_parties import (
    add_party,
    add_representative,
    end_representation,
    note_served,
    remove_party,
    succeed_party,
)
from tarazy.cases.actions.decide_duplicate import decide_duplicate
from tarazy.cases.actions.decide_recusal import decide_recusal
from tarazy.cases.actions.file_case import file_case, register_case
from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.actions.move_cases import join_cases, receive_transferred, split_case, transfer_case
from tarazy.cases.actions.open_instance import open_instance
from tarazy.cases.filing_data import ClaimData, PartyData
from tarazy.cases.models import Assignment, Case, CaseLink, Deadline, Proceeding, Task
from tarazy.cases.refusals import (
    NeedsSignedPaper,
    NoPower,
    NotActingFor,
    NotDistributed,
    NotPossibleNow,
    NotYours,
    PreparationEnded,
    ReasonTooShort,
    RefilingBarred,
)
from tarazy.cases.rules import Disputant, Dispute, normal_name, same_dispute
from tarazy.ledger import audit
from tarazy.people.models import PowerOfAttorney
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tests.cases.factories import (
    NOW,
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_decided_case,
    a_distributed_case,
    a_document,
    a_filing,
    a_judge,
    a_registered_case,
    claimant_of,
    courts_of_three_instances,
    later,
    party,
    signed_act,
    step,
    walk,
)
from tests.people.factories import a_user, an_iin

pytestmark = pytest.mark.django_db


def with_access(proceeding: Proceeding, side: str = "defence") -> Any:
    """An account for the party of a side, with the file open."""
    person = a_user(side)
    row = party(proceeding, side)
    row.user, row.access_since = person, NOW
    row.save()
    return person


def test_a_response_settles_its_limit_and_goes_to_the_judge() -> None:
    proceeding, judge = a_distributed_case()
    proceeding = walk(proceeding, judge, ["accept"])
    person = with_access(proceeding)
    note_served(
        proceeding.pk, party(proceeding, "defence").pk, "claim", by=a_clerk(proceeding.court), now=NOW
    )
    entry = file_paper(
        proceeding.case_id, "response", by=person, documents=[a_document(person, "response")], now=later(2)
    )

    assert entry.party == party(proceeding, "defence") and entry.documents.count() == 1
    assert Deadline.objects.get(limit="response").state == "met"
    assert Task.objects.get(code="review_paper").assignee == judge.user


def test_a_claimant_can_not_respond_to_the_own_claim_and_a_stranger_finds_nothing() -> None:
    proceeding, _ = a_distributed_case()
    with pytest.raises(NotPossibleNow):
        file_paper(proceeding.case_id, "response", by=claimant_of(proceeding), now=NOW)
    with pytest.raises(NotFound):
        file_paper(proceeding.case_id, "evidence", by=a_user(), now=NOW)


def test_a_counterclaim_comes_only_until_preparation_ends() -> None:
    proceeding, judge = a_distributed_case()
    proceeding = walk(proceeding, judge, ["accept", "start_preparation"])
    person = with_access(proceeding)
    file_paper(
        proceeding.case_id, "counterclaim", by=person, now=NOW,
        params={"claims": [{"demand": "recover_debt", "amount": "1000"}]},
    )  # fmt: skip
    claim = proceeding.case.claims.get(is_counterclaim=True)
    assert (claim.number, claim.amount, claim.party) == (2, Decimal(1000), party(proceeding, "defence"))

    walk(proceeding, judge, ["set_hearing"])
    with pytest.raises(PreparationEnded):
        file_paper(proceeding.case_id, "counterclaim", by=person, now=NOW)


def test_a_claim_is_withdrawn_before_acceptance_and_not_after() -> None:
    proceeding, judge = a_distributed_case()
    file_paper(proceeding.case_id, "withdrawal", by=claimant_of(proceeding), now=NOW)
    proceeding.refresh_from_db()
    assert (proceeding.stage, proceeding.outcome_ground) == ("withdrawn", "by_request")
    assert not Deadline.objects.filter(proceeding=proceeding, state="open").exists()

    other, judge = a_distributed_case()
    walk(other, judge, ["accept"])
    with pytest.raises(NotPossibleNow):
        file_paper(other.case_id, "withdrawal", by=claimant_of(other), now=NOW)


def test_a_power_reaches_as_far_as_its_scope_and_its_dates() -> None:
    proceeding, judge = a_distributed_case()
    walk(proceeding, judge, ["accept"])
    person, agent = claimant_of(proceeding), a_user("agent")
    power = PowerOfAttorney.objects.create(
        principal_user=person, representative=agent, since=NOW.date(), until=later(30).date(),
        scope=["read", "file"], given_at=NOW, accepted_at=NOW,
    )  # fmt: skip
    mine = party(proceeding, "claim")
    with pytest.raises(NotFound):
        file_paper(proceeding.case_id, "evidence", by=agent, now=NOW)
    acting = add_representative(proceeding.pk, mine.pk, agent, by=person, now=NOW, power=power)

    assert file_paper(proceeding.case_id, "evidence", by=agent, now=later(1)).party == mine
    with pytest.raises(NoPower):
        file_paper(proceeding.case_id, "waiver", by=agent, now=later(1))
    with pytest.raises(NotFound):
        file_paper(proceeding.case_id, "evidence", by=agent, now=later(40))
    end_representation(acting.pk, by=person, now=later(2))
    with pytest.raises(NotFound):
        file_paper(proceeding.case_id, "evidence", by=agent, now=later(3))


def test_nobody_becomes_a_representative_by_anothers_power() -> None:
    proceeding, _ = a_distributed_case()
    agent, person = a_user("agent"), claimant_of(proceeding)
    power = PowerOfAttorney.objects.create(
        principal_user=a_user(),
        representative=agent,
        since=NOW.date(),
        until=later(30).date(),
        scope=["read"],
    )
    with pytest.raises(NotActingFor):
        add_representative(
            proceeding.pk, party(proceeding, "claim").pk, agent, by=person, now=NOW, power=power
        )


def test_third_parties_come_and_go_and_experts_never_read_the_file() -> None:
    proceeding, judge = a_distributed_case()
    walk(proceeding, judge, ["accept"])
    third = a_user("third", iin=an_iin())
    data = PartyData(role="third_party", name=third.full_name, iin=third.iin or "")
    joined = add_party(proceeding.pk, data, by=judge.user, now=later(1))
    expert = add_party(proceeding.pk, PartyData(role="expert", name="Сарапшы"), by=judge.user, now=later(1))

    assert joined.user == third and expert.access_since is None
    assert Case.objects.visible_to(third, now=later(2)).exists()
    remove_party(proceeding.pk, joined.pk, by=judge.user, now=later(3), reason="дауға қатысы жоқ")
    assert not Case.objects.visible_to(third, now=later(4)).exists()
    with pytest.raises(Invalid):
        remove_party(proceeding.pk, party(proceeding, "claim").pk, by=judge.user, now=later(3), reason="нет")


def test_a_successor_takes_the_claims_and_the_old_party_is_gone() -> None:
    proceeding, judge = a_distributed_case()
    walk(proceeding, judge, ["accept"])
    old, heir = party(proceeding, "claim"), a_user("heir", iin=an_iin())
    new = succeed_party(
        proceeding.pk, old.pk, PartyData(role="claimant", name=heir.full_name, iin=heir.iin or ""),
        by=judge.user, now=later(1),
    )  # fmt: skip
    assert proceeding.case.claims.get().party == new
    assert not Case.objects.visible_to(old.user, now=later(2)).exists()
    assert Case.objects.visible_to(heir, now=later(2)).exists()


def test_a_recusal_is_due_the_next_working_day_and_another_judge_decides_it() -> None:
    proceeding, judge = a_distributed_case()
    walk(proceeding, judge, ["accept"])
    other, chair = a_judge(proceeding.court), a_chair(proceeding.court)
    entry = file_paper(proceeding.case_id, "motion_recusal", by=claimant_of(proceeding), now=later(1))
    assert Deadline.objects.get(limit="recusal_decided").due == later(2).date()
    with pytest.raises(NotPermitted):
        decide_recusal(proceeding.pk, True, by=judge.user, now=later(1), documents=(signed_act(judge),))

    decide_recusal(
        proceeding.pk,
        True,
        by=chair,
        now=later(1),
        documents=(signed_act(other),),
        params={"entry": entry.number},
    )
    assert not Assignment.objects.filter(proceeding=proceeding, until__isnull=True).exists()
    assert Task.objects.filter(code="distribute", done_at__isnull=True).exists()
    replace_judge(
        proceeding.pk,
        judge.pk,
        other.pk,
        by=chair,
        now=later(1),
        reason="отвод удовлетворён",
        reference="draw-2",
    )
    seat = Assignment.objects.get(proceeding=proceeding, until__isnull=True)
    assert (seat.judge, seat.seat, seat.reference) == (other, "presiding", "draw-2")
    assert step(proceeding, "start_preparation", other, now=later(2)).stage == "preparation"


def test_a_judge_is_replaced_only_for_a_stated_reason_and_the_tasks_go_over() -> None:
    proceeding, judge = a_distributed_case()
    other, chair = a_judge(proceeding.court), a_chair(proceeding.court)
    with pytest.raises(ReasonTooShort):
        replace_judge(proceeding.pk, judge.pk, other.pk, by=chair, now=NOW, reason="так")
    with pytest.raises(NotDistributed):
        replace_judge(proceeding.pk, other.pk, judge.pk, by=chair, now=NOW, reason="длительная болезнь судьи")
    replace_judge(proceeding.pk, judge.pk, other.pk, by=chair, now=NOW, reason="длительная болезнь судьи")
    assert Task.objects.get(code="accept_claim").assignee == other.user
    with pytest.raises(NotYours):
        step(proceeding, "accept", judge)


def test_a_transferred_case_gets_its_number_in_the_other_court() -> None:
    proceeding, judge = a_distributed_case()
    court = a_court()
    new = transfer_case(proceeding.pk, court.pk, by=judge.user, now=later(1), documents=[signed_act(judge)])
    received = receive_transferred(new.pk, by=a_clerk(court), now=later(3))

    proceeding.refresh_from_db()
    assert (proceeding.stage, proceeding.outcome) == ("transferred", "transferred")
    assert received.number and received.number.startswith(court.pk) and received.stage == "registered"
    assert proceeding.case.number != received.number
    assert audit() == []


def test_two_cases_are_joined_by_a_signed_ruling_and_both_dockets_say_so() -> None:
    court, person = a_court(), a_claimant()
    judge = a_judge(court)
    one, _ = a_distributed_case(court, person, judge=judge)
    two, _ = a_distributed_case(court, person, judge=judge, category="supply")
    with pytest.raises(NeedsSignedPaper):
        join_cases(one.pk, two.pk, by=judge.user, now=later(1), documents=[])
    link = join_cases(one.pk, two.pk, by=judge.user, now=later(1), documents=[signed_act(judge)])

    one.refresh_from_db()
    assert one.stage == "joined" and link.kind == "joined_into"
    assert two.case.claims.count() == 2 and two.case.parties.filter(side="claim").count() == 1
    assert two.case.docket.filter(code="joined_here").exists()


def test_claims_are_split_into_a_case_of_their_own_before_the_same_judge() -> None:
    court, person = a_court(), a_claimant()
    data = replace(
        a_filing(court, person),
        claims=(ClaimData("recover_debt", amount=Decimal(10)), ClaimData("moral_harm", amount=Decimal(5))),
    )
    case = register_case(file_case(data, by=person, now=NOW).pk, by=a_clerk(court), now=NOW)
    from tarazy.cases.actions.assign_judges import assign_judges

    judge = a_judge(court)
    old = assign_judges(case.proceedings.get().pk, [judge.pk], by=a_clerk(court), now=NOW, reference="d")
    with pytest.raises(Invalid):
        split_case(old.pk, [1, 2], by=judge.user, now=NOW, documents=[signed_act(judge)])
    new = split_case(old.pk, [2], by=judge.user, now=later(1), documents=[signed_act(judge)])

    assert new.number and new.claims.get().demand == "moral_harm" and case.claims.count() == 1
    assert new.proceedings.get().assignments.get().judge == judge
    assert Case.objects.visible_to(person, now=later(2)).filter(pk=new.pk).exists()
    assert audit() == []


def test_the_same_dispute_filed_again_is_shown_to_the_clerk() -> None:
    court, person = a_court(), a_claimant()
    defendant = PartyData(role="defendant", name="ТОО «Ёлка»", bin="")
    first = file_case(a_filing(court, person, defendant=defendant), by=person, now=NOW)
    again = PartyData(role="defendant", name="Товарищество елка")
    clerk = a_clerk(court)
    data = replace(
        a_filing(court, person, defendant=again, price=Decimal(550_000)), origin="paper",
        parties=(PartyData(role="claimant", name=person.full_name.upper()), again),
    )  # fmt: skip
    second = file_case(data, by=clerk, now=later(1))
    link = CaseLink.objects.get()

    assert (link.case, link.other, link.kind, link.confirmed) == (second, first, "duplicate_of", None)
    assert {"same_claim_side", "close_amounts", "other_origin"} <= {one["code"] for one in link.evidence}
    assert Task.objects.filter(code="review_duplicate").exists()
    decide_duplicate(link.pk, False, by=clerk, now=later(1))
    assert not Task.objects.filter(code="review_duplicate", done_at__isnull=True).exists()
    register_case(second.pk, by=clerk, now=later(1))


def test_another_sum_another_category_or_another_party_is_another_dispute() -> None:
    one = Dispute((Disputant("Асанов А."),), (Disputant("ТОО Дала", "1"),), "loan", Decimal(100))
    assert same_dispute(one, one)
    for other in (
        replace(one, amount=Decimal(200)),
        replace(one, category="supply"),
        replace(one, defence=(Disputant("ТОО Дала", "2"),)),
        replace(one, claim=(Disputant("Асанов Б."),)),
    ):
        assert not same_dispute(one, other)
    assert normal_name("ТОО «Ёлка»") == normal_name("елка тоо")


def test_a_refusal_bars_filing_again_and_a_return_does_not() -> None:
    court, person = a_court(), a_claimant()
    clerk, judge = a_clerk(court), a_judge(court)
    for event, barred in (("refuse_acceptance:res_judicata", True), ("return_claim:no_pretrial", False)):
        defendant = PartyData(role="defendant", name=f"Жауапкер {event}", iin=an_iin())
        proceeding, _ = a_distributed_case(court, person, judge=judge, defendant=defendant)
        walk(proceeding, judge, [event])
        second = file_case(a_filing(court, person, defendant=defendant), by=person, now=later(3))
        link = CaseLink.objects.get(case=second, other=proceeding.case)
        assert link.kind == "refiled_after"
        decide_duplicate(link.pk, True, by=clerk, now=later(3))
        if barred:
            with pytest.raises(RefilingBarred):
                register_case(second.pk, by=clerk, now=later(3))
        else:
            assert register_case(second.pk, by=clerk, now=later(3)).number


def test_an_appeal_goes_up_is_decided_and_comes_back_in_force() -> None:
    district, higher, _ = courts_of_three_instances()
    proceeding, _ = a_decided_case(court=district)
    file_paper(proceeding.case_id, "appeal", by=claimant_of(proceeding), now=later(5))
    assert Task.objects.get(code="open_appeal").court == higher
    with pytest.raises(NotPermitted):
        open_instance(proceeding.pk, "appeal", higher.pk, by=a_clerk(district), now=later(6))
    clerk = a_clerk(higher)
    above = open_instance(proceeding.pk, "appeal", higher.pk, by=clerk, now=later(6))
    assert above.number == f"{higher.pk}-26-00-2а/1"

    from tarazy.cases.actions.assign_judges import assign_judges

    judges = [a_judge(higher) for _ in range(3)]
    above = assign_judges(above.pk, [one.pk for one in judges], by=clerk, now=later(7), reference="panel")
    assert above.assignments.filter(seat="member").count() == 2
    above = walk(
        above, judges[0], ["accept", "set_hearing", "open_hearing", "retire", "decide_appeal:changed", "issue_reasoned"],
        now=later(20),
    )  # fmt: skip
    proceeding.refresh_from_db()
    assert (above.outcome, proceeding.stage) == ("changed", "in_force")
    assert audit() == []


def test_a_reversed_return_takes_the_filing_up_again() -> None:
    district, higher, _ = courts_of_three_instances()
    proceeding, judge = a_distributed_case(court=district)
    walk(proceeding, judge, ["return_claim:form_or_content"])
    file_paper(proceeding.case_id, "private_complaint", by=claimant_of(proceeding), now=later(3))
    clerk = a_clerk(higher)
    above = open_instance(proceeding.pk, "interlocutory", higher.pk, by=clerk, now=later(4))
    from tarazy.cases.actions.assign_judges import assign_judges

    upper = a_judge(higher)
    above = assign_judges(above.pk, [upper.pk], by=clerk, now=later(4), reference="x")
    walk(above, upper, ["decide_complaint:reversed_remitted"], now=later(6))
    proceeding.refresh_from_db()
    assert (proceeding.stage, proceeding.outcome) == ("distributed", "")
    assert step(proceeding, "accept", judge, now=later(7)).stage == "accepted"


def test_a_case_goes_through_cassation_and_back_to_appeal() -> None:
    district, higher, top = courts_of_three_instances()
    proceeding, _ = a_decided_case(court=district)
    from tarazy.cases.actions.assign_judges import assign_judges
    from tarazy.cases.sweeping import sweep

    sweep(later(60))
    proceeding.refresh_from_db()
    assert proceeding.stage == "in_force"
    file_paper(proceeding.case_id, "cassation_complaint", by=claimant_of(proceeding), now=later(70))
    assert Task.objects.get(code="open_cassation").court == top
    clerk, judge = a_clerk(top), a_judge(top)
    above = open_instance(proceeding.pk, "cassation", top.pk, by=clerk, now=later(71))
    above = assign_judges(above.pk, [judge.pk], by=clerk, now=later(71), reference="c")
    walk(
        above, judge, ["accept", "set_hearing", "open_hearing", "retire", "decide_cassation:remit_to_appeal"], now=later(80)
    )  # fmt: skip
    proceeding.refresh_from_db()
    assert proceeding.stage == "appealed"
    assert (
        open_instance(proceeding.pk, "appeal", higher.pk, by=a_clerk(higher), now=later(81)).stage
        == "registered"
    )


def test_a_writ_is_issued_once_the_judgment_is_in_force() -> None:
    from tarazy.cases.actions.apply_event import apply_event
    from tarazy.cases.sweeping import sweep

    proceeding, judge = a_decided_case()
    with pytest.raises(NotPossibleNow):
        step(proceeding, "issue_writ", judge)
    sweep(later(60))
    clerk = a_clerk(proceeding.court)
    proceeding = apply_event(proceeding.pk, "issue_writ", by=clerk, now=later(61))
    proceeding = apply_event(proceeding.pk, "start_execution", by=clerk, now=later(62))
    proceeding = apply_event(proceeding.pk, "close", by=clerk, now=later(90))
    assert Case.objects.get(pk=proceeding.case_id).closed_at == later(90)
    assert apply_event(proceeding.pk, "archive", by=clerk, now=later(91)).stage == "archived"


def test_a_simplified_judgment_is_set_aside_and_heard_as_an_action() -> None:
    proceeding, judge = a_distributed_case(kind="simplified")
    proceeding = walk(proceeding, judge, ["accept", "decide_in_writing:satisfied_full", "send_judgment"])
    person = with_access(proceeding)
    file_paper(proceeding.case_id, "set_aside_request", by=person, now=later(2))
    proceeding = step(proceeding, "set_aside", judge, now=later(4))

    assert (proceeding.kind, proceeding.stage, proceeding.outcome) == ("action", "preparation", "")
    assert Deadline.objects.get(limit="set_aside_simplified_decided").state == "met"
    assert set(Deadline.objects.filter(state="open").values_list("limit", flat=True)) <= {
        "preparation",
        "copy_to_defendant",
    }


def test_an_objection_cancels_a_court_order() -> None:
    proceeding, judge = a_distributed_case(kind="order", category="")
    proceeding = step(proceeding, "issue_order", judge)
    person = with_access(proceeding)
    note_served(
        proceeding.pk, party(proceeding, "defence").pk, "order", by=a_clerk(proceeding.court), now=later(1)
    )
    file_paper(proceeding.case_id, "order_objection", by=person, now=later(3))
    assert Task.objects.get(code="cancel_order").priority == 1
    proceeding = step(proceeding, "cancel_order", judge, now=later(4))
    assert (proceeding.stage, proceeding.outcome) == ("order_cancelled", "order_cancelled")


def test_a_motion_for_interim_measures_is_due_the_same_day() -> None:
    case = a_registered_case()
    file_paper(case.pk, "motion_interim", by=claimant_of(case.proceedings.get()), now=NOW)
    row = Deadline.objects.get(limit="interim_measures")
    assert row.due == NOW.date()
    assert Task.objects.get(code="review_motion").section is not None  # no judge yet: the registry must hurry


def test_a_failed_conciliation_asks_for_another_judge_unless_the_parties_agree() -> None:
    for agreed, asked in ((True, 0), (False, 1)):
        proceeding, judge = a_distributed_case()
        walk(proceeding, judge, ["offer_conciliation"])
        step(proceeding, "conciliation_failed", judge, same_judge_agreed=agreed)
        assert (
            Task.objects.filter(proceeding=proceeding, code="distribute", done_at__isnull=True).count()
            == asked
        )


def test_an_assistant_sees_the_sealed_case_while_assigned() -> None:
    from tarazy.cases.actions.assign_staff import assign_staff, end_staff
    from tarazy.people.permissions import Role
    from tests.cases.factories import staff

    proceeding, judge = a_distributed_case()
    assistant = staff(Role.JUDGE_ASSISTANT, proceeding.court)
    Case.objects.update(sealed=True)
    with pytest.raises(Invalid):
        assign_staff(proceeding.pk, a_user(), "assistant", by=judge.user, now=NOW)
    given = assign_staff(proceeding.pk, assistant, "assistant", by=judge.user, now=NOW)
    assert assign_staff(proceeding.pk, assistant, "assistant", by=judge.user, now=NOW) == given
    assert Case.objects.visible_to(assistant, now=NOW).exists()
    end_staff(given.pk, by=judge.user, now=later(1))
    assert not Case.objects.visible_to(assistant, now=later(1)).exists()
    assert proceeding.case.docket.filter(code__startswith="staff_", visibility="court").count() == 2
