"""What a person can choose on the page, and that each way signs for that person alone."""

from __future__ import annotations

import base64
import logging
import stat
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tarazy.documents.signatures import outside_key, refusals
from tarazy.documents.signatures.choices import sign_pdf_for, signing_choices, signing_context, to_be_signed
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD
from tarazy.documents.signatures.forms import SignForm
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.documents.signatures.problems import WORDS
from tarazy.documents.signatures.reports import SignatureReport, Status
from tarazy.documents.signatures.verifying import verifier
from tarazy.people.pki.actions.revoke_certificate import revoke_certificate
from tests.documents.signatures.foreign import a_name, certificate, cms_of
from tests.documents.signatures.papers import a_paper
from tests.people.pki.factories import NOW, PASSWORD, a_key, a_person, key_of, latest

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Path:
    settings.TARAZY_DEMO = True
    settings.TARAZY_HOME = tmp_path
    return tmp_path / "demo-keys"


def by_file(file: bytes, password: str = PASSWORD) -> dict[str, Any]:
    form = SignForm(
        {"way": "key_file", "key_password": password}, {"key_file": SimpleUploadedFile("k.p12", file)}
    )
    assert form.is_valid()
    return form.cleaned_data


def report_of(pdf: bytes) -> SignatureReport:
    (report,) = verifier().verify_pdf(pdf, now=NOW + timedelta(hours=1))
    return report


def test_the_demo_key_is_offered_in_the_demo_only(settings: Any) -> None:
    person = a_person()
    settings.TARAZY_DEMO = False
    assert [way.code for way in signing_choices(person)] == ["key_file", "ncalayer"]
    with pytest.raises(refusals.WayClosed):
        sign_pdf_for(person, a_paper(), {"way": "demo"}, reason="", now=NOW)
    settings.TARAZY_DEMO = True
    assert [way.code for way in signing_choices(person)] == ["demo", "key_file", "ncalayer"]


def test_who_has_no_number_can_not_sign() -> None:
    person = a_person(iin=None)
    assert signing_choices(person) == ()
    with pytest.raises(refusals.NoOwnNumber):
        sign_pdf_for(person, a_paper(), by_file(a_key()), reason="", now=NOW)


def test_one_click_signs_with_the_demo_key_and_the_key_is_kept(demo: Path) -> None:
    person = a_person()
    report = report_of(sign_pdf_for(person, a_paper(), {"way": "demo"}, reason="Талап арыз", now=NOW))
    assert report.status is Status.VALID and report.iin == person.iin
    file = demo / f"{person.pk}.p12"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = file.read_bytes()
    sign_pdf_for(person, a_paper(), {"way": "demo"}, reason="", now=NOW + timedelta(days=5))
    assert file.read_bytes() == kept
    assert LocalPkcs12Signer(kept, DEMO_PASSWORD).holder.iin == person.iin


def test_an_ended_or_broken_demo_key_is_made_anew_but_a_revoked_one_is_not(demo: Path) -> None:
    person = a_person()
    sign = {"way": "demo"}
    sign_pdf_for(person, a_paper(), sign, reason="", now=NOW)
    later = NOW + timedelta(days=400)
    sign_pdf_for(person, a_paper(), sign, reason="", now=later)
    (demo / f"{person.pk}.p12").write_bytes(b"broken")
    sign_pdf_for(person, a_paper(), sign, reason="", now=later)
    revoke_certificate(latest().serial, now=later)
    with pytest.raises(refusals.CertificateRevoked):
        sign_pdf_for(person, a_paper(), sign, reason="", now=later)


def test_a_key_file_signs_for_its_own_person_only() -> None:
    person = a_person()
    signed = sign_pdf_for(person, a_paper(), by_file(key_of(person)), reason="Өтініш", now=NOW)
    assert report_of(signed).iin == person.iin
    with pytest.raises(refusals.WrongPerson):
        sign_pdf_for(person, a_paper(), by_file(a_key()), reason="", now=NOW)


