"""Staff prove themselves twice."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from tarazy.people.permissions import Role
from tests.people.factories import PASSWORD, a_user, with_password, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demanded(settings: Any) -> None:
    settings.REQUIRE_STAFF_MFA = True


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signed_in(user: Any) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize("role", [Role.JUDGE, Role.REGISTRY_CLERK, Role.OPERATOR, Role.AUDITOR, Role.BAILIFF])
def test_staff_without_one_open_nothing_but_its_setting_up(role: Role) -> None:
    client = signed_in(
        with_password(with_role(role, "7511" if role in (Role.JUDGE, Role.REGISTRY_CLERK) else ""))
    )
    for name in ("people:home", "people:account", "people:tokens", "acts:search"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index")), name
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("home")).status_code == 200
    refused = client.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_needed")


def test_a_citizen_needs_none() -> None:
    assert signed_in(with_password(a_user())).get(reverse("people:home")).status_code == 200


def test_setting_up_an_app_opens_the_house_and_later_sessions_ask_for_its_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
    user = with_password(with_role(Role.JUDGE, "7511"))
    client = signed_in(user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert client.get(reverse("people:home")).status_code == 200
    kept = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(kept.data)
    later = signed_in(user)
    assert later.get(reverse("people:home"))["Location"].startswith(reverse("account_login"))
    assert "id_code" in later.get(reverse("mfa_authenticate")).text
    later.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not later.session.get("_auth_user_id")


def test_a_session_from_before_the_second_factor_is_asked_for_it() -> None:
    user = with_password(with_role(Role.JUDGE, "7511"))
    before = signed_in(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    answer = before.get(reverse("people:home"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    before.post(reverse("mfa_reauthenticate"), {"code": code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")})
    assert before.get(reverse("people:home")).status_code == 200


def test_staff_cannot_switch_off_their_only_second_factor() -> None:
    user = with_password(with_role(Role.JUDGE, "7511"))
    before = signed_in(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    before.post(reverse("mfa_reauthenticate"), {"code": code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")})
    before.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()
