"""Papers in a case, the judge's decision, service with its proof, what others may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tarazy.cabinet.actions.file_signed_claim import file_signed_claim
from tarazy.cabinet.actions.serve_document import note_proof, open_service, receive_by_term, serve_document
from tarazy.cabinet.actions.write_paper import begin_questions, write_paper
from tarazy.cabinet.models import Filing, ServiceOfDocument
from tarazy.cabinet.offers import offers
from tarazy.cabinet.queries import electronic_share, my_cases
from tarazy.cabinet.refusals import AlreadyServed, ReasonMissing
from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import Case, CaseDocument, Deadline, Party
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tests.cabinet.factories import signed_paper
from tests.cases.factories import (
    a_case,
    a_claimant,
    a_clerk,
    a_court,
    a_decided_case,
    a_distributed_case,
    a_document,
    claimant_of,
    party,
    walk,
)
from tests.people.factories import an_iin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.TARAZY_DEMO = True


def a_case_with_a_defendant(**more):
    """A distributed case whose defendant has an account; (proceeding, judge, claimant, defendant)."""
    claimant, defendant = a_claimant(), a_claimant()
    now = timezone.now()
    proceeding, judge = a_distributed_case(
        by=claimant, now=now, documents=(a_document(claimant),),
        defendant=PartyData(role="defendant", name=defendant.full_name, iin=defendant.iin, user_id=defendant.pk), **more,
    )  # fmt: skip
    return proceeding, judge, claimant, defendant


def served(
    proceeding, to: Party, clerk, way: str = "cabinet", what: str = "claim", **more
) -> ServiceOfDocument:
    document = CaseDocument.objects.filter(case=proceeding.case).order_by("id").first()
    return serve_document(proceeding.pk, to.pk, document.pk, what, way, by=clerk, now=timezone.now(), **more)


def test_only_lawful_papers_are_offered_and_none_to_strangers_or_the_court():
    proceeding, judge, claimant, _defendant = a_case_with_a_defendant()
    codes = {one.code for one in offers(claimant, proceeding.case, now=timezone.now())}
    assert {"motion_video", "evidence", "withdrawal", "motion_interim"} <= codes
    assert not codes & {"appeal", "response", "order_objection", "cassation_complaint"}
    assert offers(a_claimant(), proceeding.case, now=timezone.now()) == []
    assert offers(judge.user, proceeding.case, now=timezone.now()) == []


def test_a_decided_case_offers_the_appeal_with_its_term():
    proceeding, _judge = a_decided_case(now=timezone.now())
    offer = next(
        one
        for one in offers(claimant_of(proceeding), proceeding.case, now=timezone.now())
        if one.code == "appeal"
    )
    assert (
        offer.definition == "appeal"
        and offer.deadline is not None
        and offer.deadline.due > timezone.localdate()
    )


def test_a_motion_in_own_words_is_signed_reaches_the_judge_and_is_decided(client: Client):
    proceeding, judge, claimant, _defendant = a_case_with_a_defendant()
    case = proceeding.case
    judge.user.iin = an_iin()
    judge.user.save()
    client.force_login(claimant)
    address = f"/ru/cabinet/cases/{case.uuid}/papers/motion_video/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "Да"}).status_code == 422
    sent = client.post(address, {"text": "Прошу допустить меня к участию по видеосвязи: живу в Актау."})
    assert client.get(sent.headers["Location"]).status_code == 200
    done = client.post(sent.headers["Location"], {"way": "demo"})
    assert done.status_code == 302, done.content.decode()[:2000]
    assert client.get(done.headers["Location"]).status_code == 200
    entry = case.docket.get(code="motion_video")
    assert entry.documents.get().document.owner == claimant
    client.force_login(judge.user)
    page = f"/ru/cabinet/cases/{case.uuid}/motions/{entry.number}/"
    assert page in client.get(f"/ru/cases/{case.uuid}/").content.decode()
    assert client.post(page, {"decision": "granted", "reasons": "мало"}).status_code == 422
    to_sign = client.post(
        page, {"decision": "granted", "reasons": "Техническая возможность имеется, стороны не возражают."}
    )
    signed = client.post(to_sign.headers["Location"], {"way": "demo"})
    assert signed.status_code == 302, signed.content.decode()[:2000]
    ruling = case.docket.get(code="motion_granted")
    assert ruling.params["entry"] == entry.number and ruling.documents.exists()
    assert client.get(page).status_code == 404  # decided


def test_the_questions_for_a_paper_know_the_case_and_the_party():
    proceeding, _judge, claimant, _defendant = a_case_with_a_defendant()
    proceeding.case.refresh_from_db()
    draft = begin_questions(proceeding.case, "motion_video", by=claimant, now=timezone.now())
    draft.refresh_from_db()
    assert draft.answers["case_number"] == proceeding.case.number
    assert draft.answers["filer_role"] == "claimant" and draft.answers["motion_kind"] == "video"


def test_a_paper_without_a_word_or_out_of_its_time_is_refused():
    proceeding, _judge, claimant, defendant = a_case_with_a_defendant()
    with pytest.raises(ReasonMissing):
        write_paper(proceeding.case, "evidence", " ", (), by=claimant, now=timezone.now())
    for who, code in ((claimant, "appeal"), (defendant, "withdrawal"), (a_claimant(), "evidence")):
        with pytest.raises(NotFound):
            write_paper(proceeding.case, code, "Прошу принять это всё", (), by=who, now=timezone.now())


def test_a_withdrawal_before_acceptance_ends_the_case():
    proceeding, _judge, claimant, _defendant = a_case_with_a_defendant()
    filing = write_paper(
        proceeding.case,
        "withdrawal",
        "Прошу вернуть моё исковое заявление.",
        (),
        by=claimant,
        now=timezone.now(),
    )
    file_signed_claim(
        filing.pk, signed_paper(filing), by=claimant, now=timezone.now(), answers_at=filing.answers_at
    )
    proceeding.refresh_from_db()
    assert proceeding.stage == "withdrawn"


def test_opening_is_the_proof_and_starts_the_term_of_the_answer(client: Client):
    proceeding, judge, _claimant, defendant = a_case_with_a_defendant()
    walk(proceeding, judge, ["accept"], now=timezone.now())
    proceeding.refresh_from_db()
    clerk = a_clerk(proceeding.court)
    service = served(proceeding, party(proceeding, "defence"), clerk)
    assert service.delivered_at is None and service.due_on > timezone.localdate() and service.due_unverified
    assert not Case.objects.visible_to(defendant).exists()
    assert not Deadline.objects.filter(limit="response").exists()
    client.force_login(defendant)
    address = f"/kk/cabinet/service/{service.uuid}/"
    assert client.get(address).status_code == 200
    assert not ServiceOfDocument.objects.get().opened_at  # looking at the page opens nothing
    assert client.post(address).status_code == 302
    service.refresh_from_db()
    assert service.proof == "opened" and service.opened_by == defendant
    assert Case.objects.visible_to(defendant).get() == proceeding.case
    assert Deadline.objects.get(limit="response").starts == timezone.localdate()
    assert client.get(address + "receipt.pdf").content[:5] == b"%PDF-"
    open_service(service.uuid, by=defendant, now=timezone.now() + timedelta(days=2))
    assert proceeding.case.docket.filter(code="served").count() == 1


def test_what_nobody_opened_counts_as_received_after_its_term_and_once():
    proceeding, judge, _claimant, _defendant = a_case_with_a_defendant()
    walk(proceeding, judge, ["accept"], now=timezone.now())
    service = served(proceeding, party(proceeding, "defence"), a_clerk(proceeding.court))
    assert receive_by_term(now=timezone.now()) == 0
    late = timezone.now() + timedelta(days=20)
    assert receive_by_term(now=late) == 1 and receive_by_term(now=late) == 0
    service.refresh_from_db()
    assert service.proof == "term" and service.opened_at is None


@pytest.mark.parametrize(("proof", "received"), [("signed", True), ("refused", True), ("returned", False)])
def test_a_letter_is_received_by_the_proof_that_the_clerk_notes(proof: str, received: bool):
    proceeding, judge, _claimant, _defendant = a_case_with_a_defendant()
    walk(proceeding, judge, ["accept"], now=timezone.now())
    clerk, to = a_clerk(proceeding.court), party(proceeding, "defence")
    with pytest.raises(Invalid):
        served(proceeding, to, clerk, "post")
    service = served(proceeding, to, clerk, "post", tracking="KZ0012345")
    with pytest.raises(AlreadyServed):
        served(proceeding, to, clerk, "post", tracking="KZ0012345")
    note_proof(service.uuid, proof, by=clerk, now=timezone.now())
    service.refresh_from_db()
    assert bool(service.delivered_at) is received
    assert Deadline.objects.filter(limit="response").exists() is received


def test_strangers_other_courts_and_the_other_side_learn_nothing_of_a_service(client: Client):
    proceeding, judge, claimant, _defendant = a_case_with_a_defendant()
    walk(proceeding, judge, ["accept"], now=timezone.now())
    to = party(proceeding, "defence")
    service = served(proceeding, to, a_clerk(proceeding.court))
    for who in (a_claimant(), claimant, a_clerk(a_court())):
        client.force_login(who)
        for path in (f"cabinet/service/{service.uuid}/", f"cabinet/service/{service.uuid}/receipt.pdf"):
            assert client.get(f"/ru/{path}").status_code == 404, (who, path)
        assert client.get(f"/ru/cabinet/cases/{proceeding.case.uuid}/service/").status_code == 404
        with pytest.raises((NotFound, NotPermitted)):
            served(proceeding, to, who, "hand")
    with pytest.raises(NotFound):
        note_proof(service.uuid, "signed", by=a_clerk(a_court()), now=timezone.now())


def test_a_sealed_case_shows_the_clerk_nothing_to_serve(client: Client):
    proceeding, judge, _claimant, _defendant = a_case_with_a_defendant()
    walk(proceeding, judge, ["accept"], now=timezone.now())
    clerk = a_clerk(proceeding.court)
    service = served(proceeding, party(proceeding, "defence"), clerk)
    Case.objects.filter(pk=proceeding.case_id).update(sealed=True)
    client.force_login(clerk)
    assert client.get(f"/ru/cabinet/cases/{proceeding.case.uuid}/service/").status_code == 404
    assert str(proceeding.case.uuid) not in client.get("/ru/registry/service/").content.decode()
    with pytest.raises(NotFound):
        note_proof(service.uuid, "signed", by=clerk, now=timezone.now())


def test_my_cases_put_what_is_due_first(client: Client):
    proceeding, _judge = a_decided_case(now=timezone.now())
    claimant = claimant_of(proceeding)
    other = a_case(by=claimant, now=timezone.now())
    lines = my_cases(claimant, now=timezone.now(), which="all")
    assert {one.case.pk for one in lines} == {proceeding.case_id, other.pk}
    assert lines[0].case.pk == proceeding.case_id or lines[0].due is None
    client.force_login(claimant)
    for which in ("open", "due", "closed", "all", "'; --"):
        assert client.get("/kk/cabinet/", {"which": which}).status_code == 200
    assert my_cases(a_claimant(), now=timezone.now(), which="all") == []


def test_the_share_of_electronic_filings_counts_both_origins(client: Client):
    court = a_court()
    for n in range(4):
        case = a_case(court)
        Case.objects.filter(pk=case.pk).update(origin="paper" if n == 0 else "electronic")
    (month,) = electronic_share(court.pk)
    assert (month.electronic, month.paper, str(month.share)) == (3, 1, "75.0")
    assert client.get("/en/figures/electronic/", {"court": court.pk}).status_code == 200
    assert "75.0" in client.get("/en/figures/electronic.csv", {"court": court.pk}).content.decode()
    assert client.get("/api/v1/figures/electronic", {"court": court.pk}).json()[0]["share"] == "75.0"


def test_unfinished_filings_of_others_are_not_listed():
    assert not Filing.objects.visible_to(a_claimant()).exists()
