"""The forecaster: fitted to decided cases in the order of time, asked claim by claim, silent where it knows
little.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from tarazy.jurimetrics.decision import Claim, Decision, Outcome, Stage
from tarazy.jurimetrics.forecast.answer import Chance, ClaimForecast, Word
from tarazy.jurimetrics.forecast.base_rates import BaseRates
from tarazy.jurimetrics.forecast.ends import MERITS, all_ends
from tarazy.jurimetrics.forecast.judging import judge
from tarazy.jurimetrics.forecast.known_before import (
    Case,
    cases_of,
    claims_before,
    features_of,
    told_before,
    words_of,
)
from tarazy.jurimetrics.forecast.model import Model, best_temperature, fit_model, scores_of
from tarazy.jurimetrics.learning.conformal import ConformalSets
from tarazy.jurimetrics.learning.duplicates import merge_groups, near_duplicate_groups
from tarazy.jurimetrics.learning.metrics import Floats, Ints
from tarazy.jurimetrics.learning.model_directory import (
    ModelCard,
    ModelRefused,
    arrays_from_bytes,
    arrays_to_bytes,
    json_to_bytes,
    read_model,
    write_model,
)
from tarazy.jurimetrics.learning.splits import time_order

KIND = "Forecaster"
LEAST_CASES = 200
LEAST_SUPPORT = 20
COVERAGE = 0.9
LEARN, CALIBRATE = 0.6, 0.8  # shares of the time line: learn up to the first, calibrate up to the second
INTERVAL = (0.05, 0.95)
SHOWN_WORDS = 8

Neighbours = Callable[[Decision], Sequence[tuple[str, Sequence[Claim]]]]
"""Like cases of the bank, nearest first: id of the act and its claims with their outcomes."""


class NotEnoughCases(ValueError):
    """Too few decided claims, or all with one outcome, to learn anything from."""

    def __init__(self, cases: int) -> None:
        super().__init__(f"{cases} decided claims, {LEAST_CASES} and two outcomes are needed")
        self.cases = cases


class Forecaster:
    """Forecasts of claims from what is known before the decision."""

    def __init__(
        self,
        model: Model,
        classes: Sequence[Outcome],
        base: BaseRates,
        conformal: ConformalSets,
        card: ModelCard,
    ) -> None:
        self.model = model
        self.classes = tuple(classes)
        self.base = base
        self.conformal = conformal
        self.card = card

    @classmethod
    def fit(cls, decisions: Iterable[Decision], *, seed: int = 0) -> Forecaster:
        """Learn from acts of first instance. Raises `NotEnoughCases`.

        The time line is cut in three: the model that is judged learns from the first part, takes
        temperature and conformal threshold from the second, and is measured on the third; a chain or a
        near-duplicate of an earlier case is taken out of later parts. The model that answers is then fitted
        to all of it.
        """
        decided = list(decisions)
        cases, groups = _cases(decided)
        ended = [case.outcome for case in cases if case.outcome is not None]
        classes = tuple(sorted(set(ended)))
        merits = tuple(end for end in classes if end in MERITS)
        order = [int(i) for i in time_order([case.date for case in cases]) if cases[i].outcome is not None]
        on_merits = {i for i in order if cases[i].outcome in MERITS}
        if len(on_merits) < LEAST_CASES or len(merits) < 2:
            raise NotEnoughCases(len(on_merits))
        early = [case for decision in decided for case in cases_of(decision, Stage.CLAIM)]
        first, second, third = _parts(order, groups)
        truth = np.array([classes.index(case.outcome) if case.outcome else -1 for case in cases])

        def told(places: Sequence[int]) -> tuple[list[Case], Ints]:
            """Cases on the merits as they stood with the claim alone, and as they stood at the hearing."""
            kept = [i for i in places if i in on_merits]
            rows = [*(cases[i] for i in kept), *(early[i] for i in kept)]
            ends = [merits.index(cases[i].outcome) for i in kept]
            return rows, np.array([*ends, *ends], dtype=np.int64)

        rows, ends = told(first)
        learnt = fit_model(rows, ends, len(merits), bags=0, seed=seed)
        rows, ends = told(second)
        temperature = best_temperature(scores_of(learnt, learnt.columns(rows)), ends)
        learnt = learnt.tempered(temperature)
        past = BaseRates.of([cases[i] for i in first])

        def given(rows: Sequence[Case]) -> Floats:
            """Probabilities of all ends by the model that is judged."""
            return all_ends(
                learnt.probabilities(learnt.columns(rows))[0],
                past,
                classes,
                [(row.category, row.claim) for row in rows],
            )

        conformal = ConformalSets.fit(given([cases[i] for i in second]), truth[second], COVERAGE)
        later = [cases[i] for i in third]
        judged = judge(
            given, conformal, classes, [cases[i] for i in first + second], later, [early[i] for i in third]
        )
        chosen = first + second + third
        rows, ends = told(chosen)
        final = fit_model(rows, ends, len(merits), seed=seed)
        dates = [cases[i].date for i in chosen if cases[i].date is not None]
        card = ModelCard(
            name="forecaster",
            kind=KIND,
            created=datetime.now(UTC),
            data="claims of first-instance acts, from what was known before the decision",
            rows=len(chosen),
            first=min((d for d in dates if d), default=None),
            last=max((d for d in dates if d), default=None),
            figures=judged.figures,
            settings={
                "measured_on": judged.n,
                "better": judged.better,
                "reliability": [row.model_dump() for row in judged.reliability],
            },
        )
        return cls(final.tempered(temperature), classes, BaseRates.of(cases), conformal, card)

    def predict(self, decision: Decision, neighbours: Neighbours | None = None) -> tuple[ClaimForecast, ...]:
        """A forecast for each claim made in `decision`; one that abstained where no claim was read.

        Only what was known before the decision is looked at, also when `decision` is a finished act.
        """
        words = words_of(decision)
        like = neighbours(decision) if neighbours else ()
        claims = list(claims_before(decision))
        if not claims:
            return (
                ClaimForecast(demand="", type="", amount=None, span=None, abstained=True, reason="no_claims"),
            )
        return tuple(self._claim(decision, claim, words, like) for claim in claims)

    def _claim(
        self, decision: Decision, claim: Claim, words: set[str], like: Sequence[tuple[str, Sequence[Claim]]]
    ) -> ClaimForecast:
        category = decision.category.value if decision.category else ""
        support = self.base.support(category, claim.type)
        answer = ClaimForecast(
            demand=claim.demand,
            type=claim.type,
            amount=claim.amount,
            span=claim.span,
            coverage=COVERAGE,
            days=self.base.days(category, claim.type),
            base_rate=self.base.base_rate(category, claim.type),
            support=support,
            better_than_base_rate=self.card.settings.get("better", {}).get(category),
            model=self.card.reference,
            speaking_for=_ended(claim.type, like, Outcome.GRANTED),
            speaking_against=_ended(claim.type, like, Outcome.DENIED),
        )
        if not category:
            return answer.model_copy(update={"abstained": True, "reason": "no_category"})
        if support < LEAST_SUPPORT:
            return answer.model_copy(update={"abstained": True, "reason": "thin_support"})
        case = Case(
            decision.id, "", None, category, claim.type, features_of(decision, claim, words), None, None, None
        )
        columns = self.model.columns([case])
        merits = self.model.probabilities(columns)
        all_answers = all_ends(merits, self.base, self.classes, [(category, claim.type)])[:, 0, :]
        plain, refits = all_answers[0], all_answers[1:] if len(all_answers) > 1 else all_answers
        low, high = np.quantile(refits, INTERVAL[0], axis=0), np.quantile(refits, INTERVAL[1], axis=0)
        order = np.argsort(-plain)
        held = self.conformal.sets(plain[None, :])[0]
        by_outcome = {name: float(plain[i]) for i, name in enumerate(self.classes)}
        return answer.model_copy(
            update={
                "chances": tuple(
                    Chance(
                        outcome=self.classes[i],
                        probability=float(plain[i]),
                        low=float(min(low[i], plain[i])),
                        high=float(max(high[i], plain[i])),
                    )
                    for i in order
                ),
                "conformal_set": tuple(self.classes[i] for i in order if held[i]),
                "share": self.base.share(category, claim.type, by_outcome) if claim.amount else None,
                "words": self._words(columns, int(merits[0, 0].argmax())),
            }
        )

    def _words(self, columns: sparse.csr_matrix, chosen: int) -> tuple[Word, ...]:
        """The words that moved the likeliest end on the merits most, against the mean of the others."""
        plain = self.model.weights[0]
        against = plain[:, chosen] - np.delete(plain, chosen, axis=1).mean(axis=1)
        names = list(self.model.vocabulary)
        moved: dict[str, float] = {}
        for place, value in zip(columns.indices, columns.data, strict=True):
            if place < len(names) and "w:" in names[place]:
                word = names[place].rsplit("w:", 1)[1]
                moved[word] = moved.get(word, 0.0) + float(value * against[place])
        strongest = sorted(moved.items(), key=lambda one: (-abs(one[1]), one[0]))[:SHOWN_WORDS]
        return tuple(Word(term=term, weight=round(weight, 4)) for term, weight in strongest)

    def save(self, folder: Path) -> None:
        """Write the model with its card into `folder`."""
        threshold = {
            "coverage": self.conformal.coverage,
            "score": self.conformal.score,
            "threshold": self.conformal.threshold,
            "support": self.conformal.support,
        }
        plain: dict[str, Any] = {
            "classes": list(self.classes),
            "vocabulary": list(self.model.vocabulary),
            "temperature": self.model.temperature,
            "conformal": threshold,
        }
        files = {
            "weights.npz": arrays_to_bytes({"weights": self.model.weights}),
            "model.json": json_to_bytes(plain),
            "base_rates.json": self.base.model_dump_json().encode(),
        }
        self.card = write_model(folder, self.card, files)

    @classmethod
    def load(cls, folder: Path) -> Forecaster:
        """What `save` wrote. Raises `ModelRefused` for a missing, foreign or changed model."""
        card, files = read_model(folder, KIND)
        plain = json.loads(files["model.json"])
        vocabulary = {name: place for place, name in enumerate(plain["vocabulary"])}
        weights = arrays_from_bytes(files["weights.npz"])["weights"]
        classes = [Outcome(name) for name in plain["classes"]]
        if weights.shape[1:] != (len(vocabulary) + 1, sum(end in MERITS for end in classes)):
            raise ModelRefused("model_foreign", folder=str(folder), kind=card.kind)
        return cls(
            Model(vocabulary, weights, plain["temperature"]),
            classes,
            BaseRates.model_validate_json(files["base_rates.json"]),
            ConformalSets(**plain["conformal"]),
            card,
        )


def _cases(decisions: Iterable[Decision]) -> tuple[list[Case], list[int]]:
    """The cases, and a group for each: chains and near-duplicates of what was told share one."""
    cases: list[Case] = []
    chains: list[str] = []
    texts: list[str] = []
    for decision in decisions:
        for case in cases_of(decision):
            cases.append(case)
            chains.append(case.chain)
        if len(cases) > len(texts):
            texts.extend([told_before(decision)] * (len(cases) - len(texts)))
    alike = near_duplicate_groups(texts)
    return cases, merge_groups(alike, chains) if cases else []


def _parts(order: list[int], groups: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """Positions in three parts of the time line; later ones without the groups of earlier ones."""
    one, two = math.floor(len(order) * LEARN), math.floor(len(order) * CALIBRATE)
    first = order[:one]
    seen = {groups[i] for i in first}
    second = [i for i in order[one:two] if groups[i] not in seen]
    seen |= {groups[i] for i in second}
    third = [i for i in order[two:] if groups[i] not in seen]
    return first, second, third


def _ended(claim: str, like: Sequence[tuple[str, Sequence[Claim]]], outcome: Outcome) -> tuple[str, ...]:
    """Like cases whose claim of the same type ended so."""
    return tuple(
        act_id
        for act_id, claims in like
        if any(one.type == claim and one.outcome is outcome for one in claims)
    )
