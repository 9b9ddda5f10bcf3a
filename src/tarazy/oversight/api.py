"""Oversight for programs: the register of AI systems, bands, statistics, AI in a case, the log of uses."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tarazy.cases.models import Case
from tarazy.cases.visibility import cases_open_to
from tarazy.oversight.actions.object_to_ai import decide_without_ai, object_to_ai
from tarazy.oversight.export import line_of
from tarazy.oversight.forms import Asked
from tarazy.oversight.models import CourtFigure, Objection
from tarazy.oversight.queries import (
    Standing,
    court_series,
    court_year,
    latest_bands,
    standing_of,
    standings,
    used_in,
    uses_of,
)
from tarazy.oversight.registry import System, figures_of, systems
from tarazy.people.api_auth import signed_in
from tarazy.people.paging import Page, page_of

router = Router(tags=["oversight"])
CATEGORY = r"^[a-z0-9_-]*$"


class Words(Schema):
    """The same in three languages."""

    kk: str
    ru: str
    en: str


class SystemLine(Schema):
    """A system of the register: `version` is the hash of its files, `on` whether it may be used at all."""

    system: str
    names: Words
    risk: str
    autonomy: str
    kind: str
    on: bool
    held_at: str
    version: str | None
    signed: bool
    alarms: int


class MeasuredFigures(Schema):
    """What was measured, on which data, by which command."""

    name: str
    numbers: dict[str, float]
    data: str
    command: str
    date: str


class SystemCard(SystemLine):
    """Everything that the register says of a system."""

    purpose: Words
    role: Words
    data: Words
    limits: Words
    owner: Words
    figures: list[MeasuredFigures]
    files: dict[str, str]
    signed_note: str
    reviewed_on: Date | None


class BandLine(Schema):
    """A share with its 95 % interval for a group of people; hidden where few stand behind it."""

    source: str
    by: str
    group: str
    count: int | None
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    hidden: bool


class Bands(Schema):
    """The bands measured last."""

    measured_on: Date | None
    bands: list[BandLine]


class FigureLine(Schema):
    """Counts of a month, or of the last twelve where `month` is null; null counts aren't shown."""

    month: Date | None
    filed: int | None
    ended: int | None
    pending: int | None
    electronic: float | None
    reviewed: int | None
    changed: float | None
    quarter_days: int | None
    median_days: int | None
    three_quarter_days: int | None


class StatisticsAnswer(Schema):
    """The court in numbers: the last twelve months, and month by month."""

    level: str
    place: str
    category: str
    year: FigureLine | None
    months: list[FigureLine]


class Wanted(Schema):
    """Of which place and category; a court outweighs its region."""

    court: str = Field("", pattern=r"^([0-9]{4})?$", description="Code of a court.")
    region: str = Field("", max_length=40, pattern=CATEGORY, description="Id of a region.")
    category: str = Field("", max_length=60, pattern=CATEGORY, description="Slug of a category.")


class UsedLine(Schema):
    """A system used in the case."""

    system: str
    name: str
    first: datetime
    last: datetime
    times: int


class ObjectionLine(Schema):
    """An objection or a wish, and what became of it; no systems named means all."""

    state: str
    systems: list[str]
    at: datetime
    due: Date | None
    answer: str
    answered_at: datetime | None


class CaseAi(Schema):
    """AI in a case."""

    used: list[UsedLine]
    objections: list[ObjectionLine]


class ObjectionGiven(Schema):
    """An objection: to which systems (none for all), and why."""

    systems: list[str] = Field(default_factory=list, max_length=50)
    text: str = Field("", max_length=10_000, pattern=r"^[^\x00]*$")


class UseLine(Schema):
    """A use as exports have it: people and cases by their ids, what went in by its hash."""

    key: str
    system: str
    at: str
    versions: dict[str, Any]
    input_hash: str
    output: dict[str, Any]
    court: str
    case: str | None
    by: str | None
    did: str
    share_changed: float | None
    answered_at: str | None
    ledger_stream: str
    ledger_number: int


class UsesWanted(Page):
    """Which uses."""

    system: str = Field("", max_length=60, pattern=r"^[a-z0-9_.]*$")
    since: Date | None = None
    until: Date | None = None


@router.get("/ai/systems", response=list[SystemLine], url_name="ai_systems")
def ai_systems(request: HttpRequest) -> list[dict[str, Any]]:
    """The public register of AI systems."""
    return [_line(one) for one in standings()]


