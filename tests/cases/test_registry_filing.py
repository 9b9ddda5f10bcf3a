"""Filing, numbers, the docket and its ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tarazy.cases.actions.apply_event import apply_event
from tarazy.cases.actions.file_case import file_case, register_case
from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import Assignment, Case, Deadline, DocketEntry, Task
from tarazy.cases.refusals import (
    DocumentNotReady,
    KeyUsedForAnother,
    NeedsSignedPaper,
    NotActingFor,
    NotPossibleNow,
    NotYours,
)
from tarazy.ledger import audit, opening, opens
from tarazy.ledger.models import Entry
from tarazy.people.refusals import NotFound
from tests.cases.factories import (
    NOW,
    a_case,
    a_claimant,
    a_clerk,
    a_court,
    a_decided_case,
    a_distributed_case,
    a_document,
    a_filing,
    a_registered_case,
    later,
    signed_act,
)

pytestmark = pytest.mark.django_db


def test_a_filing_is_whole_and_waits_in_the_registry() -> None:
    court, person = a_court(), a_claimant()
    data = replace(a_filing(court, person), documents=(a_document(person), a_document(person, "evidence")))

    case = file_case(data, by=person, now=NOW)

    assert case.number is None and case.proceedings.get().stage == "filed"
    assert [party.role for party in case.parties.all()] == ["claimant", "defendant"]
    assert case.claims.get().amount == 500_000
    entry = case.docket.get()
    assert (entry.number, entry.code, entry.documents.count()) == (1, "file", 2)
    task = Task.objects.get()
    assert task.code == "register_filing" and task.section is not None and task.section.code == "registry"
    assert Deadline.objects.get().limit == "accept_claim"
    assert Case.objects.visible_to(person, now=NOW).get() == case


def test_the_ledger_proves_an_entry_and_names_nobody() -> None:
    case = a_case()
    entry = DocketEntry.objects.get()
    told = Entry.objects.get(stream=case.court_id, number=entry.ledger_number)
    reference = told.body["case"]

    assert told.kind == "docket.file" and told.body["entry"] == 1
    assert opens(reference, opening(bytes.fromhex(case.salt), reference), case.uuid)
    assert str(case.uuid) not in told.body_text and case.parties.first().iin not in told.body_text
    assert audit(case.court_id) == []


def test_a_repeated_request_gives_the_same_case() -> None:
    court, person = a_court(), a_claimant()
    data = replace(a_filing(court, person), idempotency_key="k1")

    assert file_case(data, by=person, now=NOW) == file_case(data, by=person, now=later(1))
    with pytest.raises(KeyUsedForAnother):
        file_case(replace(data, category="flooding"), by=person, now=NOW)
    assert Case.objects.count() == 1


def test_nobody_files_for_a_stranger_or_with_a_strangers_document() -> None:
    court, person, stranger = a_court(), a_claimant(), a_claimant()

    with pytest.raises(NotActingFor):
        file_case(a_filing(court, person), by=stranger, now=NOW)
    with pytest.raises(DocumentNotReady):
        file_case(replace(a_filing(court, person), documents=(a_document(stranger),)), by=person, now=NOW)
    assert not Case.objects.exists() and not Entry.objects.filter(kind__startswith="docket.").exists()


def test_the_registry_takes_paper_in_for_somebody_without_an_account() -> None:
    court = a_court()
    clerk = a_clerk(court)
    parties = (
        PartyData(role="claimant", name="Асқаров Асқар"),
        PartyData(role="defendant", name="ЖШС «Дала»"),
    )
    data = replace(a_filing(court, clerk), parties=parties, origin="paper")

    assert file_case(data, by=clerk, now=NOW).origin == "paper"


def test_numbers_follow_one_another_in_a_court_a_year_and_a_type() -> None:
    court = a_court("7585")
    numbers = [a_registered_case(court).number for _ in range(3)]
    administrative = a_registered_case(court, kind="administrative", category="state_act").number

    assert numbers == [f"7585-26-00-2/{n}" for n in (1, 2, 3)]
    assert administrative == "7585-26-00-4/1"


def test_registering_twice_gives_one_number() -> None:
    case = a_registered_case()
    again = register_case(case.pk, by=a_clerk(case.court), now=later(1))

    assert again.number == case.number and case.docket.filter(code="register").count() == 1


def test_a_clerk_of_another_court_does_not_find_the_filing() -> None:
    with pytest.raises(NotFound):
        register_case(a_case().pk, by=a_clerk(a_court()), now=NOW)


def test_the_draw_seats_judges_and_gives_the_judge_the_task() -> None:
    proceeding, judge = a_distributed_case()

    assert proceeding.stage == "distributed"
    assert Assignment.objects.get().seat == "presiding"
    assert Task.objects.get(done_at__isnull=True).assignee == judge.user
    assert Task.objects.get(code="accept_claim").due is not None


def test_a_step_says_what_is_possible_instead() -> None:
    proceeding, judge = a_distributed_case()
    with pytest.raises(NotPossibleNow) as refused:
        apply_event(proceeding.pk, "announce", by=judge.user, now=NOW)

    assert "accept" in refused.value.codes and "announce" not in refused.value.codes
    assert refused.value.advice


def test_only_the_judge_accepts_and_only_by_a_signed_ruling() -> None:
    proceeding, judge = a_distributed_case()
    with pytest.raises(NotYours):
        apply_event(proceeding.pk, "accept", by=a_clerk(proceeding.court), now=NOW)
    with pytest.raises(NeedsSignedPaper):
        apply_event(proceeding.pk, "accept", by=judge.user, now=NOW)

    accepted = apply_event(
        proceeding.pk,
        "accept",
        by=judge.user,
        now=NOW,
        params={"language": "ru"},
        documents=[signed_act(judge)],
    )
    assert accepted.stage == "accepted" and accepted.accepted_at == NOW
    assert Case.objects.get().language == "ru"


def test_a_case_goes_from_filing_to_a_sent_judgment() -> None:
    proceeding, _ = a_decided_case()

    assert proceeding.stage == "sent" and proceeding.outcome == "satisfied_full"
    open_limits = set(Deadline.objects.filter(state="open").values_list("limit", flat=True))
    assert open_limits == {"appeal", "copy_to_defendant"}
    assert audit(proceeding.court_id) == []
    entries = list(DocketEntry.objects.values_list("number", flat=True))
    assert entries == list(range(1, len(entries) + 1))


def test_a_docket_that_was_changed_behind_the_ledgers_back_is_told() -> None:
    from tarazy.cases.models import CaseDocument
    from tarazy.cases.proving import differences

    a_decided_case()
    case = Case.objects.get()
    assert differences(case) == []
    DocketEntry.objects.filter(code="announce").update(params={"outcome": "dismissed"})
    DocketEntry.objects.filter(code="register").update(code="withdraw")
    CaseDocument.objects.filter(entry__code="accept").delete()
    DocketEntry.objects.filter(code="send_judgment").delete()
    whats = sorted(one.partition(": ")[2] for one in differences(case))
    assert whats == ["another event", "entries are missing", "other documents", "other parameters"]


def test_a_name_with_anothers_number_is_not_the_filers_own() -> None:
    court, person, other = a_court(), a_claimant(), a_claimant()
    parties = (
        PartyData(role="claimant", name="Басқа Адам", iin=other.iin or "", user_id=person.pk),
        PartyData(role="defendant", name="Жауапкер"),
    )
    with pytest.raises(NotActingFor):
        file_case(replace(a_filing(court, person), parties=parties), by=person, now=NOW)


def test_a_representative_files_and_withdraws_as_far_as_the_power_allows() -> None:
    from tarazy.cases.refusals import NoPower
    from tarazy.people.models import PowerOfAttorney
    from tests.people.factories import a_user

    court, person, agent = a_court(), a_claimant(), a_user("agent")
    power = PowerOfAttorney.objects.create(
        principal_user=person, representative=agent, since=NOW.date(), until=later(30).date(),
        scope=["read", "file"], accepted_at=NOW,
    )  # fmt: skip
    parties = (
        PartyData(role="claimant", name=person.full_name, iin=person.iin or "", user_id=person.pk,
                  representative_id=agent.pk, power_id=power.pk),
        PartyData(role="defendant", name="Жауапкер"),
    )  # fmt: skip
    data = replace(a_filing(court, person), parties=parties)
    with pytest.raises(NotActingFor):
        file_case(data, by=agent, now=NOW)
    power.scope = ["read", "file", "sign_claim"]
    power.save()
    case = file_case(data, by=agent, now=NOW)
    with pytest.raises(NoPower):
        apply_event(case.proceedings.get().pk, "withdraw", by=agent, now=NOW)
    assert apply_event(case.proceedings.get().pk, "withdraw", by=person, now=NOW).stage == "withdrawn"
