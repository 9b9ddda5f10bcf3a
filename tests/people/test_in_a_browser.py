"""Pages of accounts as a person and a screen reader meet them; a passkey that really signs in."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tarazy.people.permissions import Role
from tests.people.factories import PASSWORD, a_power, a_user, with_password, with_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("kk", "ru", "en")
OUTSIDE = (
    "account/login/",
    "account/signup/",
    "account/password/reset/",
    "account/confirm-email/",
    "demo/people/",
)
INSIDE = (
    "home/",
    "account/",
    "account/email/",
    "account/password/change/",
    "account/second-factor/",
    "account/second-factor/totp/activate/",
    "account/second-factor/webauthn/",
    "account/second-factor/webauthn/add/",
    "account/sessions/",
    "account/tokens/",
    "account/logout/",
    "powers/",
    "powers/give/",
    "staff/invitations/",
    "staff/headships/",
    "staff/permissions/",
)


def sign_in(page: Any, court: str, user: Any, language: str = "kk") -> None:
    page.goto(f"{court}/{language}/account/login/")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


def look(page: Any, axe: Any, court: str, language: str, addresses: tuple[str, ...]) -> dict[str, Any]:
    faults: dict[str, Any] = {}
    for address in addresses:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(f"{court}/{language}/{address}")
            where = f"{address} {width}"
            if answer.status != 200 or address not in page.url:
                faults[where] = [answer.status, page.url]
            if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
                faults[where] = needed
            if folder := os.environ.get("SCREENSHOTS"):
                name = address.strip("/").replace("/", "-")
                page.screenshot(path=f"{folder}/{language}-{width}-{name}.png", full_page=True)
        if violations := axe(page):
            faults[address] = violations
    return faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    page: Any, live_server: Any, axe: Any, settings: Any, language: str
) -> None:
    settings.TARAZY_DEMO = settings.MODEL_DATA = True
    with_role(Role.JUDGE, "7511", is_model=True)
    user = with_password(with_role(Role.OPERATOR, language=language))
    a_power(user, a_user())
    a_power(a_user(), user, accepted=False)
    faults = look(page, axe, live_server.url, language, OUTSIDE)
    sign_in(page, live_server.url, user, language)
    assert not faults | look(page, axe, live_server.url, language, INSIDE)


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Any, live_server: Any) -> None:
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    user = with_password(a_user())
    sign_in(page, live_server.url, user)
    page.goto(f"{live_server.url}/kk/account/second-factor/webauthn/add/")
    page.locator("#id_name").fill("телефоным")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto(f"{live_server.url}/kk/account/second-factor/webauthn/")
    assert "телефоным" in page.locator("main").inner_text()
    page.locator(".tz-account button").click()
    page.wait_for_url("**/kk/")
    page.goto(f"{live_server.url}/kk/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/home/")
    assert user.full_name in page.locator("h1").inner_text()
