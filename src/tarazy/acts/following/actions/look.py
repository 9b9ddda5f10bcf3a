"""A reader looks at a saved search."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tarazy.acts.following.models import Progress, SavedSearch
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def look(search_id: int, *, by: User, now: datetime) -> SavedSearch:
    """The search; what it found until now is new no more. Raises `NotFound`."""
    search = SavedSearch.objects.visible_to(by).filter(pk=search_id).first()
    if search is None:
        raise NotFound
    matched = Progress.objects.filter(pk=1).values_list("matched", flat=True).first() or 0
    search.looked_at, search.looked_up_to = now, max(search.looked_up_to, matched)
    search.save(update_fields=["looked_at", "looked_up_to"])
    return search
