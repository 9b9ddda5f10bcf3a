"""Taking a signature made elsewhere, in NCALayer for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tarazy.people.actions.confirm import confirm_number

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
    prove_number(user, now)
    return next(report for report in reports if report.iin == iin)


def prove_number(user: Any, now: datetime) -> None:
    """A valid signature with this number proves that it is the person's own; before that it opens nothing."""
    if getattr(user, "iin_confirmed_at", now) is None and user.iin:
        confirm_number(user, user.iin, None, now)
