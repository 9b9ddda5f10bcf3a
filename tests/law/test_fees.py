"""The state fee of Tax Code 2025 article 665."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy import law
from tarazy.law import Demand, Payer

KZ = law.load("kz")
ON = date(2026, 5, 5)
MCI = Decimal(4325)
amounts = st.decimals(0, 10**12, places=2)
payers = st.sampled_from(list(Payer))
CAPS = {Payer.INDIVIDUAL: 10_000, Payer.ENTREPRENEUR: 10_000, Payer.LEGAL_ENTITY: 20_000}


def fee(kind: str, payer: Payer, amount: str | None = None, **more: object) -> Decimal:
    price = Decimal(amount) if amount is not None else None
    return law.state_fee(KZ, kind, payer, ON, price, **more).total  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "payer", "amount", "expected"),
    [
        ("property", Payer.INDIVIDUAL, "1000000", 10_000),
        ("property", Payer.LEGAL_ENTITY, "1000000", 30_000),
        ("property", Payer.INDIVIDUAL, "99999999999", 43_250_000),
        ("property", Payer.LEGAL_ENTITY, "99999999999", 86_500_000),
        ("court_order", Payer.INDIVIDUAL, "1000000", 5_000),
        ("divorce", Payer.INDIVIDUAL, None, Decimal("1298")),  # 0.3 × 4,325 = 1,297.5
        ("non_property", Payer.LEGAL_ENTITY, None, Decimal("2163")),
        ("state_body_complaint", Payer.LEGAL_ENTITY, None, 21_625),
        ("tax_audit", Payer.ENTREPRENEUR, "99999999999", 2_162_500),
        ("defamation", Payer.LEGAL_ENTITY, "99999999999", 3_000_000_000),
        ("writ_duplicate", Payer.INDIVIDUAL, None, 21_625),
    ],
)
def test_the_fee_of_each_line(kind: str, payer: Payer, amount: str | None, expected: int | Decimal) -> None:
    assert fee(kind, payer, amount) == Decimal(expected)


@given(amounts, payers)
def test_the_fee_is_capped(amount: Decimal, payer: Payer) -> None:
    total = law.state_fee(KZ, "property", payer, ON, amount).total
    assert 0 <= total <= CAPS[payer] * MCI


@given(amounts, amounts, payers)
def test_a_dearer_claim_never_costs_less(one: Decimal, other: Decimal, payer: Payer) -> None:
    low, high = sorted((one, other))
    cheaper = law.state_fee(KZ, "property", payer, ON, low).total
    assert cheaper <= law.state_fee(KZ, "property", payer, ON, high).total


@given(amounts, payers)
def test_an_order_and_a_cassation_cost_half(amount: Decimal, payer: Payer) -> None:
    whole = law.state_fee(KZ, "property", payer, ON, amount).total
    order = law.state_fee(KZ, "court_order", payer, ON, amount).total
    cassation = law.state_fee(KZ, "cassation", payer, ON, amount, of="property").total
    assert order == cassation
    assert abs(order * 2 - whole) <= 1


@given(amounts, payers)
def test_a_mixed_claim_costs_the_sum(amount: Decimal, payer: Payer) -> None:
    demands = (Demand(kind="property", amount=amount), Demand(kind="non_property"))
    mixed = law.mixed_fee(KZ, demands, payer, ON)
    parts = [law.state_fee(KZ, one.kind, payer, ON, one.amount).total for one in demands]
    assert mixed.total == sum(parts)
    assert mixed.steps[-1].code == "sum"


def test_the_steps_show_how_the_fee_came_to_be() -> None:
    found = law.state_fee(KZ, "cassation", Payer.INDIVIDUAL, ON, Decimal("333333"), of="property")
    assert [step.code for step in found.steps] == ["percent_of_amount", "share_of_fee", "rounded"]
    assert found.steps[0].params["result"] == "3333.33"
    assert found.steps[0].norm == "NK 665"
    assert (found.total, found.currency, found.unverified) == (1667, "KZT", True)


def test_what_an_entrepreneur_pays_is_marked_as_unchecked() -> None:
    checked = law.state_fee(KZ, "property", Payer.INDIVIDUAL, ON, Decimal(1_000_000))
    unchecked = law.state_fee(KZ, "property", Payer.ENTREPRENEUR, ON, Decimal(1_000_000))
    assert checked.total == unchecked.total
    assert (checked.unverified, unchecked.unverified) == (False, True)


def test_copies_cost_by_the_page() -> None:
    assert fee("copies", Payer.INDIVIDUAL, pages=10) == Decimal("1730")  # 432.5 + 10 × 129.75


def test_the_index_is_that_of_the_day_of_payment_and_older_tables_are_doubtful() -> None:
    old = law.state_fee(KZ, "non_property", Payer.INDIVIDUAL, date(2025, 5, 5))
    assert old.total == 1966
    assert old.unverified


@pytest.mark.parametrize(
    ("kind", "payer", "amount", "on"),
    [
        ("property", Payer.INDIVIDUAL, None, ON),
        ("property", Payer.INDIVIDUAL, Decimal(-1), ON),
        ("nonsense", Payer.INDIVIDUAL, Decimal(1), ON),
        ("divorce", Payer.LEGAL_ENTITY, None, ON),
        ("property", Payer.INDIVIDUAL, Decimal(1), date(2000, 1, 1)),
        ("cassation", Payer.INDIVIDUAL, Decimal(1), ON),
    ],
)
def test_where_no_rate_is_known_there_is_an_error(
    kind: str, payer: Payer, amount: Decimal | None, on: date
) -> None:
    with pytest.raises(law.NoFeeRate):
        law.state_fee(KZ, kind, payer, on, amount)


def test_a_cassation_about_a_cassation_is_refused() -> None:
    with pytest.raises(law.NoFeeRate):
        law.state_fee(KZ, "cassation", Payer.INDIVIDUAL, ON, Decimal(1), of="cassation")
