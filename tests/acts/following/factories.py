"""Readers, searches and acts that become public, one line each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tarazy.acts.actions.import_acts import import_acts
from tarazy.acts.following.actions.save_search import save_search
from tarazy.acts.following.models import SavedSearch
from tarazy.acts.models import Act, Source, Visibility
from tarazy.people.models import User
from tests.acts.factories import a_decision
from tests.people.factories import a_user

NOON = timezone.make_aware(datetime(2026, 11, 23, 12))  # a Monday, in the court's time
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def later(**time: float) -> datetime:
    """So long after `NOON`."""
    return NOON + timedelta(**time)


def a_reader(language: str = "ru") -> User:
    """A person without any role."""
    return a_user("reader", language=language)


def signed_in(user: User | None) -> Client:
    """A browser of this person, or of nobody."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def a_search(
    owner: User, query: str = "", alert: str = "at_once", name: str = "Зарплата", now: datetime = NOON
) -> SavedSearch:
    """A search that the person saved."""
    return save_search(name, query, alert, by=owner, now=now)


def an_act(seed: int = 0, *, visibility: Visibility = Visibility.PUBLIC, **fields: Any) -> Act:
    """An act that came into the bank just now."""
    decision = a_decision(seed, **fields)
    import_acts([decision], source=Source.MODEL, visibility=visibility)
    return Act.objects.get(act_id=decision.id)
