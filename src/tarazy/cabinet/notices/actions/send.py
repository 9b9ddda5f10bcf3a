"""Deliveries that are due go out. A worker may be killed at any moment: nothing is lost, nothing goes out twice.

1. A worker claims a delivery in a short transaction of its own.
2. It asks once more whether the person may still see what it is about, and puts it into words.
3. It notes that it hands it over, if the claim is still its own; then it does.
4. It notes what came of it.

A claim that ran out before step 3 is free again. One that ran out after it is handed over again only where the far
side knows a message by its key; elsewhere it stays `uncertain`: it stands in the person's list, and in the court's log.
"""

from __future__ import annotations

import logging
import random
import time
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q

from tarazy.cabinet.notices.actions.tell import add_delivery
from tarazy.cabinet.notices.addressees import still_sees
from tarazy.cabinet.notices.channels import Later, Never, Unclear, way
from tarazy.cabinet.notices.models import Channel, Delivery, NoticeSettings
from tarazy.cabinet.notices.preferences import settings_of, usable
from tarazy.cabinet.notices.rules import address_hash, is_spent, masked, pause
from tarazy.cabinet.notices.wording import message
from tarazy.people.models import User

log = logging.getLogger(__name__)
State = Delivery.State
CLAIM_LASTS = timedelta(minutes=2)
AT_ONCE = 100  # messages a round
ROUND_S = 5.0  # then the worker looks after its other duties
# Not of a digest: the next one may hold more, and so be another message.
KNOWN_AGAIN = (Channel.SMS,)


def send_due(now: datetime, most: int = AT_ONCE) -> int:
    """Send what is due; how many deliveries left the house."""
    free_claims(now)
    sent, began = 0, time.monotonic()
    for _round in range(most):
        if time.monotonic() - began > ROUND_S:
            break
        group = claim_next(now)
        if not group:
            break
        try:
            sent += _send(group, now)
        except (
            Exception
        ) as error:  # a mistake of the program must not stop the others; its data stay out of the log
            log.error("a notice failed: %s", type(error).__name__)
            _settle_late(group, Later("failed"), now)
    return sent


def free_claims(now: datetime) -> int:
    """Claims of workers that are gone: freed, or kept as uncertain where the message may have gone. How many."""
    gone = Delivery.objects.filter(state=State.SENDING, claimed_until__lt=now)
    freed = gone.filter(Q(handed_at__isnull=True) | Q(channel__in=KNOWN_AGAIN, in_digest=False)).update(
        state=State.WAITING, claim=None, claimed_until=None, handed_at=None
    )
    return freed + gone.update(state=State.UNCERTAIN, claim=None, claimed_until=None, fault="worker_stopped")


def claim_next(now: datetime) -> list[Delivery]:
    """The next delivery that is due, with all others of its digest; claimed for this worker. Empty: nothing is due."""
    resting = [channel for channel in Channel.values if cache.get(f"notices:rest:{channel}")]
    claim = uuid4()
    with transaction.atomic():
        due = Delivery.objects.filter(state=State.WAITING, due_at__lte=now).exclude(channel__in=resting)
        first = due.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if first is None:
            return []
        ids = [first.pk]
        if first.in_digest:
            same = due.filter(in_digest=True, channel=first.channel, notice__user=first.notice.user_id)
            ids = list(
                same.select_for_update(skip_locked=True, of=("self",))
                .order_by("pk")
                .values_list("pk", flat=True)
            )
        Delivery.objects.filter(pk__in=ids).update(
            state=State.SENDING, claim=claim, claimed_until=now + CLAIM_LASTS, tries=F("tries") + 1, fault=""
        )
    rows = Delivery.objects.filter(claim=claim).select_related("notice__user", "notice__case")
    return list(rows.order_by("pk"))


def _send(group: list[Delivery], now: datetime) -> int:
    gone = [one for one in group if not still_sees(one.notice, now)]
    _settle(gone, State.DROPPED, fault="not_visible")
    group = [one for one in group if one not in gone]
    if not group:
        return 0
    first = group[0]
    user, channel = first.notice.user, way(first.channel)
    address = channel.address(user)
    if not address or not channel.ready():
        _give_up(group, Never("no_address"), user, address, now)
        return 0
    words = message([one.notice for one in group], user.language)
    claim = first.claim
    mine = Delivery.objects.filter(pk__in=[one.pk for one in group], claim=claim, state=State.SENDING)
    if mine.update(handed_at=now, address=masked(address)) != len(group):
        return 0  # another worker took it over: this one was too slow
    try:
        reference = channel.send(address, words, _key(group))
    except Later as late:
        if late.silent and first.in_digest:
            _settle(group, State.UNCERTAIN, fault=late.fault)
        else:
            _settle_late(group, late, now)
        return 0
    except Never as never:
        _give_up(group, never, user, address, now)
        return 0
    except Unclear as unclear:
        _settle(group, State.UNCERTAIN, fault=unclear.fault)
        return 0
    _settle(group, State.SENT, sent_at=now, reference=reference)
    return len(group)


def _key(group: list[Delivery]) -> UUID:
    return min(one.uuid for one in group)


def _settle(group: list[Delivery], state: str, **values: object) -> None:
    """The end of an attempt, unless the claim went to another worker meanwhile."""
    if group:
        Delivery.objects.filter(pk__in=[one.pk for one in group], claim=group[0].claim).update(
            state=state, claim=None, claimed_until=None, **values
        )


def _settle_late(group: list[Delivery], late: Later, now: datetime) -> None:
    if late.retry_after is not None:
        cache.set(f"notices:rest:{group[0].channel}", 1, max(1, int(late.retry_after.total_seconds())))
    spent = [one for one in group if is_spent(one.tries)]
    _settle(spent, State.FAILED, fault=late.fault, handed_at=None)
    if spent:
        _stand_in(spent, spent[0].notice.user, now)
    chance = random.random()
    for one in group:
        if one not in spent:
            wait = late.retry_after or pause(one.tries, chance)
            _settle([one], State.WAITING, fault=late.fault, due_at=now + wait, handed_at=None)


def _give_up(group: list[Delivery], never: Never, user: User, address: str, now: datetime) -> None:
    if never.refused:
        own, _made = NoticeSettings.objects.get_or_create(user=user)
        own.refused = own.refused | {group[0].channel: address_hash(address)}
        own.save(update_fields=["refused"])
    _settle(group, State.FAILED, fault=never.fault)
    _stand_in(group, user, now)


def _stand_in(group: list[Delivery], user: User, now: datetime) -> None:
    """What a channel didn't take goes by e-mail, where that isn't tried already."""
    own = settings_of(user)
    if group[0].channel == Channel.EMAIL or not usable(own, [Channel.EMAIL]):
        return
    for one in group:
        add_delivery(one.notice, Channel.EMAIL, now=now, quiet=own.quiet, digest=own.digest)
