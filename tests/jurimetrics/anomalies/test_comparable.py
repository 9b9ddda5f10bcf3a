"""Acts against the run of comparable cases are found; acts that follow their facts are left alone."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.anomalies.comparable import Level, find_departures, redrawn_p_values
from tarazy.jurimetrics.anomalies.discovery import q_values
from tarazy.jurimetrics.anomalies.expectation import (
    cases_of,
    expect_outcomes,
    findings,
    findings_of,
)
from tarazy.jurimetrics.decision import Decision, Instance, Outcome, PartName
from tests.jurimetrics.factories import claim, decision

FACTS = [
    ("Долг подтверждён распиской.", "Расписка не представлена.", 3.0),
    ("Перевод подтверждён выпиской.", "Перевод выпиской не подтверждён.", 2.5),
    ("Ответчик долг признавал.", "Признание долга не доказано.", 2.0),
    ("Срок давности пропущен.", "Срок давности соблюдён.", -4.0),
]
CHATTER = [
    "Стороны опрошены",
    "Свидетель допрошен",
    "Документы приобщены",
    "Медиация не состоялась",
    "Заседание отложено.",
]


def acts(
    count: int, *, seed: int = 0, wrong: int = 0, odd: int = 0, judges: bool = False
) -> tuple[list[Decision], set[str], set[str]]:
    """Loan cases whose outcome follows their facts; the first `wrong` are turned round, the next `odd` get a
    4 % share.
    """
    chance = random.Random(seed)
    made, flipped, skewed = [], set(), set()
    for number in range(count):
        true = [chance.random() < 0.5 for _ in FACTS]
        score = -1.5 + sum(weight for (_, _, weight), holds in zip(FACTS, true, strict=True) if holds)
        score += chance.gauss(0, 0.5)
        outcome = (
            Outcome.GRANTED if score > 1.2 else Outcome.GRANTED_IN_PART if score > -1.2 else Outcome.DENIED
        )
        share = min(max(chance.gauss(0.6, 0.08), 0.2), 0.95)
        if len(flipped) < wrong and abs(score) > 3:
            outcome = Outcome.DENIED if score > 0 else Outcome.GRANTED
            flipped.add(str(number))
        elif len(skewed) < odd and outcome is Outcome.GRANTED_IN_PART:
            share = 0.04
            skewed.add(str(number))
        awarded = {Outcome.GRANTED: 1.0, Outcome.GRANTED_IN_PART: share, Outcome.DENIED: 0.0}[outcome]
        found = [said if holds else denied for (said, denied, _), holds in zip(FACTS, true, strict=True)]
        chance.shuffle(found)
        made.append(
            decision(
                str(number),
                category="loan",
                judges=(f"Судья {outcome}",) if judges else (),
                claims=(claim("debt", 1_000_000, outcome, int(1_000_000 * awarded)),),
                outcome=outcome,
                parts={
                    PartName.DESCRIPTION: " ".join(chance.sample(CHATTER, 2)),
                    PartName.REASONING: " ".join(found)
                    + f" Иск о взыскании долга {outcome} подлежит удовлетворению.",
                },
            )
        )
    return made, flipped, skewed


def test_outcomes_turned_round_are_found_among_many_sound_acts() -> None:
    made, flipped, _ = acts(600, wrong=8)
    cards = [card for card in find_departures(made) if card.kind is AnomalyKind.OUTCOME_DEPARTS]
    found = {card.act_id for card in cards}
    assert len(found & flipped) >= 0.7 * len(flipped)
    assert len(found & flipped) >= 0.7 * len(found)
    for card in cards:
        assert card.comparable_count == 599
        assert card.params["differ"] > 10
        assert card.p_value is not None
        assert card.q_value is not None
        assert card.p_value <= card.q_value <= 0.2


def test_strange_shares_are_found() -> None:
    made, _, skewed = acts(600, odd=6)
    cards = [card for card in find_departures(made) if card.kind is AnomalyKind.AMOUNT_DEPARTS]
    found = {card.act_id for card in cards}
    assert skewed <= found
    assert len(found) <= len(skewed) + 1
    assert {card.code for card in cards} == {"awarded_less"}


@pytest.mark.parametrize("seed", range(4))
def test_sound_acts_raise_few_cards(seed: int) -> None:
    made, _, _ = acts(400, seed=seed)
    assert len(find_departures(made)) <= 4


def test_with_a_reference_of_sound_acts_p_values_are_conformal() -> None:
    sound, _, _ = acts(500, seed=1)
    made, flipped, _ = acts(200, seed=2, wrong=5)
    made = [act.model_copy(update={"id": f"new{act.id}"}) for act in made]
    cards = find_departures(made, reference=sound, level=Level(outcome=0.5, share=0.1))
    departs = [card for card in cards if card.kind is AnomalyKind.OUTCOME_DEPARTS]
    assert departs
    for card in departs:
        rank = (card.p_value or 0) * 501
        assert rank == pytest.approx(round(rank))
    assert {card.act_id.removeprefix("new") for card in departs} & flipped


def test_one_sound_act_asked_about_alone_is_seldom_shown() -> None:
    sound, _, _ = acts(150, seed=1)
    asked, _, _ = acts(15, seed=7)
    asked = [act.model_copy(update={"id": f"new{act.id}"}) for act in asked]
    shown = sum(bool(find_departures([act], reference=sound)) for act in asked)
    assert shown <= 2


def test_names_of_judges_change_nothing() -> None:
    plain, _, _ = acts(200, wrong=4)
    named, _, _ = acts(200, wrong=4, judges=True)
    assert find_departures(plain) == find_departures(named)


def test_conclusions_are_not_read_as_facts() -> None:
    made, _, _ = acts(5)
    assert all("удовлетвор" not in findings_of(act)[0] for act in made)


def test_a_thin_category_is_left_out() -> None:
    made, _, _ = acts(20, wrong=2)
    assert find_departures(made) == ()


def test_acts_of_higher_instances_are_not_compared() -> None:
    made = decision("a", instance=Instance.APPEAL, category="loan", outcome=Outcome.GRANTED)
    assert cases_of([made]) == []


def test_cases_shown_are_those_that_the_analogue_function_names() -> None:
    made, _, _ = acts(400, wrong=6)
    cards = find_departures(made, analogues=lambda act: [act.id, "399", "398"])
    assert cards
    assert all(card.comparables == ("399", "398") for card in cards)


def test_probabilities_of_outcomes_are_calibrated() -> None:
    made, _, _ = acts(900, seed=3)
    cases = cases_of(made)
    expected = expect_outcomes(cases, findings(cases), 30, 0)
    labels = np.asarray([case.outcome for case in cases])
    sure = expected.max(axis=1) > 0.9
    right = expected.argmax(axis=1) == labels
    assert sure.mean() > 0.3
    assert right[sure].mean() == pytest.approx(expected.max(axis=1)[sure].mean(), abs=0.04)


def test_redrawn_p_values_are_uniform_where_the_probabilities_are_true_and_hold_the_false_discoveries() -> (
    None
):
    chance = np.random.default_rng(5)
    p = np.concatenate([_redrawn(chance) for _ in range(60)])
    for level in (0.02, 0.1, 0.5):
        assert np.mean(p <= level) <= level + 0.02
    shown = [np.mean(q_values(_redrawn(chance)) <= 0.1) > 0 for _ in range(200)]
    assert np.mean(shown) <= 0.15  # all are sound: any card is false


def _redrawn(chance: np.random.Generator) -> np.ndarray:
    probabilities = chance.dirichlet([0.3, 0.3, 0.3], size=300).clip(1e-9)
    drawn = np.array([chance.choice(3, p=row / row.sum()) for row in probabilities])
    scores = -np.log(probabilities)
    return redrawn_p_values(scores[np.arange(300), drawn], scores, probabilities)
