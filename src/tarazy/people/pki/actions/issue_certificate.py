"""Issue a personal certificate of the test CA."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.db import transaction

from .. import authority as ca_parts
from ..authority import Authority, Key, authority
from ..models import IssuedCertificate
from ..refusals import CertificateRefused
from ..rules import Subject, lasts, refusal

ROUNDS = 120_000  # of PBKDF2-HMAC-SHA256; the password is stretched once each time the file is opened


def issue_certificate(subject: Subject, password: str, *, now: datetime, user: Any = None) -> bytes:
    """A password-protected PKCS#12 file with a fresh key, its certificate and the CA's.

    The key exists nowhere else: the server keeps the certificate only. Protection is PBES2 with AES-256 and
    PBKDF2-HMAC-SHA256 (NIST SP 800-132), integrity by HMAC-SHA256. Raises `CertificateRefused` for a subject
    or a password that won't do.
    """
    if code := refusal(subject, password):
        raise CertificateRefused.because(code)
    ca = authority()
    key = ca_parts.new_key()
    now = now.astimezone(UTC).replace(microsecond=0)
    certificate = _certificate(ca, subject, key, now)
    with transaction.atomic():
        IssuedCertificate.objects.create(
            user=user,
            serial=f"{certificate.serial_number:x}",
            name=subject.name,
            iin=subject.iin,
            bin=subject.bin,
            organisation=subject.organisation,
            der=certificate.public_bytes(serialization.Encoding.DER),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
        )
    return pkcs12.serialize_key_and_certificates(
        subject.name.encode(), key, certificate, [ca.issuing, ca.root], _protection(password)
    )


def _protection(password: str) -> serialization.KeySerializationEncryption:
    return (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(password.encode())
    )


def _certificate(ca: Authority, subject: Subject, key: Key, now: datetime) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(_subject_name(subject))
        .issuer_name(ca.issuing.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(lasts(now, ca_parts.UNTIL))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(ca_parts.key_usage(ca=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(ca_parts.policies(), critical=False)
        .add_extension(ca_parts.distribution("issuing"), critical=False)
        .add_extension(ca_parts.access("issuing"), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.issuing_key.public_key()), critical=False
        )
        .sign(ca.issuing_key, hashes.SHA256())
    )


def _subject_name(subject: Subject) -> x509.Name:
    """The subject as the national centre writes it: number with its prefix, the patronymic as given name."""
    parts = [
        (NameOID.COMMON_NAME, subject.name),
        (NameOID.SURNAME, subject.family_name.strip()),
        (NameOID.SERIAL_NUMBER, f"IIN{subject.iin}"),
        (NameOID.COUNTRY_NAME, "KZ"),
        (NameOID.GIVEN_NAME, subject.patronymic.strip()),
        (NameOID.ORGANIZATION_NAME, subject.organisation.strip()[:64]),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{subject.bin}" if subject.bin else ""),
    ]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts if value])
