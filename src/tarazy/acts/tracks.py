"""A case's way through the instances as a picture: where each stop stands on the drawing."""

from __future__ import annotations

from dataclasses import dataclass

from tarazy.acts.models import Act
from tarazy.acts.queries import TrackStep

WIDTH = 640
LEFT, RIGHT = 40, 600
LEVELS = {"cassation": 34, "appeal": 92, "first": 150}


@dataclass(frozen=True)
class Stop:
    """An act on the drawing, in units of a 640 × 190 canvas."""

    x: float
    y: float
    step: TrackStep
    current: bool


@dataclass(frozen=True)
class Leg:
    """A line from the act below to the act that reviews it; dashed if the link is in doubt. `days` between them."""

    x1: float
    y1: float
    x2: float
    y2: float
    doubtful: bool
    days: int | None


@dataclass(frozen=True)
class TrackPicture:
    """What is drawn: stops in order of time, legs between them, the levels that have a stop."""

    stops: list[Stop]
    legs: list[Leg]
    levels: list[tuple[str, int]]

    @property
    def top(self) -> int:
        """Where the drawing begins: just above its highest level."""
        return min(y for _, y in self.levels) - 34

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return LEVELS["first"] + 34 - self.top


def draw_track(steps: list[TrackStep], current: Act) -> TrackPicture | None:
    """Stops evenly from left to right in the order of the track; None for a case of one act."""
    if len(steps) < 2:
        return None
    stops: list[Stop] = []
    for position, step in enumerate(steps):
        x = LEFT + 40 + (RIGHT - LEFT - 80) * position / (len(steps) - 1)
        y = LEVELS.get(step.act.instance, LEVELS["first"])
        stops.append(Stop(round(x, 1), y, step, step.act.pk == current.pk))
    by_row = {stop.step.act.pk: stop for stop in stops}
    legs = []
    for stop in stops:
        link = stop.step.link
        below = by_row.get(link.lower_id) if link else None
        if link is None or below is None:
            continue
        days = None
        if stop.step.act.date and below.step.act.date:
            days = (stop.step.act.date - below.step.act.date).days
        legs.append(Leg(below.x, below.y, stop.x, stop.y, link.status == link.Status.DOUBTFUL, days))
    present = {stop.y for stop in stops}
    return TrackPicture(stops, legs, [(name, y) for name, y in LEVELS.items() if y in present])
