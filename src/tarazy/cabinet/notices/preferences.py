"""By which channels a person is told of what."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.cabinet.notices.channels import address_of, is_ready
from tarazy.cabinet.notices.models import Channel, NoticeSettings
from tarazy.cabinet.notices.rules import address_hash
from tarazy.people.models import User


def settings_of(user: User) -> NoticeSettings:
    """What the person chose; unsaved defaults where they have chosen nothing yet."""
    return NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)


def chosen(own: NoticeSettings, kind: str) -> list[str]:
    """The channels chosen for a kind, those of the account where none were chosen; the empty choice is one too."""
    if kind in own.channels:
        return [one for one in own.channels[kind] if one in Channel.values]
    return [own.user.notice_channel]


def ways(own: NoticeSettings, kind: str) -> list[str]:
    """The channels that work for this person now. Where none of the chosen does, e-mail stands in."""
    wanted = chosen(own, kind)
    return usable(own, wanted) or usable(own, [Channel.EMAIL] if wanted else [])


def usable(own: NoticeSettings, channels: Sequence[str]) -> list[str]:
    """Those that this installation has, with an address that hasn't refused."""
    return [
        one
        for one in channels
        if is_ready(one)
        and (address := address_of(one, own.user))
        and own.refused.get(one) != address_hash(address)
    ]
