"""What a judge does at the desk: opens it, writes in a part of an act, signs with the demo's key."""

from __future__ import annotations

from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD
from tests.journeys import steps
from tests.journeys.people import Person


def open_with_word(judge: Person) -> None:
    """The desk word of the demo, where the desk asks for it; back on the page that was asked for."""
    if "/desk/open/" in judge.page.url:
        judge.fill({"word": DEMO_PASSWORD})
        judge.press("Открыть стол", last=True)


def at_desk(judge: Person) -> None:
    """Before the act: its editor is ready."""
    judge.page.locator("[data-desk][data-ready]").wait_for()


PATIENCE_MS = 60_000  # practice reads its models while the first words are saved


def write(judge: Person, part: str, words: str, *, instead: bool = False) -> None:
    """Type at the end of a part of the act, or `instead` of what the template put there."""
    page = judge.page
    page.locator(f"#tab-{part}").click()
    page.locator(f"#part-{part} [role=textbox] > *").last.click()
    if instead:
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        heading = page.locator("[data-desk-run=heading][aria-pressed=true]")
        if heading.count():  # what is typed in the place of a heading is one, unless it is told not to be
            heading.click()
    else:
        page.keyboard.press("Control+End")
    page.keyboard.type(words)
    saved(judge)


def saved(judge: Person) -> None:
    """What was typed has reached the server."""
    judge.page.locator("[data-desk-saved][data-state=saved]").wait_for(timeout=PATIENCE_MS)


def written(judge: Person, part: str) -> str:
    """What stands in a part."""
    judge.page.locator(f"#tab-{part}").click()
    words: str = judge.page.locator(f"#part-{part} [role=textbox]").inner_text()
    return " ".join(words.split())


def panel(judge: Person, name: str) -> str:
    """What practice says in one panel beside the act, once it has answered."""
    found = judge.page.locator(f"#beside-{name}")
    found.wait_for(timeout=PATIENCE_MS)
    words: str = found.inner_text()
    return words


def to_signature(judge: Person, way: str, form: dict[str, str]) -> None:
    """From the act through its check to the page where it is signed, and signed."""
    judge.press(way)
    judge.fill(form)
    judge.press("К подписи")
    steps.sign(judge)
