"""A claim on paper: scanned, read, confirmed by a person, filed the same way as an electronic one."""

from __future__ import annotations

import io
import shutil
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tarazy.cabinet.forms import card_groups
from tarazy.cabinet.models import Intake
from tarazy.cases.actions.file_case import register_case
from tarazy.cases.models import Case, CaseLink
from tarazy.documents.actions import add_document
from tarazy.documents.actions import read_scan as read
from tarazy.documents.models import OcrJob
from tarazy.documents.ocr import reading as ocr_reading
from tests.cases.factories import a_claimant, a_clerk, a_court
from tests.documents.papers import PAPERS, scan

pytestmark = pytest.mark.django_db
needs_reader = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="no tesseract: apt-get install tesseract-ocr"
)


def taken_in(client: Client, content: bytes, name: str = "claim.png") -> Intake:
    sent = client.post(
        "/ru/registry/intake/",
        {
            "court": client.court.pk,
            "received_on": timezone.localdate().isoformat(),
            "documents_files": SimpleUploadedFile(name, content, "image/png"),
        },
    )
    assert sent.status_code == 302, sent.content.decode()[:1500]
    return Intake.objects.latest("id")


@pytest.fixture
def clerk(client: Client):
    client.court = a_court()
    user = a_clerk(client.court)
    client.force_login(user)
    return user


def form_of(intake: Intake, **changes: str) -> dict[str, str]:
    """The card as the page shows it, every number, date and sum ticked."""
    sent = {}
    for group in card_groups(intake.recognised):
        for one in group.fields:
            if one.kind == "choice" and not one.value:
                one.value = {"kind": "action", "language": "kk", "category": "loan"}.get(one.name, "person")
            if one.value:
                sent[one.name] = one.value
                if one.compared:
                    sent[f"ok-{one.name}"] = "1"
    return {**sent, **changes}


@needs_reader
def test_a_noisy_scan_is_read_confirmed_and_filed_with_what_was_changed(client: Client, clerk):
    paper = next(one for one in PAPERS if one.claim_value and one.claimant_number and one.defendant_number)
    intake = taken_in(client, scan(paper, skew=0.6, noise=0.04))
    read(OcrJob.objects.get(document=intake.document).pk, now=timezone.now())
    page = client.get(f"/ru/registry/intake/{intake.uuid}/")
    assert page.status_code == 200
    intake.refresh_from_db()
    assert intake.recognised["price"]["value"].startswith(str(paper.claim_value).split(".")[0])
    assert intake.recognised["claim-0-identifier"]["value"] == paper.claimant_number
    sent = form_of(intake, title="Исковое заявление, исправлено")
    address = f"/ru/registry/intake/{intake.uuid}/"
    forgotten = {name: value for name, value in sent.items() if name != "ok-price"}
    assert client.post(address, forgotten).status_code == 422
    assert not Case.objects.exists()
    done = client.post(address, sent)
    assert done.status_code == 302, done.content.decode()[:3000]
    assert client.post(address, sent).status_code == 200  # pressed twice: the page of what was filed
    case = Case.objects.get()
    assert case.origin == "paper" and case.price == paper.claim_value
    assert case.docket.get(number=1).documents.filter(kind="claim", document=intake.document).exists()
    intake.refresh_from_db()
    assert intake.case == case and intake.confirmed_by == clerk and "title" in intake.changed
    assert "price" not in intake.changed
    assert "Исковое заявление, исправлено" in client.get(address).content.decode()
    assert register_case(case.pk, by=clerk, now=timezone.now()).number


