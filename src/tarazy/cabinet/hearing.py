"""What the cabinet hears from the registry."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tarazy.cases.models import DocketEntry


def hear_docket(sender: Any, entry: DocketEntry, **kwargs: Any) -> None:
    """Signal receiver: a signed ruling on a motion for the money back takes effect at once."""
    from tarazy.cabinet.actions.pay_fee import follow_ruling

    if entry.code in ("motion_granted", "motion_dismissed"):
        follow_ruling(entry, now=timezone.now())
