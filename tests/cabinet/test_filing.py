"""From a finished draft to a case: one path, one case, whatever is pressed twice."""

from __future__ import annotations

import io
import random
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tarazy.cabinet.actions.file_signed_claim import file_signed_claim
from tarazy.cabinet.actions.prepare_filing import choose_fee_way, prepare_filing
from tarazy.cabinet.constructor.actions.keep_answer import keep_answer
from tarazy.cabinet.constructor.assembling import NotComplete
from tarazy.cabinet.constructor.loading import definitions
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.converting import filing_data, paper_in_case
from tarazy.cabinet.models import Filing
from tarazy.cabinet.refusals import FeeNotSettled, NoSuchCase, PaperChanged, PaperNotFinished
from tarazy.cases.actions.file_case import file_case
from tarazy.cases.models import Case, Task
from tarazy.cases.papers import papers
from tarazy.cases.refusals import NotActingFor
from tarazy.documents.actions import add_document
from tarazy.documents.models import Document
from tarazy.documents.signatures.reports import Status
from tarazy.documents.signatures.verifying import verifier
from tarazy.documents.store import content_store
from tarazy.people.models import PowerOfAttorney
from tarazy.people.permissions import Role
from tarazy.people.refusals import NotFound
from tests.cabinet.constructor.answering import walk_to_the_end
from tests.cabinet.factories import a_filing, a_finished_draft, person_form, signed_paper
from tests.cases.factories import a_claimant, a_court
from tests.people.factories import an_iin, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.TARAZY_DEMO = True


def test_a_finished_draft_is_signed_and_filed_once(client: Client):
    by = a_claimant()
    draft = a_finished_draft(by)
    client.force_login(by)
    assert client.get(f"/kk/cabinet/file/{draft.pk}/", follow=True).status_code == 200
    filing = Filing.objects.get()
    address = f"/kk/cabinet/filings/{filing.uuid}/"
    assert client.get(address + "sign/", follow=True).status_code == 200
    sent = client.post(address + "sign/", {"way": "demo"})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    assert client.post(address + "sign/", {"way": "demo"}).status_code == 302  # pressed twice
    case = Case.objects.get()
    receipt = client.get(sent.headers["Location"])
    assert receipt.status_code == 200
    filing.refresh_from_db()
    assert filing.case == case and filing.entry.number == 1
    assert filing.signed.sha256 in receipt.content.decode()
    assert client.get(address + "receipt.pdf").content[:5] == b"%PDF-"
    assert client.get(address).headers["Location"].endswith("/receipt/")
    with content_store().open(filing.signed.sha256) as file:
        reports = verifier().verify_pdf(file.read(), now=timezone.now())
    assert [one.status for one in reports] == [Status.VALID] and reports[0].iin == by.iin
    draft.refresh_from_db()
    assert draft.filed_at is not None
    assert Task.objects.filter(code="register_filing", done_at__isnull=True).count() == 1


def test_somebody_elses_draft_and_receipt_are_not_found(client: Client):
    filing = a_filing()
    stranger = a_claimant()
    client.force_login(stranger)
    for path in (
        f"file/{filing.draft_id}/", f"filings/{filing.uuid}/", f"filings/{filing.uuid}/fee/",
        f"filings/{filing.uuid}/sign/", f"filings/{filing.uuid}/paper.pdf", f"filings/{filing.uuid}/receipt/",
    ):  # fmt: skip
        assert client.get(f"/ru/cabinet/{path}").status_code == 404, path
    with pytest.raises(NotFound):
        file_signed_claim(filing.pk, b"%PDF-", by=stranger, now=timezone.now(), answers_at=filing.answers_at)


def test_answers_changed_after_printing_are_not_filed():
    filing = a_filing()
    signed = signed_paper(filing)
    keep_answer(filing.draft_id, "story", "Басқаша болды, бәрін өзгерттім.", timezone.now())
    with pytest.raises(PaperChanged):
        file_signed_claim(filing.pk, signed, by=filing.by, now=timezone.now(), answers_at=filing.answers_at)
    assert not Case.objects.exists()


def test_an_unfinished_draft_can_not_be_prepared():
    by = a_claimant()
    draft = a_finished_draft(by)
    ClaimDraft.objects.filter(pk=draft.pk).update(answers={})
    with pytest.raises(PaperNotFinished):
        prepare_filing(draft.pk, by=by, now=timezone.now())


def test_a_fee_that_is_not_settled_stops_the_filing():
    filing = a_filing(name="debt")
    assert filing.claim_data.fee is not None
    filing.fee_way = ""
    filing.save()
    with pytest.raises(FeeNotSettled):
        file_signed_claim(
            filing.pk, signed_paper(filing), by=filing.by, now=timezone.now(), answers_at=filing.answers_at
        )
    assert not Case.objects.exists() and not Document.objects.filter(kind="claim").exists()


