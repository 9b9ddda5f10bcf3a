"""Who may read a document: its owner, and whoever the rooms above name. Everybody else sees nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.dispatch import Signal

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from tarazy.documents.models import Document

    Provider = Callable[[AbstractBaseUser | AnonymousUser], Q]

# Sent with `document`, `user` (None for somebody without an account) and `at` whenever the content is shown.
document_read = Signal()

_providers: list[Provider] = []
_sealed_providers: list[Provider] = []


def register(provider: Provider, *, sealed: bool = False) -> None:
    """Let `provider(user)` name further documents that a signed-in user may read, as a `Q` over `Document`.

    A provider that has nothing to name returns `Q(pk__in=[])`: an empty `Q()` would be everything and is taken as
    nothing. Sealed documents are shown through providers registered with `sealed=True` only.
    """
    providers = _sealed_providers if sealed else _providers
    if provider not in providers:
        providers.append(provider)


def allowed(user: AbstractBaseUser | AnonymousUser | None, holder: str = "") -> Q:
    """The condition over `Document` for one reader; `purged` is for the caller."""
    known = user is not None and user.is_authenticated and user.is_active
    own = Q(pk__in=[])
    if known:
        own = Q(owner_id=user.pk)  # type: ignore[union-attr]
    if holder:
        own |= Q(holder=holder, owner=None)
    condition = own & Q(sealed_at=None)
    if known and user is not None:
        condition |= Q(status="ready", sealed_at=None) & _named(_providers, user)
        condition |= Q(status="ready", sealed_at__isnull=False) & _named(_sealed_providers, user)
    return condition


def _named(providers: list[Provider], user: AbstractBaseUser | AnonymousUser) -> Q:
    named = Q(pk__in=[])
    for provider in providers:
        if answer := provider(user):
            named |= answer
    return named


def may_read(user: AbstractBaseUser | AnonymousUser | None, document: Document, holder: str = "") -> bool:
    """Whether the user may read this document now."""
    return type(document).objects.visible_to(user, holder).filter(pk=document.pk).exists()
