"""Tests of rule tables held against data: three values, nothing raised, and what was reckoned on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from tarazy.law import LawError, Payer, add_months, birth_date, deadline, is_iin, load, mci, state_fee
from tarazy.robot.conditions import NOW, Quantity, State, Test, Verdict
from tarazy.robot.facts import Datum
from tarazy.robot.table import DatumRow, Table

HERE = ZoneInfo("Asia/Almaty")
CLOCKS_DIFFER = timedelta(minutes=5)
COUNTRY = "kz"
LARGEST = Decimal(10) ** 15
CURRENCY_UNIT = Decimal(1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A datum as the table reads it: a value of its kind, or a doubt (then the value is None)."""

    value: Any
    doubt: str = ""


@dataclass(slots=True)
class Known:
    """All that is known at the moment of deciding."""

    table: Table
    readings: Mapping[str, Reading]
    today: Date

    def of(self, name: str) -> Reading:
        """The reading of a datum, or of today."""
        return Reading(self.today) if name == NOW else self.readings.get(name, _MISSING)


_MISSING = Reading(None, "missing")


def local_day(at: datetime) -> Date:
    """The day of this moment in the country; a moment without a zone is taken as local."""
    return (at.astimezone(HERE) if at.tzinfo else at).date()


def read_datum(row: DatumRow, datum: object, at: datetime) -> Reading:
    """The datum as the row understands it, in doubt where it is absent, of another kind, source or age."""
    if datum is None:
        return _MISSING
    if not isinstance(datum, Datum):
        return Reading(None, "unreadable")
    if datum.doubt:
        return Reading(None, str(datum.doubt))
    value = datum.value
    if value is None:
        return _MISSING
    if not isinstance(datum.source, str) or not set(datum.source.split(", ")) <= set(row.sources):
        return Reading(None, "other_source")
    age = _age(datum.at, at)
    if age is None:
        return Reading(None, "no_time")
    if age < -CLOCKS_DIFFER:
        return Reading(None, "from_future")
    if row.fresh_hours is not None and age > timedelta(hours=row.fresh_hours):
        return Reading(None, "stale")
    read = _READERS[row.kind](value)
    return Reading(None, "unreadable") if read is None else Reading(read)


def _age(then: object, at: datetime) -> timedelta | None:
    if not isinstance(then, datetime):
        return None
    one = at if at.tzinfo else at.replace(tzinfo=HERE)
    try:
        return one - (then if then.tzinfo else then.replace(tzinfo=HERE))
    except (OverflowError, ValueError):
        return None


