"""A reader keeps a search."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tarazy.acts.following.learning import where_we_are
from tarazy.acts.following.models import Alert, SavedSearch
from tarazy.acts.following.refusals import TooManySearches
from tarazy.acts.following.searches import cleaned
from tarazy.people.models import User
from tarazy.people.refusals import Invalid, NotPermitted

MOST = 50
LONGEST_NAME = 120


def save_search(name: str, query: str, alert: str, *, by: User, now: datetime) -> SavedSearch:
    """The saved search, its address cleaned by the search page's own form; acts public by now aren't new to it.

    Raises `NotPermitted`, `Invalid` (no name, no such alert), `TooManySearches`.
    """
    if not by.is_authenticated or not by.is_active:
        raise NotPermitted
    name = named(name)
    checked(alert)
    kept = cleaned(query)
    number = where_we_are(now=now)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two at a time must not go past the most
        if SavedSearch.objects.filter(owner=by).count() >= MOST:
            raise TooManySearches(most=MOST)
        return SavedSearch.objects.create(
            owner=by,
            name=name,
            query=kept,
            alert=alert,
            made_at=now,
            looked_at=now,
            since=number,
            looked_up_to=number,
        )


def named(name: str) -> str:
    """The name in one line. Raises `Invalid` for none or one too long."""
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"name": name[:40]})
    return name


def checked(alert: str) -> str:
    """The choice. Raises `Invalid` for another."""
    if alert not in Alert.values:
        raise Invalid({"alert": alert[:20]})
    return alert
