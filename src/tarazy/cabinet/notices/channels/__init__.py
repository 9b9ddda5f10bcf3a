"""The ways out of the house, behind one seam: e-mail, SMS, Telegram.

A channel hands one message to one address. What it says when that fails decides what becomes of it: `Later` is tried
again, `Never` isn't, `Unclear` may have arrived and isn't sent twice.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Protocol
from uuid import UUID

from tarazy.cabinet.notices.models import Channel
from tarazy.cabinet.notices.wording import Message
from tarazy.people.models import User


class NotSent(Exception):
    """The message wasn't handed over; `fault` is a code for the log."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(fault)


class Later(NotSent):
    """Not now. With `retry_after` the channel asks to be left alone for so long.

    `silent`: there was no answer, so only the message's key keeps a second attempt from being a second message.
    """

    def __init__(self, fault: str, retry_after: timedelta | None = None, *, silent: bool = False) -> None:
        super().__init__(fault)
        self.silent = silent
        self.retry_after = retry_after


class Never(NotSent):
    """Not to this address; `refused` says that the address itself takes nothing any more."""

    def __init__(self, fault: str, *, refused: bool = False) -> None:
        super().__init__(fault)
        self.refused = refused


class Unclear(NotSent):
    """The connection was lost after the message had gone: nobody knows."""


class Way(Protocol):
    """A channel."""

    # Whether the far side knows a message again by its key, so that handing it over twice delivers it once.
    knows_again: bool

    def ready(self) -> bool:
        """Whether this installation has it."""
        ...

    def address(self, user: User) -> str:
        """Where the person is reached, empty if not at all."""
        ...

    def send(self, address: str, message: Message, key: UUID) -> str:
        """Hand it over; the far side's id of it, may be empty. Raises `Later`, `Never`, `Unclear`."""
        ...


@cache
def way(channel: str) -> Way:
    """The channel of this name. Raises `KeyError`."""
    from tarazy.cabinet.notices.channels.mail import MailWay
    from tarazy.cabinet.notices.channels.sms import SmsWay
    from tarazy.cabinet.notices.channels.telegram import TelegramWay

    ways: dict[str, Way] = {
        Channel.EMAIL: MailWay(),
        Channel.SMS: SmsWay(),
        Channel.TELEGRAM: TelegramWay(),
    }
    return ways[channel]


def is_ready(channel: str) -> bool:
    """Whether this installation has the channel."""
    return way(channel).ready()


def address_of(channel: str, user: User) -> str:
    """Where the person is reached by it, empty if not at all."""
    return way(channel).address(user)
