"""What the clock does for publication."""

from __future__ import annotations

from datetime import datetime

from tarazy.acts.publication.hearing import catch_up


def publish_what_was_left(*, now: datetime) -> None:
    """Gather, anonymise and publish what no process did in its time."""
    catch_up(now=now)