def _yes_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _sum(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        read = Decimal(str(value).strip())
        if not read.is_finite() or not 0 <= read < LARGEST or read != read.quantize(Decimal("0.01")):
            return None
    except InvalidOperation:
        return None
    return read


def _count(value: Any) -> Decimal | None:
    return (
        Decimal(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
        else None
    )


def _date(value: Any) -> Date | None:
    if isinstance(value, datetime):
        return local_day(value)
    if isinstance(value, Date):
        return value
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return Date.fromisoformat(value)
    except ValueError:
        return None


def _words(value: Any) -> frozenset[str] | None:
    if not isinstance(value, list | tuple | set | frozenset):
        return None
    return frozenset(value) if all(isinstance(one, str) for one in value) else None


_READERS: dict[str, Callable[[Any], Any]] = {
    "yes_no": _yes_no, "word": _text, "text": _text, "name": _text, "sum": _sum, "number": _count, "date": _date, "words": _words,
}  # fmt: skip


def weigh(test: Test, known: Known) -> Verdict:
    """What comes of the test. Never raises for data of any shape."""
    if test.kind in ("all", "any"):
        return _several(test, known)
    if test.kind == "not":
        inner = weigh(test.parts[0], known)
        turned = {State.MET: State.UNMET, State.UNMET: State.MET}.get(inner.state, State.DOUBTFUL)
        return Verdict(turned, inner.doubts, inner.told)
    read = known.of(test.datum)
    if test.kind == "known" and read.doubt in ("", "missing"):
        return Verdict(State.UNMET if read.doubt else State.MET)
    if read.doubt:
        return Verdict(State.DOUBTFUL, ((test.datum, read.doubt),))
    try:
        return _WEIGHED[test.kind](test, read.value, known)
    except (TypeError, LawError, OverflowError, InvalidOperation, ValueError):
        return Verdict(State.DOUBTFUL, ((test.datum, "unreckonable"),))


def _several(test: Test, known: Known) -> Verdict:
    settles = State.UNMET if test.kind == "all" else State.MET
    doubts: list[tuple[str, str]] = []
    told: dict[str, Any] = {}
    settled = doubtful = False
    for part in test.parts:
        one = weigh(part, known)
        told |= one.told
        settled |= one.state is settles
        doubtful |= one.state is State.DOUBTFUL
        doubts += one.doubts
    if settled:
        return Verdict(settles, (), told)
    if doubtful:
        return Verdict(State.DOUBTFUL, tuple(dict.fromkeys(doubts)), told)
    return Verdict(State.MET if test.kind == "all" else State.UNMET, (), told)


def _of(met: bool, **told: Any) -> Verdict:
    return Verdict(State.MET if met else State.UNMET, (), told)


def _is(test: Test, value: Any, known: Known) -> Verdict:
    return _of(type(value) is type(test.value) and value == test.value)


def _is_in(test: Test, value: Any, known: Known) -> Verdict:
    if isinstance(test.value, tuple):
        return _of(value in test.value)
    return _of(known.table.item(test.value, value) is not None)


def _equals(test: Test, value: Any, known: Known) -> Verdict:
    other = known.of(test.value)
    if other.doubt:
        return Verdict(State.DOUBTFUL, ((test.value, other.doubt),))
    return _of(value == other.value)


def _born_on(test: Test, value: Any, known: Known) -> Verdict:
    born = known.of(test.value)
    if born.doubt:
        return Verdict(State.DOUBTFUL, ((test.value, born.doubt),))
    return _of(is_iin(value) and birth_date(value) == born.value)


def _is_empty(test: Test, value: Any, known: Known) -> Verdict:
    return _of((len(value) == 0) is bool(test.value))


def _has(test: Test, value: Any, known: Known) -> Verdict:
    by = known.of(test.value["by"])
    if by.doubt:
        return Verdict(State.DOUBTFUL, ((test.value["by"], by.doubt),))
    item = known.table.item(test.value["list"], by.value)
    if item is None or test.value["field"] not in item.fields:
        return Verdict(State.DOUBTFUL, ((test.value["by"], "not_covered"),))
    lacking = tuple(one for one in item.fields[test.value["field"]] if one not in value)
    return _of(not lacking, lacking=lacking)


def _has_all(test: Test, value: Any, known: Known) -> Verdict:
    lacking = tuple(one for one in test.value if one not in value)
    return _of(not lacking, lacking=lacking)


def _order(test: Test, value: Any, known: Known) -> Verdict:
    least, doubts, told = _measure(test.value, known)
    if least is None:
        return Verdict(State.DOUBTFUL, doubts or ((test.datum, "unreckonable"),), told)
    answers = {_COMPARED[test.kind](value, one) for one in least}
    if len(answers) != 1:
        return Verdict(State.DOUBTFUL, ((test.datum, "threshold_changed"),), told)
    if test.value.kind == "fee" and value != least[0] and abs(value - least[0]) <= CURRENCY_UNIT:
        # how fees are rounded isn't settled: a difference of a tenge is for a person to see
        return Verdict(State.DOUBTFUL, ((test.datum, "rounding"),), told)
    return _of(answers.pop(), **told)


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda one, other: one >= other,
    "more_than": lambda one, other: one > other,
    "at_most": lambda one, other: one <= other,
    "less_than": lambda one, other: one < other,
}
Measured = tuple[tuple[Decimal, ...] | None, tuple[tuple[str, str], ...], dict[str, Any]]


def _measure(quantity: Quantity, known: Known) -> Measured:
    """The numbers to compare with (one for each day), the doubts, and what was reckoned."""
    read = {name: known.of(name) for name in quantity.names()}
    for name in quantity.of:
        row = known.table.datum(name)
        if row is not None and row.optional and read[name].doubt == "missing":
            read[name] = Reading(Decimal(0))
    doubts = tuple((name, one.doubt) for name, one in read.items() if one.doubt)
    if doubts:
        return None, doubts, {}
    if quantity.kind == "number":
        return (quantity.count,), (), {}
    if quantity.kind == "datum":
        return (read[quantity.name].value,), (), {}
    days = [known.of(day).value for day in quantity.days]
    if quantity.kind == "fee":
        amount = sum((read[name].value for name in quantity.of), Decimal(0))
        due, sure = _fee(quantity.name, read[quantity.payer].value, days[0], amount)
        return (due,) if sure else None, () if sure else ((quantity.of[0], "fee_unverified"),), {"fee": due}
    values = [_index(day) for day in days]
    if any(not sure for _, sure in values):
        return None, ((quantity.days[0] if quantity.days[0] != NOW else "", "index_unverified"),), {}
    sums = tuple(quantity.count * value for value, _ in values)
    return sums, (), {"threshold": sums[0], "index": values[0][0], "indexes": quantity.count}


@lru_cache(maxsize=4096)
def _index(day: Date) -> tuple[Decimal, bool]:
    """The monthly index of a day, and whether it is sure."""
    found = mci(load(COUNTRY), day)
    return found.value, not found.unverified


@lru_cache(maxsize=4096)
def _fee(kind: str, payer: str, day: Date, amount: Decimal) -> tuple[Decimal, bool]:
    """The state fee, and whether every rate behind it is sure (rounding apart)."""
    fee = state_fee(load(COUNTRY), kind, Payer(payer), day, amount)
    return fee.total, not any(step.unverified and step.code != "rounded" for step in fee.steps)


@lru_cache(maxsize=8192)
def last_day(limit: str, start: Date) -> tuple[Date, bool]:
    """The last day of a term of the law pack, and whether calendar and norm are sure. Raises `LawError`."""
    found = deadline(load(COUNTRY), limit, start)
    return found.date, not found.unverified


def _not_after(test: Test, value: Any, known: Known) -> Verdict:
    other = known.of(test.value)
    if other.doubt:
        return Verdict(State.DOUBTFUL, ((test.value, other.doubt),))
    return _of(value <= other.value)


def _term(test: Test, value: Any, known: Known) -> Verdict:
    day = known.of(test.day)
    if day.doubt:
        return Verdict(State.DOUBTFUL, ((test.day, day.doubt),))
    end, sure = last_day(test.value, value)
    told = {"last_day": end}
    if not sure:
        return Verdict(State.DOUBTFUL, ((test.datum, "calendar_unsettled"),), told)
    return _of((day.value > end) is (test.kind == "term_over"), **told)


def _months_passed(test: Test, value: Any, known: Known) -> Verdict:
    day = known.of(test.day)
    if day.doubt:
        return Verdict(State.DOUBTFUL, ((test.day, day.doubt),))
    end = add_months(value, int(test.value))
    return _of(end < day.value, last_day=end)


def _fine_of(test: Test, value: Any, known: Known) -> Verdict:
    item = known.table.item(test.value, value)
    counts = item.fields.get("fine_index", ()) if item is not None else ()
    if len(counts) != 1:
        return _of(False)
    sums, doubts, told = _measure(Quantity("mci", Decimal(counts[0]), days=test.days), known)
    if sums is None or len(set(sums)) != 1:
        return Verdict(State.DOUBTFUL, doubts or ((test.datum, "threshold_changed"),), told)
    return _of(True, fine=sums[0], indexes=told["indexes"], index=told["index"])


def _aged(test: Test, value: Any, known: Known) -> Verdict:
    day = known.of(test.day)
    if day.doubt:
        return Verdict(State.DOUBTFUL, ((test.day, day.doubt),))
    return _of(add_months(value, 12 * int(test.value)) <= day.value)


_WEIGHED: dict[str, Callable[[Test, Any, Known], Verdict]] = {
    "is": _is, "is_in": _is_in, "equals": _equals, "is_empty": _is_empty, "has": _has, "has_all": _has_all,
    "not_after": _not_after,
    "term_over": _term, "term_runs": _term, "aged": _aged, "born_on": _born_on, "months_passed": _months_passed,
    "fine_of": _fine_of,
    **dict.fromkeys(("at_least", "more_than", "at_most", "less_than"), _order),
}  # fmt: skip
