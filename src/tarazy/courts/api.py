"""Courts for programs: public knowledge."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from tarazy.courts.models import Court
from tarazy.courts.queries import judges_of

router = Router(tags=["courts"])


class CourtLine(Schema):
    """A court, with its name in three languages."""

    code: str
    kind: str
    instance: str
    region: str
    name_kk: str
    name_ru: str
    name_en: str
    address: str
    higher: str | None


class CourtAnswer(CourtLine):
    """A court with its judges in office."""

    judges: list[str]


@router.get("/courts", response=list[CourtLine], url_name="courts")
def courts(request: HttpRequest, kind: str = "", region: str = "") -> list[dict[str, Any]]:
    """All courts, of a kind or a region if one is named."""
    rows = Court.objects.all()
    if kind:
        rows = rows.filter(kind=kind[:20].replace("\0", ""))
    if region:
        rows = rows.filter(region=region[:40].replace("\0", ""))
    return [_line(one) for one in rows]


@router.get("/courts/{code}", response=CourtAnswer, url_name="court")
def court(request: HttpRequest, code: str) -> dict[str, Any]:
    """One court by its four-digit code."""
    found = Court.objects.filter(code=code[:4].replace("\0", "")).first() if len(code) == 4 else None
    if found is None:
        raise Http404
    judges = [judge.full_name for judge in judges_of(found, timezone.localdate())]
    return _line(found) | {"judges": judges}


def _line(one: Court) -> dict[str, Any]:
    names = ("code", "kind", "instance", "region", "name_kk", "name_ru", "name_en", "address")
    return {"higher": one.higher_id} | {name: getattr(one, name) for name in names}