@needs_reader
def test_the_same_claim_on_paper_is_shown_as_a_duplicate_of_the_electronic_one(client: Client, clerk):
    from tarazy.cases.filing_data import PartyData
    from tests.cases.factories import a_case

    by = a_claimant()
    defendant = PartyData(role="defendant", name="Серікбаев Нұрлан Ерболұлы", iin=a_claimant().iin)
    electronic = a_case(client.court, by, now=timezone.now(), defendant=defendant)
    intake = taken_in(client, scan(PAPERS[0]))
    sent = form_of(intake) | {
        "claim-0-name": by.full_name, "claim-0-kind": "person", "claim-0-identifier": by.iin, "ok-claim-0-identifier": "1",
        "defence-0-name": defendant.name, "defence-0-kind": "person", "defence-0-identifier": defendant.iin,
        "ok-defence-0-identifier": "1", "price": "500 000", "ok-price": "1", "category": "loan", "kind": "action",
        "language": "kk",
    }  # fmt: skip
    done = client.post(f"/ru/registry/intake/{intake.uuid}/", sent)
    assert done.status_code == 302, done.content.decode()[:3000]
    link = CaseLink.objects.get()
    assert link.other == electronic and {"code": "other_origin", "origin": "electronic"} in link.evidence


def test_without_a_reader_the_card_is_filled_by_hand(client: Client, clerk, monkeypatch):
    def missing() -> str:
        raise ocr_reading.ReaderMissing

    for module in ("tarazy.documents.actions.read_scan", "tarazy.cabinet.views.intake"):
        monkeypatch.setattr(import_module(module), "reader_version", missing)
    intake = taken_in(client, scan(PAPERS[0]))
    page = client.get(f"/en/registry/intake/{intake.uuid}/")
    assert page.status_code == 200 and "by hand" in page.content.decode()
    by = a_claimant()
    sent = {
        "kind": "action", "language": "ru", "category": "loan", "claim-0-name": by.full_name, "claim-0-kind": "person",
        "claim-0-identifier": by.iin, "ok-claim-0-identifier": "1", "demand": "Взыскать долг",
    }  # fmt: skip
    assert client.post(f"/en/registry/intake/{intake.uuid}/", sent).status_code == 302
    assert Case.objects.get().origin == "paper"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("claim-0-identifier", "123456789012"), ("price", "много"), ("price", "-5"), ("price", "NaN"), ("date", "2026-02-30"),
        ("claim-0-email", "нет"), ("category", "no-such"), ("claim-0-name", ""),
    ],
)  # fmt: skip
def test_wrong_fields_are_named_and_nothing_is_filed(client: Client, clerk, name: str, value: str):
    document = add_document(io.BytesIO(scan(PAPERS[0])), "a.png", by=clerk, now=timezone.now())
    intake = Intake.objects.create(
        court=client.court,
        document=document,
        clerk=clerk,
        received_on=timezone.localdate(),
        created_at=timezone.now(),
    )
    by = a_claimant()
    sent = {
        "kind": "action", "language": "ru", "category": "loan", "claim-0-name": by.full_name, "claim-0-kind": "person",
        "claim-0-identifier": by.iin, name: value, f"ok-{name}": "1", "ok-claim-0-identifier": "1",
    }  # fmt: skip
    page = client.post(f"/kk/registry/intake/{intake.uuid}/", sent)
    assert page.status_code == 422 and "govuk-error-message" in page.content.decode()
    assert not Case.objects.exists()


def test_only_the_registry_of_the_court_takes_in_and_sees_papers(client: Client, clerk):
    document = add_document(io.BytesIO(scan(PAPERS[0])), "a.png", by=clerk, now=timezone.now())
    intake = Intake.objects.create(
        court=client.court,
        document=document,
        clerk=clerk,
        received_on=timezone.localdate(),
        created_at=timezone.now(),
    )
    for who in (a_claimant(), a_clerk(a_court())):
        client.force_login(who)
        assert client.get(f"/ru/registry/intake/{intake.uuid}/").status_code == 404
        assert client.post(f"/ru/registry/intake/{intake.uuid}/", {"kind": "action"}).status_code == 404
    client.force_login(a_claimant())
    assert client.get("/ru/registry/intake/").status_code == 404
