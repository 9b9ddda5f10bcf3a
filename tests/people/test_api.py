"""Accounts for programs: sessions with CSRF, access tokens with scopes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tarazy.people.actions.tokens import make_token, revoke_token
from tarazy.people.models import AccessToken, User
from tarazy.people.permissions import Permission, Role
from tarazy.people.refusals import Invalid, NotFound
from tests.people.factories import a_power, a_user, with_role

pytestmark = pytest.mark.django_db
P = Permission


def token_for(user: User, *scopes: Permission, days: int = 30) -> tuple[AccessToken, dict[str, str]]:
    row, token = make_token(user, "program", scopes, days, timezone.now())
    return row, {"authorization": f"Bearer {token}"}


def test_who_is_not_signed_in_gets_401_as_a_problem(client: Client) -> None:
    for path in ("me", "me/sessions", "powers", "invitations"):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), path


def test_a_session_tells_who_one_is_and_what_one_may(client: Client) -> None:
    client.force_login(with_role(Role.JUDGE, "7511"))
    me = client.get("/api/v1/me").json()
    assert me["roles"] == [{"role": "judge", "court": "7511"}]
    assert "sign_rulings" in me["permissions"] and "operate" not in me["permissions"]


def test_a_session_writes_only_with_its_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    principal = a_user()
    power = a_power(principal, a_user())
    client.force_login(principal)
    assert client.post(f"/api/v1/powers/{power.uuid}/revoke").status_code == 403
    power.refresh_from_db()
    assert power.revoked_at is None


def test_a_token_acts_for_its_owner_within_its_scopes(client: Client) -> None:
    chair = with_role(Role.COURT_CHAIR, "7511")
    _row, header = token_for(chair, P.SEE_AUDIT)
    assert client.get("/api/v1/me", headers=header).json()["permissions"] == ["see_audit"]
    assert client.get("/api/v1/invitations", headers=header).status_code == 403
    _row, header = token_for(chair, P.INVITE_STAFF)
    assert client.get("/api/v1/invitations", headers=header).status_code == 200
    assert client.get("/api/v1/me/sessions", headers=header).status_code == 403


def test_a_token_that_does_not_hold_opens_nothing(client: Client) -> None:
    user = a_user()
    row, header = token_for(user)
    assert client.get("/api/v1/me", headers=header).status_code == 200
    row.refresh_from_db()
    assert row.last_used_at is not None
    with pytest.raises(NotFound):
        revoke_token(a_user(), row.uuid, timezone.now())
    revoke_token(user, row.uuid, timezone.now())
    assert client.get("/api/v1/me", headers=header).status_code == 401
    row, header = token_for(user)
    AccessToken.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/me", headers=header).status_code == 401
    _row, header = token_for(user)
    User.objects.update(is_active=False)
    assert client.get("/api/v1/me", headers=header).status_code == 401


def test_a_token_gives_no_more_than_its_maker_has() -> None:
    user = a_user()
    for scopes, days in (([P.OPERATE], 1), ([], 0), ([], 367)):
        with pytest.raises(Invalid):
            make_token(user, "x", scopes, days, timezone.now())


def test_a_scope_outlives_no_role(client: Client) -> None:
    chair = with_role(Role.COURT_CHAIR, "7511")
    _row, header = token_for(chair, P.INVITE_STAFF)
    chair.grants.update(until=timezone.now())
    assert client.get("/api/v1/invitations", headers=header).status_code == 403


def test_powers_are_listed_to_their_two_sides_and_ended_by_them(client: Client) -> None:
    principal, representative = a_user(), a_user()
    power = a_power(principal, representative)
    _row, stranger = token_for(a_user())
    assert client.get("/api/v1/powers", headers=stranger).json() == []
    assert client.post(f"/api/v1/powers/{power.uuid}/revoke", headers=stranger).status_code == 404
    _row, header = token_for(representative)
    (line,) = client.get("/api/v1/powers", headers=header).json()
    assert line["held"] and line["in_force"]
    answer = client.post(f"/api/v1/powers/{power.uuid}/revoke", headers=header)
    assert answer.status_code == 200 and not answer.json()["in_force"]
    again = client.post(f"/api/v1/powers/{power.uuid}/revoke", headers=header)
    assert (again.status_code, again.json()["code"]) == (409, "power_over")


def test_a_chair_invites_by_the_api(client: Client) -> None:
    _row, header = token_for(with_role(Role.COURT_CHAIR, "7511"), P.INVITE_STAFF)
    asked = {"email": "clerk@example.kz", "role": "registry_clerk", "court": "7511"}

    def post(body: dict[str, str]) -> int:
        return client.post(
            "/api/v1/invitations", body, content_type="application/json", headers=header
        ).status_code

    assert post(asked) == 201
    assert post(asked | {"court": "7512"}) == 403
    assert post(asked | {"role": "operator", "court": ""}) == 403
    assert post(asked | {"email": "nobody"}) == 422


def test_a_token_is_made_on_the_page_and_shown_once(client: Client) -> None:
    from tests.people.factories import PASSWORD, with_password

    user = with_password(a_user())
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    page = client.post(
        reverse("people:tokens"), {"name": "бағдарлама", "scopes": ["file_claim"], "days": "7"}
    )
    token = page.context["token"]
    assert token.startswith("tarazy_") and token in page.text
    assert token not in client.get(reverse("people:tokens")).text
    assert (
        client.get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).json()["email"] == user.email
    )
