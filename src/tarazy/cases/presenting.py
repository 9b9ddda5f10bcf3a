"""A case laid out for a page: what may be done, its track of stages, the lines of its docket."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tarazy.cases import events, naming
from tarazy.cases.models import (
    CaseDocument,
    DocketEntry,
    Proceeding,
    ProceedingKind,
    Stage,
)

if TYPE_CHECKING:
    from tarazy.cases.models import Case
    from tarazy.people.models import User


@dataclass(frozen=True)
class ActionLink:
    """Something that this person can do in this case now: its words, the page of it, what it means."""

    title: str | Promise
    url: str
    about: str | Promise = ""
    primary: bool = False


Provider = Callable[["User", "Case"], Iterable[ActionLink]]
_providers: list[Provider] = []


def register_action(provider: Provider) -> Provider:
    """A room above offers actions on the page of a case: `provider(user, case)` gives those possible now.

    It is asked only about cases that the user may open, and must ask for permissions itself.
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def offered(user: User, case: Case) -> list[ActionLink]:
    """What the rooms above offer this person in this case, in the order of registration."""
    return [link for provider in _providers for link in provider(user, case)]


# The way that a proceeding usually goes; a stage outside of it stands where `_BESIDE` says.
_ACTION_WAY = (
    Stage.FILED, Stage.REGISTERED, Stage.DISTRIBUTED, Stage.ACCEPTED, Stage.PREPARATION, Stage.HEARING,
    Stage.OPERATIVE_ANNOUNCED, Stage.REASONED_ISSUED, Stage.IN_FORCE,
)  # fmt: skip
_ORDER_WAY = (Stage.FILED, Stage.REGISTERED, Stage.DISTRIBUTED, Stage.ORDER_ISSUED, Stage.IN_FORCE)
_WRITTEN_WAY = (
    Stage.FILED, Stage.REGISTERED, Stage.DISTRIBUTED, Stage.ACCEPTED, Stage.REASONED_ISSUED, Stage.IN_FORCE,
)  # fmt: skip
_REVIEW_WAY = (
    Stage.FILED, Stage.REGISTERED, Stage.DISTRIBUTED, Stage.ACCEPTED, Stage.HEARING, Stage.OPERATIVE_ANNOUNCED,
    Stage.REASONED_ISSUED, Stage.IN_FORCE,
)  # fmt: skip
_WAYS: dict[str, tuple[Stage, ...]] = {
    ProceedingKind.ORDER: _ORDER_WAY,
    ProceedingKind.SANCTION: _ORDER_WAY,
    ProceedingKind.SIMPLIFIED: _WRITTEN_WAY,
    ProceedingKind.APPEAL: _REVIEW_WAY,
    ProceedingKind.INTERLOCUTORY: _REVIEW_WAY,
    ProceedingKind.CASSATION: _REVIEW_WAY,
}
# A stage off the usual way: after which stage it comes, and whether the way ends with it.
_BESIDE: dict[str, tuple[Stage, bool]] = {
    Stage.CONCILIATION: (Stage.DISTRIBUTED, False),
    Stage.REFUSED: (Stage.DISTRIBUTED, True),
    Stage.RETURNED: (Stage.DISTRIBUTED, True),
    Stage.WITHDRAWN: (Stage.REGISTERED, True),
    Stage.PRELIMINARY_HEARING: (Stage.PREPARATION, False),
    Stage.ADJOURNED: (Stage.HEARING, False),
    Stage.SUSPENDED: (Stage.PREPARATION, False),
    Stage.DELIBERATION: (Stage.HEARING, False),
    Stage.SENT: (Stage.REASONED_ISSUED, False),
    Stage.APPEALED: (Stage.REASONED_ISSUED, False),
    Stage.APPEAL_DECIDED: (Stage.REASONED_ISSUED, False),
    Stage.CASSATION: (Stage.IN_FORCE, False),
    Stage.CASSATION_DECIDED: (Stage.IN_FORCE, False),
    Stage.ORDER_CANCELLED: (Stage.ORDER_ISSUED, True),
    Stage.WRIT_ISSUED: (Stage.IN_FORCE, False),
    Stage.EXECUTION: (Stage.IN_FORCE, False),
    Stage.TRANSFERRED: (Stage.REGISTERED, True),
    Stage.JOINED: (Stage.REGISTERED, True),
    Stage.CLOSED: (Stage.IN_FORCE, True),
    Stage.ARCHIVED: (Stage.IN_FORCE, True),
}


