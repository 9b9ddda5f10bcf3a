"""The small language in which a rule table says what must be so: `{datum: balance, at_least: {mci: 40}}`.

A test is met, unmet or doubtful (Kleene's three values): `all` is unmet as soon as one part is, `any` met as soon as
one part is, and otherwise a doubt in a part is a doubt of the whole. Nothing here raises: what can't be read or
compared is doubtful.

    {datum: x, is: word or yes or no}        {datum: x, is_in: [words] or the name of a list}
    {datum: x, equals: other datum}          {datum: x, is_empty: true}
    {datum: x, at_least | more_than | at_most | less_than: quantity}
    {datum: x, has_all: [words]}    each is among the words of x
    {datum: x, has: {list: name, by: datum, field: name}}    so is every entry of that field of the list's item
    {datum: x, not_after: other date or now}
    {datum: x, term_over: limit of the law pack, day: other date or now}
    {datum: x, term_runs: limit of the law pack, day: other date or now}
    {datum: x, aged: years, day: other date or now}        {datum: x, months_passed: number, day: …}
    {datum: x, fine_of: list, day: [dates]}    the entry has one fine, which is reckoned (`fine`)
    {datum: x, known: true}    an optional datum is there
    {datum: x, born_on: date}    x is an IIN, and of somebody born on that day
    {all: [tests]}   {any: [tests]}   {not: test}

A quantity is a number, `{mci: 40, day: [dates]}` (indexes of those days, which must agree), `{fee: kind, of: sum,
payer: datum, day: date}` (state fee of the law pack) or `{datum: other}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

ORDERS = ("at_least", "more_than", "at_most", "less_than")
KINDS = (
    "is", "is_in", "equals", "is_empty", *ORDERS, "has", "has_all", "not_after", "term_over", "term_runs", "aged",
    "months_passed", "fine_of", "known", "born_on",
)  # fmt: skip
NOW = "now"
DATED = ("term_over", "term_runs", "aged", "months_passed", "fine_of")


class State(StrEnum):
    """What came of a condition."""

    MET = "met"
    UNMET = "unmet"
    DOUBTFUL = "doubtful"
    NOT_REACHED = "not_reached"


class BadTable(ValueError):
    """A table, an example or a list that can't be read: where, and why."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number is compared with: `kind` number, mci, fee or datum."""

    kind: str
    count: Decimal = Decimal(0)
    name: str = ""  # the datum, or the kind of the fee
    days: tuple[str, ...] = (NOW,)
    of: tuple[str, ...] = ()
    payer: str = ""

    def names(self) -> Iterator[str]:
        """The data it needs."""
        yield from (day for day in self.days if day != NOW)
        yield from self.of
        yield from filter(None, (self.payer, self.name if self.kind == "datum" else ""))


@dataclass(frozen=True, slots=True)
class Test:
    """A test: `kind` all, any, not or one of KINDS; `value` what the datum is held against."""

    kind: str
    datum: str = ""
    value: Any = None
    days: tuple[str, ...] = ()
    parts: tuple[Test, ...] = ()

    @property
    def day(self) -> str:
        """The datum whose day it is held against, or now."""
        return self.days[0] if self.days else NOW

    def walk(self) -> Iterator[Test]:
        """It and every test below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def names(self) -> tuple[str, ...]:
        """The data it asks for, each once, in their order."""
        found: list[str] = []
        for one in self.walk():
            found += [one.datum] if one.datum else []
            if one.kind in ("equals", "not_after", "born_on") and one.value != NOW:
                found.append(one.value)
            if one.kind == "has":
                found.append(one.value["by"])
            found += [day for day in one.days if day != NOW]
            if isinstance(one.value, Quantity):
                found += one.value.names()
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a test; `doubts` are (datum, code); `told` what was reckoned on the way (threshold, last day)."""

    state: State
    doubts: tuple[tuple[str, str], ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


def read_test(raw: Any, where: str) -> Test:
    """The test that a piece of YAML says. Raises `BadTable`."""
    if not isinstance(raw, dict) or not raw:
        raise BadTable(where, f"no test: {raw!r}")
    for kind in ("all", "any"):
        if kind in raw:
            _only(raw, {kind}, where)
            parts = raw[kind]
            if not isinstance(parts, list) or not parts:
                raise BadTable(where, f"{kind} needs a list of tests")
            return Test(kind, parts=tuple(read_test(one, where) for one in parts))
    if "not" in raw:
        _only(raw, {"not"}, where)
        return Test("not", parts=(read_test(raw["not"], where),))
    kinds = [kind for kind in KINDS if kind in raw]
    if len(kinds) != 1 or not isinstance(raw.get("datum"), str):
        raise BadTable(where, f"a test names one datum and one comparison: {raw!r}")
    kind = kinds[0]
    _only(raw, {"datum", kind, "day"} if kind in DATED else {"datum", kind}, where)
    value = raw[kind]
    if kind in ORDERS:
        value = _quantity(value, where)
    elif kind == "has_all" and not isinstance(value, list):
        raise BadTable(where, "has_all needs a list of words")
    elif kind in ("is_in", "has_all"):
        value = tuple(value) if isinstance(value, list) else value
    elif kind == "has" and not (isinstance(value, dict) and set(value) == {"list", "by", "field"}):
        raise BadTable(where, "has needs list, by and field")
    elif kind == "is" and not isinstance(value, str | bool):
        raise BadTable(where, "is compares with a word, true or false")
    return Test(kind, raw["datum"], value, _days(raw) if kind in DATED else ())


def _days(raw: dict[str, Any]) -> tuple[str, ...]:
    day = raw.get("day", NOW)
    return tuple(map(str, day)) if isinstance(day, list) else (str(day),)


def _quantity(raw: Any, where: str) -> Quantity:
    if isinstance(raw, int | float | str) and not isinstance(raw, bool):
        return Quantity("number", _number(raw, where))
    if isinstance(raw, dict) and "mci" in raw:
        _only(raw, {"mci", "day"}, where)
        return Quantity("mci", _number(raw["mci"], where), days=_days(raw))
    if isinstance(raw, dict) and "fee" in raw:
        _only(raw, {"fee", "of", "payer", "day"}, where)
        of = raw["of"]
        return Quantity(
            "fee",
            name=raw["fee"],
            of=tuple(of) if isinstance(of, list) else (of,),
            payer=raw["payer"],
            days=_days(raw),
        )
    if isinstance(raw, dict) and set(raw) == {"datum"}:
        return Quantity("datum", name=raw["datum"])
    raise BadTable(where, f"no quantity: {raw!r}")


def _number(raw: Any, where: str) -> Decimal:
    try:
        return Decimal(str(raw))
    except InvalidOperation:
        raise BadTable(where, f"no number: {raw!r}") from None


def _only(raw: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(raw) - known):
        raise BadTable(where, f"unknown words {', '.join(map(str, unknown))} in {raw!r}")
