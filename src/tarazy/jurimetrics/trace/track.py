"""The track of a case: its acts over the instances, and how long each stage took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date

from tarazy.jurimetrics.decision import Instance, Outcome, Plain, Review
from tarazy.jurimetrics.trace.record import RANK, Record

INSTANCE = {rank: instance for instance, rank in RANK.items()}


@dataclass(frozen=True, slots=True)
class ActPlace:
    """Where an act stands: what a track and the figures about tracks need of it."""

    id: str
    instance: Instance
    date: Date | None
    filed: Date | None
    court: str
    region: str
    category: str
    outcome: Outcome | None
    review: Review | None

    @classmethod
    def of(cls, record: Record) -> ActPlace:
        """The place of a record."""
        return cls(
            id=record.id,
            instance=INSTANCE[record.rank],
            date=Date.fromordinal(record.day) if record.day else None,
            filed=Date.fromordinal(record.filed) if record.filed else None,
            court=record.court_name,
            region=record.region,
            category=record.category,
            outcome=record.outcome,
            review=record.review,
        )


class TrackStage(Plain):
    """One act of the track. `days` since the stage before (for the first: since filing), None if a date is
    missing.
    """

    act: ActPlace
    reviews: str | None
    days: int | None


class Track(Plain):
    """The acts of one case, lowest instance first, then by date. `days` from filing (or first act) to the
    last act.
    """

    stages: tuple[TrackStage, ...]
    days: int | None

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the acts in their order."""
        return tuple(stage.act.id for stage in self.stages)


def track_of(
    act_id: str, acts: Mapping[str, ActPlace], below: Mapping[str, str], above: Mapping[str, tuple[str, ...]]
) -> Track:
    """The track of the case of `act_id`. Raises `KeyError` if the act is unknown."""
    root = act_id if act_id in acts else ""
    if not root:
        raise KeyError(act_id)
    while root in below:
        root = below[root]
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(above.get(one, ()))
    ordered = sorted(found, key=lambda one: (RANK[acts[one].instance], acts[one].date or Date.max, one))
    stages = []
    for one in ordered:
        act = acts[one]
        since = acts[below[one]].date if one in below else act.filed
        days = (act.date - since).days if act.date and since else None
        stages.append(TrackStage(act=act, reviews=below.get(one), days=days))
    first = acts[root].filed or acts[root].date
    dates = [stage.act.date for stage in stages if stage.act.date]
    return Track(stages=tuple(stages), days=(max(dates) - first).days if first and dates else None)
