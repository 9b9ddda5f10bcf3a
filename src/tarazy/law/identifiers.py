"""Identification numbers of Kazakhstan (IIN of a person, BIN of an organisation): twelve digits.

The control digit is the sum of the first eleven digits with weights 1…11 modulo 11; where that is 10, the sum
with weights 3…11, 1, 2 modulo 11; where that is 10 again the number is never issued (Government resolution of
2003-09-26 № 995; the procedure is known from public descriptions and not checked in its text).
"""

from __future__ import annotations

import re
from datetime import date as Date
from enum import StrEnum

from .errors import BadIdentifier

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_TWELVE = re.compile(r"[0-9]{12}\Z")
_ELEVEN = re.compile(r"[0-9]{11}\Z")


class Sex(StrEnum):
    """Sex as an IIN states it."""

    MALE = "male"
    FEMALE = "female"


def control_digit(first_eleven: str) -> int | None:
    """The twelfth digit for these eleven, or None where no number with them is issued.

    Raises `BadIdentifier` unless they are eleven digits.
    """
    if not _ELEVEN.match(first_eleven):
        raise BadIdentifier(identifier=first_eleven, problem="not_eleven_digits")
    digits = [int(digit) for digit in first_eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def complete(first_eleven: str) -> str | None:
    """The whole number that begins with these eleven digits, or None where none is issued."""
    last = control_digit(first_eleven)
    return None if last is None else f"{first_eleven}{last}"


def is_iin(text: str) -> bool:
    """Whether `text` can be a person's number: a real birth date and century, the right control digit."""
    return _has_control(text) and birth_date(text) is not None


def is_bin(text: str) -> bool:
    """Whether `text` can be an organisation's number: month, kind 4–6, mark 0–3, the right control digit."""
    return _has_control(text) and 1 <= int(text[2:4]) <= 12 and text[4] in "456" and text[5] in "0123"


def birth_date(iin: str) -> Date | None:
    """The date of birth that an IIN states (digits 1–6, the century by digit 7), None if it states none."""
    if not _TWELVE.match(iin) or iin[6] not in CENTURIES:
        return None
    try:
        return Date(CENTURIES[iin[6]] + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None


def sex(iin: str) -> Sex | None:
    """The sex that an IIN states (digit 7 odd: male), None if it states none."""
    if not _TWELVE.match(iin) or iin[6] not in CENTURIES:
        return None
    return Sex.MALE if int(iin[6]) % 2 else Sex.FEMALE


def iin_for(born: Date, gender: Sex, serial: int) -> str | None:
    """An IIN for this birth date, sex and serial 0–9999; None where that serial is never issued.

    Raises `BadIdentifier` for a serial or a century that no IIN can hold.
    """
    century = (born.year // 100) * 100
    marks = {
        digit
        for digit, start in CENTURIES.items()
        if start == century and int(digit) % 2 == (gender is Sex.MALE)
    }
    if not marks or not 0 <= serial <= 9999:
        raise BadIdentifier(identifier=f"{born:%y%m%d}", problem="out_of_range")
    return complete(f"{born:%y%m%d}{min(marks)}{serial:04d}")


def bin_for(registered: Date, serial: int, kind: int = 4, mark: int = 0) -> str | None:
    """A BIN for this month of registration and serial 0–99999; None where that serial is never issued.

    `kind` is 4 resident company, 5 non-resident, 6 joint entrepreneurship; `mark` 0 head office, 1 branch,
    2 representation, 3 farm. Raises `BadIdentifier` for values that no BIN can hold.
    """
    if not 0 <= serial <= 99999 or kind not in (4, 5, 6) or mark not in (0, 1, 2, 3):
        raise BadIdentifier(identifier=f"{registered:%y%m}", problem="out_of_range")
    return complete(f"{registered:%y%m}{kind}{mark}{serial:05d}")


def _has_control(text: str) -> bool:
    return bool(_TWELVE.match(text)) and control_digit(text[:11]) == int(text[11])
