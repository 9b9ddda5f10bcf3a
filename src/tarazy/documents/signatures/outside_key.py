"""Signing a PDF with a key that never comes here: the document is prepared, signed elsewhere, put together.

Between the two requests nothing is kept: the same document with the same ticket is prepared to the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, x509
from django.core import signing
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject

from tarazy.people.pki.authority import authority

from . import refusals
from .certificates import holder
from .synchronous import run
from .taking_out import from_cms
from .time_stamper import InProcessTimeStamper

ROOM = 48 * 1024  # hexadecimal digits kept free for the signature: a CMS of 24 KB, the field's have up to 15
TICKET_LASTS = timedelta(hours=2)
_SALT = "tarazy.documents.signatures.outside_key"


@dataclass(frozen=True)
class Prepared:
    """A document with an empty place for a signature. `content`: the bytes that the outside key signs."""

    pdf: bytes
    content: bytes
    place: PreparedByteRangeDigest


def ticket(user: Any, pdf: bytes, *, reason: str, now: datetime) -> str:
    """What the page hands back with the signature: the moment and the reason, bound to person and document."""
    at = int(now.timestamp())
    return signing.dumps(
        {"user": user.pk, "sha256": hashlib.sha256(pdf).hexdigest(), "at": at, "reason": reason}, salt=_SALT
    )


def prepare(user: Any, pdf: bytes, handed: str, *, now: datetime) -> Prepared:
    """The document prepared by the ticket. Raises `TicketEnded` when the ticket is old, false or another's,
    `DocumentUnreadable` when the PDF can't be signed.
    """
    try:
        said = signing.loads(handed, salt=_SALT)
        at = datetime.fromtimestamp(said["at"], UTC)
        fits = said["user"] == user.pk and said["sha256"] == hashlib.sha256(pdf).hexdigest()
        reason = str(said["reason"])
    except (signing.BadSignature, KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise refusals.TicketEnded from error
    if not fits or not at <= now + timedelta(minutes=1) or now - at > TICKET_LASTS:
        raise refusals.TicketEnded
    return _prepare(pdf, at, reason, hashlib.sha256(handed.encode()).digest())


class _TimelessWriter(IncrementalPdfFileWriter):
    """Leaves the date of the last change alone: the clock of this machine would come out different each time."""

    def _update_meta(self) -> None:
        """Nothing: the signature itself says when it was made."""


def _prepare(pdf: bytes, at: datetime, reason: str, seed: bytes) -> Prepared:
    output = io.BytesIO()
    try:
        writer = _TimelessWriter(io.BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            raise refusals.DocumentUnreadable
        identity = writer._document_id  # random by nature; here it must come out the same twice
        identity[1] = generic.ByteStringObject(seed[:16])
        if "/ID" not in writer.prev.trailer:
            identity[0] = generic.ByteStringObject(hashlib.sha256(pdf).digest()[:16])
        steps = PdfCMSEmbedder().write_cms(field_name=f"Signature-{seed[:6].hex()}", writer=writer)
        next(steps)
        steps.send(
            SigObjSetup(
                SignatureObject(
                    subfilter=SigSeedSubFilter.PADES, timestamp=at, reason=reason or None, bytes_reserved=ROOM
                )
            )
        )
        place, _written = steps.send(SigIOSetup(md_algorithm="sha256", output=output))
    except refusals.SigningRefused:
        raise
    except (SigningError, PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise refusals.DocumentUnreadable from error
    except (RecursionError, NotImplementedError, AssertionError, OverflowError) as error:
        raise refusals.DocumentUnreadable from error
    made = output.getvalue()
    content = made[: place.reserved_region_start] + made[place.reserved_region_end :]
    return Prepared(made, content, place)


def put_together(prepared: Prepared, container: bytes, serial: str, *, stamp_at: datetime | None) -> bytes:
    """The signed PDF, with the signature of the certificate `serial` out of the CMS (DER).

    `stamp_at` adds our time stamp where the signature has none and ours means something. Raises
    `SignatureNotValid` when the signature isn't there or is too large for its place.
    """
    own = next(
        (
            one
            for one in from_cms(prepared.content, container)
            if holder(x509.Certificate.load(one.signer_certificate)).serial == serial
        ),
        None,
    )
    if own is None:
        raise refusals.SignatureNotValid
    der = own.cms if stamp_at is None else _stamped(own.cms, stamp_at)
    if 2 * len(der) > ROOM:
        raise refusals.SignatureNotValid
    output = io.BytesIO(prepared.pdf)
    prepared.place.fill_with_cms(output, der)
    return output.getvalue()


def _stamped(container: bytes, at: datetime) -> bytes:
    """The CMS with our time stamp on its only signature, unless it has one."""
    signed = cms.ContentInfo.load(container)["content"]
    signer = signed["signer_infos"][0]
    attributes = list(signer["unsigned_attrs"]) if signer["unsigned_attrs"].native else []
    if any(one["type"].native == "signature_time_stamp_token" for one in attributes):
        return container
    digest = hashlib.sha256(signer["signature"].native).digest()
    token = run(InProcessTimeStamper(authority(), at).async_timestamp(digest, "sha256"))
    attributes.append(cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]}))
    # Built anew: changing the parsed value and forcing it out takes time that grows with each level twice over.
    parts = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")
    anew = cms.SignerInfo({part: signer[part] for part in parts} | {"unsigned_attrs": attributes})
    kept = ("version", "digest_algorithms", "encap_content_info", "certificates")
    whole = cms.SignedData({part: signed[part] for part in kept} | {"signer_infos": [anew]})
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": whole}).dump())
