"""Rules of the registry without storage: pure functions, each with its norm."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

# Two sums of one dispute may differ by what accrued meanwhile: penalties, interest.
AMOUNT_RATIO = Decimal("1.25")
_FORMS = re.compile(r"\b(?:тоо|жшс|ао|ақ|ип|жк|llp|jsc|товарищество|серіктестігі|гу|мм|рмм|ргу)\b")
_OTHER = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True)
class Disputant:
    """A party as the comparison needs it: name as written, IIN or BIN (or "")."""

    name: str
    number: str = ""


@dataclass(frozen=True)
class Dispute:
    """Who disputes with whom about what; `amount` in one currency, None where there is none."""

    claim: tuple[Disputant, ...]
    defence: tuple[Disputant, ...]
    category: str
    amount: Decimal | None = None


def normal_name(name: str) -> str:
    """A name without what writings of it differ in: case, ё, quotes, the legal form, the order of spaces."""
    text = _OTHER.sub(" ", name.casefold().replace("ё", "е"))
    return " ".join(_FORMS.sub(" ", text).split())


def same_person(one: Disputant, other: Disputant) -> bool:
    """Whether two parties are the same: by number where both have one, else by name."""
    if one.number and other.number:
        return one.number == other.number
    left, right = normal_name(one.name), normal_name(other.name)
    return bool(left) and (left == right or left.split() == right.split()[: len(left.split())] != [left])


def same_dispute(one: Dispute, other: Dispute) -> list[dict[str, str]]:
    """What speaks for the two being one dispute, as codes with values; empty if they aren't.

    They are if somebody stands on each side of both and the category is the same (or unknown in one); amounts that
    are far apart speak against it. Norm: GPK 151–152 (same parties, same subject, same grounds).
    """
    claim = _shared(one.claim, other.claim)
    defence = _shared(one.defence, other.defence)
    without_defence = not one.defence and not other.defence
    if not claim or not (defence or without_defence):
        return []
    if one.category and other.category and one.category != other.category:
        return []
    if one.amount is not None and other.amount is not None and not close(one.amount, other.amount):
        return []
    evidence = [{"code": "same_claim_side", "by": claim}]
    if defence:
        evidence.append({"code": "same_defence_side", "by": defence})
    if one.category and one.category == other.category:
        evidence.append({"code": "same_category", "category": one.category})
    if one.amount is not None and other.amount is not None:
        evidence.append({"code": "close_amounts", "one": str(one.amount), "other": str(other.amount)})
    return evidence


def close(one: Decimal, other: Decimal) -> bool:
    """Whether two sums lie in one band: the larger at most `AMOUNT_RATIO` times the smaller."""
    low, high = sorted((one, other))
    return high <= low * AMOUNT_RATIO


def counterclaim_in_time(stage: str) -> bool:
    """A counterclaim is possible only until the preparation of the case ends. Norm: GPK 153."""
    return stage in ("accepted", "preparation", "preliminary_hearing")


def reason_enough(reason: str, least: int) -> bool:
    """Whether a written reason has at least `least` characters that are more than one repeated."""
    text = " ".join(reason.split())
    return len(text) >= least and len(set(text)) >= min(8, least)


def scope_needed(code: str, scopes: dict[str, str]) -> str:
    """What a power of attorney must allow for a paper; `scopes` names those that are more than filing (GPK 60)."""
    return scopes.get(code, "file")


def next_step_number(numbers: Collection[int]) -> int:
    """The number of the next step of an internal paper: 1, 2, 3 …"""
    return max(numbers, default=0) + 1


def paper_may_take(kind: str, state: str, done: Sequence[str]) -> bool:
    """Whether an internal paper in `state` may take a step of `kind` after the steps `done`.

    Sent only once approved; nothing after it was sent or closed. The order of office work is the court's own, no norm.
    """
    if state in ("dispatched", "closed"):
        return False
    if kind == "dispatch":
        return state == "approved"
    if kind == "approval":
        return state in ("draft", "moving") or "approval" in done
    return True


def _shared(ones: Sequence[Disputant], others: Sequence[Disputant]) -> str:
    for one in ones:
        for other in others:
            if same_person(one, other):
                return "number" if one.number and other.number else "name"
    return ""
