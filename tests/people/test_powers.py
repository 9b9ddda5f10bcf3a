"""Powers of attorney: given, accepted, ended; who acts for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tarazy.ledger.models import Entry
from tarazy.people.actions.powers import accept_power, give_power, revoke_power
from tarazy.people.models import PowerOfAttorney
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid, NotFound, NotHead, PowerOver
from tarazy.people.representation import acting_for, may_act_for
from tests.people.factories import a_power, a_user, an_iin, an_organisation, head_of

pytestmark = pytest.mark.django_db
Scope = PowerOfAttorney.Scope


def test_a_power_holds_from_acceptance_to_revocation_and_is_in_the_ledger() -> None:
    principal, representative, now = a_user(), a_user(), timezone.now()
    day = timezone.localdate(now)
    power = give_power(principal, representative, [Scope.FILE], day, day, now)
    assert not may_act_for(representative, principal, Scope.FILE, now)
    accept_power(power, representative, now)
    assert may_act_for(representative, principal, Scope.FILE, now)
    assert not may_act_for(representative, principal, Scope.SETTLE, now)
    assert acting_for(representative, now) == [principal]
    assert representative.has_role(Role.REPRESENTATIVE)
    revoke_power(power, principal, now)
    assert not may_act_for(representative, principal, Scope.FILE, now)
    assert acting_for(representative, now) == []
    kinds = list(
        Entry.objects.filter(kind__contains="power").order_by("number").values_list("kind", flat=True)
    )
    assert kinds == ["people.power_given", "people.power_accepted", "people.power_ended"]
    written = " ".join(Entry.objects.values_list("body_text", flat=True))
    assert principal.email not in written and principal.family_name not in written


def test_a_representative_cannot_hand_the_power_on() -> None:
    principal, first, second = a_user(), a_user(), a_user()
    a_power(principal, first)
    a_power(first, second)
    now = timezone.now()
    assert acting_for(second, now) == [first]
    assert not any(may_act_for(second, principal, scope, now) for scope in Scope)


def test_a_power_ends_with_its_last_day() -> None:
    principal, representative = a_user(), a_user()
    a_power(principal, representative, days=3)
    now = timezone.now()
    assert may_act_for(representative, principal, Scope.FILE, now + timedelta(days=3))
    assert not may_act_for(representative, principal, Scope.FILE, now + timedelta(days=4))


def test_only_the_confirmed_head_gives_a_power_for_the_company() -> None:
    company, now = an_organisation(), timezone.now()
    head, other = head_of(company), a_user()
    day = timezone.localdate(now)
    with pytest.raises(NotHead):
        give_power(other, a_user(), [Scope.READ], day, day, now, organisation=company)
    representative = a_user()
    accept_power(
        give_power(head, representative, [Scope.READ], day, day, now, organisation=company),
        representative,
        now,
    )
    assert acting_for(representative, now) == [company]
    assert may_act_for(head, company, Scope.SETTLE, now)


def test_impossible_powers_are_refused_and_nothing_is_kept() -> None:
    user, now = a_user(), timezone.now()
    day = timezone.localdate(now)
    for representative, scope, until in (
        (user, [Scope.READ], day),
        (a_user(), [], day),
        (a_user(), [Scope.READ], day - timedelta(1)),
    ):
        with pytest.raises(Invalid):
            give_power(user, representative, scope, day, until, now)
    assert not PowerOfAttorney.objects.exists() and not Entry.objects.exists()


def test_a_stranger_neither_accepts_nor_ends_a_power() -> None:
    power, stranger, now = a_power(a_user(), a_user(), accepted=False), a_user(), timezone.now()
    for action in (accept_power, revoke_power):
        with pytest.raises(NotFound):
            action(power, stranger, now)
    client = Client()
    client.force_login(stranger)
    for name in ("people:accept_power", "people:revoke_power"):
        assert client.post(reverse(name, args=[power.uuid])).status_code == 404


def test_what_is_over_cannot_be_accepted() -> None:
    representative, now = a_user(), timezone.now()
    power = a_power(a_user(), representative, accepted=False)
    revoke_power(power, representative, now)
    with pytest.raises(PowerOver):
        accept_power(power, representative, now)


def test_a_person_gives_a_power_on_the_page(client: Client) -> None:
    principal, representative = a_user(), a_user(iin=an_iin())
    client.force_login(principal)
    today = timezone.localdate()
    given = {
        "principal": "me",
        "representative_iin": representative.iin,
        "representative_email": "another@example.kz",
        "scope": ["read", "file"],
        "since": today.isoformat(),
        "until": (today + timedelta(30)).isoformat(),
    }
    assert "govuk-error-summary" in client.post(reverse("people:give_power"), given).text
    client.post(reverse("people:give_power"), given | {"representative_email": representative.email})
    power = PowerOfAttorney.objects.get()
    assert power.scope == ["read", "file"] and power.accepted_at is None
    client.force_login(representative)
    assert principal.full_name in client.get(reverse("people:powers")).text
    client.post(reverse("people:accept_power", args=[power.uuid]))
    power.refresh_from_db()
    assert power.accepted_at
