"""CMS made elsewhere, certificates unknown here, and files that mean harm."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import zlib
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pytest
from asn1crypto import cms as asn1_cms
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.documents.signatures import refusals
from tarazy.documents.signatures.accepting import accept_cms
from tarazy.documents.signatures.certificates import is_gost
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.documents.signatures.reports import SignatureReport, SignedBytes, Status
from tarazy.documents.signatures.rules import acceptance, key_strong_enough, out_of_dates, own_signature
from tarazy.documents.signatures.verifying import DocumentVerifier, verifier
from tarazy.people.pki.authority import authority
from tests.documents.signatures.foreign import a_name, certificate, cms_of
from tests.documents.signatures.papers import a_paper
from tests.people.pki.factories import NOW, PASSWORD, a_key, a_person, an_iin, key_of, latest

pytestmark = pytest.mark.django_db
PAPER = b"a paper of the court"
NATIONAL = "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (RSA) 2022"


def reports(cms: bytes, content: bytes = PAPER) -> tuple[SignatureReport, ...]:
    return verifier().verify_cms(content, cms, now=NOW)


def test_a_cms_of_an_own_key_is_valid_in_der_pem_and_base64() -> None:
    signer = LocalPkcs12Signer(a_key(), PASSWORD)
    der = signer.sign_cms(PAPER, now=NOW)
    plain = base64.b64encode(der)
    framed = b"-----BEGIN CMS-----\n" + base64.encodebytes(der) + b"-----END CMS-----\n"
    for given_form in (der, plain, framed):
        (report,) = reports(given_form)
        assert report.status is Status.VALID and report.time_stamped == NOW
        assert report.iin == signer.holder.iin


def test_a_cms_for_other_bytes_is_invalid() -> None:
    der = LocalPkcs12Signer(a_key(), PASSWORD).sign_cms(PAPER, now=NOW)
    (report,) = reports(der, b"another paper")
    assert report.status is Status.INVALID and report.codes == ("changed",)


def test_a_cms_with_another_document_inside_is_invalid() -> None:
    key, made = certificate(a_name("Some CA"), iin=an_iin())
    (report,) = reports(cms_of(key, made, b"another", inside=True))
    assert report.status is Status.INVALID and report.codes == ("other_document",)
    (same,) = reports(cms_of(key, made, PAPER, inside=True))
    assert same.codes == ("issuer_unknown",)


@pytest.mark.parametrize(
    ("issuer", "code"), [("Some CA", "issuer_unknown"), (NATIONAL, "no_national_verifier")]
)
def test_a_certificate_that_no_verifier_knows_is_never_valid(issuer: str, code: str) -> None:
    iin = an_iin()
    (report,) = reports(cms_of(*certificate(a_name(issuer), iin=iin), PAPER))
    assert report.status is Status.UNKNOWN and report.trust is None
    assert report.codes == (code,) and report.iin == iin and report.problems[0].words


def test_a_stranger_whose_signature_does_not_even_fit_is_invalid() -> None:
    container = cms_of(*certificate(a_name(NATIONAL), iin=an_iin()), PAPER)
    (report,) = reports(container, b"another paper")
    assert report.status is Status.INVALID and report.codes == ("changed",)


def test_gost_is_unknown_in_plain_words() -> None:
    """The numbers of GOST algorithms in the place of ECDSA's and SHA-256's."""
    container = cms_of(*certificate(a_name(NATIONAL), iin=an_iin()), PAPER)
    gost = container.replace(
        bytes.fromhex("0609608648016503040201"), bytes.fromhex("06092a850e030a01030102")
    )  # sha256 → 1.2.398.3.10.1.3.1.2, nine bytes each
    assert gost != container
    (report,) = reports(gost)
    assert report.status is Status.UNKNOWN
    assert report.codes == ("algorithm_unknown", "no_national_verifier")
    assert "GOST" in str(report.problems[0].words) or "ГОСТ" in str(report.problems[0].words)


@pytest.mark.parametrize("oid", ["1.2.398.3.10.1.1.2.3.2", "1.2.643.7.1.1.1.1", "1.3.6.1.4.1.6801.1.2.2"])
def test_the_families_of_gost_are_known_by_their_numbers(oid: str) -> None:
    assert is_gost(oid) and not is_gost("1.2.840.10045.4.3.2")


def test_a_forger_with_the_name_and_the_serial_of_our_ca_is_invalid() -> None:
    a_key()
    own = latest()
    forged = certificate(authority().issuing.subject, iin=own.iin, serial=int(own.serial, 16))
    (report,) = reports(cms_of(*forged, PAPER))
    assert report.status is Status.INVALID and report.trust is None and "issuer_forged" in report.codes


def test_a_national_verifier_can_be_plugged_in(settings: Any) -> None:
    settings.SIGNATURE_VERIFIERS = ["tests.documents.signatures.test_foreign_signatures.NationalStandIn"]
    (report,) = reports(cms_of(*certificate(a_name(NATIONAL), iin=an_iin()), PAPER))
    assert report.status is Status.VALID and report.trust == "national"
    (other,) = reports(cms_of(*certificate(a_name("Some CA"), iin=an_iin()), PAPER))
    assert other.status is Status.UNKNOWN


class NationalStandIn:
    """A verifier of the national centre's certificates, as an installation would plug one in."""

    def recognises(self, signer_certificate: bytes) -> bool:
        return NATIONAL in x509.load_der_x509_certificate(signer_certificate).issuer.rfc4514_string()

    def judge(self, signature: SignedBytes, *, now: datetime) -> SignatureReport:
        return SignatureReport(Status.VALID, trust="national", signed_at=now)


