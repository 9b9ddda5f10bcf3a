"""Drift: has what a system says shifted, and does what it says still come true?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from tarazy.jurimetrics.anomalies.drift import Z95, unit_effect
from tarazy.oversight.actions.raise_alarm import raise_alarm, settle_alarms
from tarazy.oversight.models import Alarm, Use
from tarazy.oversight.outcomes import chance_in, decided_cases, forecasts
from tarazy.oversight.registry import System, measures, systems
from tarazy.oversight.rules import bin_of, psi


@dataclass(frozen=True)
class Calibration:
    """How what was said compares with what happened: `effect` in logits (0: well calibrated) with its 95 % interval."""

    n: int
    said: float
    happened: float
    effect: float
    low: float
    high: float


@dataclass(frozen=True)
class Shift:
    """The population stability index of the last days against those before; counts of both."""

    psi: float
    before: int
    after: int


def watch_drift(now: datetime) -> int:
    """Raise an alarm for each system that drifts, settle those that don't any more; how many stand."""
    standing = 0
    rule, close = measures()["drift"], measures()["calibration"]
    for system in systems().values():
        shift = shift_of(system, now)
        if shift is not None:
            if shift.psi >= rule["psi"]:
                figures = {"psi": round(shift.psi, 4), "before": shift.before, "after": shift.after}
                raise_alarm(system.slug, Alarm.Kind.OUTPUT_DRIFT, "output", figures, now=now)
                standing += 1
            else:
                settle_alarms(system.slug, Alarm.Kind.OUTPUT_DRIFT, now=now)
        found = calibration_of(system)
        if found is None:
            continue
        if abs(found.effect) >= close["effect"] and (found.low > 0 or found.high < 0):
            figures = {name: round(value, 4) for name, value in vars(found).items()}
            raise_alarm(system.slug, Alarm.Kind.CALIBRATION, "outcome", figures, now=now)
            standing += 1
        else:
            settle_alarms(system.slug, Alarm.Kind.CALIBRATION, now=now)
    return standing


def shift_of(system: System, now: datetime) -> Shift | None:
    """The shift of what the system says, None where too little was said on either side."""
    rule = measures()["drift"]
    border = now - timedelta(days=rule["days"])
    start = border - timedelta(days=rule["before_days"])
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    rows = Use.objects.filter(system=system.slug, at__gt=start, at__lte=now).order_by()
    for output, at in rows.values_list("output", "at").iterator(5000):
        said = chance_in(output, system)
        named = next((str(output[name]) for name in system.outcome if output.get(name)), None)
        answer = bin_of(said) if said is not None else named
        if answer is not None:
            (after if at > border else before)[answer] += 1
    if min(before.total(), after.total()) < rule["fewest"]:
        return None
    return Shift(psi(before, after), before.total(), after.total())


def calibration_of(system: System) -> Calibration | None:
    """What the system said of decided cases against what happened, None with fewer than enough."""
    if not system.probability:
        return None
    said = forecasts(system)
    pairs = [
        (said[one.case][0], float(one.granted))
        for one in decided_cases()
        if one.case in said and said[one.case][1] <= one.at
    ]
    if len(pairs) < measures()["calibration"]["fewest"]:
        return None
    expected = np.clip(np.asarray([pair[0] for pair in pairs]), 0.02, 0.98)
    observed = np.asarray([pair[1] for pair in pairs])
    effect, error = unit_effect(observed, expected, 1.0)
    return Calibration(
        n=len(pairs),
        said=float(expected.mean()),
        happened=float(observed.mean()),
        effect=effect,
        low=effect - Z95 * error,
        high=effect + Z95 * error,
    )
