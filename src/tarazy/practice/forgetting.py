"""Questions whose time is over are deleted by the clock, not only when the next one is asked."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections

from tarazy.practice.actions.ask import forget_expired

EVERY_S = 300.0
log = logging.getLogger(__name__)


def forget_by_the_clock(stopped: threading.Event | None = None, every_s: float = EVERY_S) -> threading.Thread:
    """Start a thread of this process that deletes expired questions now and every `every_s` seconds.

    It ends with the process, or when `stopped` is set.
    """
    end = stopped or threading.Event()
    thread = threading.Thread(target=_work, args=(end, every_s), name="forgetting", daemon=True)
    thread.start()
    return thread


def _work(end: threading.Event, every_s: float) -> None:
    while True:
        close_old_connections()
        try:
            forget_expired()
        except DatabaseError as fault:
            log.warning("expired questions could not be deleted yet: %s", type(fault).__name__)
        finally:
            close_old_connections()
        if end.wait(every_s):
            return