class BrokenVerifier:
    """A verifier whose service is away."""

    def recognises(self, signer_certificate: bytes) -> bool:
        return True

    def judge(self, signature: SignedBytes, *, now: datetime) -> SignatureReport:
        raise TimeoutError


def test_a_verifier_that_fails_leaves_the_signature_unknown() -> None:
    container = cms_of(*certificate(a_name(NATIONAL), iin=an_iin()), PAPER)
    (report,) = DocumentVerifier((BrokenVerifier(),)).verify_cms(PAPER, container, now=NOW)
    assert report.status is Status.UNKNOWN and report.codes == ("verifier_failed",)


def test_a_person_hands_in_their_own_signature() -> None:
    person = a_person()
    container = LocalPkcs12Signer(key_of(person), PASSWORD).sign_cms(PAPER, now=NOW)
    assert accept_cms(PAPER, container, person, now=NOW).status is Status.VALID


def test_another_persons_signature_is_refused() -> None:
    container = LocalPkcs12Signer(a_key(), PASSWORD).sign_cms(PAPER, now=NOW)
    with pytest.raises(refusals.WrongPerson) as refused:
        accept_cms(PAPER, container, a_person(), now=NOW)
    assert refused.value.status == 403 and refused.value.reports
    with pytest.raises(refusals.NoOwnNumber):
        accept_cms(PAPER, container, a_person(iin=None), now=NOW)


def test_an_unjudged_or_invalid_signature_is_refused_even_with_the_right_number() -> None:
    person = a_person()
    container = cms_of(*certificate(a_name(NATIONAL), iin=person.iin), PAPER)
    with pytest.raises(refusals.SignatureNotJudged):
        accept_cms(PAPER, container, person, now=NOW)
    with pytest.raises(refusals.SignatureNotValid):
        accept_cms(b"another", container, person, now=NOW)


@given(
    st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(["1", "2", ""])), max_size=4),
    st.sampled_from(["1", "2", ""]),
)
def test_only_a_valid_signature_of_ones_own_is_ever_taken(found: list[tuple[Status, str]], own: str) -> None:
    given_reports = tuple(SignatureReport(status, iin=iin) for status, iin in found)
    taken = acceptance(given_reports, own) is None
    good = bool(found) and all(status is Status.VALID for status, _ in found)
    assert taken == (good and bool(own) and own in {iin for _, iin in found})


@given(st.integers(-400, 400))
def test_both_ends_of_a_certificate_count_in(days: int) -> None:
    begins, ends = NOW, NOW + timedelta(days=300)
    expected = "not_yet_valid" if days < 0 else "expired" if days > 300 else None
    assert out_of_dates(begins, ends, NOW + timedelta(days=days)) == expected


def test_rules_of_numbers_and_keys() -> None:
    assert own_signature("1", "1") is None
    assert own_signature("", "") == "no_own_number" and own_signature("", "1") == "wrong_person"
    assert key_strong_enough("rsa", 2048) and not key_strong_enough("rsa", 1024)
    assert key_strong_enough("ec", 256) and not key_strong_enough("dsa", 4096)


# Files that mean harm ------------------------------------------------------------------------------------------


def _signed() -> bytes:
    return LocalPkcs12Signer(a_key(), PASSWORD).sign_pdf(a_paper(), now=NOW)


def _encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_paper())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def _byte_range(numbers: str) -> bytes:
    import re

    signed = _signed()
    found = re.search(rb"/ByteRange \[[^]]*\]", signed)
    assert found
    return signed.replace(found.group(), f"/ByteRange [{numbers}]".encode().ljust(len(found.group())))


def _contents(content: bytes) -> bytes:
    signed = _signed()
    at = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", at)
    return signed[:at] + content.hex().encode().ljust(end - at, b"0")[: end - at] + signed[end:]


def _loop() -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/AcroForm<</Fields[2 0 R]/SigFlags 3>>>>endobj\n"
        b"2 0 obj<</T(a)/FT/Sig/Kids[2 0 R]/Parent 2 0 R>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000090 00000 n \n"
        b"trailer<</Root 1 0 R/Size 3/Prev 0>>\nstartxref\n145\n%%EOF\n"
    )


