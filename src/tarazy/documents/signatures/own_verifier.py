"""The verifier of signatures made with certificates of the test PKI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import Any

from asn1crypto import cms, x509
from cryptography import x509 as pyca_x509
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    async_validate_cms_signature,
    collect_signer_attr_status,
    collect_timing_info,
)
from pyhanko.sign.validation.status import StandardCMSSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from tarazy.people.pki.authority import Authority, authority

from .certificates import holder
from .integrity import digest
from .own_trust import context, names_own_issuer
from .reports import Problem, SignatureReport, SignedBytes, Status
from .rules import out_of_dates
from .synchronous import run

TRUST = "test"
_WEAK = (
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
)
_OUT_OF_DATES = (AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED)


class OwnVerifier:
    """Judges by the CA's own word on revocation as of now, at the moment that the time stamp proves."""

    def recognises(self, signer_certificate: bytes) -> bool:
        """Whether the certificate names our issuing CA. A forged one does too, and is judged here as forged."""
        return names_own_issuer(authority(), x509.Certificate.load(signer_certificate))

    def judge(self, signature: SignedBytes, *, now: datetime) -> SignatureReport:
        """The report. Without a time stamp the certificate must still be good now."""
        ca = authority()
        signed = cms.ContentInfo.load(signature.cms)["content"]
        certificate = extract_certificate_info(signed).signer_cert
        person = holder(certificate)
        checked = _check(ca, signed, certificate, signature.content, now)
        report = SignatureReport(
            status=Status.VALID,
            signer_name=person.name,
            iin=person.iin,
            bin=person.bin,
            serial=person.serial,
            signed_at=checked.stamped or signature.claimed_at,
            time_stamped=checked.stamped,
        )
        if not checked.stamp_good:
            report = report.but(Status.INVALID, Problem("time_stamp_wrong"))
        elif checked.stamped is None:
            report = report.but(Status.VALID, Problem("no_time_stamp"))
        if checked.found is None:
            return report.but(Status.INVALID, Problem("damaged"))
        return _judged(report, checked.found, ca, certificate, checked.stamped or now)


@dataclass(frozen=True)
class _Checked:
    """The moment that a genuine time stamp proves, whether no false one is there, and what the library found."""

    stamped: datetime | None
    stamp_good: bool
    found: StandardCMSSignatureStatus | None  # None: it can't be read


def _check(
    ca: Authority, signed: cms.SignedData, certificate: x509.Certificate, content: bytes, now: datetime
) -> _Checked:
    """The time stamp first, for the signature is judged at its moment; each of the two is checked once (ADR 0035)."""
    signer = extract_signer_info(signed)
    hashed = cache(partial(_digest, content))
    try:
        timing = run(
            collect_timing_info(signer, context(ca, now, serials=(ca.tsa.serial_number,)), raw_digest=hashed)
        )
    except (SignatureValidationError, ValueError):
        return _Checked(None, False, None)
    token: TimestampSignatureStatus | None = timing.get("timestamp_validity")
    good = token is None or (token.trusted and token.timestamp <= now)
    stamped = token.timestamp if token is not None and good else None
    at_that_time = context(ca, stamped or now, serials=(certificate.serial_number,))
    try:
        found = run(_signed(signed, certificate, signer, at_that_time, hashed, timing))
    except SignatureValidationError:
        return _Checked(stamped, good, None)
    return _Checked(stamped, good, found)


async def _signed(
    signed: cms.SignedData,
    certificate: x509.Certificate,
    signer: cms.SignerInfo,
    trust: ValidationContext,
    hashed: Callable[[str], bytes],
    timing: dict[str, Any],
) -> StandardCMSSignatureStatus:
    found = await async_validate_cms_signature(
        signed,
        status_cls=StandardCMSSignatureStatus,
        raw_digest=hashed(signer["digest_algorithm"]["algorithm"].native),
        validation_context=trust,
        status_kwargs=timing,
    )
    attributes = extract_certificate_info(signed).attribute_certs
    await collect_signer_attr_status(attributes, certificate, None, signer["signed_attrs"])
    return found


def _digest(content: bytes, name: str) -> bytes:
    return digest(content, get_pyca_cryptography_hash(name))


def _judged(
    report: SignatureReport,
    found: StandardCMSSignatureStatus,
    ca: Authority,
    certificate: x509.Certificate,
    at: datetime,
) -> SignatureReport:
    if not found.valid:
        return report.but(Status.INVALID, Problem("signature_wrong"))
    if not found.intact:
        return report.but(Status.INVALID, Problem("changed"))
    why = found.trust_problem_indic
    if why is None and found.validation_path is not None:
        return replace(report, trust=TRUST)
    if found.revocation_details is not None:
        return report.but(Status.INVALID, Problem("revoked", found.revocation_details.revocation_date))
    if not _issued_here(ca, certificate):
        return report.but(Status.INVALID, Problem("issuer_forged"))
    outside = out_of_dates(certificate.not_valid_before, certificate.not_valid_after, at)
    if outside:
        ends = certificate.not_valid_after if outside == "expired" else certificate.not_valid_before
        return report.but(Status.INVALID, Problem(outside, ends))
    if why in _WEAK:
        return report.but(Status.INVALID, Problem("algorithm_weak"))
    if why is AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE:
        return report.but(Status.INVALID, Problem("not_for_signing"))
    return report.but(Status.UNKNOWN, Problem("status_unknown"))


def _issued_here(ca: Authority, certificate: x509.Certificate) -> bool:
    """Whether the issuing CA's key made the certificate, whatever else is wrong with it."""
    try:
        pyca_x509.load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(ca.issuing)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
