"""The room in the API: one's saved searches, the list of bulk files."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from tarazy.acts.following.actions.change_search import change_search
from tarazy.acts.following.actions.delete_search import delete_search
from tarazy.acts.following.actions.save_search import LONGEST_NAME, save_search
from tarazy.acts.following.models import Alert, BulkMonth, SavedSearch
from tarazy.acts.following.queries import saved_searches, served_months
from tarazy.acts.following.searches import LONGEST
from tarazy.people.api_auth import signed_in
from tarazy.people.paging import Page, page_of
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

router = Router(tags=["following"])
Row = Annotated[int, Field(ge=1, le=2**63 - 1)]


class SearchWanted(Schema):
    """A name, and when to be told of new acts."""

    # Its length is judged by the action, which answers in the reader's language.
    name: Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST_NAME})]
    alert: Alert = Alert.NONE


class NewSearch(SearchWanted):
    """With the search: what stands behind the question mark of the bank's search page."""

    query: Annotated[str, Field(json_schema_extra={"maxLength": LONGEST})] = ""


class SearchLine(Schema):
    """A saved search; `new` counts public acts found since its page was opened last."""

    id: int
    name: str
    query: str
    alert: Alert
    made_at: datetime
    looked_at: datetime
    new: int


class BulkFileLine(Schema):
    """A file: where it is, its bytes, its hash."""

    url: str
    bytes: int
    sha256: str


class BulkMonthLine(Schema):
    """The public acts of one court and month, twice the same rows."""

    court_key: str
    court: str
    month: Date
    acts: int
    made_at: datetime
    jsonl: BulkFileLine
    parquet: BulkFileLine


@router.get("/saved-searches", response=list[SearchLine], auth=signed_in, url_name="saved_searches")
def searches(request: HttpRequest) -> list[dict[str, Any]]:
    """Your saved searches by name."""
    return [_line(one) for one in saved_searches(request.user)]


@router.post("/saved-searches", response={201: SearchLine}, auth=signed_in, url_name="save_search")
def save(request: HttpRequest, data: NewSearch) -> Status[dict[str, Any]]:
    """Save a search. What is malformed in its address is left out, as on the search page."""
    user: User = request.user  # type: ignore[assignment]
    made = save_search(data.name, data.query, data.alert, by=user, now=timezone.now())
    return Status(201, _line(made))


@router.get("/saved-searches/{pk}", response=SearchLine, auth=signed_in, url_name="saved_search")
def search(request: HttpRequest, pk: Path[Row]) -> dict[str, Any]:
    """One saved search."""
    found = [one for one in saved_searches(request.user) if one.pk == pk]
    if not found:
        raise NotFound
    return _line(found[0])


@router.put("/saved-searches/{pk}", response=SearchLine, auth=signed_in, url_name="change_saved_search")
def change(request: HttpRequest, pk: Path[Row], data: SearchWanted) -> dict[str, Any]:
    """Another name, letters or none."""
    user: User = request.user  # type: ignore[assignment]
    change_search(pk, data.name, data.alert, by=user, now=timezone.now())
    return search(request, pk)


@router.delete("/saved-searches/{pk}", response={204: None}, auth=signed_in, url_name="delete_saved_search")
def delete(request: HttpRequest, pk: Path[Row]) -> Status[None]:
    """Keep the search no longer."""
    user: User = request.user  # type: ignore[assignment]
    delete_search(pk, by=user)
    return Status(204, None)


@router.get("/bulk", response=list[BulkMonthLine], url_name="bulk")
def bulk(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """Bulk files of public acts by court and month, the latest first."""
    return [_month(one, request) for one in page_of(served_months(), page, request)]


def _line(one: SavedSearch) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "query": one.query,
        "alert": one.alert,
        "made_at": one.made_at,
        "looked_at": one.looked_at,
        "new": getattr(one, "new", 0),
    }


def _month(one: BulkMonth, request: HttpRequest) -> dict[str, Any]:
    def url(ending: str) -> str:
        return request.build_absolute_uri(reverse("following:bulk_file", args=[f"{one.name}.{ending}"]))

    return {
        "court_key": one.court_key,
        "court": one.court_name,
        "month": one.month,
        "acts": one.acts,
        "made_at": one.made_at,
        "jsonl": {"url": url("jsonl.gz"), "bytes": one.jsonl_bytes, "sha256": one.jsonl_sha256},
        "parquet": {"url": url("parquet"), "bytes": one.parquet_bytes, "sha256": one.parquet_sha256},
    }
