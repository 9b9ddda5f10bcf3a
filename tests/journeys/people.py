"""People at their screens: a page of a browser that is looked at on every step, with what each of them does there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.house import House

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# Words that no Kazakh or Russian page has unless somebody forgot to translate.
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|not|your|you|this|that|with|for|has|have|been|by|from|to|in|on|at|or|"
    r"case|court|judge|claim|page|sign|file|filed|what|which|who|error|yes|open|next|back|today|day|days|"
    r"choose|number|date|name|none|other|draft|paper|papers|receipt|signature|party|parties|show|all)\b",
    re.IGNORECASE,
)
WORDS = """() => {
  const kept = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const own = document.documentElement.lang;
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!parent || parent.closest('script, style, template, code, pre, [hidden]')) continue;
    const speaker = parent.closest('[lang]');
    if (speaker && speaker.lang !== own) continue;
    const text = node.textContent.trim();
    if (text) kept.push(text);
  }
  for (const node of document.querySelectorAll('[placeholder], [title], [aria-label], img[alt]'))
    for (const name of ['placeholder', 'title', 'aria-label', 'alt'])
      if (node.getAttribute(name)) kept.push(node.getAttribute(name));
  return [document.title, ...kept];
}"""


class Person:
    """Somebody at a screen. `see()` after each step: what is on the page must be right in every way that we know."""

    def __init__(
        self,
        browser: Any,
        house: House,
        language: str,
        axe: Callable[[Any], list[str]],
        screen: dict[str, int],
    ) -> None:
        self.house, self.language, self.axe = house, language, axe
        self.context = browser.new_context(
            viewport=screen,
            locale={"kk": "kk-KZ", "ru": "ru-RU"}.get(language, "en-GB"),
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self.name = ""
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        # A refused form is an answer like any other, though the browser writes it down as an error.
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> None:
        """Open an address of the house, under one's language."""
        address = path if path.startswith(("http", "/kk/", "/ru/", "/en/")) else f"/{self.language}{path}"
        self.page.goto(address if address.startswith("http") else self.house.address + address)
        self.see()

    def see(self) -> None:
        """Look at the page: axe, its width, its language."""
        page = self.page
        page.wait_for_load_state("load")
        place = re.sub(
            r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", page.url.partition("?")[0].removeprefix(self.house.address)
        )
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{place} is {wide} px wider than the screen")
        if self.language in ("kk", "ru") and place.startswith(f"/{self.language}/"):
            for text in page.evaluate(WORDS):
                if found := ENGLISH.findall(text):
                    self.faults.append(f"{place} speaks English: {text[:120]!r} {found}")
        if place not in self.seen or page.locator(".govuk-error-summary, .moj-alert").count():
            self.faults += [f"{place} {one}" for one in self.axe(page)]
        self.seen.add(place)
        self.shoot(place)

    def shoot(self, place: str) -> None:
        """Keep a picture of the page on both screens where `SCREENSHOTS` or `JOURNEY_PICTURES` names a folder."""
        if not (folder := os.environ.get("SCREENSHOTS") or os.environ.get("JOURNEY_PICTURES")):
            return
        stem = f"{len(list(Path(folder).glob('*-360.png'))):03d}-{self.name}-{place.strip('/').replace('/', '_')[:80]}"
        before = self.page.viewport_size
        for screen in (PHONE, DESK):
            self.page.set_viewport_size(screen)
            self.page.screenshot(path=f"{folder}/{stem}-{screen['width']}.png", full_page=True)
        self.page.set_viewport_size(before)

    def press(self, words: str, *, last: bool = False) -> None:
        """Press the button or follow the link of these words, and look at the page that comes."""
        found = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        with self.page.expect_navigation():
            (found.last if last else found.first).click()
        self.see()

    def fill(self, form: dict[str, Any]) -> None:
        """Fill the page's form as a person would: by the labels of what is chosen, by typing."""
        for name, value in sorted(form.items(), key=lambda pair: not pair[0].endswith("-kind")):
            for one in value if isinstance(value, list) else [value]:
                field = self.page.locator(f'[name="{name}"]').first
                kind = field.evaluate("e => e.tagName + ':' + e.type")
                if kind.endswith(":hidden"):
                    continue
                if kind.endswith((":radio", ":checkbox")):
                    chosen = self.page.locator(f'[name="{name}"][value="{one}"]')
                    self.page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()
                elif kind.startswith("SELECT"):
                    field.select_option(one)
                else:
                    field.fill(one)

    def text(self) -> str:
        """What stands in the main part of the page."""
        found: str = self.page.inner_text("main")
        return found

    def take(self, path: str) -> bytes:
        """The bytes at an address, as this person gets them."""
        answer = self.context.request.get(path if path.startswith("http") else self.house.address + path)
        assert answer.status == 200, (path, answer.status)
        content: bytes = answer.body()
        return content

    def sign_in_as(self, who: str) -> None:
        """Be one of the people of the demo, from whatever page."""
        self.go("/demo/people/")
        self.become(who)

    def become(self, who: str) -> None:
        """On the page of the demo's people: be this one, with one click."""
        self.name = who
        uuid = self.house.people[who]["uuid"]
        form = self.page.locator(f'form[action*="{uuid}"]').first
        if not form.is_visible():
            self.page.locator("details:not([open])", has=form).first.locator("summary").click()
        with self.page.expect_navigation():
            form.get_by_role("button").click()
        self.see()
