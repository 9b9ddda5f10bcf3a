"""The practice of a bank, opened from its directory and asked about one act: five answers with evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from pathlib import Path
from typing import Any

from tarazy.jurimetrics.analogues import Analogue, AnalogueIndex, Embedder, Filters
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.anomalies.comparable import find_departures
from tarazy.jurimetrics.anomalies.conflicts import check_draft
from tarazy.jurimetrics.categorise import CategoryAnswer, StarterCategoriser, TrainedCategoriser
from tarazy.jurimetrics.decision import Decision, Found, Instance, Plain, Reviewed, Stage
from tarazy.jurimetrics.forecast import ClaimForecast, Forecaster
from tarazy.jurimetrics.trace.collection import Collection
from tarazy.jurimetrics.trace.links import Link
from tarazy.jurimetrics.trace.track import Track

ANSWERS = ("category", "analogues", "trace", "anomalies", "forecast")
COMPARABLES = 200  # the nearest cases of the category that an act is compared with
SHOWN = 10
FOREIGN = "foreign_matter"


class PracticeMissing(Exception):
    """There is no finished practice in that folder."""


class TraceAnswer(Plain):
    """The track of the act's case with the acts of the bank, and the links that join the act to them.

    `told` is what the act itself says of the act it reviews, which the bank may not have.
    """

    track: Track
    links: tuple[Link, ...]
    told: Reviewed | None = None


@dataclass(frozen=True)
class Answer:
    """One of the five answers: `name` is one of `ANSWERS`.

    `content` by name: `CategoryAnswer`; tuple of `Analogue`; `TraceAnswer`; tuple of `AnomalyCard`; tuple of
    `ClaimForecast`.
    """

    name: str
    content: (
        CategoryAnswer
        | tuple[Analogue, ...]
        | TraceAnswer
        | tuple[AnomalyCard, ...]
        | tuple[ClaimForecast, ...]
    )


class Practice:
    """A versioned directory made by `build_practice`: index, models, links and figures, read only."""

    def __init__(self, path: Path, index: AnalogueIndex) -> None:
        self.path = path
        self.index = index
        self._starter = StarterCategoriser()

    @classmethod
    def open(cls, path: str | Path, embedder: Embedder | None = None) -> Practice:
        """The practice in `path`. Raises `PracticeMissing`, `IndexVersionError`.

        With an `embedder`, questions are also compared by meaning with the acts that have vectors already.
        """
        folder = Path(path)
        if not (folder / "card.json").exists():
            raise PracticeMissing(str(folder))
        return cls(folder, AnalogueIndex(folder / "index", embedder))

    def card(self) -> dict[str, Any]:
        """What the practice was built of and when."""
        card: dict[str, Any] = json.loads((self.path / "card.json").read_text(encoding="utf-8"))
        return card

    def ask(self, decision: Decision, *, today: Date | None = None) -> Iterator[Answer]:
        """The five answers about an act or a claim, each as soon as it is ready, the quickest first."""
        category = self.categorise(decision)
        yield Answer("category", category)
        known = decision
        if category.category and decision.category is None:
            found = Found(value=category.category, confidence=category.top[0][1], available_from=Stage.CLAIM)
            known = decision.model_copy(update={"category": found})
        yield Answer("anomalies", self.anomalies(known, today=today))
        analogues = tuple(self.index.search(known, top=SHOWN))
        yield Answer("analogues", analogues)
        yield Answer("trace", self.trace(known))
        foreign = category.abstained and category.reason == FOREIGN
        yield Answer("forecast", () if foreign else self.forecast(known, analogues))

    def categorise(self, decision: Decision) -> CategoryAnswer:
        """The surer of two answers: of the starter, which needs no examples, and of the trained categoriser.

        The trained one knows the bank it learnt from and may be wrong on acts written elsewhere. Where the two
        differ, the other's first choice joins the set of what can't be ruled out. Where the starter sees no
        matter of a category at all (a criminal case, say), it has the last word.
        """
        starter = self._starter.predict(decision)
        if self._categoriser is None or (starter.abstained and starter.reason in (FOREIGN, "no_text")):
            return starter
        trained = self._categoriser.predict(decision)
        if trained.abstained or starter.abstained:
            return starter if trained.abstained else trained
        first, second = sorted((trained, starter), key=lambda one: -one.top[0][1])
        if second.top[0][0] in first.conformal_set:
            return first
        return first.model_copy(update={"conformal_set": (*first.conformal_set, second.top[0][0])})

    def anomalies(self, decision: Decision, *, today: Date | None = None) -> tuple[AnomalyCard, ...]:
        """Conflicts with rules, then departures from the comparable cases of the bank."""
        conflicts = check_draft(decision, today=today)
        first = decision.instance is None or decision.instance.value is Instance.FIRST
        if not first or decision.outcome is None or decision.category is None:
            return conflicts
        asked = decision if decision.id else decision.model_copy(update={"id": "asked"})
        alike = self.comparables(asked)
        departures = find_departures([asked], reference=alike, analogues=lambda _: [one.id for one in alike])
        return (*conflicts, *departures)

    def comparables(self, decision: Decision) -> list[Decision]:
        """The nearest first-instance acts of the same category that the bank has, nearest first."""
        if decision.category is None:
            return []
        wanted = Filters(category=(decision.category.value,), instance=(Instance.FIRST.value,))
        found = self.index.search(decision, wanted, top=COMPARABLES, passages=False)
        return [one.decision for one in found]

    def trace(self, decision: Decision) -> TraceAnswer:
        """The track of the act's case through the acts of the bank."""
        asked = decision if decision.id else decision.model_copy(update={"id": "asked"})
        track, links = self._collection.place(asked)
        return TraceAnswer(track=track, links=links, told=decision.reviewed)

    def forecast(self, decision: Decision, analogues: Sequence[Analogue] = ()) -> tuple[ClaimForecast, ...]:
        """What became of such claims, claim by claim, from what is known before the decision.

        Like cases speak for or against a claim by what became of theirs of the same type.
        """
        if self._forecaster is None:
            return ()
        like = [(one.id, [found.value for found in one.decision.claims]) for one in analogues]
        return self._forecaster.predict(decision, lambda _: like)

    @cached_property
    def _categoriser(self) -> TrainedCategoriser | None:
        folder = self.path / "categoriser"
        return TrainedCategoriser.load(folder) if folder.exists() else None

    @cached_property
    def _forecaster(self) -> Forecaster | None:
        folder = self.path / "forecaster"
        return Forecaster.load(folder) if folder.exists() else None

    @cached_property
    def _collection(self) -> Collection:
        return Collection.load(self.path / "trace")
