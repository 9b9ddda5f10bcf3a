"""Taking signatures out of what carries them: a PDF or a CMS container, each signer by itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from .reports import SignedBytes

MOST_SIGNERS = 50  # a hostile file may claim thousands; no document of a court has so many


class Unreadable(Exception):
    """Nothing can be taken out; `code` says why (see `problems`)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class PdfSignature:
    """A signature of a PDF, with what its place in the file tells: a problem as a code, or none."""

    signature: SignedBytes
    problem: str | None


def from_cms(content: bytes, container: bytes) -> tuple[SignedBytes, ...]:
    """Each signer of a CMS (DER, or PEM's inner part decoded) by itself, over `content`.

    Raises `Unreadable` when it isn't a CMS with signers, or holds another content inside.
    """
    try:
        outer = cms.ContentInfo.load(container, strict=True)
        if outer["content_type"].native != "signed_data":
            raise Unreadable("damaged")
        signed: cms.SignedData = outer["content"]
        inside = signed["encap_content_info"]["content"]
        if inside is not core.VOID and inside.native is not None and bytes(inside) != content:
            raise Unreadable("other_document")
        signers = list(signed["signer_infos"])
        if not signers or len(signers) > MOST_SIGNERS:
            raise Unreadable("damaged")
        return tuple(_one(content, signed, signer) for signer in signers)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, CMSExtractionError) as error:
        raise Unreadable("damaged") from error


def _one(content: bytes, signed: cms.SignedData, signer: cms.SignerInfo) -> SignedBytes:
    certificates = [] if signed["certificates"] is core.VOID else signed["certificates"]
    alone = cms.SignedData(
        {
            "version": signed["version"].native,
            "digest_algorithms": [signer["digest_algorithm"]],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [signer],
        }
    )
    found = extract_certificate_info(alone)
    claimed = extract_self_reported_ts(signer)
    return SignedBytes(
        content=content,
        cms=cms.ContentInfo({"content_type": "signed_data", "content": alone}).dump(),
        signer_certificate=found.signer_cert.dump(),
        claimed_at=claimed if isinstance(claimed, datetime) and claimed.tzinfo else None,
        certificates=tuple(one.dump() for one in found.other_certs),
    )


def from_pdf(pdf: bytes) -> tuple[PdfSignature, ...]:
    """Each signature of a PDF in the order of signing, document time stamps left out.

    Raises `Unreadable`: damaged, or closed with a password.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise Unreadable("encrypted")
        embedded = reader.embedded_regular_signatures
        if len(embedded) > MOST_SIGNERS:
            raise Unreadable("damaged")
        fields = {one.field_name for one in reader.embedded_signatures}
        return tuple(_from_field(pdf, one, fields) for one in embedded)
    except Unreadable:
        raise
    except Exception as error:  # a parser of hostile files fails in more ways than it names
        raise Unreadable("damaged") from error


def _from_field(pdf: bytes, embedded: EmbeddedPdfSignature, fields: set[str]) -> PdfSignature:
    content = _covered(pdf, embedded)
    # The place of a signature is filled up with zeros behind it, so only the value itself is read on.
    (signature,) = from_cms(content, cms.ContentInfo.load(embedded.pkcs7_content).dump())
    if signature.claimed_at is None:
        claimed = _claimed(embedded)
        signature = SignedBytes(
            signature.content, signature.cms, signature.signer_certificate, claimed, signature.certificates
        )
    embedded.compute_integrity_info()
    return PdfSignature(signature, _place(embedded, fields))


def _covered(pdf: bytes, embedded: EmbeddedPdfSignature) -> bytes:
    """The bytes that the signature covers: all but the place of the signature itself (ISO 32000-2, 12.8.1)."""
    numbers = [int(one) for one in embedded.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        raise Unreadable("damaged")
    _start, first, second, length = numbers
    if first >= second or second + length > len(pdf):
        raise Unreadable("damaged")
    return pdf[:first] + pdf[second : second + length]


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    try:
        claimed = embedded.self_reported_timestamp
    except (ValueError, TypeError, PdfError):
        return None
    return claimed if claimed is not None and claimed.tzinfo else None


def _place(embedded: EmbeddedPdfSignature, fields: set[str]) -> str | None:
    """Whether anything that a reader sees came after the signature, as a code."""
    if embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return None
    if embedded.coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        return "changed_after_signing"
    found = embedded.diff_result
    if not isinstance(found, DiffResult) or found.modification_level not in (
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    ):
        return "changed_after_signing"
    return None if set(found.changed_form_fields) <= fields else "changed_after_signing"
