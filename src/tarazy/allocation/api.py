"""Distribution for programs: draws, receipts, fairness."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from tarazy.allocation.actions import commit_draw
from tarazy.allocation.models import Draw
from tarazy.allocation.queries import fairness as figures_of
from tarazy.cases.models import Proceeding
from tarazy.people.api_auth import signed_in

router = Router(tags=["allocation"])


class DrawAnswer(Schema):
    """A draw of a case that the asker may open; `receipt` is null until it is held."""

    uuid: UUID
    state: str
    alarm: str
    trouble: str
    created_at: datetime
    commitment: str | None = None
    committed_at: datetime | None = None
    beacon_kind: str
    beacon_round: str
    due: datetime | None = None
    drawn_at: datetime | None = None
    selected: list[str]
    direct_reason: str
    norm: str
    reason_code: str
    receipt_sha256: str
    receipt: dict[str, Any] | None = None


class ShareAnswer(Schema):
    """A judge's count against the band in which it was to be expected."""

    name: str
    court_code: str
    draws: int
    chosen: int
    expected: float
    low: int
    high: int
    deviation: float


class FairnessAnswer(Schema):
    """Shares of a court's judges; `p` is small if the draws don't keep to their tickets, null if there are too few."""

    shares: list[ShareAnswer]
    draws: int
    p: float | None = None
    outside: int
    alarms: int
    redraws: int


@router.get("/draws/{uuid}", response=DrawAnswer, url_name="draw")
def draw(request: HttpRequest, uuid: UUID) -> Draw:
    """A draw with its receipt, for whoever may open the case."""
    return get_object_or_404(Draw.objects.visible_to(request.user), uuid=uuid)


@router.post("/proceedings/{uuid}/draw", response={201: DrawAnswer}, url_name="start_draw", auth=signed_in)
def start(request: HttpRequest, uuid: UUID) -> Status[Draw]:
    """Start the distribution of a registered proceeding."""
    proceeding = get_object_or_404(Proceeding.objects.visible_to(request.user), uuid=uuid)
    return Status(201, commit_draw(proceeding, request.user, timezone.now()))


@router.get("/verify/draws/{uuid}/receipt", response=dict[str, Any], url_name="draw_receipt")
def receipt(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """The receipt as `tarazy-verify receipt` takes it; public, it names no case."""
    found = get_object_or_404(Draw, uuid=uuid)
    if found.receipt is None:
        raise Http404
    told: dict[str, Any] = found.receipt
    return told


@router.get("/fairness", response=FairnessAnswer, url_name="fairness")
def fairness(request: HttpRequest, court: str = Query("", pattern=r"^(\d{4})?$")) -> dict[str, Any]:
    """How often each judge came out, against what was to be expected."""
    return asdict(figures_of(court))
