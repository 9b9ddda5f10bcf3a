"""The first minutes of a newcomer in a real browser: ask, look at the evidence, open a case alike."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser
ANSWERS = ("category", "analogues", "trace", "anomalies", "forecast")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_model_case_gets_its_five_answers(page: Any, court: str, axe: Any, language: str) -> None:
    page.goto(f"{court}/{language}/practice/")
    page.locator("main form button.govuk-button--secondary").first.click()
    page.wait_for_url(f"**/{language}/practice/answers/**")
    for name in ANSWERS:
        page.wait_for_selector(f"#answer-{name}:not([aria-busy])", timeout=60_000)
    assert page.locator("#answer-category li a").first.is_visible()
    assert page.locator("#answer-analogues h3 a").count() > 0
    assert not axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_case_alike_opens_as_an_act_with_its_parts(page: Any, court: str, axe: Any) -> None:
    page.goto(f"{court}/ru/acts/")
    page.locator("main h2 a, main h3 a").first.click()
    page.wait_for_load_state()
    assert "/ru/acts/" in page.url
    assert page.locator(".tz-act").count() == 1
    assert not axe(page)


def test_nonsense_is_told_in_the_language_of_the_page(page: Any, court: str) -> None:
    page.goto(f"{court}/ru/practice/")
    page.locator("main textarea").first.fill("Рецепт борща: свёкла, капуста, морковь. " * 5)
    page.locator("main form").first.locator("button.govuk-button:not(.govuk-button--secondary)").click()
    page.get_by_text("Что произошло").wait_for(timeout=30_000)
    assert page.get_by_text("Что делать дальше").is_visible()
    assert "Traceback" not in page.content()
