"""The verifier of signatures made with certificates of the test PKI."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from asn1crypto import cms, x509
from cryptography import x509 as pyca_x509
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, collect_timing_info
from pyhanko.sign.validation.status import StandardCMSSignatureStatus, TimestampSignatureStatus
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
        stamped, stamp_good = _time_stamp(ca, signed, signature.content, now)
        at = stamped or now
        report = SignatureReport(
            status=Status.VALID,
            signer_name=person.name,
            iin=person.iin,
            bin=person.bin,
            serial=person.serial,
            signed_at=stamped or signature.claimed_at,
            time_stamped=stamped,
        )
        if not stamp_good:
            report = report.but(Status.INVALID, Problem("time_stamp_wrong"))
        elif stamped is None:
            report = report.but(Status.VALID, Problem("no_time_stamp"))
        try:
            found = run(
                async_validate_detached_cms(
                    signature.content,
                    signed,
                    signer_validation_context=context(ca, at, serials=(certificate.serial_number,)),
                    ts_validation_context=context(ca, now, serials=(ca.tsa.serial_number,)),
                )
            )
        except SignatureValidationError:
            return report.but(Status.INVALID, Problem("damaged"))
        return _judged(report, found, ca, certificate, at)


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


def _time_stamp(
    ca: Authority, signed: cms.SignedData, content: bytes, now: datetime
) -> tuple[datetime | None, bool]:
    """The moment that a genuine time stamp proves, and whether no false one is there."""
    try:
        timing = run(
            collect_timing_info(
                extract_signer_info(signed),
                context(ca, now, serials=(ca.tsa.serial_number,)),
                raw_digest=lambda name: digest(content, get_pyca_cryptography_hash(name)),
            )
        )
    except (SignatureValidationError, ValueError):
        return None, False
    token: TimestampSignatureStatus | None = timing.get("timestamp_validity")
    if token is None:
        return None, True
    if not token.trusted or token.timestamp > now:
        return None, False
    return token.timestamp, True
