"""Decisions about signatures without I/O."""

from __future__ import annotations

from datetime import datetime

from .reports import SignatureReport, Status


def own_signature(certificate_iin: str, user_iin: str) -> str | None:
    """Why this certificate isn't the acting person's, as a code; None if it is.

    A signature is the act of the person named in the certificate (Law on the electronic document and the
    electronic digital signature of 2003-01-07 № 370, art. 10), so nobody signs with another's.
    """
    if not user_iin:
        return "no_own_number"
    return None if certificate_iin and certificate_iin == user_iin else "wrong_person"


def out_of_dates(not_before: datetime, not_after: datetime, at: datetime) -> str | None:
    """Whether a certificate was out of its dates at a moment, as a code; None if within. Both ends count in
    (RFC 5280, 4.1.2.5)."""
    if at < not_before:
        return "not_yet_valid"
    return "expired" if at > not_after else None


def key_strong_enough(kind: str, bits: int) -> bool:
    """Whether a key may sign (NIST SP 800-131A: 112 bits of security): RSA from 2048 bits, ECDSA from 224."""
    return {"rsa": 2048, "ec": 224}.get(kind, 1 << 30) <= bits


def acceptance(reports: tuple[SignatureReport, ...], user_iin: str) -> str | None:
    """Why a signature made elsewhere isn't taken from this person, as a code; None if it is.

    Every signer must be valid, and one of them must be the person. What nobody here can judge is never taken.
    """
    if not reports or any(report.status is Status.INVALID for report in reports):
        return "signature_not_valid"
    if any(report.status is not Status.VALID for report in reports):
        return "signature_not_judged"
    reasons = [own_signature(report.iin, user_iin) for report in reports]
    return None if None in reasons else reasons[0]
