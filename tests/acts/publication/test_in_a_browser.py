"""Confirming as a clerk does it: in a browser, by keyboard, on a narrow screen, in three languages, and what a reader sees."""

from __future__ import annotations

from typing import Any

import pytest

from tarazy.acts.models import Act
from tarazy.acts.publication.models import Publication
from tarazy.people.models import User
from tests.acts.desk.at_work import look, sign_in
from tests.acts.publication.factories import to_confirm
from tests.people.factories import with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.REQUIRE_STAFF_MFA = False
    settings.TARAZY_DEMO = True


def a_clerk_at_work(**fields: Any) -> tuple[Publication, User]:
    publication, clerk = to_confirm("in_force", **fields)
    clerk = with_password(clerk)
    User.objects.filter(pk=clerk.pk).update(is_model=True)
    return publication, clerk


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_pages_are_for_everybody(page: Any, live_server: Any, axe: Any, language: str) -> None:
    publication, clerk = a_clerk_at_work(reasons="Нурлан молчал.")
    faults: dict[str, Any] = {}
    sign_in(page, live_server.url, clerk, language)
    for name in ("publication/", f"publication/{publication.pk}/"):
        assert page.goto(f"{live_server.url}/{language}/{name}").status == 200
        look(page, axe, f"{language}-{name[:13]}", faults)
    assert not faults


def test_a_clerk_confirms_by_keyboard_and_a_reader_finds_the_act_and_reports(
    page: Any, live_server: Any, axe: Any
) -> None:
    publication, clerk = a_clerk_at_work(reasons="Нурлан молчал. Сосед Кайсаржан видел.")
    faults: dict[str, Any] = {}
    sign_in(page, live_server.url, clerk, "ru")
    page.goto(f"{live_server.url}/ru/publication/{publication.pk}/")
    while page.locator(".pb-edit--doubtful").count():
        before = page.locator(".pb-edit--doubtful").count()
        page.keyboard.press("n")
        with page.expect_navigation():
            page.keyboard.press("y")
        assert page.locator(".pb-edit--doubtful").count() < before
    page.locator("#words").fill("Кайсаржан")
    page.locator("#after").fill("Лицо 4")
    with page.expect_navigation():
        page.locator("button[value=mask]").click()
    assert "Лицо 4 видел" in page.locator("#text").inner_text()
    page.locator("label[for=read]").click()
    with page.expect_navigation():
        page.locator("#confirm button").click()
    act = Act.objects.get()
    assert "Лицо 4" in act.text
    page.context.clear_cookies()
    assert page.goto(f"{live_server.url}{act.get_absolute_url()}").status == 200
    page.goto(f"{live_server.url}/ru/published/{publication.address}/")
    look(page, axe, "published", faults)
    page.locator("main a", has_text="кто-то назван").click()
    look(page, axe, "leak", faults)
    page.locator("#id_passage").fill("Судьяева")
    page.locator("main form button").click()
    page.locator("main [role=status]").wait_for()
    assert publication.reports.count() == 1 and not faults
