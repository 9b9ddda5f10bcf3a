"""Who may act for whom when a case or a paper is filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import Party, Representation, Side
from tarazy.cases.refusals import NoPower, NotActingFor
from tarazy.people.models import Membership, Organisation, PowerOfAttorney, User
from tarazy.people.permissions import Role


def linked_users(parties: Sequence[PartyData]) -> tuple[dict[str, int], dict[str, int]]:
    """Ids of accounts by IIN and of organisations by BIN, of those that the parties name.

    Only a proved number links: anybody may type another's IIN when they register.
    """
    iins = [party.iin for party in parties if party.iin and not party.user_id]
    bins = [party.bin for party in parties if party.bin and not party.organisation_id]
    proved = User.objects.filter(iin__in=iins, iin_confirmed_at__isnull=False)
    users = dict(proved.values_list("iin", "pk")) if iins else {}
    found = dict(Organisation.objects.filter(bin__in=bins).values_list("bin", "pk")) if bins else {}
    return users, found


def must_act_for_claim(parties: Sequence[PartyData], by: User, *, now: datetime) -> None:
    """Raises `NotActingFor` unless `by` is, heads or represents one of the claim's side, and represents
    nobody without a power. Norm: GPK 46, 57–61."""
    for party in parties:
        if party.representative_id and not _represented(party, party.representative_id, now):
            raise NotActingFor
    if not any(party.stands_on == Side.CLAIM and acts_for(party, by, now) for party in parties):
        raise NotActingFor


def acts_for(party: PartyData, by: User, now: datetime) -> bool:
    """Whether `by` is this party, its head, or its representative with the power to sign a claim."""
    if party.iin and by.iin:
        if party.iin == by.iin and by.iin_confirmed_at is not None:
            return True
    elif party.user_id == by.pk:
        return True
    day = timezone.localdate(now)
    if party.bin or party.organisation_id:
        heads = Membership.objects.filter(
            Q(until__isnull=True) | Q(until__gte=day), user=by, is_head=True, since__lte=day
        )
        named = Q(organisation__bin=party.bin) if party.bin else Q(organisation=party.organisation_id)
        if heads.filter(named).exists():
            return True
    return party.representative_id == by.pk


def may_file_paper(party: Party, by: User, scope: str, *, now: datetime) -> None:
    """Raises `NoPower` if `by` acts for the party by a power that lacks this scope. Norm: GPK 57–61."""
    if party.user_id == by.pk:
        return
    acting = Representation.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), party=party, representative=by
    ).select_related("power")
    for one in acting:
        if one.ground != Representation.Ground.POWER:
            return
        if one.power and one.power.covers(PowerOfAttorney.Scope(scope), now):
            return
    if acting:
        raise NoPower


def _represented(party: PartyData, representative_id: int, now: datetime) -> bool:
    if party.ground == Representation.Ground.POWER:
        power = (
            PowerOfAttorney.objects.filter(pk=party.power_id, representative_id=representative_id)
            .select_related("principal_user", "principal_organisation")
            .first()
        )
        if power is None or not power.covers(PowerOfAttorney.Scope.SIGN_CLAIM, now):
            return False
        who, what = power.principal_user, power.principal_organisation
        return bool(
            (who and (who.pk == party.user_id or (who.iin and who.iin == party.iin and who.iin_confirmed_at)))
            or (what and (what.pk == party.organisation_id or what.bin == party.bin))
        )
    if party.ground == Representation.Ground.ADVOCATE:
        advocate = User.objects.filter(pk=representative_id).first()
        return advocate is not None and any(role == Role.ADVOCATE for role, _ in advocate.roles_at(now))
    if party.ground == Representation.Ground.OFFICE:
        day = timezone.localdate(now)
        heads = Membership.objects.filter(
            Q(until__isnull=True) | Q(until__gte=day), user=representative_id, is_head=True, since__lte=day
        )
        return heads.filter(Q(organisation=party.organisation_id) | Q(organisation__bin=party.bin)).exists()
    return party.ground == Representation.Ground.LAW  # a parent: the registry looks at the certificate


def link_number(sender: Any, *, user: User, now: datetime, **_rest: Any) -> None:
    """Signal receiver: whose number was proved is from now on the party that papers named by it."""
    Party.objects.filter(iin=user.iin, user__isnull=True, left_at__isnull=True).update(user=user)