@router.get("/ai/systems/{slug}", response=SystemCard, url_name="ai_system")
def ai_system(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One system with its card, figures, files and signature."""
    system: System | None = systems().get(slug)
    if system is None:
        raise Http404
    standing = standing_of(system)
    version = standing.version
    return {
        **_line(standing),
        **{part: dict(getattr(system, part)) for part in ("purpose", "role", "data", "limits", "owner")},
        "figures": [vars(one) for one in figures_of(system)],
        "files": version.files if version else {},
        "signed_note": version.text if version else "",
        "reviewed_on": timezone.localdate(standing.review.at) if standing.review else None,
    }


@router.get("/ai/bands", response=Bands, url_name="ai_bands")
def ai_bands(request: HttpRequest) -> dict[str, Any]:
    """Outcomes and errors by language, region, kind of party and sex."""
    on, rows = latest_bands()
    return {"measured_on": on, "bands": rows}


@router.get("/statistics", response=StatisticsAnswer, url_name="statistics")
def statistics(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The court in numbers: flows, times, shares, without small numbers."""
    chosen = Asked(wanted.court, "" if wanted.court else wanted.region, wanted.category)
    year: CourtFigure | None = court_year(chosen.level, chosen.place, chosen.category)
    return {
        "level": chosen.level,
        "place": chosen.place,
        "category": chosen.category,
        "year": year,
        "months": court_series(chosen.level, chosen.place, chosen.category),
    }


@router.get("/ai/uses", response=list[UseLine], url_name="ai_uses", auth=signed_in)
def ai_uses(request: HttpRequest, wanted: Query[UsesWanted]) -> list[dict[str, Any]]:
    """The log of uses: your own, and those that you oversee."""
    rows = uses_of(request.user, system=wanted.system, since=wanted.since, until=wanted.until)
    return [line_of(one) for one in page_of(rows.order_by("-pk"), wanted, request)]


@router.get("/cases/{case_uuid}/ai", response=CaseAi, url_name="case_ai", auth=signed_in)
def case_ai(request: HttpRequest, case_uuid: UUID) -> dict[str, Any]:
    """Which systems were used in a case, and who objected."""
    return _case_ai(_case(request, case_uuid))


@router.post("/cases/{case_uuid}/ai/objections", response=CaseAi, url_name="case_ai_object", auth=signed_in)
def case_ai_object(request: HttpRequest, case_uuid: UUID, given: ObjectionGiven) -> dict[str, Any]:
    """Object to the use of AI in a case."""
    case = _case(request, case_uuid)
    object_to_ai(
        _current(case),
        by=request.user,
        now=timezone.now(),
        text=given.text,
        names=given.systems,  # type: ignore[arg-type]
    )
    return _case_ai(case)


@router.post("/cases/{case_uuid}/ai/without", response=CaseAi, url_name="case_ai_without", auth=signed_in)
def case_ai_without(request: HttpRequest, case_uuid: UUID) -> dict[str, Any]:
    """Ask that the case be decided without AI."""
    case = _case(request, case_uuid)
    decide_without_ai(_current(case), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return _case_ai(case)


def _line(one: Standing) -> dict[str, Any]:
    system, version = one.system, one.version
    return {
        "system": system.slug,
        "names": dict(system.names),
        "risk": system.risk,
        "autonomy": system.autonomy,
        "kind": system.kind,
        "on": one.on,
        "held_at": one.switch.version if one.switch else "",
        "version": version.sha256 if version else None,
        "signed": bool(version and version.signed_at),
        "alarms": one.alarms,
    }


def _case(request: HttpRequest, case_uuid: UUID) -> Case:
    case = Case.objects.filter(uuid=case_uuid).first()
    if case is None or not Case.objects.filter(cases_open_to(request.user, case=case), pk=case.pk).exists():
        raise Http404
    return case


def _current(case: Case) -> int:
    return case.proceedings.order_by("filed_at", "id").last().pk  # type: ignore[union-attr]


def _case_ai(case: Case) -> dict[str, Any]:
    objections = Objection.objects.filter(case=case).select_related("deadline")
    return {
        "used": [
            {"system": one.slug, "name": one.name, "first": one.first, "last": one.last, "times": one.times}
            for one in used_in(case)
        ],
        "objections": [
            {
                "state": one.state,
                "systems": one.systems,
                "at": one.at,
                "due": one.deadline.due if one.deadline else None,
                "answer": one.answer,
                "answered_at": one.answered_at,
            }
            for one in objections
        ],
    }
