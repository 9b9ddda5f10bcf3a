"""Messages of webhooks go out: at least once each, signed, with the same id when repeated."""

from __future__ import annotations

import json
import logging
import random
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tarazy.cabinet.notices.addressees import people_of
from tarazy.cabinet.webhooks.models import Attempt, Endpoint, Happening, HookDelivery
from tarazy.cabinet.webhooks.posting import Answer, post
from tarazy.cabinet.webhooks.rules import GIVEN_UP_AFTER, TRIES, pause, signature
from tarazy.cabinet.webhooks.secrets_kept import secrets_of
from tarazy.cases.events import all_events
from tarazy.cases.models import DocketEntry, Party
from tarazy.cases.visibility import docket_open_to, own_parties

log = logging.getLogger(__name__)
State = HookDelivery.State
CLAIM_LASTS = timedelta(minutes=2)
AT_ONCE = 200  # happenings a round
ROUND_S = 5.0  # then the worker looks after its other duties


def send_due_hooks(now: datetime) -> int:
    """Tell endpoints what has happened; how many messages were taken."""
    for pk in list(Happening.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        try:
            _spread(pk, now)
        except Exception as error:  # one that fails holds up no other
            log.error("happening %s was not spread: %s", pk, type(error).__name__)
    HookDelivery.objects.filter(state=State.SENDING, claimed_until__lt=now).update(
        state=State.WAITING, claim=None, claimed_until=None
    )
    sent, began = 0, time.monotonic()
    while time.monotonic() - began < ROUND_S:
        delivery = _claim_next(now)
        if delivery is None:
            break
        sent += _send(delivery, now)
    return sent


def payload(delivery: HookDelivery) -> dict[str, Any]:
    """The body of a message: what happened in which case, and nothing of its contents."""
    entry = delivery.entry
    return {
        "id": str(delivery.uuid),
        "event": entry.code,
        "kind": all_events()[entry.code].kind if entry.code in all_events() else "",
        "case": str(entry.case.uuid),
        "case_number": entry.case.number,
        "docket_number": entry.number,
        "at": entry.at.isoformat(),
    }


def seen_by_owner(endpoint: Endpoint, entry: DocketEntry, now: datetime) -> bool:
    """Whether the endpoint may be told: the entry is open to its owner now, and is about the organisation if one is named."""
    owner = endpoint.owner
    if not owner.is_active or endpoint.deleted_at is not None or entry.case.sealed:
        return False  # nothing of a sealed case leaves the house this way, not even its number
    mine = own_parties(owner, now=now).filter(case=entry.case_id)
    if endpoint.organisation_id:
        mine = mine.filter(organisation=endpoint.organisation_id)
    if not Party.objects.filter(pk__in=mine.values("pk")).exists():
        return False  # staff don't carry the cases of the court out of the house
    return DocketEntry.objects.filter(docket_open_to(owner, case=entry.case), pk=entry.pk).exists()


def _spread(pk: int, now: datetime) -> None:
    with transaction.atomic():
        row = (
            Happening.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("entry__case")
            .filter(pk=pk)
            .first()
        )
        if row is None:
            return
        event = all_events().get(row.entry.code)
        kind = event.kind if event else ""
        people = people_of(Party.objects.filter(case=row.entry.case_id), now)
        for endpoint in Endpoint.objects.filter(
            owner__in=people, disabled_at__isnull=True, deleted_at__isnull=True
        ).select_related("owner"):
            if endpoint.kinds and kind not in endpoint.kinds:
                continue
            if seen_by_owner(endpoint, row.entry, now):
                HookDelivery.objects.get_or_create(
                    endpoint=endpoint, entry=row.entry, defaults={"made_at": now, "due_at": now}
                )
        row.delete()


def _claim_next(now: datetime) -> HookDelivery | None:
    claim = uuid4()
    with transaction.atomic():
        pk = (
            HookDelivery.objects.select_for_update(skip_locked=True)
            .filter(state=State.WAITING, due_at__lte=now)
            .order_by("due_at", "pk")
            .values_list("pk", flat=True)
            .first()
        )
        if pk is None:
            return None
        HookDelivery.objects.filter(pk=pk).update(
            state=State.SENDING, claim=claim, claimed_until=now + CLAIM_LASTS, tries=F("tries") + 1
        )
    return HookDelivery.objects.select_related("endpoint__owner", "entry__case").get(pk=pk)


def _send(delivery: HookDelivery, now: datetime) -> bool:
    endpoint = delivery.endpoint
    secrets = secrets_of(endpoint, now)
    if endpoint.disabled_at or not secrets or not seen_by_owner(endpoint, delivery.entry, now):
        _settle(delivery, State.DROPPED, fault="not_visible")
        return False
    body = json.dumps(payload(delivery), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Tarazy-Webhook/1",
        "Tarazy-Delivery": str(delivery.uuid),
        # The time of the signature is that of the sending, whatever moment the queue is worked through for.
        "Tarazy-Signature": signature(secrets, timezone.now(), body),
    }
    answer = post(endpoint.url, body, headers)
    Attempt.objects.create(
        delivery=delivery, at=now, status=answer.status, took_ms=answer.took_ms, fault=answer.fault
    )
    if answer.taken:
        _settle(delivery, State.SENT, sent_at=now, fault="")
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
        return True
    _failed(delivery, answer, now)
    return False


def _failed(delivery: HookDelivery, answer: Answer, now: datetime) -> None:
    endpoint = delivery.endpoint
    if delivery.tries >= TRIES or answer.status == 410:  # 410: the receiver says that it wants no more
        _settle(delivery, State.FAILED, fault=answer.fault)
    else:
        wait = pause(delivery.tries, random.random())
        _settle(delivery, State.WAITING, fault=answer.fault, due_at=now + wait)
    Endpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=True).update(failing_since=now)
    since = endpoint.failing_since
    if answer.status == 410 or (since is not None and now - since >= GIVEN_UP_AFTER):
        Endpoint.objects.filter(pk=endpoint.pk).update(disabled_at=now)
        endpoint.deliveries.filter(state=State.WAITING).update(state=State.DROPPED, fault="disabled")


def _settle(delivery: HookDelivery, state: str, **values: object) -> None:
    HookDelivery.objects.filter(pk=delivery.pk, claim=delivery.claim).update(
        state=state, claim=None, claimed_until=None, **values
    )