@pytest.mark.parametrize(
    ("way", "code"), [("exempt", "motion_fee_exemption"), ("defer", "motion_fee_deferral")]
)
def test_a_motion_for_relief_is_filed_with_the_claim_and_waits_for_the_judge(way: str, code: str):
    filing = a_filing(name="debt")
    choose_fee_way(filing, way, reason="Жұмыссызбын, екі балам бар.")
    now = timezone.now()
    filed = file_signed_claim(
        filing.pk, signed_paper(filing), by=filing.by, now=now, answers_at=filing.answers_at
    )
    assert filed.case.docket.filter(code=code).exists()
    assert Task.objects.filter(code="review_motion", params__paper=code).exists()


def test_a_filing_without_an_account_key_of_that_person_is_refused():
    by, other = a_claimant(), a_claimant()
    filing = a_filing(by)
    draft = a_finished_draft(by, fixed={"claimant": person_form(other)})
    prepared = prepare_filing(draft.pk, by=by, now=timezone.now())
    with pytest.raises(NotActingFor):
        file_signed_claim(
            prepared.pk, signed_paper(prepared), by=by, now=timezone.now(), answers_at=prepared.answers_at
        )
    assert filing.filed_at is None and not Case.objects.exists()


@pytest.mark.parametrize(
    ("scope", "days", "allowed"), [("sign_claim", 30, True), ("file", 30, False), ("sign_claim", -1, False)]
)
def test_a_representative_files_only_within_dates_and_scope_of_the_power(
    scope: str, days: int, allowed: bool
):
    principal = a_claimant()
    agent = with_role(Role.REPRESENTATIVE, iin=an_iin())
    today = timezone.localdate()
    PowerOfAttorney.objects.create(
        principal_user=principal, representative=agent, since=today - timedelta(days=60),
        until=today + timedelta(days=days), scope=[scope], accepted_at=timezone.now() - timedelta(days=60),
    )  # fmt: skip
    fixed = {
        "claimant": person_form(principal),
        "represented": {"answer": "yes"},
        "representative": person_form(agent) | {"answer-authority": "power_of_attorney", "answer-phone": "+7 701 111 22 33",
            "answer-authority_number": "12", "answer-authority_date-day": "1", "answer-authority_date-month": "2", "answer-authority_date-year": "2026"},
    }  # fmt: skip
    draft = a_finished_draft(agent, fixed=fixed)
    filing = prepare_filing(draft.pk, by=agent, now=timezone.now())
    signed = signed_paper(filing)
    if not allowed:
        with pytest.raises(NotActingFor):
            file_signed_claim(filing.pk, signed, by=agent, now=timezone.now(), answers_at=filing.answers_at)
        return
    filed = file_signed_claim(filing.pk, signed, by=agent, now=timezone.now(), answers_at=filing.answers_at)
    party = filed.case.parties.get(side="claim")
    assert party.iin == principal.iin and party.representations.get().representative == agent


@pytest.mark.parametrize("name", sorted(definitions()))
def test_every_definition_becomes_a_case_or_a_paper_that_the_registry_knows(name: str):
    by, court = a_claimant(), a_court()
    draft = None
    for seed in range(20):
        try:
            draft = a_finished_draft(by, name, court=court, seed=seed)
            claim = draft.claim_data()
            break
        except (AssertionError, NotComplete):
            continue
    assert draft is not None
    document = add_document(io.BytesIO(_pdf()), "a.pdf", by=by, now=timezone.now())
    from tarazy.cases.filing_data import DocumentRef

    refs = [DocumentRef(document.pk, "claim")]
    if claim.kind.opens_a_case:
        data = filing_data(claim, by=by, court_code=court.pk, documents=refs, key="k", now=timezone.now())
        case = file_case(data, by=by, now=timezone.now())
        assert case.category == claim.category and case.price == claim.price
        assert case.claims.count() == len(claim.demands)
        assert {one.name for one in case.parties.all()} == {one.name for one in claim.parties}
        assert case.parties.get(user=by).side == "claim"
        assert case.claim_data["definition"] == name
    else:
        paper = paper_in_case(claim, None, refs)
        assert paper.code in papers() and paper.case_number == claim.case_number


def test_each_kind_of_motion_is_the_paper_that_it_says():
    found = {}
    for kind in ("video", "adjourn", "interim", "file", "audio", "fee", "recusal", "term"):
        for seed in range(30):
            fixed = {
                "motion_kind": {"answer": kind},
                "fee_wish": {"answer": "exempt"},
                "represented": {"answer": "no"},
            }
            try:
                walk, _seen = walk_to_the_end(
                    definitions()["motion"], random.Random(seed), language="ru", fixed=fixed
                )
            except AssertionError:
                continue
            from tarazy.cabinet.constructor.assembling import claim_data

            found[kind] = paper_in_case(claim_data(walk), None, ()).code
            break
    assert found == {
        "video": "motion_video", "adjourn": "motion_adjournment", "interim": "motion_interim", "file": "motion_access",
        "audio": "motion_audio", "fee": "motion_fee_exemption", "recusal": "motion_recusal", "term": "motion_restore_term",
    }  # fmt: skip


def test_a_paper_for_a_case_of_others_is_refused_as_if_there_were_none():
    by = a_claimant()
    filing = a_filing(by, "motion")
    with pytest.raises(NoSuchCase):
        file_signed_claim(
            filing.pk, signed_paper(filing), by=by, now=timezone.now(), answers_at=filing.answers_at
        )


def _pdf() -> bytes:
    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
