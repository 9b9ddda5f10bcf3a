"""Who works in a court: to whom a task or a paper may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import OF_A_COURT

if TYPE_CHECKING:
    from datetime import datetime


def colleagues(court_code: str, *, now: datetime | None = None) -> list[User]:
    """People who hold a role of the court now, by name."""
    at = now or timezone.now()
    holds = RoleGrant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), court_code=court_code, role__in=OF_A_COURT, since__lte=at
    )
    return list(User.objects.filter(pk__in=holds.values("user"), is_active=True))
