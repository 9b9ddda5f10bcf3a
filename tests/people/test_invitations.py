"""Staff come by invitation only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tarazy.ledger.models import Entry
from tarazy.people.actions.invite import invite, withdraw_invitation
from tarazy.people.actions.roles import end_role, give_role, take_role
from tarazy.people.models import Invitation, RoleGrant, User
from tarazy.people.permissions import Role
from tarazy.people.refusals import InvitationOver, NotPermitted, RoleNotGiven, RolesClash
from tests.people.factories import PASSWORD, a_user, an_iin, with_role

pytestmark = pytest.mark.django_db


def invited(
    by: User, role: Role = Role.JUDGE, court: str = "7511", email: str = "new.judge@example.kz"
) -> str:
    """The token that the letter carries."""
    invite(email, role, court, "ru", by, timezone.now(), address="http://testserver/ru/invitation/{token}/")
    found = re.search(r"/invitation/(\S+)/", mail.outbox[-1].body)
    assert found
    return found.group(1)


def answers(**changed: str) -> dict[str, str]:
    return {
        "iin": an_iin(),
        "family_name": "Омаров",
        "given_name": "Данияр",
        "language": "kk",
        "password1": PASSWORD,
        "password2": PASSWORD,
    } | changed


@pytest.fixture(autouse=True)
def letters_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())


def test_an_invited_judge_makes_an_account_and_has_the_role(client: Client) -> None:
    token = invited(with_role(Role.COURT_CHAIR, "7511"))
    assert "судья" in client.get(f"/ru/invitation/{token}/").text
    answer = client.post(f"/ru/invitation/{token}/", answers())
    assert answer["Location"] == "/ru/home/"
    user = User.objects.get(email="new.judge@example.kz")
    assert user.has_role(Role.JUDGE, "7511")
    assert client.get("/ru/home/").status_code == 200
    assert Client().get(f"/ru/invitation/{token}/").status_code == 410
    kinds = set(Entry.objects.filter(stream="7511").values_list("kind", flat=True))
    assert kinds == {"people.invited", "people.role_granted", "people.invitation_accepted"}


def test_the_token_is_not_kept() -> None:
    token = invited(with_role(Role.COURT_CHAIR, "7511"))
    assert token not in str(Invitation.objects.values())


def test_an_invitation_is_for_the_account_with_its_email_alone(client: Client) -> None:
    owner = a_user()
    token = invited(with_role(Role.COURT_CHAIR, "7511"), email=owner.email)
    assert client.post(f"/ru/invitation/{token}/", answers()).status_code == 200
    client.force_login(a_user())
    assert client.post(f"/ru/invitation/{token}/").status_code == 403
    client.force_login(owner)
    assert client.post(f"/ru/invitation/{token}/").status_code == 302
    assert User.objects.get(pk=owner.pk).has_role(Role.JUDGE, "7511")


def test_old_withdrawn_and_unknown_invitations_open_nothing(client: Client) -> None:
    chair = with_role(Role.COURT_CHAIR, "7511")
    token = invited(chair)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(f"/ru/invitation/{token}/", answers()).status_code == 410
    token = invited(chair)
    made = Invitation.objects.first()
    assert made
    withdraw_invitation(made, chair, timezone.now())
    with pytest.raises(InvitationOver):
        withdraw_invitation(made, chair, timezone.now())
    assert client.post(f"/ru/invitation/{token}/", answers()).status_code == 410
    assert client.get("/ru/invitation/nothing/").status_code == 404
    assert not RoleGrant.objects.filter(role=Role.JUDGE).exists()


def test_an_invitation_falls_with_the_office_of_who_sent_it(client: Client) -> None:
    chair = with_role(Role.COURT_CHAIR, "7511")
    token = invited(chair)
    chair.grants.update(until=timezone.now())
    assert client.post(f"/ru/invitation/{token}/", answers()).status_code == 410


def test_nobody_invites_to_what_is_not_theirs_to_give() -> None:
    now, made = timezone.now(), {"address": "{token}"}
    with pytest.raises(NotPermitted):
        invite("a@b.kz", Role.JUDGE, "7511", "kk", with_role(Role.JUDGE, "7511"), now, **made)
    with pytest.raises(NotPermitted):
        invite("a@b.kz", Role.JUDGE, "7512", "kk", with_role(Role.COURT_CHAIR, "7511"), now, **made)
    with pytest.raises(RoleNotGiven):
        invite("a@b.kz", Role.JUDGE, "7511", "kk", with_role(Role.OPERATOR), now, **made)
    assert not Invitation.objects.exists() and not mail.outbox


def test_a_chair_sees_the_invitations_of_the_own_court_only(client: Client) -> None:
    invited(with_role(Role.COURT_CHAIR, "7512"), court="7512", email="elsewhere@example.kz")
    client.force_login(with_role(Role.COURT_CHAIR, "7511"))
    page = client.get(reverse("people:invitations"))
    assert page.status_code == 200 and "elsewhere" not in page.text
    other = Invitation.objects.get()
    assert client.post(reverse("people:withdraw_invitation", args=[other.uuid])).status_code == 404


def test_a_chair_invites_on_the_page_and_a_judge_may_not(client: Client) -> None:
    client.force_login(with_role(Role.COURT_CHAIR, "7511"))
    given = {"email": "clerk@example.kz", "role": "registry_clerk.7511", "language": "kk"}
    assert client.post(reverse("people:invitations"), given).status_code == 302
    assert mail.outbox[0].to == ["clerk@example.kz"]
    assert (
        client.post(reverse("people:invitations"), given | {"role": "registry_clerk.7512"}).status_code == 200
    )
    assert len(mail.outbox) == 1
    client.force_login(with_role(Role.JUDGE, "7511"))
    assert client.get(reverse("people:invitations")).status_code == 403


def test_roles_begin_and_end_and_are_not_given_by_oneself() -> None:
    chair, user, now = with_role(Role.COURT_CHAIR, "7511"), a_user(), timezone.now()
    grant = give_role(user, Role.JUDGE, "7511", chair, now)
    assert user.has_role(Role.JUDGE, "7511")
    end_role(grant.pk, chair, timezone.now())
    assert not User.objects.get(pk=user.pk).has_role(Role.JUDGE)
    with pytest.raises(RoleNotGiven):
        take_role(user, Role.JUDGE, now)
    judge = with_role(Role.JUDGE, "7511")
    with pytest.raises(RolesClash):
        give_role(judge, Role.AUDITOR, "", with_role(Role.OPERATOR), now)
