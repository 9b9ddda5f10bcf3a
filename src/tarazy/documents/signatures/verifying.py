"""The verifier that everybody calls: it takes signatures out and gives each to the verifier of its issuer."""

from __future__ import annotations

import binascii
import logging
from base64 import b64decode
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from asn1crypto import x509
from django.conf import settings
from django.utils.module_loading import import_string

from . import integrity
from .certificates import holder, is_national
from .own_verifier import OwnVerifier
from .reports import IssuerVerifier, Problem, SignatureReport, SignedBytes, Status
from .taking_out import Unreadable, from_cms, from_pdf

log = logging.getLogger(__name__)

LARGEST_PDF = 64 * 1024 * 1024  # bytes
LARGEST_CMS = 96 * 1024 * 1024  # a container may hold the document inside
WRONG = ("changed", "signature_wrong", "damaged")


class DocumentVerifier:
    """The `Verifier` of the house.

    `settings.SIGNATURE_VERIFIERS` names further verifiers (dotted paths of classes without arguments, see
    `reports.IssuerVerifier`). A certificate that none recognises is `unknown`, never valid.
    """

    def __init__(self, verifiers: tuple[IssuerVerifier, ...] | None = None) -> None:
        self._verifiers = _configured() if verifiers is None else verifiers

    def verify_pdf(self, pdf: bytes, *, now: datetime) -> tuple[SignatureReport, ...]:
        """A report for each signature, in the order of signing; what can't be read is one invalid report."""
        if len(pdf) > LARGEST_PDF:
            return (_unreadable("too_large"),)
        try:
            found = from_pdf(pdf)
        except Unreadable as why:
            return (_unreadable(why.code),)
        reports = []
        for one in found:
            report = self._judge(one.signature, now)
            if one.problem:
                report = report.but(Status.INVALID, Problem(one.problem))
            whole = one.problem is None and not {"changed", "damaged"} & set(report.codes)
            reports.append(replace(report, covers_whole_document=whole))
        return tuple(reports)

    def verify_cms(self, content: bytes, cms: bytes, *, now: datetime) -> tuple[SignatureReport, ...]:
        """A report for each signer; the CMS may be DER, PEM or base64."""
        if len(cms) > LARGEST_CMS:
            return (_unreadable("too_large"),)
        try:
            found = from_cms(content, as_der(cms))
        except Unreadable as why:
            return (_unreadable(why.code),)
        reports = (self._judge(one, now) for one in found)
        return tuple(replace(one, covers_whole_document="changed" not in one.codes) for one in reports)

    def _judge(self, signature: SignedBytes, now: datetime) -> SignatureReport:
        try:
            for verifier in self._verifiers:
                if verifier.recognises(signature.signer_certificate):
                    return verifier.judge(signature, now=now)
            return _stranger(signature)
        except Exception as error:
            # Whatever a hostile file or a far-away verifier does, this is no reason for a page to fail.
            log.warning("a signature could not be judged: %s", type(error).__name__)
            return SignatureReport(Status.UNKNOWN, problems=(Problem("verifier_failed"),))


def _unreadable(code: str) -> SignatureReport:
    return SignatureReport(Status.INVALID, problems=(Problem(code),))


def _stranger(signature: SignedBytes) -> SignatureReport:
    """What can be said of a signature whose issuer nobody here knows: at best that it fits."""
    certificate = x509.Certificate.load(signature.signer_certificate)
    person = holder(certificate)
    report = SignatureReport(
        status=Status.UNKNOWN,
        signer_name=person.name,
        iin=person.iin,
        bin=person.bin,
        serial=person.serial,
        signed_at=signature.claimed_at,
    )
    wrong = integrity.problem(signature.content, signature.cms)
    if wrong in WRONG:
        return report.but(Status.INVALID, Problem(wrong))
    if wrong:
        report = report.but(Status.UNKNOWN, Problem(wrong))
    return report.but(
        Status.UNKNOWN, Problem("no_national_verifier" if is_national(certificate) else "issuer_unknown")
    )


def as_der(cms: bytes) -> bytes:
    """A CMS as DER, from DER, PEM or plain base64. Raises `Unreadable`."""
    if cms[:1] == b"\x30":
        return cms
    lines = [line for line in cms.split(b"\n") if line.strip() and not line.startswith(b"-----")]
    try:
        return b64decode(b"".join(line.strip() for line in lines), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("damaged") from error


def verifier() -> DocumentVerifier:
    """The verifier with the settings of this installation."""
    return DocumentVerifier()


def _configured() -> tuple[IssuerVerifier, ...]:
    return _load(tuple(getattr(settings, "SIGNATURE_VERIFIERS", ())))


@lru_cache(maxsize=8)
def _load(paths: tuple[str, ...]) -> tuple[IssuerVerifier, ...]:
    return (OwnVerifier(), *(import_string(path)() for path in paths))
