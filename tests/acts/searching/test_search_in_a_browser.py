"""The search page as a reader meets it: while typing, with filters, without script, on a narrow screen."""

from __future__ import annotations

from typing import Any

import pytest

from tarazy.acts.models import Act

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    page: Any, axe: Any, live_server: Any, bank: list[Act], language: str
) -> None:
    asked = "?q=%22842+600%22+тенге&language=ru&language=kk&code=GPK&article=226&order=latest"
    for address in ("acts/", f"acts/{asked}", "acts/?q=ничего-такого", "acts/story/"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server.url}/{language}/{address}")
        assert axe(page) == [], address
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address
    page.get_by_role("main").locator("textarea").fill("жалақы")
    page.get_by_role("main").locator("form button.govuk-button").click()
    page.locator(".govuk-error-summary").wait_for()
    assert axe(page) == []


def test_results_follow_what_is_typed_and_ticked(page: Any, live_server: Any, bank: list[Act]) -> None:
    page.goto(f"{live_server.url}/en/acts/")
    page.evaluate("document.body.dataset.same = 'page'")
    page.locator("#q").press_sequentially("paysl", delay=20)
    page.get_by_text("10 acts found").wait_for()
    assert page.locator("#q").evaluate("one => one === document.activeElement"), "one goes on typing"
    assert page.locator("mark").first.inner_text() == "payslips"
    page.locator("#q").fill("")
    page.get_by_text("31 acts found").wait_for()
    page.locator("summary", has_text="Language").click()
    page.get_by_label("Kazakh").check()
    page.get_by_text("10 acts found").wait_for()
    page.get_by_text("Acts that cite a norm").click()
    page.locator("#code").select_option("GPK")
    page.locator("#article").fill("999")
    page.get_by_text("0 acts found").wait_for()
    assert page.evaluate("document.body.dataset.same") == "page", "the page was never loaded anew"
    page.locator(".rr-chip", has_text="999").click()
    page.get_by_text("10 acts found").wait_for()
    page.locator(".rr-chip").click()
    page.get_by_text("31 acts found").wait_for()


def test_it_works_without_script(browser: Any, live_server: Any, bank: list[Act]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/acts/")
    page.locator("#q").fill('"were not paid"')
    page.get_by_text("Acts that cite a norm").click()
    page.locator("#code").select_option("TK")
    page.locator("#article").fill("113")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_text("10 acts found").is_visible()
    page.locator("summary", has_text="Year").click()
    page.get_by_label("2025").check()
    page.locator("#order").select_option("latest")
    page.get_by_role("button", name="Find").click()
    assert page.locator(".rr-chip").count() == 2
    assert page.locator("#order").input_value() == "latest"
    context.close()
