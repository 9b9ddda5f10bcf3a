"""Webhooks for programs: endpoints, deliveries with their attempts, sending again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from tarazy.cabinet.webhooks.actions.keep_endpoints import (
    change_endpoint,
    delete_endpoint,
    enable_endpoint,
    make_endpoint,
    redeliver,
    rotate_secret,
)
from tarazy.cabinet.webhooks.models import Endpoint, HookDelivery
from tarazy.people.api_auth import signed_in
from tarazy.people.limits import spend
from tarazy.people.refusals import NotFound

router = Router(tags=["webhooks"], auth=signed_in)
MOST = 100


class EndpointWanted(Schema):
    """An address, and the kinds of events it is told of (none: all)."""

    url: Annotated[str, Field(max_length=500)]
    kinds: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=20)] = []


class NewEndpoint(EndpointWanted):
    """With a BIN it is told only of cases of that organisation, for which the caller must act."""

    organisation_bin: Annotated[str, Field(max_length=12)] = ""


class EndpointLine(Schema):
    """An endpoint, without its secret."""

    id: UUID
    url: str
    kinds: list[str]
    organisation_bin: str
    made_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None


class EndpointWithSecret(EndpointLine):
    """An endpoint with its secret, which is given this once."""

    secret: str


class AttemptLine(Schema):
    """One try; status 0: no answer."""

    at: datetime
    status: int
    took_ms: int
    fault: str


class DeliveryLine(Schema):
    """A message and how it stands."""

    id: UUID
    endpoint: UUID
    event: str
    state: str
    tries: int
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None
    fault: str


class DeliveryAnswer(DeliveryLine):
    """A message with each attempt."""

    attempts: list[AttemptLine]


class DeliveryPage(Schema):
    """Messages, the latest first; `next` is the `before` of the page that follows, null at the end."""

    deliveries: list[DeliveryLine]
    next: int | None


@router.get("/webhooks", response=list[EndpointLine], url_name="webhooks")
def endpoints(request: HttpRequest) -> list[dict[str, Any]]:
    """One's endpoints."""
    return [_line(one) for one in Endpoint.objects.visible_to(request.user).select_related("organisation")]


@router.post("/webhooks", response={201: EndpointWithSecret}, url_name="make_webhook")
def make(request: HttpRequest, data: NewEndpoint) -> Status[dict[str, Any]]:
    """A new endpoint. Its messages are signed: see `Tarazy-Signature` in the documentation."""
    spend("invitation", request)
    made, secret = make_endpoint(
        data.url, data.kinds, by=request.user, now=timezone.now(), organisation_bin=data.organisation_bin
    )
    return Status(201, _line(made) | {"secret": secret})


@router.get("/webhooks/{uuid}", response=EndpointLine, url_name="webhook")
def endpoint(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """One endpoint."""
    return _line(_own(request, uuid))


@router.put("/webhooks/{uuid}", response=EndpointLine, url_name="change_webhook")
def change(request: HttpRequest, uuid: UUID, data: EndpointWanted) -> dict[str, Any]:
    """Change the address and the kinds."""
    return _line(change_endpoint(uuid, data.url, data.kinds, by=request.user))


@router.delete("/webhooks/{uuid}", response={204: None}, url_name="delete_webhook")
def delete(request: HttpRequest, uuid: UUID) -> Status[None]:
    """Nothing is sent to it any more."""
    delete_endpoint(uuid, by=request.user, now=timezone.now())
    return Status(204, None)


@router.post("/webhooks/{uuid}/secret", response=EndpointWithSecret, url_name="rotate_webhook")
def rotate(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """A new secret; the old one signs beside it for a day."""
    found, secret = rotate_secret(uuid, by=request.user, now=timezone.now())
    return _line(found) | {"secret": secret}


@router.post("/webhooks/{uuid}/enable", response=EndpointLine, url_name="enable_webhook")
def enable(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """Turn an endpoint on again."""
    return _line(enable_endpoint(uuid, by=request.user))


@router.get("/webhooks/{uuid}/deliveries", response=DeliveryPage, url_name="webhook_deliveries")
def deliveries(
    request: HttpRequest, uuid: UUID, before: int | None = Query(None, ge=1, lt=2**63)
) -> dict[str, Any]:
    """What was sent to an endpoint or waits for it."""
    rows = HookDelivery.objects.filter(endpoint=_own(request, uuid)).select_related("endpoint", "entry")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: MOST + 1])
    return {
        "deliveries": [_delivery(one) for one in found[:MOST]],
        "next": found[MOST - 1].pk if len(found) > MOST else None,
    }


@router.get("/webhook-deliveries/{uuid}", response=DeliveryAnswer, url_name="webhook_delivery")
def delivery(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """One message with its attempts."""
    rows = HookDelivery.objects.visible_to(request.user).select_related("endpoint", "entry")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    tried = [
        {"at": one.at, "status": one.status, "took_ms": one.took_ms, "fault": one.fault}
        for one in found.attempts.all()
    ]
    return _delivery(found) | {"attempts": tried}


@router.post("/webhook-deliveries/{uuid}/redeliver", response=DeliveryLine, url_name="redeliver_webhook")
def again(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """Send it once more, under the same id."""
    return _delivery(redeliver(uuid, by=request.user, now=timezone.now()))


def _own(request: HttpRequest, uuid: UUID) -> Endpoint:
    found = Endpoint.objects.visible_to(request.user).select_related("organisation").filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def _line(one: Endpoint) -> dict[str, Any]:
    return {
        "id": one.uuid, "url": one.url, "kinds": one.kinds, "made_at": one.made_at,
        "organisation_bin": one.organisation.bin if one.organisation else "",
        "failing_since": one.failing_since, "disabled_at": one.disabled_at,
    }  # fmt: skip


def _delivery(one: HookDelivery) -> dict[str, Any]:
    return {
        "id": one.uuid, "endpoint": one.endpoint.uuid, "event": one.entry.code, "state": one.state,
        "tries": one.tries, "made_at": one.made_at, "due_at": one.due_at, "sent_at": one.sent_at, "fault": one.fault,
    }  # fmt: skip
