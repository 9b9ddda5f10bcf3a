"""One map of permissions; limits; refusals; homes; the demo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

import tarazy
from tarazy.people import homes, limits
from tarazy.people.models import User
from tarazy.people.permissions import ROLE_PERMISSIONS, Permission, Role
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tarazy.site.refusals import refusal_page, refusal_problem
from tests.people.factories import a_user, with_role

pytestmark = pytest.mark.django_db
SOURCES = Path(tarazy.__file__).parent
OF_THE_ISSUE = (
    "citizen representative advocate company registry_clerk judge judge_assistant hearing_secretary court_chair "
    "bailiff prosecutor investigator mediator trainee mentor examiner auditor operator"
)


def test_every_role_of_the_court_has_its_permissions() -> None:
    assert set(OF_THE_ISSUE.split()) == set(Role.values) == {role.value for role in ROLE_PERMISSIONS}
    assert all(ROLE_PERMISSIONS.values())
    given = frozenset().union(*ROLE_PERMISSIONS.values())
    assert given == set(Permission)


def test_nothing_asks_another_map_of_permissions() -> None:
    other = re.compile(r"has_perm|user_passes_test|permission_required|is_superuser|is_staff|perms\.")
    asking = [
        str(path.relative_to(SOURCES))
        for kind in ("*.py", "*.html")
        for path in SOURCES.rglob(kind)
        if "node_modules" not in path.parts and other.search(path.read_text(encoding="utf-8"))
    ]
    assert not asking


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_the_map_is_shown_to_those_who_watch_over_it(client: Client, role: Role) -> None:
    client.force_login(with_role(role))
    page = client.get(reverse("people:permissions"))
    assert page.text.count("✓") == sum(len(held) for held in ROLE_PERMISSIONS.values())


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.OPERATOR, Role.AUDITOR, Role.COURT_CHAIR)]
)
def test_nobody_else_sees_it(client: Client, role: Role) -> None:
    client.force_login(with_role(role, "7511"))
    assert client.get(reverse("people:permissions")).status_code == 403


def test_a_full_window_answers_429_and_says_when_to_come_back(client: Client, settings: Any) -> None:
    settings.LIMITS = {"api": "3/60"}
    client.force_login(a_user())
    assert [client.get("/api/v1/me").status_code for _time in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/me")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["code"] == "too_many_requests"
    other = Client()
    other.force_login(a_user())
    assert other.get("/api/v1/me").status_code == 200


def test_a_new_window_begins_from_nothing(settings: Any) -> None:
    settings.LIMITS = {"filing": "2/60"}
    request = RequestFactory().post("/")
    for now in (0.0, 59.0, 60.0, 61.0):
        limits.spend("filing", request, now=now)
    with pytest.raises(limits.TooMany) as refused:
        limits.spend("filing", request, now=62.0)
    assert refused.value.retry_after == 58


def test_a_limited_view_counts_its_posts_only(settings: Any) -> None:
    settings.LIMITS = {"upload": "1/60"}

    @limits.limited("upload")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    for _time in range(3):
        view(RequestFactory().get("/"))
    view(RequestFactory().post("/"))
    with pytest.raises(limits.TooMany):
        view(RequestFactory().post("/"))


def test_many_registrations_from_one_address_are_slowed_down(client: Client) -> None:
    statuses = [client.post(reverse("account_signup"), {}).status_code for _time in range(21)]
    assert statuses[:20] == [200] * 20 and statuses[20] == 429


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().post("/kk/x/")
    request.user = a_user()
    return request


@pytest.fixture
def in_kazakh() -> Iterator[None]:
    """Whatever language the test before has left active."""
    with translation.override("kk"):
        yield


def test_a_refusal_says_what_happened_what_to_do_and_its_status(
    request_: HttpRequest, in_kazakh: None
) -> None:
    page = refusal_page(request_, NotPermitted())
    assert page.status_code == 403 and "сот төрағасына" in page.content.decode()
    document = refusal_problem(request_, Invalid({"iin": "no"}))
    assert document.status_code == 422 and b'"at": ["iin"]' in document.content
    request_.htmx = True
    fragment = refusal_page(request_, NotPermitted()).content.decode()
    assert "<html" not in fragment and 'role="alert"' in fragment


def test_what_may_not_be_known_looks_like_what_is_not_there(client: Client, in_kazakh: None) -> None:
    request = RequestFactory().get("/kk/nothing/")
    request.user = a_user()
    assert refusal_problem(request, NotFound()).content == client.get("/api/v1/nothing").content
    assert "Мұндай бет жоқ" in refusal_page(request, NotFound()).content.decode()


def test_a_home_page_shows_what_waits_by_role_and_court(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(homes, "_BUILDERS", {})
    due = timezone.now()

    def judge(user: User, now: datetime) -> list[homes.Section]:
        item = homes.Item("7511-26-00-2/1", "жалақы", "/kk/", due, urgent=True, tag="бүгін")
        return [
            homes.Section("Бірінші сот", [item], urgent_count=1, total=12, court_code="7511"),
            homes.Section("Екінші сот", [], "бос", court_code="7512"),
        ]

    homes.register(Role.JUDGE, judge)
    homes.register(Role.JUDGE, judge)
    user = with_role(Role.JUDGE, "7511")
    user.grants.create(role=Role.JUDGE, court_code="7512", since=due)
    client.force_login(user)
    page = client.get(reverse("people:home")).text
    assert "7511-26-00-2/1" in page and page.count("Бірінші сот") == 1 and "12" in page
    page = client.get(reverse("people:home") + "?as=judge.7512").text
    assert "бос" in page and "7511-26-00-2/1" not in page
    assert "бос" in client.get(reverse("people:home")).text
    assert homes.waiting(user, Role.JUDGE, due) == (12, 1)


def test_a_role_that_is_not_held_cannot_be_looked_at(client: Client) -> None:
    client.force_login(with_role(Role.JUDGE, "7511"))
    page = client.get(reverse("people:home") + "?as=court_chair.7511")
    assert page.context["role"] == Role.JUDGE


def test_the_demo_shows_model_people_by_role_and_signs_in_with_one_click(
    client: Client, settings: Any
) -> None:
    settings.TARAZY_DEMO = settings.MODEL_DATA = True
    judge = with_role(Role.JUDGE, "7511", family_name="Модельбеков", is_model=True)
    real = with_role(Role.JUDGE, "7511", family_name="Настоящий")
    page = client.get(reverse("people:demo_people")).text
    assert "Модельбеков" in page and "Настоящий" not in page
    assert client.post(reverse("people:demo_sign_in", args=[real.uuid])).status_code == 404
    assert client.get(reverse("people:demo_sign_in", args=[judge.uuid])).status_code == 405
    answer = client.post(reverse("people:demo_sign_in", args=[judge.uuid]), {"as": "judge.7511"})
    assert answer["Location"] == reverse("people:home") + "?as=judge.7511"
    assert client.get(answer["Location"]).context["user"] == judge


def test_without_the_demo_there_is_no_such_page(client: Client, settings: Any) -> None:
    judge = with_role(Role.JUDGE, "7511", is_model=True)
    addresses = [reverse("people:demo_people"), reverse("people:demo_sign_in", args=[judge.uuid])]
    for demo, model in ((False, True), (True, False), (False, False)):
        settings.TARAZY_DEMO, settings.MODEL_DATA = demo, model
        nothing = client.get("/kk/demo/nothing/")
        for address in addresses:
            for answer in (client.get(address), client.post(address)):
                assert answer.status_code == 404
                assert answer.text == nothing.text.replace("/kk/demo/nothing/", address)
    assert not client.session.get("_auth_user_id")
