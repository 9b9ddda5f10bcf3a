"""Registering, signing in, being locked out; and that nobody learns whether somebody else has an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from tarazy.people import limits
from tarazy.people.models import Membership, User
from tarazy.people.permissions import Permission, Role, may
from tests.people.factories import PASSWORD, a_bin, a_user, an_iin, with_password, with_role

pytestmark = pytest.mark.django_db


def answers(**changed: str) -> dict[str, str]:
    given = {
        "kind": Role.CITIZEN.value,
        "iin": an_iin(),
        "family_name": "Сейтқали",
        "given_name": "Гүлнар",
        "patronymic": "",
        "bin": "",
        "organisation_name": "",
        "email": f"{an_iin()}@example.kz",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    return given | changed


def address(name: str, language: str = "kk", *args: Any) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def register(client: Client, given: dict[str, str], language: str = "kk") -> Any:
    return client.post(address("account_signup", language), given)


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(address("account_login"), {"login": email, "password": password})


def confirm(client: Client, letter: str) -> Any:
    link = re.search(r"http://testserver(/\S+confirm-email/\S+/)", letter)
    assert link
    return client.post(link.group(1))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_citizen_registers_and_signs_in_once_the_letter_is_answered(client: Client, language: str) -> None:
    given = answers()
    sent = register(client, given, language)
    assert sent["Location"] == address("account_email_verification_sent", language)
    user = User.objects.get(email=given["email"])
    assert (user.iin, user.language, user.iin_confirmed_at) == (given["iin"], language, None)
    assert sign_in(client, given["email"])["Location"] == address("account_email_verification_sent")
    assert not client.session.get("_auth_user_id")
    confirm(client, mail.outbox[0].body)
    sign_in(client, given["email"])
    assert client.get(address("people:home", language)).status_code == 200


def test_letters_come_in_the_language_of_the_account(client: Client) -> None:
    user = with_password(a_user(language="ru"))
    client.post(address("account_reset_password", "kk"), {"email": user.email})
    assert "новый пароль" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "wrong"), [("iin", "123456789012"), ("email", "nobody"), ("password2", "x")]
)
def test_what_is_typed_wrong_is_said_at_its_field(client: Client, field: str, wrong: str) -> None:
    answer = register(client, answers(**{field: wrong}))
    assert answer.status_code == 200
    assert f'href="#id_{field}"' in answer.text
    assert not User.objects.exists()


def test_a_weak_password_is_refused_in_the_language_of_the_page(client: Client) -> None:
    assert "Құпиясөз тым қысқа" in register(client, answers(password1="abc", password2="abc")).text


def seen(client: Client, answer: Any) -> tuple[Any, ...]:
    return answer.status_code, answer["Location"], answer.content, sorted(client.cookies)


def test_a_taken_email_a_taken_number_and_a_new_person_look_alike() -> None:
    there = with_password(a_user(iin=an_iin()))
    shown = []
    for given in (answers(), answers(email=there.email), answers(iin=str(there.iin))):
        client = Client()
        shown.append(seen(client, register(client, given)))
    assert shown[0] == shown[1] == shown[2]
    assert User.objects.count() == 2
    told = [letter.body for letter in mail.outbox]
    assert len(told) == 3 and "confirm-email" in told[0]
    assert told[1].split("\n")[0] == told[2].split("\n")[0] != told[0].split("\n")[0]


def test_a_number_that_the_register_knows_under_another_name_makes_no_account(client: Client) -> None:
    model = a_user(iin=an_iin(), is_model=True)
    free = answers(iin=str(model.iin))
    User.objects.filter(pk=model.pk).update(iin=model.iin)
    register(client, free)
    assert not User.objects.filter(email=free["email"]).exists()


def test_a_reset_and_a_failed_sign_in_say_the_same_of_anybody(client: Client) -> None:
    there = with_password(a_user())
    pages = [
        client.post(address("account_reset_password"), {"email": one}) for one in (there.email, "no@no.kz")
    ]
    assert pages[0]["Location"] == pages[1]["Location"]
    assert [letter.to for letter in mail.outbox] == [[there.email]]
    failed = [sign_in(Client(), one, "wrong").text.replace(one, "") for one in (there.email, "no@no.kz")]
    without_token = [re.sub(r'value="\w{64}"', "", page) for page in failed]
    assert without_token[0] == without_token[1]


def test_somebody_who_says_to_head_a_company_gets_nothing_until_the_registry_confirms(client: Client) -> None:
    given = answers(kind="company", bin=a_bin(), organisation_name="ТОО «Дала»")
    register(client, given)
    user = User.objects.get(email=given["email"])
    membership = Membership.objects.get(user=user)
    assert (membership.is_head, membership.confirmation) == (False, "pending")
    clerk = Client()
    clerk.force_login(with_role(Role.REGISTRY_CLERK, "7511"))
    page = clerk.get(address("people:headships"))
    assert given["bin"] in page.text
    clerk.post(address("people:headships"), {"membership": membership.pk, "answer": "confirm"})
    membership.refresh_from_db()
    assert membership.is_head and membership.confirmed_at
    user = User.objects.get(pk=user.pk)
    assert user.has_role(Role.COMPANY)


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_lock_the_account_and_say_when_to_try_again(client: Client, known: bool) -> None:
    user = with_password(a_user())
    email = user.email if known else "nobody@example.kz"
    for _attempt in range(4):
        assert sign_in(client, email, "wrong").status_code == 200
    locked = sign_in(client, email, "wrong")
    assert locked.status_code == 429
    assert 0 < int(locked["Retry-After"]) <= 15 * 60
    assert "15 минуттан кейін" in locked.text
    assert sign_in(client, email, PASSWORD).status_code == 429
    other = with_password(a_user())
    assert sign_in(client, other.email).status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(client: Client) -> None:
    from datetime import timedelta

    from axes.models import AccessAttempt

    user = with_password(a_user())
    for _attempt in range(5):
        sign_in(client, user.email, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client, user.email).status_code == 302


@pytest.mark.parametrize("nowhere", ["", "unix:", "fe80::1%eth0"])
def test_a_caller_without_an_address_signs_in_and_is_locked_out_too(client: Client, nowhere: str) -> None:
    client.defaults["REMOTE_ADDR"] = nowhere
    user, other = with_password(a_user()), with_password(a_user())
    for _attempt in range(4):
        assert sign_in(client, user.email, "wrong").status_code == 200
    assert sign_in(client, user.email, "wrong").status_code == 429
    assert sign_in(client, user.email).status_code == 429
    assert sign_in(client, other.email).status_code == 302
    assert client.get(address("usersessions_list")).status_code == 200


@pytest.mark.parametrize(
    ("header", "connection", "found"),
    [
        ("203.0.113.7", "10.0.0.1", "203.0.113.7"),
        (" 2001:DB8::7 ", "10.0.0.1", "2001:db8::7"),
        ("unknown", "10.0.0.1", "10.0.0.1"),
        ("203.0.113.7, 10.0.0.9", "10.0.0.1", "10.0.0.1"),  # not replaced by the proxy, so not to be believed
        ("", "10.0.0.1", "10.0.0.1"),
        ("x" * 5000, "", limits.NO_ADDRESS),
        ("", "unix:", limits.NO_ADDRESS),
        ("", "fe80::1%eth0", "fe80::1"),
    ],
)
def test_a_callers_address_is_one_that_every_database_keeps(
    settings: Any, header: str, connection: str, found: str
) -> None:
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    request = RequestFactory(REMOTE_ADDR=connection).get("/", headers={"X-Real-IP": header})
    assert limits.client_address(request) == found


def test_callers_without_an_address_share_a_limit(settings: Any) -> None:
    cache.clear()
    settings.LIMITS = {"ask": "2/60"}
    nowhere = [HttpRequest(), RequestFactory(REMOTE_ADDR="unix:").get("/")]
    for request in nowhere:
        limits.spend("ask", request, now=61.0)
    with pytest.raises(limits.TooMany):
        limits.spend("ask", nowhere[0], now=61.0)
    limits.spend("ask", RequestFactory(REMOTE_ADDR="203.0.113.7").get("/"), now=61.0)


def test_passwords_are_kept_by_argon2() -> None:
    assert with_password(a_user()).password.startswith("argon2$argon2id$")


def test_a_changed_email_counts_when_its_letter_is_answered(client: Client) -> None:
    user = with_password(a_user())
    sign_in(client, user.email)
    client.post(address("account_email"), {"email": "new@example.kz", "action_add": ""})
    assert User.objects.get(pk=user.pk).email == user.email
    confirm(client, mail.outbox[-1].body)
    assert User.objects.get(pk=user.pk).email == "new@example.kz"
    assert EmailAddress.objects.get(user=user).email == "new@example.kz"


def test_sessions_are_listed_and_can_be_ended_one_by_one() -> None:
    user = with_password(a_user())
    here, there = Client(headers={"user-agent": "here"}), Client(headers={"user-agent": "there"})
    sign_in(here, user.email)
    sign_in(there, user.email)
    page = here.get(address("usersessions_list"))
    assert "there" in page.text
    number = re.search(r'name="session" value="(\d+)"', page.text)
    assert number
    stranger = Client()
    stranger.force_login(a_user())
    assert stranger.post(address("people:end_session"), {"session": number.group(1)}).status_code == 404
    assert here.post(address("people:end_session"), {"session": number.group(1)}).status_code == 302
    assert there.get(address("people:home")).status_code == 302
    assert here.get(address("people:home")).status_code == 200


def test_the_account_chooses_language_and_channel(client: Client) -> None:
    user = a_user()
    client.force_login(user)
    given = {"language": "en", "phone": "", "address": "Абай 1", "notice_channel": "sms"}
    assert "id_phone-error" in client.post(address("people:account"), given).text
    client.post(address("people:account"), given | {"phone": "+7 701 234 56 78"})
    user.refresh_from_db()
    assert (user.language, user.notice_channel, user.address) == ("en", "sms", "Абай 1")


def test_a_person_downloads_what_is_kept_of_them_and_of_nobody_else(client: Client) -> None:
    user, other = a_user(iin=an_iin()), a_user(iin=an_iin())
    client.force_login(user)
    kept = client.get(address("people:copy"))
    assert kept.json()["account"]["iin"] == user.iin
    assert other.email not in kept.text


def test_nobody_signed_out_opens_pages_of_an_account(client: Client) -> None:
    for name in ("people:home", "people:account", "people:powers", "people:tokens", "people:invitations"):
        assert client.get(address(name))["Location"].startswith(address("account_login"))


def test_a_confirmed_number_is_taken_off_whoever_only_typed_it() -> None:
    from tarazy.people.actions.confirm import confirm_number
    from tarazy.people.refusals import NotPermitted, NumberTaken

    squatter, owner = a_user(iin=an_iin(), iin_confirmed_at=None), a_user()
    clerk, now = with_role(Role.REGISTRY_CLERK, "7511"), timezone.now()
    number = str(squatter.iin)
    with pytest.raises(NotPermitted):
        confirm_number(owner, number, squatter, now)
    confirm_number(owner, number, clerk, now)
    squatter.refresh_from_db()
    assert squatter.iin is None and owner.iin == number
    with pytest.raises(NumberTaken):
        confirm_number(squatter, number, clerk, now)
    assert may(owner, Permission.FILE_CLAIM)
