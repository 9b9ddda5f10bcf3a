"""100,000 draws keep to their tickets, a drawer that leans is caught, and attacks gain little."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tarazy.allocation.drawing import select
from tarazy.allocation.simulation import attacks, chi_square_fit, court_life, leaning

TICKETS = (100, 100, 120, 140, 140, 140, 160, 180, 200, 200)


def test_a_hundred_thousand_cases_keep_to_their_tickets() -> None:
    fit = chi_square_fit(TICKETS, 100_000, chance=1)
    assert fit.p > 0.001, fit


def test_a_drawer_that_leans_by_one_case_in_a_hundred_is_caught() -> None:
    fit = chi_square_fit(TICKETS, 100_000, chance=1, drawer=leaning("03", 0.01))
    assert fit.p < 1e-6, fit


def test_a_court_under_changing_loads_keeps_to_its_tickets() -> None:
    honest = court_life(12, 20_000, chance=2)
    assert honest.p > 0.001, honest
    assert honest.largest_share <= 2 / 13
    assert court_life(12, 20_000, chance=2, drawer=leaning("03", 0.03)).p < 1e-6


def test_attacks_gain_little_and_less_than_on_naive_systems() -> None:
    gains = {gain.attack: gain for gain in attacks(tries=2000)}
    for gain in gains.values():
        assert gain.after <= gain.naive, gain
    for unchanged in ("identical_claims", "filing_time"):
        assert gains[unchanged].after == pytest.approx(gains[unchanged].before, abs=0.025)
        assert gains[unchanged].naive > 0.35
    assert gains["absence"].after < 1.35 * gains["absence"].before
    assert gains["load"].after <= 2 / 11
    assert gains["last_revealer"].after == pytest.approx(1 - 0.9**4, abs=0.04)


def test_tickets_even_out_the_work_of_a_court() -> None:
    def without_tickets(eligible: Sequence[tuple[str, int]], places: int, seeded: str) -> list[str]:
        return select([(judge, 1) for judge, _ in eligible], places, seeded)

    assert court_life(12, 8000).unevenness < 0.8 * court_life(12, 8000, drawer=without_tickets).unevenness
