"""Categories whose outcomes follow from their facts come first; each component says what it rests on."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from tarazy.jurimetrics.decision import Decision, Instance, Outcome, PartName
from tarazy.jurimetrics.potential import (
    discretion_marks,
    outcome_certainty,
    rank_potential,
    text_sameness,
    without_discretion,
)
from tarazy.jurimetrics.trace import link_acts
from tests.jurimetrics.factories import cases, decision

RULE = (
    "Долг подтверждён распиской, доказательств возврата не представлено, требование подлежит удовлетворению."
)
WORDS = [
    "дом",
    "сад",
    "река",
    "поле",
    "лес",
    "гора",
    "мост",
    "путь",
    "хлеб",
    "соль",
    "вода",
    "мера",
    "слово",
    "дело",
    "срок",
    "право",
    "вина",
    "труд",
    "плод",
    "след",
]


def acts(category: str, count: int, *, noise: float, discretion: bool, seed: int = 0) -> list[Decision]:
    """Acts whose outcome follows one finding of the court, but for a share `noise` of them."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        proved = chance.random() < 0.5
        granted = proved if chance.random() > noise else chance.random() < 0.5
        reasons = "Представлена расписка. " if proved else "Возврат подтверждён чеком. "
        reasons += RULE if not discretion else " ".join(chance.choices(WORDS, k=30)) + "."
        if discretion:
            reasons += " С учётом обстоятельств дела, исходя из разумности и справедливости."
        made.append(
            decision(
                f"{category}{number}",
                category=category,
                outcome=Outcome.GRANTED if granted else Outcome.DENIED,
                parts={
                    PartName.DESCRIPTION: "Истец просит взыскать долг.",
                    PartName.REASONING: reasons,
                },
            )
        )
    return made


def test_a_category_ruled_by_facts_stands_before_one_of_discretion() -> None:
    ranked = rank_potential(
        [
            *acts("moral_harm", 120, noise=0.9, discretion=True),
            *acts("loan", 120, noise=0.0, discretion=False),
        ]
    )
    assert [one.category for one in ranked] == ["loan", "moral_harm"]
    loan, harm = ranked
    assert loan.certainty.value > 0.8 > harm.certainty.value
    assert loan.rules.value == 1.0
    assert harm.rules.value == 0.0
    assert loan.sameness.value > 0.6 > harm.sameness.value
    assert loan.low <= loan.score <= loan.high


NO_MODEL = np.full((400, 3), np.nan)


def test_entropy_is_that_of_a_fair_coin_when_facts_say_nothing() -> None:
    outcomes = np.array([0, 2] * 200)
    entropy, given_facts, certainty = outcome_certainty(outcomes, NO_MODEL)
    assert entropy == pytest.approx(1.0, abs=0.01)
    assert given_facts == pytest.approx(1.0, abs=0.01)
    assert certainty.value == pytest.approx(1 - 1 / math.log2(3), abs=0.01)


def test_knowing_the_facts_never_adds_entropy() -> None:
    chance = np.random.default_rng(0)
    outcomes = chance.integers(0, 3, size=400)
    for wrong in (0.0, 0.3, 1.0):
        expected = np.full((400, 3), 0.05)
        guess = np.where(chance.random(400) < wrong, (outcomes + 1) % 3, outcomes)
        expected[np.arange(400), guess] = 0.9
        entropy, given_facts, _ = outcome_certainty(outcomes, expected)
        assert given_facts <= entropy + 0.01


def test_facts_that_settle_the_outcome_make_it_certain() -> None:
    outcomes = np.array([0, 2] * 200)
    expected = np.full((400, 3), 0.001)
    expected[np.arange(400), outcomes] = 0.998
    entropy, given_facts, certainty = outcome_certainty(outcomes, expected)
    assert entropy > 0.99
    assert given_facts < 0.01
    assert certainty.value > 0.99


def test_a_single_outcome_is_certain() -> None:
    entropy, given_facts, certainty = outcome_certainty(np.full(400, 2), NO_MODEL)
    assert entropy == 0
    assert given_facts < 0.01
    assert certainty.value > 0.99


def test_a_thin_category_says_so_and_comes_last() -> None:
    ranked = rank_potential(
        [*acts("loan", 10, noise=0.0, discretion=False), *acts("wages", 80, noise=0.9, discretion=True)]
    )
    assert [(one.category, one.thin) for one in ranked] == [("wages", False), ("loan", True)]


def test_stability_is_the_share_not_changed_above() -> None:
    made, _, _ = cases(300, seed=1, noise=0.0)
    links = link_acts(made)
    (one,) = rank_potential(made, links)
    reviewed = [
        act for act in made if act.id in links.above and act.instance and act.instance.value is Instance.FIRST
    ]
    assert one.changed.n == len(reviewed)
    assert one.stability.value == pytest.approx(1 - one.changed.share)


def test_without_reviews_stability_is_unknown() -> None:
    (one,) = rank_potential(acts("loan", 50, noise=0.0, discretion=False))
    assert (one.stability.low, one.stability.high, one.stability.n) == (0.0, 1.0, 0)


@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        ("ru", "Суд, исходя из принципов разумности и справедливости, определяет размер."),
        ("kk", "Сот істің мән-жайларын ескере отырып, ақылға қонымды мөлшерді айқындайды."),
    ],
)
def test_marks_of_discretion_are_known_in_both_languages(language: str, reasons: str) -> None:
    act = decision(language=language, parts={PartName.REASONING: reasons})
    assert (discretion_marks(act) or 0) >= 1
    assert without_discretion([act]).value == 0.0


def test_a_language_without_a_list_is_not_counted() -> None:
    assert discretion_marks(decision(language="de", text="nach freiem Ermessen")) is None


def test_the_same_text_is_the_same_and_others_are_not() -> None:
    same = [
        act.model_copy(update={"text": RULE, "parts": {}})
        for act in acts("loan", 30, noise=0.0, discretion=False)
    ]
    other = acts("loan", 30, noise=0.0, discretion=True)
    assert text_sameness(same, 0).value == pytest.approx(1.0)
    assert text_sameness(other, 0).value < 0.4


def test_the_seed_fixes_the_ranking() -> None:
    members = acts("loan", 60, noise=0.3, discretion=True)
    assert rank_potential(members, seed=3) == rank_potential(members, seed=3)
