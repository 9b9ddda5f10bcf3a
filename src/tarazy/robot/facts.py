"""What a rule table is decided on: data with their sources and times, never a bare value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Datum:
    """One value that a source told.

    `name` is the table's word for it; `value` a plain JSON value; `source` the register or paper; `at` when it was true
    there. `doubt` is a code (`missing`, `timeout`, `stale`, `contradicts`, `low_confidence` …), empty when there is none.
    """

    name: str
    value: Any
    source: str
    at: datetime
    doubt: str = ""


Facts = dict[str, Datum]