def _bomb() -> bytes:
    """An object stream that unpacks a thousand times over."""
    packed = zlib.compress(b"0 " * 4_000_000, 9)
    return (
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF"
    )  # fmt: skip


def _empty_container() -> bytes:
    signed = asn1_cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": {"content_type": "data"},
            "signer_infos": [],
        }
    )
    return bytes(asn1_cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


HARM: dict[str, Any] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"%",
    "a header alone": lambda: b"%PDF-1.7\n",
    "noise": lambda: os.urandom(4000),
    "zeros": lambda: bytes(4000),
    "html": lambda: b"<html><script>alert(1)</script></html>",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "half a paper": lambda: _signed()[:9000],
    "a paper without its head": lambda: _signed()[200:],
    "a paper without its end": lambda: _signed()[:-300],
    "noise behind it": lambda: _signed() + os.urandom(500),
    "a second end": lambda: _signed() + b"\nstartxref\n0\n%%EOF\n",
    "encrypted": _encrypted,
    "a range below nothing": lambda: _byte_range("0 -1 5 5"),
    "a range beyond the end": lambda: _byte_range("0 100 200 99999999"),
    "a range of everything": lambda: _byte_range("0 5000 5000 500"),
    "a range from the middle": lambda: _byte_range("9 100 200 300"),
    "a range of words": lambda: _byte_range("/a /b /c /d"),
    "a range of two": lambda: _byte_range("0 100"),
    "a signature of zeros": lambda: _contents(b""),
    "a signature of noise": lambda: _contents(os.urandom(300)),
    "a signature without signers": lambda: _contents(_empty_container()),
    "deep asn.1": lambda: _contents(b"\x30\x80" * 2000),
    "a length beyond the end": lambda: _contents(b"\x30\x84\x7f\xff\xff\xff"),
    "a loop of fields": _loop,
    "a bomb": _bomb,
    "ten thousand brackets": lambda: b"%PDF-1.7\n1 0 obj" + b"[" * 10_000 + b"endobj\nstartxref\n9\n%%EOF",
    "ten thousand dictionaries": lambda: b"%PDF-1.7\n1 0 obj" + b"<</a" * 10_000 + b"\nstartxref\n9\n%%EOF",
    "a cross-reference to itself": lambda: (
        b"%PDF-1.4\nxref\n0 0\ntrailer<</Prev 9/Size 1>>\nstartxref\n9\n%%EOF"
    ),
    "a huge object number": lambda: (
        b"%PDF-1.4\nxref\n0 999999999999\n0000000000 65535 f \ntrailer<<>>\nstartxref\n9\n%%EOF"
    ),
    "a key file": a_key,
    "a cms": lambda: LocalPkcs12Signer(a_key(), PASSWORD).sign_cms(PAPER, now=NOW),
}


@pytest.mark.parametrize("kind", HARM)
def test_no_file_breaks_the_verifier_the_signer_or_the_opening_of_keys(kind: str) -> None:
    assert len(HARM) >= 30
    file = HARM[kind]()
    harmless = {"noise behind it", "a second end", "half a paper", "a paper without its end"}
    for report in verifier().verify_pdf(file, now=NOW):
        assert kind in harmless or report.status is not Status.VALID
        assert all(problem.words for problem in report.problems)
    for report in verifier().verify_cms(PAPER, file, now=NOW):
        assert kind == "a cms" or report.status is not Status.VALID
    if kind != "a key file":
        with pytest.raises(refusals.SigningRefused):
            LocalPkcs12Signer(file, PASSWORD)
    with contextlib.suppress(refusals.SigningRefused):  # what can be signed may be; nothing else is raised
        LocalPkcs12Signer(a_key(), PASSWORD).sign_pdf(file, now=NOW)


def test_a_key_file_that_asks_for_years_of_work_is_refused_at_once() -> None:
    from asn1crypto import pkcs12 as asn1_pkcs12

    file = asn1_pkcs12.Pfx.load(a_key())
    mac = file["mac_data"]
    slow = asn1_pkcs12.Pfx(
        {
            "version": file["version"],
            "auth_safe": file["auth_safe"],
            "mac_data": {"mac": mac["mac"], "mac_salt": mac["mac_salt"], "iterations": 2_000_000_000},
        }
    )
    with pytest.raises(refusals.KeyFileDamaged):
        LocalPkcs12Signer(slow.dump(), PASSWORD)


@given(st.binary(max_size=400))
@settings(max_examples=50)
def test_no_bytes_are_a_valid_signature(noise: bytes) -> None:
    for report in verifier().verify_cms(PAPER, noise, now=NOW):
        assert report.status is Status.INVALID
