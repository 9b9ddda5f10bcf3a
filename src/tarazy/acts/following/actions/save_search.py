"""A reader keeps a search."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tarazy.acts.following.learning import where_we_are
from tarazy.acts.following.models import Alert, SavedSearch
from tarazy.acts.following.refusals import SearchTooLong, TooManySearches
from tarazy.acts.following.searches import LONGEST, cleaned
from tarazy.people.models import User
from tarazy.people.refusals import Invalid, NotPermitted

MOST = 50
LONGEST_NAME = 120
NO_NAME = _("Give the search a name by which you will know it again.")
NAME_TOO_LONG = _("The name is too long: at most %(most)s characters.")
NO_SUCH_ALERT = _("Choose when we shall write to you, or that we shall not.")


def save_search(name: str, query: str, alert: str, *, by: User, now: datetime) -> SavedSearch:
    """The saved search, its address cleaned by the search page's own form; acts public by now aren't new to it.

    Raises `NotPermitted`, `Invalid` (no name, one too long, no such alert), `SearchTooLong`, `TooManySearches`.
    """
    if not by.is_authenticated or not by.is_active:
        raise NotPermitted
    name = named(name)
    checked(alert)
    kept = cleaned(query)
    if len(kept) > LONGEST:
        raise SearchTooLong
    with transaction.atomic():
        number = where_we_are(now=now)
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
    if not name:
        raise Invalid({"name": NO_NAME})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": NAME_TOO_LONG % {"most": LONGEST_NAME}})
    return name


def checked(alert: str) -> str:
    """The choice. Raises `Invalid` for another."""
    if alert not in Alert.values:
        raise Invalid({"alert": NO_SUCH_ALERT})
    return alert
