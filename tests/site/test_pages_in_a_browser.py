"""Every page of the navigation, in three languages, as a person and a screen reader meet it."""

from __future__ import annotations

from typing import Any

import pytest

from tarazy.site.navigation import ITEMS

pytestmark = pytest.mark.browser
LANGUAGES = ("kk", "ru", "en")


def addresses(page: Any, court: str, language: str) -> list[str]:
    """The home page, those of the navigation, and those of its second line."""
    page.goto(f"{court}/{language}/")
    links = page.locator(".tz-navigation a")
    found = [f"/{language}/", *(link.get_attribute("href") for link in links.all())]
    for address in found[1:]:
        page.goto(court + address)
        parts = (link.get_attribute("href") for link in page.locator(".tz-parts a").all())
        found += [part for part in parts if part not in found]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_pages_of_the_navigation(
    page: Any, court: str, axe: Any, language: str
) -> None:
    found = addresses(page, court, language)
    # What needs a right of somebody signed in isn't there for a reader without an account.
    open_to_all = [item for item in ITEMS if not item.needs]
    assert len(found) == 1 + len(
        {entry.view for item in open_to_all for entry in (item, *item.parts) if not entry.needs}
    )
    faults = {}
    for address in [*found, f"/{language}/no-such-page"]:
        page.goto(court + address)
        if violations := axe(page):
            faults[address] = violations
    assert not faults


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(page: Any, court: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for language in LANGUAGES:
        for address in addresses(page, court, language):
            page.goto(court + address)
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                wide[address] = needed
    assert not wide


def test_the_language_changes_without_losing_what_was_typed(page: Any, court: str) -> None:
    page.goto(f"{court}/ru/")
    page.locator(".tz-navigation").get_by_role("link", name="Практика", exact=True).click()
    page.locator("main textarea").first.fill("Прошу взыскать заработную плату")
    page.get_by_role("button", name="Қаз").click()
    page.wait_for_url("**/kk/**")
    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator("main textarea").first.input_value() == "Прошу взыскать заработную плату"


def test_the_language_changes_without_losing_the_search(page: Any, court: str) -> None:
    page.goto(f"{court}/en/?q=one&q=two")
    page.get_by_role("button", name="Рус").click()
    page.wait_for_url("**/ru/?q=one&q=two")


def test_the_first_press_of_tab_offers_to_skip_to_the_content(page: Any, court: str) -> None:
    page.goto(f"{court}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_menu_of_a_narrow_screen_opens_and_shuts_by_keyboard(page: Any, court: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{court}/en/")
    entry = page.locator(".tz-navigation a").first
    assert not entry.is_visible()
    page.get_by_role("button", name="Menu").press("Enter")
    assert entry.is_visible()
    entry.press("Escape")
    assert not entry.is_visible()


@pytest.mark.parametrize("face", ["Golos Text Variable", "PT Serif"])
def test_every_kazakh_letter_and_the_tenge_come_from_our_own_fonts(page: Any, court: str, face: str) -> None:
    page.goto(f"{court}/kk/")
    letters = "ӘҒҚҢӨҰҮҺІәғқңөұүһі₸"
    missing = page.evaluate(
        """async ([face, letters]) => {
          const canvas = document.createElement("canvas").getContext("2d");
          const missing = [];
          for (const letter of letters) {
            const faces = await document.fonts.load(`40px "${face}"`, letter);
            // Beside two different fallbacks the same drawing means that the letter is the font's own.
            const drawings = ["monospace", "serif"].map((fallback) => {
              canvas.canvas.width = canvas.canvas.height = 60;
              canvas.font = `40px "${face}", ${fallback}`;
              canvas.fillText(letter, 5, 45);
              return canvas.canvas.toDataURL();
            });
            if (!faces.length || drawings[0] !== drawings[1]) missing.push(letter);
          }
          return missing;
        }""",
        [face, letters],
    )
    assert not missing
