"""What a person chooses about notices, and what they have read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tarazy.cabinet.notices.models import Channel, Kind, Notice, NoticeSettings
from tarazy.people.models import User
from tarazy.people.refusals import Invalid, NotFound


def choose_channels(
    user: User, channels: Mapping[str, Sequence[str]], *, quiet: bool, digest: bool
) -> NoticeSettings:
    """The saved choice: channels for each kind (none is a choice too), quiet nights, one message a day.

    Raises `Invalid` for a kind or channel that isn't known.
    """
    known = set(Channel.values)
    if not set(channels) <= set(Kind.values) or any(not set(ways) <= known for ways in channels.values()):
        raise Invalid({"channels": ""})
    own, _made = NoticeSettings.objects.get_or_create(user=user)
    own.channels = {kind: sorted(set(ways)) for kind, ways in channels.items()}
    own.quiet, own.digest = quiet, digest
    own.save(update_fields=["channels", "quiet", "digest"])
    return own


def read_notice(uuid: UUID, *, by: User, now: datetime) -> Notice:
    """The person's own notice, marked as read. Raises `NotFound`."""
    found = Notice.objects.visible_to(by).select_related("case").filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    if found.read_at is None:
        found.read_at = now
        found.save(update_fields=["read_at"])
    return found


def read_all(*, by: User, now: datetime) -> int:
    """All of the person's notices are read; how many weren't."""
    return Notice.objects.visible_to(by).filter(read_at__isnull=True).update(read_at=now)
