"""Who acts for whom by a power of attorney. One step only: a representative's representative acts for nobody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from tarazy.people.actions.powers import is_head
from tarazy.people.models import Organisation, PowerOfAttorney, User


def powers_in_force(user: User, now: datetime) -> QuerySet[PowerOfAttorney]:
    """The accepted powers that the user holds at `now`."""
    day = timezone.localdate(now)
    return user.powers_held.filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=now),
        since__lte=day,
        until__gte=day,
        accepted_at__lte=now,
    ).select_related("principal_user", "principal_organisation")


def acting_for(user: User, now: datetime) -> list[User | Organisation]:
    """Whom the user may act for at `now`: the principals of powers in force and the organisations that the user heads."""
    principals: list[User | Organisation] = [power.principal for power in powers_in_force(user, now)]
    day = timezone.localdate(now)
    heads = user.memberships.filter(
        Q(until__isnull=True) | Q(until__gte=day), is_head=True, since__lte=day
    ).select_related("organisation")
    principals += [one.organisation for one in heads]
    return list(dict.fromkeys(principals))


def may_act_for(
    user: User, principal: User | Organisation, scope: PowerOfAttorney.Scope, now: datetime
) -> bool:
    """Whether the user may do what `scope` names for the principal: as the same person, as head, or by a power."""
    if isinstance(principal, User):
        if principal.pk == user.pk:
            return True
        powers = powers_in_force(user, now).filter(principal_user=principal)
    else:
        if is_head(user, principal, now):
            return True
        powers = powers_in_force(user, now).filter(principal_organisation=principal)
    return any(power.covers(scope, now) for power in powers)


def powers_seen_by(user: User, now: datetime) -> QuerySet[PowerOfAttorney]:
    """Powers that the user gave, holds, or that an organisation gave which the user heads."""
    day = timezone.localdate(now)
    headed = user.memberships.filter(Q(until__isnull=True) | Q(until__gte=day), is_head=True, since__lte=day)
    return (
        PowerOfAttorney.objects.filter(
            Q(principal_user=user)
            | Q(representative=user)
            | Q(principal_organisation__in=headed.values("organisation"))
        )
        .select_related("principal_user", "principal_organisation", "representative")
        .order_by("-given_at")
    )
