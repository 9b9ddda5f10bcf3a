"""Certificates of the test CA: what they say, whom they are given, how they are revoked."""

from __future__ import annotations

import stat
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtensionOID, NameOID
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from tarazy.people.pki import authority as ca_parts
from tarazy.people.pki.actions.revoke_certificate import revoke_certificate
from tarazy.people.pki.authority import MARK, authority
from tarazy.people.pki.models import IssuedCertificate, RevocationReason
from tarazy.people.pki.refusals import CertificateRefused
from tarazy.people.pki.rules import Subject, refusal
from tests.people.pki.factories import NOW, PASSWORD, a_bin, a_key, a_person, a_subject, key_of, latest

pytestmark = pytest.mark.django_db


def certificate_of(file: bytes) -> x509.Certificate:
    found = pkcs12.load_key_and_certificates(file, PASSWORD.encode())[1]
    assert found is not None
    return found


def attribute(name: x509.Name, kind: x509.ObjectIdentifier) -> str:
    return str(name.get_attributes_for_oid(kind)[0].value)


def test_a_certificate_names_its_person_as_the_field_does() -> None:
    subject = a_subject(organisation="«Тұлпар» ЖШС", bin=a_bin())
    name = certificate_of(a_key(subject)).subject
    assert attribute(name, NameOID.COMMON_NAME) == "Әбілқайырова Гүлнұр"
    assert attribute(name, NameOID.SERIAL_NUMBER) == f"IIN{subject.iin}"
    assert attribute(name, NameOID.ORGANIZATIONAL_UNIT_NAME) == f"BIN{subject.bin}"
    assert attribute(name, NameOID.ORGANIZATION_NAME) == "«Тұлпар» ЖШС"


def test_every_certificate_says_that_it_is_no_national_one() -> None:
    ca = authority()
    for certificate in (certificate_of(a_key()), ca.issuing, ca.ocsp, ca.tsa, ca.root):
        assert attribute(certificate.issuer, NameOID.ORGANIZATION_NAME) == MARK
    assert "not a national certificate" in MARK


def test_a_certificate_points_to_its_list_and_its_responder() -> None:
    found = certificate_of(a_key()).extensions
    lists = found.get_extension_for_oid(ExtensionOID.CRL_DISTRIBUTION_POINTS).value
    access = found.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS).value
    assert lists[0].full_name[0].value == f"{ca_parts.address()}/crl/issuing.crl"
    assert f"{ca_parts.address()}/ocsp" in [one.access_location.value for one in access]


def test_the_chain_goes_up_to_the_root() -> None:
    ca, certificate = authority(), certificate_of(a_key())
    certificate.verify_directly_issued_by(ca.issuing)
    ca.issuing.verify_directly_issued_by(ca.root)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment and usage.digital_signature and not usage.key_cert_sign


def test_the_file_is_protected_by_strong_means_and_opens_with_its_password_only() -> None:
    file = a_key()
    with pytest.raises(ValueError, match=r"password"):
        pkcs12.load_key_and_certificates(file, b"another password")
    content = asn1_pkcs12.Pfx.load(file).authenticated_safe[0]["content"]
    cipher = content["encrypted_content_info"]["content_encryption_algorithm"]
    assert (cipher.kdf, cipher.encryption_cipher, cipher.key_length) == ("pbkdf2", "aes", 32)
    assert cipher.kdf_hmac == "sha256" and cipher.kdf_iterations >= 100_000


def test_the_server_keeps_no_private_key() -> None:
    file = a_key()
    key = pkcs12.load_key_and_certificates(file, PASSWORD.encode())[0]
    assert key is not None
    secret = key.private_numbers().private_value.to_bytes(32, "big")  # type: ignore[union-attr]
    row = latest()
    stored = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in IssuedCertificate.objects.filter(pk=row.pk).values_list()[0]
    )
    assert secret not in stored and secret.hex().encode() not in stored


def test_the_keys_of_the_ca_are_readable_by_their_owner_only() -> None:
    authority()
    for name in ("root", "issuing", "ocsp", "tsa"):
        mode = stat.S_IMODE((ca_parts.home() / f"{name}.key").stat().st_mode)
        assert mode == 0o600


