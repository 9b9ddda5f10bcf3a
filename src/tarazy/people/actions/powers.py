"""Give a power of attorney, accept it, end it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date as Date
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tarazy.people import rules
from tarazy.people.actions.roles import take_role
from tarazy.people.ledgered import NO_COURT, note
from tarazy.people.models import Membership, Organisation, PowerOfAttorney, User
from tarazy.people.permissions import Permission, Role, may
from tarazy.people.refusals import Invalid, NotFound, NotHead, PowerOver

FAULTS = {
    "no_scope": ("scope", _("Say what the representative may do.")),
    "ends_before_start": ("until", _("The last day is before the first.")),
    "already_over": ("until", _("The last day has passed.")),
}


@transaction.atomic
def give_power(
    by: User,
    representative: User,
    scope: Collection[PowerOfAttorney.Scope],
    since: Date,
    until: Date,
    now: datetime,
    *,
    organisation: Organisation | None = None,
    document_sha256: str = "",
) -> PowerOfAttorney:
    """The power, which holds once it is accepted. A representative can't hand it on: only principals give powers.

    Raises NotHead for an organisation that `by` doesn't head, Invalid for terms that can't be.
    """
    if organisation is not None and not is_head(by, organisation, now):
        raise NotHead
    if representative.pk == by.pk:
        raise Invalid({"representative": _("You can't represent yourself.")})
    if fault := rules.may_register_power(since, until, timezone.localdate(now), scope):
        raise Invalid(dict([FAULTS[fault]]))
    made = PowerOfAttorney.objects.create(
        principal_user=None if organisation else by,
        principal_organisation=organisation,
        representative=representative,
        since=since,
        until=until,
        scope=[str(one) for one in PowerOfAttorney.Scope if one in scope],
        document_sha256=document_sha256,
        given_at=now,
    )
    _note("power_given", made, by, now, scope=list(made.scope))
    return made


@transaction.atomic
def accept_power(power: PowerOfAttorney, by: User, now: datetime) -> PowerOfAttorney:
    """The power in force; who accepts becomes a representative. Raises NotFound for others, PowerOver."""
    found = _locked(power)
    if found.representative_id != by.pk:
        raise NotFound
    _still_open(found, now)
    if found.accepted_at is None:
        found.accepted_at = now
        found.save(update_fields=["accepted_at"])
        if not may(by, Permission.REPRESENT_OTHERS, now=now):
            take_role(by, Role.REPRESENTATIVE, now)
        _note("power_accepted", found, by, now)
    return found


@transaction.atomic
def revoke_power(power: PowerOfAttorney, by: User, now: datetime) -> PowerOfAttorney:
    """The power, ended at once: by its principal, or given back by the representative. Raises NotFound, PowerOver."""
    found = _locked(power)
    if by.pk != found.representative_id and not is_principal(by, found, now):
        raise NotFound
    _still_open(found, now)
    found.revoked_at = now
    found.save(update_fields=["revoked_at"])
    _note("power_ended", found, by, now)
    return found


def is_head(user: User, organisation: Organisation, now: datetime) -> bool:
    """Whether the user is the organisation's confirmed head on that day."""
    day = timezone.localdate(now)
    return Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        organisation=organisation,
        user=user,
        is_head=True,
        since__lte=day,
    ).exists()


def is_principal(user: User, power: PowerOfAttorney, now: datetime) -> bool:
    """Whether the user gave the power, or heads the organisation that did."""
    if power.principal_organisation is not None:
        return is_head(user, power.principal_organisation, now)
    return power.principal_user_id == user.pk


def _locked(power: PowerOfAttorney) -> PowerOfAttorney:
    return PowerOfAttorney.objects.select_for_update().get(pk=power.pk)


def _still_open(power: PowerOfAttorney, now: datetime) -> None:
    if power.revoked_at is not None or power.until < timezone.localdate(now):
        raise PowerOver


def _note(kind: str, power: PowerOfAttorney, by: User, now: datetime, **body: list[str]) -> None:
    extra = {"document": power.document_sha256} if power.document_sha256 else {}
    note(kind, NO_COURT, by, now, power=str(power.uuid), **extra, **body)