@pytest.mark.parametrize(
    ("form_data", "refusal"),
    [
        ({}, refusals.NoWayChosen),
        ({"way": "magic"}, refusals.WayClosed),
        ({"way": "key_file"}, refusals.NoKeyFile),
        ({"way": "key_file", "key_file": b""}, refusals.NoKeyFile),
        ({"way": "key_file", "key_file": b"x" * 70_000}, refusals.KeyFileDamaged),
        ({"way": "ncalayer"}, refusals.TicketEnded),
        ({"way": "ncalayer", "ticket": "false"}, refusals.TicketEnded),
    ],
)
def test_a_form_that_will_not_do_is_refused_in_words(
    form_data: dict[str, Any], refusal: type[refusals.SigningRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        sign_pdf_for(a_person(), a_paper(), form_data, reason="", now=NOW)
    assert refused.value.words and refused.value.advice and 400 <= refused.value.status < 500


def test_neither_password_nor_file_is_kept_or_logged(
    demo: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    person = a_person()
    file = key_of(person)
    with caplog.at_level(logging.DEBUG):
        sign_pdf_for(person, a_paper(), by_file(file), reason="", now=NOW)
        with pytest.raises(refusals.WrongPassword) as refused:
            sign_pdf_for(person, a_paper(), by_file(file, "not-it-2026"), reason="", now=NOW)
    assert "not-it-2026" not in repr(refused.value) + str(refused.value.params)
    said = caplog.text + "".join(capfd.readouterr())
    for secret in (PASSWORD, "not-it-2026", person.iin, person.family_name):
        assert secret not in said
    assert not demo.exists()


def by_ncalayer(person: Any, pdf: bytes, sign: Any, now: Any = NOW) -> dict[str, str]:
    context = signing_context(person, pdf, content_url="/x", reason="Талап арыз", now=now)
    content = to_be_signed(person, pdf, context["ticket"], now=now)
    return {
        "way": "ncalayer",
        "ticket": context["ticket"],
        "cms": base64.b64encode(sign(content)).decode(),
    }


def test_a_signature_of_ncalayer_goes_into_the_document_with_our_time_stamp() -> None:
    person = a_person()
    signer = LocalPkcs12Signer(key_of(person), PASSWORD)
    form = by_ncalayer(person, a_paper(), lambda content: signer.sign_cms(content, now=NOW))
    later = NOW + timedelta(minutes=9)
    signed = sign_pdf_for(person, a_paper(), form, reason="", now=later)
    assert signed.startswith(a_paper()[:-1])
    report = report_of(signed)
    assert report.status is Status.VALID and report.iin == person.iin and report.covers_whole_document
    assert report.time_stamped == NOW  # the signer's own stamp is kept


def test_a_signature_without_a_time_stamp_gets_ours() -> None:
    from tests.documents.signatures.test_signing_pdf import _with_unsigned_attributes

    person = a_person()
    signer = LocalPkcs12Signer(key_of(person), PASSWORD)
    form = by_ncalayer(
        person, a_paper(), lambda content: _with_unsigned_attributes(signer.sign_cms(content, now=NOW), None)
    )
    later = NOW + timedelta(minutes=9)
    report = report_of(sign_pdf_for(person, a_paper(), form, reason="", now=later))
    assert report.status is Status.VALID and report.time_stamped == later and not report.problems


def test_the_document_is_prepared_the_same_whenever_that_happens() -> None:
    person, pdf = a_person(), a_paper()
    ticket = outside_key.ticket(person, pdf, reason="Талап арыз", now=NOW)
    first = to_be_signed(person, pdf, ticket, now=NOW)
    time.sleep(1.1)  # dates in a PDF have whole seconds
    assert to_be_signed(person, pdf, ticket, now=NOW) == first
    assert to_be_signed(person, pdf, ticket, now=NOW + timedelta(hours=1)) == first


def test_a_signature_of_ncalayer_is_bound_to_person_document_and_time() -> None:
    person, other = a_person(), a_person()
    signer = LocalPkcs12Signer(key_of(person), PASSWORD)
    form = by_ncalayer(person, a_paper(), lambda content: signer.sign_cms(content, now=NOW))
    for user, pdf, at in (
        (other, a_paper(), NOW),
        (person, a_paper(2), NOW),
        (person, a_paper(), NOW + outside_key.TICKET_LASTS + timedelta(seconds=1)),
        (person, a_paper(), NOW - timedelta(minutes=2)),
    ):
        with pytest.raises(refusals.TicketEnded):
            sign_pdf_for(user, pdf, form, reason="", now=at)
    with pytest.raises(refusals.SignatureNotValid):
        sign_pdf_for(person, a_paper(), form | {"cms": "YWJj"}, reason="", now=NOW)


def test_a_national_signature_is_not_taken_without_its_verifier() -> None:
    person = a_person()
    national = certificate(a_name("ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA) 2022"), iin=person.iin)
    form = by_ncalayer(person, a_paper(), lambda content: cms_of(*national, content))
    with pytest.raises(refusals.SignatureNotJudged):
        sign_pdf_for(person, a_paper(), form, reason="", now=NOW)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_problem_has_words(language: str) -> None:
    with translation.override(language):
        assert all(str(words).strip() for words in WORDS.values())
