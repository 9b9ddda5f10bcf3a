"""Endpoints are made, changed, given a new secret, turned on again, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tarazy.cabinet.webhooks.models import Endpoint, HookDelivery
from tarazy.cabinet.webhooks.posting import private_allowed
from tarazy.cabinet.webhooks.refusals import AddressRefused, TooManyEndpoints, UnknownKind
from tarazy.cabinet.webhooks.rules import MOST_ENDPOINTS, OLD_SECRET_LASTS, address_fault
from tarazy.cabinet.webhooks.secrets_kept import kept, new_secret
from tarazy.cases.events import all_events
from tarazy.people.models import Organisation, User
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound
from tarazy.people.representation import acting_for


def event_kinds() -> tuple[str, ...]:
    """The kinds of docket events that may be asked for."""
    return tuple(dict.fromkeys(event.kind for event in all_events().values() if event.sees != "court"))


def make_endpoint(
    url: str, kinds: Sequence[str], *, by: User, now: datetime, organisation_bin: str = ""
) -> tuple[Endpoint, str]:
    """The saved endpoint, and its secret, which is shown this once.

    Raises `AddressRefused`, `UnknownKind`, `TooManyEndpoints`, `NotFound` for an organisation that `by` doesn't act for,
    `NotPermitted` for an access token that may not file.
    """
    require(by, Permission.FILE_CLAIM, now=now)
    _check(url, kinds)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # so that the count holds
        if Endpoint.objects.visible_to(by).count() >= MOST_ENDPOINTS:
            raise TooManyEndpoints(most=MOST_ENDPOINTS)
        organisation = None
        if organisation_bin:
            mine = {one.bin: one for one in acting_for(by, now) if isinstance(one, Organisation)}
            organisation = mine.get(organisation_bin)
            if organisation is None:
                raise NotFound
        secret = new_secret()
        made = Endpoint.objects.create(
            owner=by,
            organisation=organisation,
            url=url,
            kinds=sorted(set(kinds)),
            secret=kept(secret),
            made_at=now,
        )
    return made, secret


def change_endpoint(uuid: UUID, url: str, kinds: Sequence[str], *, by: User) -> Endpoint:
    """The saved endpoint. Raises `NotFound`, `AddressRefused`, `UnknownKind`."""
    _check(url, kinds)
    with transaction.atomic():
        found = _own(uuid, by)
        found.url, found.kinds = url, sorted(set(kinds))
        found.save(update_fields=["url", "kinds"])
    return found


def rotate_secret(uuid: UUID, *, by: User, now: datetime) -> tuple[Endpoint, str]:
    """The endpoint and its new secret, shown this once; the old one signs beside it for a day. Raises `NotFound`."""
    with transaction.atomic():
        found = _own(uuid, by)
        secret = new_secret()
        found.old_secret, found.old_secret_until = found.secret, now + OLD_SECRET_LASTS
        found.secret = kept(secret)
        found.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return found, secret


def enable_endpoint(uuid: UUID, *, by: User) -> Endpoint:
    """An endpoint that was turned off is told again of what happens from now on. Raises `NotFound`."""
    with transaction.atomic():
        found = _own(uuid, by)
        found.disabled_at = found.failing_since = None
        found.save(update_fields=["disabled_at", "failing_since"])
    return found


def delete_endpoint(uuid: UUID, *, by: User, now: datetime) -> None:
    """Nothing is sent to it any more. Raises `NotFound`."""
    with transaction.atomic():
        found = _own(uuid, by)
        found.deleted_at, found.secret, found.old_secret = now, "", ""
        found.save(update_fields=["deleted_at", "secret", "old_secret"])
        found.deliveries.filter(state=HookDelivery.State.WAITING).update(
            state=HookDelivery.State.DROPPED, fault="deleted"
        )


def redeliver(uuid: UUID, *, by: User, now: datetime) -> HookDelivery:
    """The delivery is sent once more, under the same id. Raises `NotFound`."""
    with transaction.atomic():
        found = (
            HookDelivery.objects.select_for_update(of=("self",))
            .visible_to(by)
            .filter(uuid=uuid, endpoint__disabled_at__isnull=True)
            .first()
        )
        if found is None:
            raise NotFound
        if found.state != HookDelivery.State.SENDING:
            found.state, found.due_at, found.tries, found.fault = HookDelivery.State.WAITING, now, 0, ""
            found.save(update_fields=["state", "due_at", "tries", "fault"])
    return found


def _own(uuid: UUID, by: User) -> Endpoint:
    found = Endpoint.objects.select_for_update().visible_to(by).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def _check(url: str, kinds: Sequence[str]) -> None:
    if len(url) > 500 or address_fault(url, private=private_allowed()):
        raise AddressRefused({"url": AddressRefused.message})
    if not set(kinds) <= set(event_kinds()):
        raise UnknownKind({"kinds": UnknownKind.message})
