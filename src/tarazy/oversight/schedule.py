"""What the clock asks of oversight."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from tarazy.oversight.actions.count_court import count_if_due
from tarazy.oversight.actions.measure_bands import measure_bands
from tarazy.oversight.actions.review_risk import remind_of_reviews
from tarazy.oversight.actions.sign_versions import look_at_versions
from tarazy.oversight.models import Band


def count(*, now: datetime) -> int:
    """The court in numbers, every hour and after a seal."""
    return count_if_due(now)


def watch(*, now: datetime) -> int:
    """Files of systems, reviews that are due, and once a day bands and drift; how many things were found."""
    found = look_at_versions(now) + remind_of_reviews(now)
    if not Band.objects.filter(measured_on=timezone.localdate(now)).exists():
        # numpy and scipy are heavy: a worker that has nothing to measure starts without them
        from tarazy.oversight.actions.watch_drift import watch_drift

        found += measure_bands(now) + watch_drift(now)
    return found
