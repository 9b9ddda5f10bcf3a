"""Give a role, end a role."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tarazy.people import rules
from tarazy.people.ledgered import note
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import SELF_GIVEN, Permission, Role, require
from tarazy.people.refusals import NotFound, RoleNotGiven, RolesClash
from tarazy.people.signals import role_ended, role_granted


@transaction.atomic
def give_role(user: User, role: Role, court_code: str, by: User, now: datetime) -> RoleGrant:
    """The grant from now on; the one in force if the role is held already.

    Raises NotPermitted, RoleNotGiven for a role that `by` may not give, RolesClash.
    """
    require(by, Permission.INVITE_STAFF, court_code or None, now=now)
    if not rules.may_give(by.roles_at(now), role, court_code):
        raise RoleNotGiven
    return grant(user, role, court_code, by, now)


@transaction.atomic
def take_role(user: User, role: Role, now: datetime) -> RoleGrant:
    """A role that somebody gives themselves, such as representative. Raises RoleNotGiven for any other."""
    if role not in SELF_GIVEN:
        raise RoleNotGiven
    return grant(user, role, "", None, now)


@transaction.atomic
def end_role(grant_id: int, by: User, now: datetime) -> RoleGrant:
    """The grant, ended now; its holder's sessions go on without it. Raises NotFound, NotPermitted, RoleNotGiven."""
    found = RoleGrant.objects.select_for_update().filter(pk=grant_id, until=None).first()
    if found is None:
        raise NotFound
    own = found.user_id == by.pk and found.role in SELF_GIVEN
    if not own:
        require(by, Permission.INVITE_STAFF, found.court_code or None, now=now)
        if not rules.may_give(by.roles_at(now), Role(found.role), found.court_code):
            raise RoleNotGiven
    found.until = max(now, found.since)
    found.save(update_fields=["until"])
    found.user.__dict__.pop("_grants", None)
    role_ended.send(RoleGrant, grant=found, now=now)
    note("role_ended", found.court_code, by, now, grant=found.pk, user=str(found.user.uuid), role=found.role)
    return found


def grant(user: User, role: Role, court_code: str, by: User | None, now: datetime) -> RoleGrant:
    """The grant, made if it isn't there; in the caller's transaction, after its checks. Raises RolesClash."""
    User.objects.select_for_update().get(pk=user.pk)
    user.__dict__.pop("_grants", None)
    if rules.roles_clash(role, {held for held, _court in user.roles_at(now)}):
        raise RolesClash
    found, made = RoleGrant.objects.get_or_create(
        user=user, role=role, court_code=court_code, until=None, defaults={"since": now, "given_by": by}
    )
    user.__dict__.pop("_grants", None)
    if made:
        role_granted.send(RoleGrant, grant=found, now=now)
        note("role_granted", court_code, by, now, grant=found.pk, user=str(user.uuid), role=role.value)
    return found