@dataclass(frozen=True)
class TrackStop:
    """A stage on the way: its words, whether it is passed, current or still to come, since when."""

    stage: str
    words: str | Promise
    state: str  # past | current | ahead
    since: datetime | None = None


def track(proceeding: Proceeding) -> list[TrackStop]:
    """The stages of a proceeding, with the current one, and those ahead unless the way has ended."""
    way = list(_WAYS.get(proceeding.kind, _ACTION_WAY))
    now = Stage(proceeding.stage)
    ends = False
    if now not in way:
        after, ends = _BESIDE.get(now, (way[-1], True))
        if now is Stage.SUSPENDED and proceeding.stage_before in way:
            after = Stage(proceeding.stage_before)
        place = way.index(after) + 1 if after in way else len(way)
        way.insert(place, now)
    here = way.index(now)
    dates = {
        Stage.FILED: proceeding.filed_at,
        Stage.REGISTERED: proceeding.registered_at,
        Stage.ACCEPTED: proceeding.accepted_at,
        Stage.REASONED_ISSUED: proceeding.decided_at,
        now: proceeding.stage_since,
    }
    shown = way[: here + 1] if ends else way
    return [
        TrackStop(
            stage,
            stage.label,
            "past" if place < here else "current" if place == here else "ahead",
            dates.get(stage) if place <= here else None,
        )
        for place, stage in enumerate(shown)
    ]


@dataclass(frozen=True)
class DocketLine:
    """An entry of the docket in words, with its documents that this person may read."""

    entry: DocketEntry
    words: str
    kind: str
    norm: str
    documents: list[CaseDocument] = field(default_factory=list)


def docket_lines(
    entries: Sequence[DocketEntry], documents: Iterable[CaseDocument], *, known: Container[int]
) -> list[DocketLine]:
    """The entries in words. An entry whose code is unknown today is told by its code.

    `known`: rows of the parties that the reader may know of. What another party's entry says may name it: it is told
    without its values.
    """
    for entry in entries:
        if entry.party_id is not None and entry.party_id not in known:
            entry.party, entry.params = None, {}
    of_entry: dict[int, list[CaseDocument]] = {}
    for document in documents:
        of_entry.setdefault(document.entry_id, []).append(document)
    return [_line(entry, of_entry.get(entry.pk, [])) for entry in entries]


def _line(entry: DocketEntry, documents: list[CaseDocument]) -> DocketLine:
    known = events.all_events().get(entry.code)
    if known is None:
        return DocketLine(entry, entry.code.replace("_", " "), "", "", documents)
    said = dict(entry.params)
    if limit := said.get("limit"):
        said["limit"] = naming.limit_name(str(limit))
    return DocketLine(entry, known.told(said), known.kind, known.norm, documents)


# Groups of events, as the docket's filter names them; the kinds stand in data/events.yaml.
EVENT_GROUPS: dict[str, str | Promise] = {
    "filing": _("Filings"),
    "registry": _("Registry"),
    "distribution": _("Distribution"),
    "ruling": _("Rulings"),
    "hearing": _("Preparation and hearings"),
    "paper": _("Papers of the parties"),
    "decision": _("Decisions"),
    "appeal": _("Appeals"),
    "service": _("Service and notices"),
    "time": _("Time limits"),
    "party": _("Parties"),
    "seal": _("Access and seals"),
    "staff": _("Staff"),
    "money": _("State fee"),
}


def event_groups() -> list[tuple[str, str]]:
    """(kind, words) of the kinds that the table of events uses, in the table's order."""
    kinds = dict.fromkeys(event.kind for event in events.all_events().values())
    return [(kind, str(EVENT_GROUPS.get(kind, kind.replace("_", " ")))) for kind in kinds]


def codes_of(kind: str) -> list[str]:
    """Codes of the events of a group."""
    return [event.code for event in events.all_events().values() if event.kind == kind]
