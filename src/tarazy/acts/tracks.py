"""A case's way through the instances as a picture: where each stop stands on the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from tarazy.acts.models import Act, InstanceLink
from tarazy.acts.queries import TrackStep

LEFT, RIGHT = 160, 580  # the names of the levels stand left of the first stop
LEVELS = {"cassation": 34, "appeal": 92, "first": 150}


@dataclass(frozen=True)
class Point:
    """An act to be drawn: its key, instance and date; `current` is the one that the page is about."""

    key: str
    instance: str
    date: Date | None
    current: bool = False


@dataclass(frozen=True)
class Stop:
    """A point on the drawing, in units of a canvas 640 wide."""

    x: float
    y: int
    point: Point


@dataclass(frozen=True)
class Leg:
    """A line from the act below to the act that reviews it; dashed if the link is in doubt."""

    x1: float
    y1: float
    x2: float
    y2: float
    doubtful: bool


@dataclass(frozen=True)
class TrackPicture:
    """What is drawn: stops in the order of the track, legs between them, the levels that have a stop."""

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
        return max(y for _, y in self.levels) + 34 - self.top


def draw(points: Sequence[Point], links: Sequence[tuple[str, str, bool]]) -> TrackPicture | None:
    """Stops evenly from left to right; `links` are (below, above, doubtful). None for a case of one act."""
    if len(points) < 2:
        return None
    stops = [
        Stop(
            round(LEFT + (RIGHT - LEFT) * place / (len(points) - 1), 1),
            LEVELS.get(point.instance, LEVELS["first"]),
            point,
        )
        for place, point in enumerate(points)
    ]
    at = {stop.point.key: stop for stop in stops}
    legs = [
        Leg(at[below].x, at[below].y, at[above].x, at[above].y, doubtful)
        for below, above, doubtful in links
        if below in at and above in at
    ]
    present = {stop.y for stop in stops}
    return TrackPicture(stops, legs, [(name, y) for name, y in LEVELS.items() if y in present])


def draw_track(steps: Sequence[TrackStep], current: Act) -> TrackPicture | None:
    """The track of a case of the bank."""
    points = [
        Point(str(step.act.pk), step.act.instance, step.act.date, step.act.pk == current.pk) for step in steps
    ]
    links = [
        (str(step.link.lower_id), str(step.link.upper_id), step.link.status == InstanceLink.Status.DOUBTFUL)
        for step in steps
        if step.link
    ]
    return draw(points, links)
