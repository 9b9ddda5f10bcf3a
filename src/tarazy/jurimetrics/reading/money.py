"""Amounts of money in the text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from tarazy.jurimetrics.decision import Money
from tarazy.jurimetrics.reading.flat import Flat
from tarazy.jurimetrics.reading.grammar import Grammar


class Sum(NamedTuple):
    """An amount of money at `[start, end)` of the view."""

    money: Money
    start: int
    end: int


_FIGURE = r"(?<![\d.,/№-])(?P<n>\d{1,3}(?:[ .,']\d{3}){1,5}(?:[.,-]\s?\d{1,2}(?!\d))?|\d{1,15}(?:[.,]\s?\d{1,2}(?!\d)|-\d\d(?!\d))?)"


def money_pattern(grammar: Grammar) -> re.Pattern[str]:
    """The pattern of an amount: figures, words in brackets, thousands or millions, the currency, and small coins."""
    currencies = "|".join(
        f"(?P<{code}>{source})" for code, source in grammar.table("money.currencies").items()
    )
    multipliers = "|".join(sorted(grammar.table("money.multipliers"), key=len, reverse=True))
    many = rf"(?:\s?(?P<many>{multipliers})(?![^\W\d_])\.?)?" if multipliers else ""
    minor = grammar.table("money").get("minor", "")
    coins = rf"(?:\s?,?\s?(?P<coins>\d{{1,2}})\s?(?:\([^()]{{0,80}}\)\s?)?(?:{minor}))?" if minor else ""
    words = r"(?:\s?\([^()]{0,220}\))?"
    return re.compile(rf"{_FIGURE}{words}{many}{words}\s?(?:{currencies}){coins}")


def _amount(figures: str) -> Decimal:
    text = figures.replace(" ", "").replace("'", "")
    decimals = ""
    if len(text) > 3 and text[-3] in ".,-":
        text, decimals = text[:-3], text[-2:]
    elif len(text) > 2 and text[-2] in ".,":
        text, decimals = text[:-2], text[-1:]
    whole = re.sub(r"\D", "", text)
    return Decimal(f"{whole or '0'}.{decimals or '0'}").normalize()


def find_sums(flat: Flat, grammar: Grammar, start: int = 0, end: int | None = None) -> list[Sum]:
    """Return the amounts of money in `[start, end)` of the view, in order. Words in brackets are not counted again."""
    end = len(flat.low) if end is None else end
    multipliers = grammar.table("money.multipliers")
    codes = list(grammar.table("money.currencies"))
    found: list[Sum] = []
    if not codes:
        return found
    for match in grammar.built("money", money_pattern).finditer(flat.low, start, end):
        amount = _amount(match["n"])
        groups = match.groupdict()
        if groups.get("many"):
            amount *= multipliers[groups["many"]]
        if groups.get("coins"):
            amount += Decimal(groups["coins"]) / 100
        code = next((name for name in codes if groups.get(name) is not None), codes[0])
        plain = amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount
        found.append(Sum(Money(amount=plain, currency=code), match.start(), match.end()))
    return found
