"""The room in the API: versions of published acts for everybody, confirming for the court."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tarazy.acts.models import Act
from tarazy.acts.publication.actions.confirm import confirm
from tarazy.acts.publication.gates import gates
from tarazy.acts.publication.models import Publication
from tarazy.acts.publication.queries import waiting
from tarazy.people.api_auth import signed_in
from tarazy.people.paging import Page, page_of
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

router = Router(tags=["publication"])


class VersionLine(Schema):
    """A version of a published act; `sha256` is that of its text in UTF-8, told by the ledger's entry."""

    number: int
    sha256: str
    published_at: datetime
    replaced_at: datetime | None
    ledger_stream: str
    ledger_number: int | None


class PublishedAnswer(Schema):
    """A published act: how it is cited, its text now, its versions. Replaced texts aren't given any more."""

    address: str
    neutral: str
    citation: str
    text: str
    versions: list[VersionLine]


class GateLine(Schema):
    """A gate on the way to the public and whether the act passes it."""

    code: str
    norm: str
    passed: bool


class WaitingLine(Schema):
    """An act that waits to be confirmed; `sha256` is what confirming asks for."""

    id: UUID
    address: str
    state: str
    sha256: str
    gates: list[GateLine]


class ConfirmGiven(Schema):
    """The hash of the text that was read."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@router.get("/publications", response=list[WaitingLine], auth=signed_in, url_name="publications")
def publications(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """Acts of your courts that wait to be confirmed, readers' reports first."""
    user: User = request.user  # type: ignore[assignment]
    require(user, Permission.CONFIRM_ANONYMISATION)
    return [_line(one) for one in page_of(waiting(user), page, request)]


@router.post(
    "/publications/{uuid:publication_id}/confirm",
    response=WaitingLine,
    auth=signed_in,
    url_name="publication_confirm",
)
def confirm_publication(request: HttpRequest, publication_id: UUID, given: ConfirmGiven) -> dict[str, Any]:
    """Confirm the text with this hash. It is published at once where every gate is open."""
    user: User = request.user  # type: ignore[assignment]
    return _line(confirm(publication_id, given.sha256, by=user, now=timezone.now()))


@router.get("/published/{path:address}", response=PublishedAnswer, url_name="published_act")
def published_act(request: HttpRequest, address: str) -> dict[str, Any]:
    """One published act with its versions. 404 for an act that isn't public."""
    act = Act.objects.visible_to(None).filter(act_id=address).first()
    if act is None:
        raise NotFound
    publication = Publication.objects.published().filter(address=address).first()
    versions = list(publication.versions.filter(published_at__isnull=False)) if publication else []
    return {
        "address": address,
        "neutral": publication.neutral if publication else "",
        "citation": publication.citation if publication else "",
        "text": act.public_decision.text,
        "versions": versions,
    }


def _line(publication: Publication) -> dict[str, Any]:
    version = publication.draft or publication.current
    return {
        "id": publication.pk,
        "address": publication.address,
        "state": publication.state,
        "sha256": version.sha256 if version else "",
        "gates": [
            {"code": gate.rule.code, "norm": gate.rule.norm, "passed": gate.passed}
            for gate in gates(publication, version)
        ],
    }
