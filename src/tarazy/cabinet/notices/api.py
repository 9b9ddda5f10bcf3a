"""Notices for programs: one's own, how one is told, and the log of a case for its court."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from tarazy.cabinet.notices.actions.choose import choose_channels, read_notice
from tarazy.cabinet.notices.models import Kind, Notice
from tarazy.cabinet.notices.preferences import chosen, settings_of
from tarazy.cabinet.notices.queries import Line, lines_of, log_of, own_notices
from tarazy.cases.models import Case
from tarazy.people.api_auth import signed_in
from tarazy.people.refusals import NotFound

router = Router(tags=["cabinet"], auth=signed_in)
MOST = 100
KindName = Literal["progress", "hearing", "decision", "paper", "service", "deadline", "money"]
ChannelName = Literal["email", "sms", "telegram"]


class NoticeLine(Schema):
    """A notice: what happened, in words of the language asked for. `case` only where it is open to the caller."""

    id: UUID
    code: str
    kind: str
    words: str
    case: UUID | None
    at: datetime
    due: Date | None
    urgent: bool
    read_at: datetime | None


class NoticePage(Schema):
    """Notices, the latest first; `next` is the `before` of the page that follows, null at the end."""

    notices: list[NoticeLine]
    next: int | None


class Choice(Schema):
    """Channels for each kind, quiet nights, what isn't urgent once a day."""

    channels: dict[KindName, list[ChannelName]]
    quiet: bool
    digest: bool


class DeliveryLine(Schema):
    """A message that went out or should: to whom masked, how it stands."""

    id: UUID
    notice: UUID
    code: str
    channel: str
    state: str
    address: str
    tries: int
    at: datetime
    sent_at: datetime | None
    fault: str


@router.get("/notices", response=NoticePage, url_name="notices")
def notices(
    request: HttpRequest, unread: bool = False, before: int | None = Query(None, ge=1, lt=2**63)
) -> dict[str, Any]:
    """One's own notices."""
    rows = own_notices(request.user, unread=unread).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: MOST + 1])
    lines = lines_of(found[:MOST], request.user)
    return {
        "notices": [_line(one) for one in lines],
        "next": found[MOST - 1].pk if len(found) > MOST else None,
    }


@router.post("/notices/{uuid}/read", response=NoticeLine, url_name="read_notice")
def read(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """Mark a notice as read."""
    found = read_notice(uuid, by=request.user, now=timezone.now())
    return _line(lines_of([found], request.user)[0])


@router.get("/notices/settings", response=Choice, url_name="notice_settings")
def choice(request: HttpRequest) -> dict[str, Any]:
    """How one is told of what."""
    return _choice(request)


@router.put("/notices/settings", response=Choice, url_name="choose_notices")
def choose(request: HttpRequest, data: Choice) -> dict[str, Any]:
    """Choose; a kind that isn't named goes by the channel of the account."""
    choose_channels(request.user, data.channels, quiet=data.quiet, digest=data.digest)
    return _choice(request)


@router.get("/cases/{uuid}/notices", response=list[DeliveryLine], url_name="case_notices")
def case_notices(request: HttpRequest, uuid: UUID) -> list[dict[str, Any]]:
    """What was sent in a case: for the court's side of it."""
    case = Case.objects.filter(uuid=uuid).first()
    rows = log_of(case, request.user) if case else None
    if rows is None:
        raise NotFound
    return [
        {
            "id": one.uuid, "notice": one.notice.uuid, "code": one.notice.code, "channel": one.channel,
            "state": one.state, "address": one.address, "tries": one.tries, "at": one.notice.at,
            "sent_at": one.sent_at, "fault": one.fault,
        }
        for one in rows[:500]
    ]  # fmt: skip


def _choice(request: HttpRequest) -> dict[str, Any]:
    own = settings_of(request.user)
    return {
        "channels": {kind: chosen(own, kind) for kind in Kind.values},
        "quiet": own.quiet,
        "digest": own.digest,
    }


def _line(one: Line) -> dict[str, Any]:
    notice: Notice = one.notice
    return {
        "id": notice.uuid, "code": notice.code if one.opens else "", "kind": notice.kind, "words": one.words,
        "case": notice.case.uuid if one.opens else None, "at": notice.at,
        "due": notice.due if one.opens else None, "urgent": notice.urgent, "read_at": notice.read_at,
    }  # fmt: skip
