"""What time and the registry's events do in the cabinet. `run_due` may be run any number of times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from tarazy.cases.models import DocketEntry


def run_due(*, now: datetime) -> int:
    """For the clock, every few minutes: ask banks, send money back, papers received by their term; how many things."""
    from tarazy.cabinet.actions import pay_fee, serve_document

    return (
        pay_fee.ask_all(now=now)
        + pay_fee.follow_rulings(now=now)
        + pay_fee.send_back_all(now=now)
        + serve_document.receive_by_term(now=now)
    )


def hear_docket(sender: Any, entry: DocketEntry, **kwargs: Any) -> None:
    """Signal receiver: a signed ruling on a motion for the money back takes effect at once."""
    from tarazy.cabinet.actions.pay_fee import follow_ruling

    if entry.code in ("motion_granted", "motion_dismissed"):
        follow_ruling(entry, now=timezone.now())
