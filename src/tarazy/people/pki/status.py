"""What the CA says of its certificates: the revocation list (RFC 5280) and the OCSP responder (RFC 6960)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from .authority import Authority
from .models import IssuedCertificate

CRL_LASTS = timedelta(hours=24)
OCSP_LASTS = timedelta(hours=1)
HASHES: dict[str, hashes.HashAlgorithm] = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}


def crl(ca: Authority, now: datetime) -> bytes:
    """The signed list of revoked certificates (DER), good for a day. Its number grows with the clock."""
    now = now.astimezone(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ca.issuing.subject)
        .last_update(now)
        .next_update(now + CRL_LASTS)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.issuing_key.public_key()), critical=False
        )
    )
    revoked = IssuedCertificate.objects.filter(revoked_at__lte=now).order_by("pk")
    for serial, at, reason in revoked.values_list("serial", "revoked_at", "revocation_reason").iterator():
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(int(serial, 16))
            .revocation_date(at)
            .add_extension(x509.CRLReason(_flag(reason)), critical=False)
            .build()
        )
    return builder.sign(ca.issuing_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _flag(reason: str) -> x509.ReasonFlags:
    return x509.ReasonFlags[reason or "unspecified"]


def answer(ca: Authority, request: bytes, now: datetime) -> bytes:
    """The OCSP response (DER) to a request (DER): good, revoked, or unknown for what this CA never issued.

    A request that can't be read, or that asks of another CA's certificates, gets the error of RFC 6960.
    """
    try:
        asked = ocsp.load_der_ocsp_request(request)
        serial, algorithm = asked.serial_number, HASHES.get(asked.hash_algorithm.name)
        name_hash, key_hash = asked.issuer_name_hash, asked.issuer_key_hash
        nonce = next((one for one in asked.extensions if isinstance(one.value, x509.OCSPNonce)), None)
    except (ValueError, TypeError, NotImplementedError, OverflowError, x509.UnsupportedGeneralNameType):
        return _refused(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    if algorithm is None or (name_hash, key_hash) != _identity(ca.issuing, algorithm):
        return _refused(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    return _respond(ca, serial, algorithm, now, nonce.value if nonce else None)


def respond(ca: Authority, serial: int, now: datetime) -> bytes:
    """The OCSP response (DER) on one certificate of this CA, without a request: for signing and verifying."""
    return _respond(ca, serial, HASHES["sha1"], now, None)


def _respond(
    ca: Authority,
    serial: int,
    algorithm: hashes.HashAlgorithm,
    now: datetime,
    nonce: x509.ExtensionType | None,
) -> bytes:
    now = now.astimezone(UTC).replace(microsecond=0)
    status, revoked_at, reason = _status(ca, serial, now)
    name_hash, key_hash = _identity(ca.issuing, algorithm)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            name_hash,
            key_hash,
            serial,
            algorithm,
            status,
            this_update=now,
            next_update=now + OCSP_LASTS,
            revocation_time=revoked_at,
            revocation_reason=reason,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, ca.ocsp)
        .certificates([ca.ocsp])
    )
    if nonce is not None:
        builder = builder.add_extension(nonce, critical=False)
    return builder.sign(ca.ocsp_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _status(
    ca: Authority, serial: int, now: datetime
) -> tuple[ocsp.OCSPCertStatus, datetime | None, x509.ReasonFlags | None]:
    if serial in ca.own_serials:
        return ocsp.OCSPCertStatus.GOOD, None, None
    row = (
        IssuedCertificate.objects.filter(serial=f"{serial:x}")
        .values_list("revoked_at", "revocation_reason")
        .first()
    )
    if row is None:
        return ocsp.OCSPCertStatus.UNKNOWN, None, None
    revoked_at, reason = row
    if revoked_at is None or revoked_at > now:
        return ocsp.OCSPCertStatus.GOOD, None, None
    return ocsp.OCSPCertStatus.REVOKED, revoked_at, _flag(reason)


def _refused(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(serialization.Encoding.DER)


def _identity(issuer: x509.Certificate, algorithm: hashes.HashAlgorithm) -> tuple[bytes, bytes]:
    """The hashes of the issuer's name and key, by which a request names it (RFC 6960, 4.1.1)."""
    name = hashes.Hash(algorithm)
    name.update(issuer.subject.public_bytes())
    key = hashes.Hash(algorithm)
    key.update(
        issuer.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
    )
    return name.finalize(), key.finalize()
