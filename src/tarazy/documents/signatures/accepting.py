"""Taking a signature made elsewhere, in NCALayer for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from . import refusals
from .reports import SignatureReport, Verifier
from .rules import acceptance
from .verifying import verifier as house_verifier

_REFUSALS: dict[str, type[refusals.SigningRefused]] = {
    one.code: one
    for one in (
        refusals.SignatureNotValid,
        refusals.SignatureNotJudged,
        refusals.WrongPerson,
        refusals.NoOwnNumber,
    )
}


def accept_cms(
    content: bytes, cms: bytes, user: Any, *, now: datetime, verifier: Verifier | None = None
) -> SignatureReport:
    """The report on this person's own signature over the content, when it is valid; else it raises.

    Raises `SignatureNotValid`, `SignatureNotJudged` (no verifier here for its issuer or algorithm),
    `WrongPerson` or `NoOwnNumber`. The refusal carries the reports as `reports`.
    """
    reports = (verifier or house_verifier()).verify_cms(content, cms, now=now)
    iin = getattr(user, "iin", "") or ""
    if why := acceptance(reports, iin):
        refused = _REFUSALS[why]()
        refused.reports = reports
        raise refused
    return next(report for report in reports if report.iin == iin)
