"""Reads of the room; each begins with what the user may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from tarazy.acts.publication.models import LeakReport, Publication

if TYPE_CHECKING:
    from tarazy.people.models import User


def with_reports(user: User) -> QuerySet[Publication]:
    """The publications that the user confirms, each with the number of readers' reports that wait (`open_reports`)."""
    waits = Count("reports", filter=Q(reports__answer=LeakReport.Answer.OPEN), distinct=True)
    rows = Publication.objects.visible_to(user).select_related("proceeding__case", "signed")
    return rows.annotate(open_reports=waits)


def waiting(user: User) -> QuerySet[Publication]:
    """Those that wait for a person: to be confirmed, reported by a reader, or being published anew; reports first."""
    being = Q(versions__published_at__isnull=True, versions__confirmed_at__isnull=True)
    rows = with_reports(user).filter(
        Q(state=Publication.State.ANONYMISED)
        | Q(state=Publication.State.PUBLISHED) & (Q(reports__answer=LeakReport.Answer.OPEN) | being)
    )
    return rows.distinct().order_by("-open_reports", "gathered_at", "pk")
