"""Who may read a document: its owner, and whom the rooms above say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

Provider = Callable[["User"], Q]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """A room above says which further documents a signed-in user may read."""
    if provider not in _providers:
        _providers.append(provider)


def open_to(user: User | AnonymousUser | None) -> Q:
    """The condition on documents for this user; nobody sees anything by default."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Q(pk__in=())
    condition = Q(owner_id=user.pk)
    for provider in _providers:
        condition |= provider(user)
    return condition
