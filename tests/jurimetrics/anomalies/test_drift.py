"""A court that departs is found beyond its case mix; the common run is drawn to zero; judges play no part."""

from __future__ import annotations

import math
import random
from datetime import date

import numpy as np
import pytest

from tarazy.jurimetrics.anomalies.drift import Mixture, Unit, case_mix, find_drift, unit_effect
from tarazy.jurimetrics.decision import Decision, Outcome
from tests.jurimetrics.factories import claim, company, decision, person

CATEGORIES = {"loan": 1.0, "wages": -0.5, "eviction": 0.2}


def courts(
    strange: dict[int, float] | None = None, *, seed: int = 0, size: int = 60, judges: bool = False
) -> list[Decision]:
    """40 courts with a small spread of their own; `strange` ones shifted by so many logits. Mixes of cases
    differ.
    """
    chance = random.Random(seed)
    acts = []
    for court in range(40):
        shift = (strange or {}).get(court, chance.gauss(0, 0.1))
        mix = [chance.random() for _ in CATEGORIES]
        for number in range(size):
            category = chance.choices(list(CATEGORIES), mix)[0]
            won = chance.random() < 1 / (1 + math.exp(-CATEGORIES[category] - shift))
            acts.append(
                decision(
                    f"{court}/{number}",
                    court=f"Суд {court}",
                    region=f"Область {court % 5}",
                    on=date(2025, 3, 1),
                    category=category,
                    judges=(f"Судья {won} {court}",) if judges else (),
                    parties=(person("Ахметов А."), company("ТОО «Дала»")),
                    claims=(claim("debt", 100_000, Outcome.GRANTED if won else Outcome.DENIED),),
                    outcome=Outcome.GRANTED if won else Outcome.DENIED,
                )
            )
    return acts


def test_courts_that_depart_are_found_and_the_others_are_not() -> None:
    strange = {3: 2.0, 17: -2.0, 30: 2.0}
    cards = find_drift(courts(strange)).cards()
    assert {card.params["unit"] for card in cards} == {f"Суд {court}" for court in strange}
    assert {card.params["unit"]: card.code for card in cards}["Суд 17"] == "grants_less"


def test_a_hard_mix_of_cases_is_no_drift() -> None:
    acts = courts(seed=5)
    assert find_drift(acts).cards() == ()


@pytest.mark.parametrize("seed", range(6))
def test_without_departures_cards_are_rare(seed: int) -> None:
    assert len(find_drift(courts(seed=seed)).cards()) <= 1


def test_effects_are_shrunken_towards_zero() -> None:
    for effect in find_drift(courts({3: 1.6})).effects:
        assert abs(effect.effect) <= abs(effect.raw) + 1e-9
        assert effect.low <= effect.effect <= effect.high


def test_names_of_judges_change_nothing() -> None:
    plain, named = courts({3: 1.6}), courts({3: 1.6}, judges=True)
    assert find_drift(plain) == find_drift(named)
    assert all(case_mix(one) == case_mix(other) for one, other in zip(plain, named, strict=True))


def test_drift_between_regions_is_found_too() -> None:
    strange = {court: 1.2 for court in range(40) if court % 5 == 2}
    effects = find_drift(courts(strange), Unit.REGION).effects
    assert max(effects, key=lambda one: abs(one.effect)).unit == "Область 2"


def test_a_court_is_one_under_its_two_names() -> None:
    acts = [
        decision(
            str(n),
            court="Нуринский районный суд" if n % 2 else "Нұра аудандық соты",
            numbers=(f"7510-25-00-2/{n}",),
            outcome=Outcome.GRANTED if n % 3 else Outcome.DENIED,
        )
        for n in range(40)
    ]
    assert [effect.acts for effect in find_drift(acts).effects] == [40]


def test_a_courts_effect_brings_expected_to_observed() -> None:
    chance = np.random.default_rng(0)
    expected = np.full(20_000, 0.5)
    observed = (chance.random(20_000) < 1 / (1 + math.exp(-0.7))).astype(float)
    effect, error = unit_effect(observed, expected, 1.0)
    assert effect == pytest.approx(0.7, abs=3 * error)
    assert error == pytest.approx(1 / math.sqrt(20_000 * 0.2217), rel=0.02)


def test_an_uncertain_court_is_shrunken_more() -> None:
    mixture = Mixture(common=0.2, departing=1.0, departing_share=0.1)
    sure, _, _ = mixture.posterior(0.8, 0.1)
    unsure, _, common = mixture.posterior(0.8, 0.8)
    assert abs(unsure) < abs(sure) <= 0.8
    assert common > 0.5


def test_acts_not_on_the_merits_are_left_out() -> None:
    assert (
        find_drift([decision(str(n), court="Суд", outcome=Outcome.RETURNED) for n in range(30)]).effects == ()
    )
