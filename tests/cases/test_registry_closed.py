"""What is closed to others: seals and the exits that let go, emergencies, who looked, the audit view."""

from __future__ import annotations

from typing import Any

import pytest

from tarazy.cases import exits
from tarazy.cases.actions.break_glass import break_glass, review_break_glass
from tarazy.cases.actions.seal import seal, unseal
from tarazy.cases.models import (
    BreakGlass,
    Case,
    CaseDocument,
    CaseRead,
    DocketEntry,
    Party,
    PublicCard,
    Seal,
    Task,
)
from tarazy.cases.queries import audit_of, docket_of
from tarazy.cases.reading import note_read
from tarazy.cases.refusals import ReasonTooShort
from tarazy.documents.access import document_read
from tarazy.documents.models import Document
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tests.cases.factories import (
    NOW,
    a_chair,
    a_clerk,
    a_court,
    a_decided_case,
    a_distributed_case,
    a_document,
    a_judge,
    a_registered_case,
    claimant_of,
    later,
    party,
    staff,
)
from tests.people.factories import a_user, with_role

REASON = "в деле сведения об усыновлении ребёнка"
NEED = "судья в отпуске, срочно решается вопрос об обеспечении иска"


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """Exits of two rooms that note what they were asked to let go."""
    let_go: dict[str, list[int]] = {"search": [], "notices": []}
    monkeypatch.setattr(exits, "_exits", {})
    for name, kept in let_go.items():
        exits.register(name, lambda made, kept=kept: kept.append(made.pk))
    return let_go


@pytest.mark.django_db(transaction=True)
def test_a_sealed_case_is_let_go_by_every_exit_that_is_registered(rooms: dict[str, list[int]]) -> None:
    case = a_registered_case()
    made = seal(case.pk, by=a_chair(case.court), reason=REASON, norm="GPK 19", now=NOW)

    assert set(exits.registered()) == set(rooms)
    assert all(asked == [made.pk] for asked in rooms.values())
    assert Seal.objects.get().left_to_purge == []
    assert not Case.objects.public_cards().exists()


@pytest.mark.django_db(transaction=True)
def test_an_exit_that_fails_is_asked_again_until_it_lets_go(rooms: dict[str, list[int]]) -> None:
    broken = [True]

    def sometimes(made: Seal) -> None:
        if broken[0]:
            raise OSError("the index is away")
        rooms["notices"].append(-made.pk)

    exits.register("api", sometimes)
    case = a_registered_case()
    seal(case.pk, by=a_chair(case.court), reason=REASON, norm="GPK 19", now=NOW)
    assert Seal.objects.get().left_to_purge == ["api"] and exits.purge_left() == 1
    broken[0] = False
    assert exits.purge_left() == 0 and rooms["notices"][-1] < 0
    assert len(rooms["search"]) == 1


@pytest.mark.django_db(transaction=True)
def test_every_exit_of_the_running_rooms_lets_go_and_can_be_asked_twice() -> None:
    case = a_registered_case()
    assert PublicCard.objects.filter(case=case).exists()
    made = seal(case.pk, by=a_chair(case.court), reason=REASON, norm="GPK 19", now=NOW)

    assert "search" in exits.registered()
    assert Seal.objects.get().left_to_purge == []
    for purge in exits.registered().values():
        purge(made)
    assert not PublicCard.objects.filter(case=case).exists()


@pytest.mark.django_db
def test_a_sealed_case_is_seen_by_its_parties_and_judge_and_no_clerk() -> None:
    proceeding, judge = a_distributed_case()
    clerk, chair = a_clerk(proceeding.court), a_chair(proceeding.court)
    seal(proceeding.case_id, by=judge.user, reason=REASON, norm="GPK 19", now=NOW)

    for person, sees in ((claimant_of(proceeding), True), (judge.user, True), (chair, True), (clerk, False)):
        assert Case.objects.visible_to(person, now=NOW).exists() is sees
    assert not DocketEntry.objects.visible_to(claimant_of(proceeding)).filter(code="seal").exists()


@pytest.mark.django_db
def test_a_sealed_party_and_document_are_hidden_and_an_unsealed_one_comes_back() -> None:
    proceeding, judge = a_decided_case()
    defendant, person = party(proceeding, "defence"), claimant_of(proceeding)
    ruling = proceeding.case.documents.first()
    assert ruling is not None
    made = seal(
        proceeding.case_id, by=judge.user, reason=REASON, norm="GPK 19", now=NOW, party_id=defendant.pk
    )
    second = seal(
        proceeding.case_id, by=judge.user, reason=REASON, norm="GPK 19", now=NOW, document_id=ruling.pk
    )
    assert seal(
        proceeding.case_id, by=judge.user, reason=REASON, norm="GPK 19", now=NOW, document_id=ruling.pk
    ) == second  # fmt: skip

    assert defendant not in Party.objects.visible_to(person)
    assert ruling not in CaseDocument.objects.visible_to(person)
    assert not Document.objects.visible_to(person).filter(pk=ruling.document_id).exists()
    assert Document.objects.visible_to(judge.user).filter(pk=ruling.document_id).exists()
    unseal(made.pk, by=judge.user, reason=REASON, now=later(1))
    unseal(second.pk, by=judge.user, reason=REASON, now=later(1))
    assert defendant in Party.objects.visible_to(person)
    assert ruling in CaseDocument.objects.visible_to(person)


