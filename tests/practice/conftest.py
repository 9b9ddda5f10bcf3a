"""A bank and a practice that answers at once, with answers of the real types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tarazy.acts.actions.import_acts import import_acts
from tarazy.acts.models import Act, Source, Visibility
from tarazy.jurimetrics.analogues import Analogue, HigherAct, Passage
from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.categorise import CategoryAnswer, Evidence
from tarazy.jurimetrics.decision import Decision, Instance, Money, Outcome, Review, Span
from tarazy.jurimetrics.forecast import ClaimForecast
from tarazy.jurimetrics.forecast.answer import BaseRate, Chance, Days, Share
from tarazy.jurimetrics.practice import Answer, TraceAnswer
from tarazy.jurimetrics.trace import ActPlace, Link, LinkStatus, Track, TrackStage
from tarazy.jurimetrics.trace.links import Reason
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.practice import reading_process
from tarazy.site.translations import compile_all
from tests.acts.factories import a_decision
from tests.people.factories import with_role


def a_forecast(decision: Decision) -> tuple[ClaimForecast, ...]:
    """One claim with a forecast, one without for thin support."""
    return (
        ClaimForecast(
            demand="заработная плата",
            type="wages",
            amount=Money(amount=Decimal(842600)),
            span=None,
            chances=(
                Chance(outcome=Outcome.GRANTED, probability=0.9, low=0.84, high=0.95),
                Chance(outcome=Outcome.DENIED, probability=0.1, low=0.05, high=0.16),
            ),
            conformal_set=(Outcome.GRANTED,),
            share=Share(expected=0.93, low=0.8, high=1.0),
            days=Days(median=42, low=30, high=61),
            base_rate=BaseRate(
                shares=((Outcome.GRANTED, 0.81), (Outcome.DENIED, 0.19)), n=120, of="category_claim"
            ),
            support=120,
            better_than_base_rate=False,
            speaking_for=(a_decision(1, language="kk").id,),
            speaking_against=("hidden-777",),
            model="forecaster@1",
        ),
        ClaimForecast(
            demand="моральный вред",
            type="moral_harm",
            amount=None,
            span=None,
            base_rate=BaseRate(
                shares=((Outcome.GRANTED, 0.4), (Outcome.DENIED, 0.6)), n=7, of="category_claim"
            ),
            support=7,
            abstained=True,
            reason="thin_support",
        ),
    )


def a_track(decision: Decision) -> TraceAnswer:
    """The act asked about as the appeal of an act of the bank."""
    below = a_decision(0)

    def place(act_id: str, instance: Instance, review: Review | None) -> ActPlace:
        return ActPlace(
            id=act_id, instance=instance, date=Date(2025, 3, 5), filed=None, court="", region="", category="",
            outcome=Outcome.GRANTED, review=review,
        )  # fmt: skip

    return TraceAnswer(
        track=Track(
            stages=(
                TrackStage(act=place(below.id, Instance.FIRST, None), reviews=None, days=40),
                TrackStage(act=place("asked", Instance.APPEAL, Review.UPHELD), reviews=below.id, days=31),
            ),
            days=71,
        ),
        links=(
            Link(
                act_id="asked",
                reviewed_id=below.id,
                probability=0.97,
                status=LinkStatus.SURE,
                reasons=(Reason(code="number", level="same", bits=18.0),),
            ),
        ),
    )


@dataclass
class ReadyPractice:
    """Answers as the real one does, without models. `fails_at` names an answer that breaks."""

    fails_at: str = ""
    asked: list[Decision] = field(default_factory=list)

    @property
    def index(self) -> ReadyPractice:
        return self

    def search(self, decision: Decision, top: int = 10) -> list[Analogue]:
        found = [
            a_decision(1, language="kk"),
            a_decision(777).model_copy(update={"id": "hidden-777"}),
            a_decision(3),
        ]
        start = decision.text.find("842 600")
        span = Span(start=max(0, start - 20), end=start + 7)
        return [
            Analogue(
                id=one.id,
                score=0.8,
                components={},
                decision=one,
                passages=(
                    Passage(
                        query=span,
                        act=Span(start=one.text.find("842 600") - 40, end=one.text.find("842 600") + 7),
                        text="",
                        matched=("842600",),
                    ),
                ),
                higher=(HigherAct(id="x", instance=Instance.APPEAL, date=None, review=Review.REVERSED),),
            )
            for one in found[:top]
        ]

    def ask(self, decision: Decision, *, today: Date | None = None) -> Iterator[Answer]:
        self.asked.append(decision)
        start = decision.text.find("заработн")
        span = Span(start=start, end=start + 10) if start >= 0 else None
        contents: dict[str, Any] = {
            "category": CategoryAnswer(
                top=(("wages", 0.96), ("reinstatement", 0.03), ("divorce", 0.0004)),
                conformal_set=("wages",),
                set_calibrated=True,
                evidence=(Evidence(term="заработн", weight=2.0, span=span),),
                model="categoriser@1",
            ),
            "anomalies": (
                AnomalyCard(
                    kind=AnomalyKind.OUTCOME_DEPARTS,
                    code="outcome_departs",
                    params={"outcome": "denied", "expected": "granted", "differ": 2},
                    comparables=(a_decision(1, language="kk").id, "hidden-777"),
                    comparable_count=21,
                    group={"category": "wages", "claim": "wages"},
                ),
            ),
            "analogues": tuple(self.search(decision)),
            "trace": a_track(decision),
            "forecast": a_forecast(decision),
        }
        for name, content in contents.items():
            if name == self.fails_at:
                raise RuntimeError("this answer breaks")
            yield Answer(name, content)


@pytest.fixture(autouse=True, scope="session")
def _words() -> None:
    """The catalogues as they stand, compiled."""
    compile_all()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    settings.ACTS_INDEX = tmp_path / "index"
    settings.PRACTICE_DIR = tmp_path / "practice"
    settings.ASK_AT_ONCE = True


@pytest.fixture
def bank(db: None) -> list[Act]:
    """Public acts in three languages and one closed act."""
    decisions = [
        a_decision(seed, language=("ru", "kk", "en")[seed % 3], outcome=list(Outcome)[seed % 3])
        for seed in range(24)
    ]
    decisions.append(a_decision(0, instance=Instance.APPEAL, review=Review.UPHELD))
    import_acts(decisions, source=Source.MODEL, visibility=Visibility.PUBLIC)
    import_acts(
        [a_decision(777).model_copy(update={"id": "hidden-777"})],
        source=Source.OWN,
        visibility=Visibility.CLOSED,
    )
    return list(Act.objects.order_by("pk"))


@pytest.fixture
def staff(db: None) -> User:
    """One who may read closed acts."""
    return with_role(Role.JUDGE, "7510")


@pytest.fixture
def practice(monkeypatch: pytest.MonkeyPatch) -> ReadyPractice:
    """A practice at hand, and reading in this process, which is quick."""
    ready = ReadyPractice()

    def read_here(content: bytes, name: str = "") -> Decision:
        try:
            return reading_process._read(content, name)
        except reading_process.ReadingFailed:
            raise
        except ValueError as fault:
            raise reading_process.ReadingFailed(
                getattr(fault, "code", "bad_encoding"), getattr(fault, "params", {})
            ) from None

    monkeypatch.setattr("tarazy.practice.answers.practice_at_hand", lambda: ready)
    monkeypatch.setattr(import_module("tarazy.acts.views.act"), "practice_at_hand", lambda: ready)
    monkeypatch.setattr(import_module("tarazy.practice.actions.ask"), "read_apart", read_here)
    return ready
