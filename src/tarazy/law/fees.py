"""The state fee of a filing, each step of it shown."""

from __future__ import annotations

from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal

from .editions import mci
from .errors import NoFeeRate
from .model import Fact, FeeRate, FeeTable, IndexValue, Jurisdiction, Payer
from .steps import Step, Value


class Demand(Fact):
    """One demand that bears a fee: its kind in the fee table and, where the fee is a share of it, its price.

    See `state_fee` for `pages` and `of`.
    """

    kind: str
    amount: Decimal | None = None
    pages: int = 0
    of: str | None = None


class Fee(Fact):
    """The fee in units of the currency, how it came to be, and whether any fact behind it is unverified."""

    total: Decimal
    currency: str
    steps: tuple[Step, ...]
    unverified: bool


def state_fee(
    jurisdiction: Jurisdiction,
    kind: str,
    payer: Payer,
    on: Date,
    amount: Decimal | None = None,
    *,
    pages: int = 0,
    of: str | None = None,
) -> Fee:
    """The fee for one demand of this kind, paid on this day by such a payer.

    `amount` is the price of the claim in units of the currency (for kinds that take a share of it), `pages`
    counts pages of copies, `of` names the kind that a cassation complaint is about. Raises `NoFeeRate` where
    the table of that day has no such line, or the line needs an amount (not negative) that isn't given. Norm:
    see each step.
    """
    return mixed_fee(jurisdiction, (Demand(kind=kind, amount=amount, pages=pages, of=of),), payer, on)


def mixed_fee(jurisdiction: Jurisdiction, demands: tuple[Demand, ...], payer: Payer, on: Date) -> Fee:
    """The fee for a claim of several demands: the sum of each one's. Raises as `state_fee`."""
    table = next(
        (one for one in jurisdiction.fees if one.since <= on and (one.until is None or on <= one.until)), None
    )
    if table is None or not demands:
        raise NoFeeRate(kind=demands[0].kind if demands else "", payer=payer.value, on=on.isoformat())
    index = mci(jurisdiction, on)
    steps: list[Step] = []
    total = Decimal(0)
    for demand in demands:
        total += _rounded(_one(table, demand, payer, on, index, steps), table, steps)
    if len(demands) > 1:
        steps.append(
            Step(code="sum", params={"demands": len(demands), "total": _text(total)}, norm=table.norm)
        )
    currency = jurisdiction.currencies[0].code if jurisdiction.currencies else ""
    return Fee(
        total=total, currency=currency, steps=tuple(steps), unverified=any(step.unverified for step in steps)
    )


def _one(
    table: FeeTable, demand: Demand, payer: Payer, on: Date, index: IndexValue, steps: list[Step]
) -> Decimal:
    rate = next((one for one in table.rates if one.kind == demand.kind and payer in one.payers), None)
    missing = NoFeeRate(kind=demand.kind, payer=payer.value, on=on.isoformat())
    if rate is None:
        raise missing
    if rate.share_percent is not None:
        base_kind = demand.of if rate.share_of is None else rate.share_of
        if base_kind is None or base_kind == demand.kind:
            raise missing
        base = _one(table, demand.model_copy(update={"kind": base_kind, "of": None}), payer, on, index, steps)
        part = base * rate.share_percent / 100
        _note(steps, rate, "share_of_fee", percent=rate.share_percent, fee=base, result=part)
        return part
    if rate.percent is not None:
        if demand.amount is None or demand.amount < 0:
            raise missing
        return _capped(rate, demand.amount, index, steps)
    count = rate.index or Decimal(0)
    fee = count * index.value
    _note(steps, rate, "indexes", index, count=count, value=index.value, result=fee)
    if rate.per_page_index is not None and demand.pages > 0:
        pages = rate.per_page_index * demand.pages * index.value
        _note(
            steps, rate, "pages", index, count=rate.per_page_index, pages=Decimal(demand.pages), result=pages
        )
        fee += pages
    return fee


def _capped(rate: FeeRate, amount: Decimal, index: IndexValue, steps: list[Step]) -> Decimal:
    percent = rate.percent or Decimal(0)
    fee = amount * percent / 100
    _note(steps, rate, "percent_of_amount", percent=percent, amount=amount, result=fee)
    if rate.cap_index is None:
        return fee
    cap = rate.cap_index * index.value
    if fee > cap:
        _note(steps, rate, "capped", index, count=rate.cap_index, value=index.value, result=cap)
    return min(fee, cap)


def _rounded(fee: Decimal, table: FeeTable, steps: list[Step]) -> Decimal:
    rounded = (fee / table.round_to).quantize(Decimal(1), ROUND_HALF_UP) * table.round_to
    if rounded != fee:
        params: dict[str, Value] = {"to": _text(table.round_to), "result": _text(rounded)}
        steps.append(
            Step(code="rounded", params=params, norm=table.norm, unverified=table.rounding_unverified)
        )
    return rounded


def _note(
    steps: list[Step], rate: FeeRate, code: str, index: IndexValue | None = None, **sums: Decimal
) -> None:
    params: dict[str, Value] = {"kind": rate.kind}
    params.update({name: _text(value) for name, value in sums.items()})
    doubt = rate.unverified or (index is not None and index.unverified)
    steps.append(Step(code=code, params=params, norm=rate.norm, unverified=doubt))


def _text(value: Decimal) -> str:
    return format(value.normalize(), "f")
