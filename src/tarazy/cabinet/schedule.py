"""What the clock of the installation calls for the cabinet: notices, the bot, messages to programs, money, service."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from tarazy.cabinet.actions import pay_fee, serve_document
from tarazy.cabinet.notices.actions.send import send_due
from tarazy.cabinet.notices.actions.tell import tell_deadlines, tell_happenings
from tarazy.cabinet.notices.telegram_bot import read_updates
from tarazy.cabinet.webhooks.actions.send import send_due_hooks

log = logging.getLogger(__name__)
DEADLINES_EVERY = timedelta(minutes=10)


class _Round:
    """How far this worker has looked at time limits. Another worker looks too: each is told once all the same."""

    after = 0
    looked_at: datetime | None = None


def send_due_notices(*, now: datetime) -> int:
    """Tell what has happened and what ends soon, send what is due; how many messages left the house.

    Any number of workers may call it at once. One part that fails doesn't hold up the others.
    """
    parts: tuple[Callable[[datetime], int], ...] = (
        tell_happenings,
        _deadlines,
        read_updates,
        send_due,
        send_due_hooks,
    )
    done = 0
    for part in parts:
        try:
            count = part(now)
        except Exception as error:
            log.error("%s failed: %s", part.__name__, type(error).__name__, exc_info=error)
            continue
        done += count if part in (send_due, send_due_hooks) else 0
    return done


def settle_due(*, now: datetime) -> int:
    """Ask banks, send money back, papers received by their term; how many things. May be run any number of times."""
    return (
        pay_fee.ask_all(now=now)
        + pay_fee.follow_rulings(now=now)
        + pay_fee.send_back_all(now=now)
        + serve_document.receive_by_term(now=now)
    )


def _deadlines(now: datetime) -> int:
    if not _Round.after and _Round.looked_at is not None and abs(now - _Round.looked_at) < DEADLINES_EVERY:
        return 0
    _Round.looked_at = now
    _Round.after = tell_deadlines(now, _Round.after)
    return 0