def test_keys_of_the_ca_are_encrypted_when_a_password_is_given(settings: Any, tmp_path: Path) -> None:
    settings.PKI_HOME, settings.PKI_KEY_PASSWORD = tmp_path / "pki", "of the operator"
    authority()
    pem = (tmp_path / "pki" / "issuing.key").read_bytes()
    assert b"ENCRYPTED" in pem
    assert serialization.load_pem_private_key(pem, b"of the operator")
    settings.PKI_KEY_PASSWORD = ""
    with pytest.raises(ValueError, match="PKI_KEY_PASSWORD"):
        authority()


def test_processes_that_start_together_agree_on_one_ca(settings: Any, tmp_path: Path) -> None:
    settings.PKI_HOME = tmp_path / "pki"
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(authority().root.serial_number)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["pki"]


def test_the_root_key_may_be_taken_away(settings: Any, tmp_path: Path) -> None:
    settings.PKI_HOME = tmp_path / "pki"
    authority()
    (tmp_path / "pki" / "root.key").unlink()
    ca_parts._read.cache_clear()
    certificate_of(a_key()).verify_directly_issued_by(authority().issuing)


@pytest.mark.parametrize(
    ("changed", "password", "code"),
    [
        ({"iin": "123456789012"}, PASSWORD, "bad_iin"),
        ({"bin": "123456789012", "organisation": "ЖШС"}, PASSWORD, "bad_bin"),
        ({"organisation": "ЖШС"}, PASSWORD, "organisation_incomplete"),
        ({"family_name": " "}, PASSWORD, "bad_name"),
        ({"family_name": "Ә" * 70}, PASSWORD, "bad_name"),
        ({}, "short", "password_too_short"),
    ],
)
def test_a_subject_or_a_password_that_will_not_do_is_refused(
    changed: dict[str, str], password: str, code: str
) -> None:
    from tarazy.people.pki.actions.issue_certificate import issue_certificate

    before = IssuedCertificate.objects.count()
    with pytest.raises(CertificateRefused) as refused:
        issue_certificate(a_subject(**changed), password, now=NOW)
    assert refused.value.code == code and refused.value.words and refused.value.advice
    assert IssuedCertificate.objects.count() == before


@given(st.text(max_size=20), st.text(max_size=90), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_typed_the_rule_answers(iin: str, name: str, password: str, organisation: str) -> None:
    assert refusal(Subject(iin, name, name, organisation=organisation), password) is not None


def test_nobody_sees_another_persons_certificate() -> None:
    mine, yours = a_person(), a_person()
    key_of(mine)
    assert IssuedCertificate.objects.visible_to(mine).count() == 1
    assert not IssuedCertificate.objects.visible_to(yours).exists()
    assert not IssuedCertificate.objects.visible_to(AnonymousUser()).exists()
    assert not IssuedCertificate.objects.visible_to(None).exists()


def test_a_revoked_certificate_keeps_its_first_time_and_reason() -> None:
    a_key()
    serial = latest().serial
    revoke_certificate(serial, RevocationReason.KEY_COMPROMISE, now=NOW)
    again = revoke_certificate(serial.upper(), RevocationReason.SUPERSEDED, now=NOW + timedelta(days=2))
    assert (again.revoked_at, again.revocation_reason) == (NOW, "key_compromise")
    assert not IssuedCertificate.objects.standing(NOW + timedelta(seconds=1)).filter(serial=serial).exists()
    assert IssuedCertificate.objects.standing(NOW - timedelta(seconds=0)).count() == 0


def test_what_was_never_issued_can_not_be_revoked() -> None:
    with pytest.raises(CertificateRefused) as refused:
        revoke_certificate("ff", now=NOW)
    assert (refused.value.code, refused.value.status) == ("no_such_certificate", 404)


def test_a_certificate_lasts_a_year_and_never_longer_than_its_issuer() -> None:
    assert certificate_of(a_key()).not_valid_after_utc == NOW + timedelta(days=365)
    late = ca_parts.UNTIL - timedelta(days=3)
    assert certificate_of(a_key(now=late)).not_valid_after_utc == ca_parts.UNTIL
