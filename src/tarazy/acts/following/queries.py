"""Reads of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, QuerySet

from tarazy.acts.following.models import BulkMonth, Match, SavedSearch
from tarazy.acts.models import Act

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser


def saved_searches(user: AbstractBaseUser | AnonymousUser) -> list[SavedSearch]:
    """One's searches by name, each with `new`: how many public acts it found since one looked last."""
    searches = list(SavedSearch.objects.visible_to(user))
    counted = (
        Match.objects.filter(search__in=searches, number__gt=F("search__looked_up_to"))
        .filter(row__in=Act.objects.visible_to(None).values("pk"))
        .values_list("search")
        .annotate(new=Count("pk"))
        .order_by()
    )
    new = dict(counted)
    for search in searches:
        search.new = new.get(search.pk, 0)  # type: ignore[attr-defined]
    return searches


def served_months() -> QuerySet[BulkMonth]:
    """Months whose files may be downloaded now, the latest first."""
    return BulkMonth.objects.filter(made_at__isnull=False)
