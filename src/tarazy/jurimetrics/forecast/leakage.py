"""A probe that the decision itself never reaches the forecast."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.jurimetrics.decision import Decision, Found, PartName, Plain, Span, Stage
from tarazy.jurimetrics.forecast.forecaster import Forecaster
from tarazy.jurimetrics.forecast.known_before import cases_of

ENDING = (PartName.REASONING, PartName.OPERATIVE)


class LeakReport(Plain):
    """What the probe found: acts whose forecast moved when their decision, or their judge, was another's.

    `farthest` is the largest change of a probability. Clean is both counts 0.
    """

    acts: int
    moved_by_decision: int
    moved_by_judge: int
    farthest: float

    @property
    def clean(self) -> bool:
        """Whether nothing moved."""
        return self.moved_by_decision == 0 and self.moved_by_judge == 0


def probe_leaks(forecaster: Forecaster, decisions: Sequence[Decision]) -> LeakReport:
    """Give each act the reasons and operative part of the next one, then its judges, and forecast again.

    Acts without both a description and an operative part are passed over: nothing of theirs can be exchanged.
    """
    usable = [
        one for one in decisions if PartName.DESCRIPTION in one.parts and PartName.OPERATIVE in one.parts
    ]
    moved = {"decision": 0, "judge": 0}
    farthest = 0.0
    for act, other in zip(usable, [*usable[1:], *usable[:1]], strict=True):
        plain = _numbers(forecaster, act)
        for name, changed in (
            ("decision", with_decision_of(act, other)),
            ("judge", with_judges_of(act, other)),
        ):
            difference = max(
                (abs(a - b) for a, b in zip(plain, _numbers(forecaster, changed), strict=True)), default=0.0
            )
            same_features = [case.features for case in cases_of(act)] == [
                case.features for case in cases_of(changed)
            ]
            if difference > 1e-9 or not same_features:
                moved[name] += 1
            farthest = max(farthest, difference)
    return LeakReport(
        acts=len(usable),
        moved_by_decision=moved["decision"],
        moved_by_judge=moved["judge"],
        farthest=farthest,
    )


def _numbers(forecaster: Forecaster, act: Decision) -> list[float]:
    return [
        number
        for claim in forecaster.predict(act)
        for chance in sorted(claim.chances, key=lambda one: one.outcome)
        for number in (chance.probability, chance.low, chance.high)
    ]


def with_decision_of(act: Decision, other: Decision) -> Decision:
    """The act as it would stand with the reasons, operative part and outcome of the other one."""
    start = min(act.parts[name].start for name in ENDING if name in act.parts)
    ending = "\n".join(other.part(name) for name in ENDING)
    text = act.text[:start] + ending
    parts = {name: span for name, span in act.parts.items() if name not in ENDING}
    parts[PartName.OPERATIVE] = Span(start=start, end=len(text))
    outcomes = [one.value.outcome for one in other.claims] or [None]
    claims = tuple(
        Found(
            value=found.value.model_copy(
                update={"outcome": outcomes[place % len(outcomes)], "awarded": None, "outcome_span": None}
            ),
            span=found.span,
            confidence=found.confidence,
            available_from=found.available_from,
        )
        for place, found in enumerate(act.claims)
        if found.available_from is not Stage.DECISION
    )
    kept = {
        "norms": tuple(found for found in act.norms if found.span and found.span.end <= start),
        "amounts": tuple(found for found in act.amounts if found.span and found.span.end <= start),
        "persons": tuple(found for found in act.persons if found.span and found.span.end <= start),
        "judges": tuple(found for found in act.judges if found.span and found.span.end <= start),
    }
    return act.model_copy(
        update={"text": text, "parts": parts, "claims": claims, "outcome": other.outcome, **kept}
    )


def with_judges_of(act: Decision, other: Decision) -> Decision:
    """The act as if the judges of the other one had sat, in its fields and wherever the text names them."""
    names = [found.value for found in other.judges] or ["—"]
    text = list(act.text)
    judges = []
    for place, found in enumerate(act.judges):
        name = names[place % len(names)]
        if found.span:
            width = found.span.end - found.span.start
            text[found.span.start : found.span.end] = name[:width].ljust(width)
        judges.append(found.model_copy(update={"value": name}))
    return act.model_copy(update={"text": "".join(text), "judges": tuple(judges)})
