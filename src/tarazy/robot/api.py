"""The robot for programs: what waits for a judge, a run with its trace, the figures of the rule tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from tarazy.people.api_auth import signed_in
from tarazy.people.paging import Page, page_of
from tarazy.robot.models import Run
from tarazy.robot.queries import table_figures, waiting_runs

router = Router(tags=["robot"])


class RunLine(Schema):
    """A run: `state` drafted or handed_over; `reasons` are the codes of why it was handed over."""

    id: UUID
    case: UUID
    table: str
    version: str
    state: str
    result: str
    reasons: list[str]
    ready_at: datetime | None


class RunAnswer(RunLine):
    """A run with its trace (data by name, see `facts`) and its draft (parts of blocks), as its judge reads it."""

    language: str
    facts: dict[str, Any]
    trace: list[dict[str, Any]]
    draft: dict[str, Any] | None
    draft_seconds: float | None
    versions: dict[str, str]
    input_hash: str


class TableLine(Schema):
    """A rule table in a year: how it is used, materials, drafts, rejections, the mean share of words changed."""

    name: str
    mode: str
    materials: int
    drafted: int
    rejected: int
    words_changed: float | None
    draft_seconds: float | None


@router.get("/robot/runs", response=list[RunLine], url_name="robot_runs", auth=signed_in)
def runs(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """What the robot drafted or handed over in the caller's own cases; only a judge of the case sees it."""
    rows = page_of(waiting_runs(request.user), page, request)
    return [_line(one) for one in rows]


@router.get("/robot/runs/{run_id}", response=RunAnswer, url_name="robot_run", auth=signed_in)
def run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """One run: each condition with its data, the draft with the condition behind each sentence."""
    rows = Run.objects.visible_to(request.user).select_related("proceeding__case")
    found = get_object_or_404(rows, pk=run_id)
    return _line(found) | {
        "language": found.language,
        "facts": found.facts,
        "trace": found.trace,
        "draft": found.draft,
        "draft_seconds": found.draft_seconds,
        "versions": found.versions,
        "input_hash": found.input_hash,
    }


@router.get("/robot/tables", response=list[TableLine], url_name="robot_tables", auth=signed_in)
def tables(request: HttpRequest) -> list[dict[str, Any]]:
    """How the rule tables did in a year; for those who adopt rules and for auditors."""
    return [
        {
            "name": one.name,
            "mode": one.mode,
            "materials": one.runs,
            "drafted": one.drafted,
            "rejected": one.rejected,
            "words_changed": one.share,
            "draft_seconds": one.seconds,
        }
        for one in table_figures(request.user, timezone.now())
    ]


def _line(one: Run) -> dict[str, Any]:
    return {
        "id": one.pk,
        "case": one.proceeding.case.uuid,
        "table": one.table,
        "version": one.version,
        "state": one.state,
        "result": one.result,
        "reasons": sorted({str(reason["code"]) for reason in one.reasons}),
        "ready_at": one.ready_at,
    }
