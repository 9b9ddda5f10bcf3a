"""Certificates that our CA never issued: strangers, forgers, weak and national-looking ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID

from tests.people.pki.factories import NOW, PASSWORD


def a_name(common: str, iin: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if iin:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, f"IIN{iin}"))
    return x509.Name(parts)


def certificate(
    issuer: x509.Name, *, iin: str, serial: int | None = None, key: Any = None, at: datetime = NOW
) -> tuple[Any, x509.Certificate]:
    """A key and a certificate that names this issuer; the issuer's key is an invented one."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(a_name("БӨТЕН АДАМ", iin))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=300))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True
        )
        .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    )
    return key, made


def file_of(key: Any, made: x509.Certificate) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"x", key, made, None, serialization.BestAvailableEncryption(PASSWORD.encode())
    )


def cms_of(key: Any, made: x509.Certificate, content: bytes, *, inside: bool = False) -> bytes:
    """A CMS over the content with this key and certificate (DER)."""
    options = [pkcs7.PKCS7Options.Binary]
    if not inside:
        options.append(pkcs7.PKCS7Options.DetachedSignature)
    return (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(content)
        .add_signer(made, key, hashes.SHA256())
        .sign(serialization.Encoding.DER, options)
    )


def a_weak_key() -> Any:
    return rsa.generate_private_key(65537, 1024)
