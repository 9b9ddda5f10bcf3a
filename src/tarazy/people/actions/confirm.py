"""Confirm who somebody is, and who heads an organisation: a person of the registry has seen the papers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tarazy.people.actions.roles import take_role
from tarazy.people.ledgered import note
from tarazy.people.models import Membership, User
from tarazy.people.permissions import Permission, Role, courts_where, may
from tarazy.people.refusals import NotFound, NotPermitted, NumberTaken
from tarazy.people.signals import number_confirmed


def may_confirm(user: User, now: datetime) -> bool:
    """Whether the user may confirm identities and headships: registries of courts, and the operator."""
    return may(user, Permission.REGISTER_CASES, now=now) or may(user, Permission.OPERATE, now=now)


@transaction.atomic
def confirm_number(user: User, iin: str, by: User | None, now: datetime) -> User:
    """The user, whose IIN is proved from now on; an unproved claim of another account to it is dropped.

    `by` is the person of the registry who saw the identity card, or nobody where a signature proved it.
    Raises NotPermitted, NumberTaken.
    """
    if by is not None and not may_confirm(by, now):
        raise NotPermitted
    others = User.objects.select_for_update().filter(iin=iin).exclude(pk=user.pk)
    for other in others:
        if other.iin_confirmed_at is not None:
            raise NumberTaken
        other.iin = None
        other.save(update_fields=["iin"])
        note("number_released", "", by, now, user=str(other.uuid))
    user.iin, user.iin_confirmed_at = iin, now
    user.save(update_fields=["iin", "iin_confirmed_at"])
    number_confirmed.send(User, user=user, now=now)
    note("number_confirmed", _court_of(by, now), by, now, user=str(user.uuid))
    return user


@transaction.atomic
def decide_headship(membership: Membership, confirmed: bool, by: User, now: datetime) -> Membership:
    """The membership, confirmed or refused. Raises NotPermitted, NotFound if it was decided already."""
    if not may_confirm(by, now) or membership.user_id == by.pk:
        raise NotPermitted
    pending = Membership.Confirmation.PENDING
    found = Membership.objects.select_for_update().filter(pk=membership.pk, confirmation=pending).first()
    if found is None:
        raise NotFound
    found.confirmation = Membership.Confirmation.CONFIRMED if confirmed else Membership.Confirmation.REFUSED
    found.is_head = confirmed
    found.confirmed_by, found.confirmed_at = by, now
    found.save()
    if confirmed:
        take_role(found.user, Role.COMPANY, now)
    kind = "headship_confirmed" if confirmed else "headship_refused"
    note(kind, _court_of(by, now), by, now, membership=found.pk, user=str(found.user.uuid))
    return found


def _court_of(by: User | None, now: datetime) -> str:
    courts = courts_where(by, Permission.REGISTER_CASES, now=now)
    return min(courts) if courts else ""
