"""A reader names a saved search anew, or says when to be told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.acts.following.actions.save_search import checked, named
from tarazy.acts.following.models import Alert, Match, SavedSearch
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def change_search(search_id: int, name: str, alert: str, *, by: User, now: datetime) -> SavedSearch:
    """The changed search. What it found while letters were off is never sent. Raises `NotFound`, `Invalid`."""
    name, alert = named(name), checked(alert)
    with transaction.atomic():
        search = SavedSearch.objects.visible_to(by).select_for_update().filter(pk=search_id).first()
        if search is None:
            raise NotFound
        search.name, search.alert = name, alert
        search.save(update_fields=["name", "alert"])
        if alert == Alert.NONE:
            be_quiet(search)
    return search


def be_quiet(search: SavedSearch) -> None:
    """What waits to be told of this search is let go."""
    Match.objects.filter(search=search, told=False).update(told=True, letter=None)
