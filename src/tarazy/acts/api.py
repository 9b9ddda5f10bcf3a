"""The bank of acts for programs: search and acts, as far as the caller may see them."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from tarazy.acts.forms import LONGEST_QUERY, MOST_PAGES
from tarazy.acts.models import Act
from tarazy.acts.queries import PAGE_SIZE, SearchRequest, search_acts, shows_names, track_of
from tarazy.acts.searching.question import Order
from tarazy.people.paging import link_pages

router = Router(tags=["acts"])


class ActLine(Schema):
    """An act in a list. Coded values are those of the search's filters."""

    act_id: str
    kind: str
    case_number: str
    date: Date | None
    court: str
    region: str
    instance: str
    category: str
    outcome: str
    review: str
    language: str
    source: str


class FacetValue(Schema):
    """A value of a facet and how many acts have it."""

    value: str
    count: int


class SearchAnswer(Schema):
    """A page of acts: `total` over all pages, `facets` by name."""

    total: int
    page: int
    pages: int
    page_size: int
    acts: list[ActLine]
    facets: dict[str, list[FacetValue]]


class LinkLine(Schema):
    """A link between two acts of a case with its probability and reasons."""

    lower: str
    upper: str
    probability: float
    status: str
    reasons: list[dict[str, Any]]


class ActAnswer(ActLine):
    """An act with its text (people masked for the public) and its decision as read, and its case's track."""

    text: str
    masked: bool
    reading: dict[str, Any]
    track: list[ActLine]
    links: list[LinkLine]


Year = Annotated[int, Field(ge=0, le=9999)]


class SearchFilters(Schema):
    """What to look for. Repeat a filter to admit several of its values."""

    q: str = ""
    category: list[str] = []
    instance: list[str] = []
    outcome: list[str] = []
    court: list[str] = []
    region: list[str] = []
    year: list[Year] = []
    language: list[str] = []
    norm: str = ""
    order: Order = Order.BEST
    page: int = 1


@router.get("/acts", response=SearchAnswer, url_name="acts_search")
def search(request: HttpRequest, filters: Query[SearchFilters]) -> dict[str, Any]:
    """Find acts by words, by filters and by a norm cited (`norm=GPK/226`).

    Words in quotes stand in a row, a word after a minus must not stand, the last word may be the beginning of one.
    `order=latest` gives the latest first; `total` counts all, of which the first 10,000 can be paged through.
    """
    code, _, article = filters.norm.replace("/", ":", 1).partition(":")
    asked = SearchRequest(
        text=filters.q.replace("\0", "")[:LONGEST_QUERY],
        filters={
            name: [str(value) for value in getattr(filters, name)[:50]]
            for name in ("category", "instance", "outcome", "court", "region", "year", "language")
        },
        norm=(code, article) if code and article else None,
        order=filters.order,
        page=min(MOST_PAGES, max(1, filters.page)),
    )
    found = search_acts(request.user, asked)
    link_pages(request, found.page, found.pages)
    return {
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "page_size": PAGE_SIZE,
        "acts": [line(act) for act in found.acts],
        "facets": {
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in found.facets.items()
        },
    }


@router.get("/acts/{path:act_id}", response=ActAnswer, url_name="acts_act")
def act(request: HttpRequest, act_id: str) -> dict[str, Any]:
    """One act. 404 for an act that isn't there or that the caller may not see."""
    one = get_object_or_404(Act.objects.visible_to(request.user), act_id=act_id)
    named = shows_names(request.user, one)
    decision = one.decision if named else one.public_decision
    track = track_of(request.user, one)
    by_row = {step.act.pk: step.act.act_id for step in track}
    return {
        **line(one),
        "text": decision.text,
        "masked": not named,
        "reading": decision.model_dump(mode="json", exclude={"text"}),
        "track": [line(step.act) for step in track],
        "links": [
            {
                "lower": by_row[step.link.lower_id],
                "upper": by_row[step.link.upper_id],
                "probability": step.link.probability,
                "status": step.link.status,
                "reasons": step.link.reasons,
            }
            for step in track
            if step.link and step.link.lower_id in by_row
        ],
    }


def line(act: Act) -> dict[str, Any]:
    """An act as a line of a list."""
    return {name: getattr(act, name) for name in ActLine.model_fields}