@pytest.mark.django_db
def test_a_seal_needs_a_right_a_reason_and_a_norm() -> None:
    case = a_registered_case()
    chair = a_chair(case.court)
    with pytest.raises(NotPermitted):
        seal(case.pk, by=a_clerk(case.court), reason=REASON, norm="GPK 19", now=NOW)
    with pytest.raises(NotFound):
        seal(case.pk, by=a_chair(a_court()), reason=REASON, norm="GPK 19", now=NOW)
    with pytest.raises(ReasonTooShort):
        seal(case.pk, by=chair, reason="так надо", norm="GPK 19", now=NOW)
    with pytest.raises(Invalid):
        seal(case.pk, by=chair, reason=REASON, norm="потому что", now=NOW)
    other = party(a_registered_case().proceedings.get(), "claim")
    with pytest.raises(NotFound):
        seal(case.pk, by=chair, reason=REASON, norm="GPK 19", now=NOW, party_id=other.pk)
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_an_emergency_opens_a_sealed_case_for_a_day_and_others_are_told() -> None:
    proceeding, judge = a_distributed_case()
    chair, auditor = a_chair(proceeding.court), staff(Role.AUDITOR, proceeding.court)
    other = a_judge(proceeding.court).user
    seal(proceeding.case_id, by=judge.user, reason=REASON, norm="GPK 19", now=NOW)
    assert not Case.objects.visible_to(other, now=NOW).exists()

    opening = break_glass(proceeding.case_id, by=other, reason=NEED, now=NOW)
    assert Case.objects.visible_to(other, now=later(0.9)).exists()
    assert not Case.objects.visible_to(other, now=later(1)).exists()
    told = Task.objects.filter(code="review_break_glass").values_list("assignee", flat=True)
    assert set(told) == {chair.pk, auditor.pk}
    assert proceeding.case.docket.get(code="break_glass").visibility == "court"

    with pytest.raises(NotPermitted):
        review_break_glass(opening.pk, by=other, verdict="justified", now=NOW)
    reviewed = review_break_glass(opening.pk, by=chair, verdict="not_justified", now=later(0.1))
    assert reviewed.until <= later(0.1) and not Case.objects.visible_to(other, now=later(0.2)).exists()
    assert not Task.objects.filter(code="review_break_glass", done_at__isnull=True).exists()


@pytest.mark.django_db
def test_an_emergency_needs_a_reason_in_words_and_a_right_and_lasts_no_longer() -> None:
    proceeding, judge = a_distributed_case()
    for reason in ("надо", "а" * 60, " " * 60):
        with pytest.raises(ReasonTooShort):
            break_glass(proceeding.case_id, by=judge.user, reason=reason, now=NOW)
    with pytest.raises(Invalid):
        break_glass(proceeding.case_id, by=judge.user, reason=NEED, now=NOW, hours=25)
    with pytest.raises(NotPermitted):
        break_glass(proceeding.case_id, by=a_user(), reason=NEED, now=NOW)
    assert not BreakGlass.objects.exists()


@pytest.mark.django_db
def test_a_look_is_noted_once_in_some_minutes() -> None:
    case = a_registered_case()
    clerk = a_clerk(case.court)
    noted = [note_read(case, clerk, what, now=later(minutes / 1440)) for minutes, what in
             ((0, "case"), (5, "case"), (5, "docket"), (11, "case"))]  # fmt: skip
    assert noted == [True, False, True, True]


@pytest.mark.django_db
def test_a_look_that_can_not_be_noted_does_not_stop_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    case = a_registered_case()

    def broken(**_: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(CaseRead.objects, "create", broken)
    assert note_read(case, a_clerk(case.court), "case", now=NOW) is False
    assert case.docket.count() == 2


@pytest.mark.django_db
def test_reading_a_document_is_noted_in_the_case_that_has_it() -> None:
    from tarazy.cases.actions.file_paper import file_paper

    case = a_registered_case()
    person, clerk = claimant_of(case.proceedings.get()), a_clerk(case.court)
    ref = a_document(person, "evidence")
    file_paper(case.pk, "evidence", by=person, documents=[ref], now=NOW)
    document_read.send(Document, document=Document.objects.get(pk=ref.id), user=clerk, at=NOW)

    look = CaseRead.objects.get()
    assert (look.case, look.user, look.document) == (case, clerk, ref.id)


@pytest.mark.django_db
def test_the_audit_view_has_every_action_and_look_and_is_not_for_everybody() -> None:
    case = a_registered_case()
    clerk, chair = a_clerk(case.court), a_chair(case.court)
    note_read(case, clerk, "docket", now=later(1))
    lines = audit_of(case, chair, now=later(1))

    assert [(line.did, line.looked) for line in lines] == [("", "docket"), ("register", ""), ("file", "")]
    assert audit_of(case, clerk, now=later(1)) == []
    assert audit_of(case, a_chair(a_court()), now=later(1)) == []
    assert len(audit_of(case, with_role(Role.AUDITOR), now=later(1000))) == 3


@pytest.mark.django_db
def test_a_docket_of_two_thousand_entries_is_read_quickly() -> None:
    import time

    case = a_registered_case()
    DocketEntry.objects.bulk_create(
        DocketEntry(
            case=case, number=number, code="evidence", at=NOW, ledger_stream=case.court_id, ledger_number=10_000 + number
        )
        for number in range(3, 2001)
    )  # fmt: skip
    clerk = a_clerk(case.court)
    started = time.perf_counter()
    entries = list(docket_of(case, clerk))
    took = time.perf_counter() - started
    assert len(entries) == 2000
    assert took < 0.5  # 50 ms on an idle machine; see the benchmarks
    assert len(list(docket_of(case, clerk, codes=("register",)))) == 1
