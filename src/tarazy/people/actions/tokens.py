"""Make an access token for a program, revoke it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tarazy.people.actions.invite import hashed
from tarazy.people.ledgered import NO_COURT, note
from tarazy.people.models import AccessToken, User
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import Invalid, NotFound

PREFIX = "tarazy_"  # so that one that was published by mistake can be found
LONGEST_DAYS = 366


@transaction.atomic
def make_token(
    user: User, name: str, scopes: Collection[Permission], days: int, now: datetime
) -> tuple[AccessToken, str]:
    """The token's row and the token itself, which is shown once and not kept.

    Raises Invalid for a scope that the user doesn't hold, no name, or a life of no day or over a year.
    """
    if not name.strip():
        raise Invalid({"name": _("Give it a name, such as the program that will use it.")})
    if not all(may(user, one, now=now) for one in scopes):
        raise Invalid({"scopes": _("You can't hand on what you may not do yourself.")})
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid({"days": _("Choose from 1 to 366 days.")})
    token = PREFIX + secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        user=user,
        name=name.strip()[:60],
        token_sha256=hashed(token),
        scopes=[str(one) for one in Permission if one in scopes],
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    note("token_made", NO_COURT, user, now, token=str(row.uuid), scopes=list(row.scopes))
    return row, token


@transaction.atomic
def revoke_token(user: User, uuid: object, now: datetime) -> AccessToken:
    """The token, which is refused from now on. Raises NotFound for one that isn't the user's own."""
    row = AccessToken.objects.select_for_update().filter(user=user, uuid=uuid, revoked_at=None).first()
    if row is None:
        raise NotFound
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    note("token_revoked", NO_COURT, user, now, token=str(row.uuid))
    return row
