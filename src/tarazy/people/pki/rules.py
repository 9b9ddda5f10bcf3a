"""Decisions of the test PKI without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tarazy.law.identifiers import is_bin, is_iin

LASTS = timedelta(days=365)  # as personal certificates of the national centre do
SHORTEST_PASSWORD = 8


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names. `organisation` and `bin` come together, for a company's signatory."""

    iin: str
    family_name: str
    given_name: str
    patronymic: str = ""
    organisation: str = ""
    bin: str = ""

    @property
    def name(self) -> str:
        """Family and given name, as certificates of the field bear it."""
        return " ".join(part for part in (self.family_name.strip(), self.given_name.strip()) if part)


def refusal(subject: Subject, password: str) -> str | None:
    """Why no certificate is issued for this subject with this password, as a code; None if it may be."""
    if not is_iin(subject.iin):
        return "bad_iin"
    if subject.bin and not is_bin(subject.bin):
        return "bad_bin"
    if bool(subject.bin) != bool(subject.organisation.strip()):
        return "organisation_incomplete"
    if not subject.family_name.strip() or len(subject.name) > 64:  # X.520 gives a common name 64 letters
        return "bad_name"
    if len(password) < SHORTEST_PASSWORD:
        return "password_too_short"
    return None


def lasts(now: datetime, until: datetime) -> datetime:
    """The end of a certificate issued now, never after the issuer's own end."""
    return min(now + LASTS, until)
