"""Entries of the ledger about people: ids alone, in the ledger of the court that it is about."""

from __future__ import annotations

from datetime import datetime

from tarazy.ledger import append
from tarazy.people.models import User

NO_COURT = "0000"


def note(kind: str, court_code: str, by: User | None, now: datetime, **body: str | int | list[str]) -> None:
    """Add `people.<kind>` to the court's ledger, or to that of no court, in the caller's transaction."""
    actor = {"by": str(by.uuid)} if by is not None else {}
    append(court_code or NO_COURT, f"people.{kind}", {**body, **actor}, at=now)
