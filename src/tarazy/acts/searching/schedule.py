"""What the worker does for search: applies changes in a thread of its own, whatever else it is busy with."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from django.db import close_old_connections, connection

from tarazy.acts.models import Act
from tarazy.acts.searching.changes import apply_waiting
from tarazy.acts.searching.engine import EngineBusy, SearchUnavailable
from tarazy.acts.searching.meaning import embed_some
from tarazy.acts.searching.opening import open_engine
from tarazy.acts.searching.rebuild import rebuild

log = logging.getLogger(__name__)
# A sealed act must be gone within 5 s: half a second here, as much for the engine to show it, the rest in reserve.
PAUSE_S = 0.5
EMBEDDED_AT_ONCE = 4
_thread: threading.Thread | None = None


def keep_applying(*, now: datetime) -> None:
    """See to it that the thread runs. It ends with the process; what it was doing is done again by the next."""
    global _thread
    if _thread is None or not _thread.is_alive():
        _thread = threading.Thread(target=_apply_forever, name="search-changes", daemon=True)
        _thread.start()


def _apply_forever() -> None:
    stop = threading.Event()
    try:
        _begin()
        while not stop.wait(PAUSE_S):
            close_old_connections()
            if not round_once():
                _embed_a_few()
    finally:
        connection.close()


def round_once() -> int:
    """Apply what waits; how many. An engine that is away is asked again at the next round."""
    try:
        return apply_waiting(stay=True)
    except SearchUnavailable:
        log.warning("the search engine is away: changes wait")
    except Exception as error:  # a thread that ends would leave sealed acts in the index
        log.error("changes of the search index failed: %s", type(error).__name__, exc_info=error)
    return 0


def _embed_a_few() -> None:
    """While nothing waits: vectors for a few acts without one, so few that a sealing is not kept waiting."""
    try:
        embed_some(EMBEDDED_AT_ONCE)
    except Exception as error:
        log.error("vectors of meaning failed: %s", type(error).__name__, exc_info=error)


def _begin() -> None:
    """A bank without an index (a new engine, a new version of its format) gets one."""
    try:
        if not open_engine().index_name() and Act.objects.exists():
            rebuild()
    except (SearchUnavailable, EngineBusy):
        log.warning("the search index could not be built yet")
