"""What is in force on a day: editions of codes and the monthly calculation index."""

from __future__ import annotations

from datetime import date as Date

from .errors import NoIndexValue
from .model import Edition, IndexValue, Jurisdiction


def in_force(jurisdiction: Jurisdiction, code_id: str, on: Date) -> Edition | None:
    """The edition of the code in force on this day, None if none was (or none is known to the pack).

    Raises `UnknownCode`. A code without editions in the pack is known by name only: `has_editions` tells.
    """
    return next((edition for edition in jurisdiction.code(code_id).editions if edition.covers(on)), None)


def has_editions(jurisdiction: Jurisdiction, code_id: str) -> bool:
    """Whether the pack knows when this code was in force at all. Raises `UnknownCode`."""
    return bool(jurisdiction.code(code_id).editions)


def mci(jurisdiction: Jurisdiction, on: Date) -> IndexValue:
    """The monthly calculation index (МРП, АЕК) of this day. Raises `NoIndexValue` before the first one known.

    A value is taken to hold until the next one begins; one kept for over a year is returned as unverified,
    because it changes each January.
    """
    values = [value for value in jurisdiction.index_values if value.since <= on]
    if not values:
        raise NoIndexValue(jurisdiction=jurisdiction.id, on=on.isoformat())
    latest = max(values, key=lambda value: value.since)
    return latest if latest.since.year == on.year else latest.model_copy(update={"unverified": True})
