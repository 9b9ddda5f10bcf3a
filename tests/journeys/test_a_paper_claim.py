"""A claim on paper: scanned, read by machine, compared by a clerk, registered and drawn like any other."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import pytest
from PIL import Image

from tests.documents.papers import PAPERS, scan
from tests.journeys import steps
from tests.journeys.conftest import Someone
from tests.journeys.house import House
from tests.journeys.people import Person

pytestmark = pytest.mark.browser
COURT, CLERK = "7516", "clerk1.7516"


def two_pages() -> bytes:
    """A typed claim in Russian on two sheets, laid askew on a dusty scanner: one PDF."""
    paper = PAPERS[0]
    head, _ask, rest = paper.text.partition("На основании изложенного")
    pages = []
    for text, skew in ((head, 0.9), (_ask + rest, -0.7)):
        picture = Image.open(io.BytesIO(scan(replace(paper, text=text), skew=skew, noise=0.06, blur=0.6)))
        pages.append(picture.convert("L"))
    kept = io.BytesIO()
    pages[0].save(kept, "PDF", save_all=True, append_images=pages[1:], resolution=300)
    return kept.getvalue()


def test_a_scan_becomes_a_case_like_any_other(house: House, someone: Someone) -> None:
    clerk = someone("ru", who=CLERK)
    clerk.page.locator("section", has_text="Принятые бумажные").get_by_role(
        "link", name="Показать всё"
    ).click()
    clerk.see()
    clerk.page.locator("input[type=file]").set_input_files(
        {"name": "иск-на-бумаге.pdf", "mimeType": "application/pdf", "buffer": two_pages()}
    )
    clerk.page.locator("form [data-file] input[type=hidden]").first.wait_for(state="attached")
    clerk.press("Принять и прочитать")
    bar = clerk.page.locator("progress, [role=progressbar]")
    assert bar.count() or "иск-на-бумаге" in clerk.text()
    until_read(clerk)

    paper = PAPERS[0]
    card = {
        name: clerk.page.input_value(f'[name="{name}"]') for name in ("claim-0-name", "claim-0-identifier")
    }
    assert card == {"claim-0-name": paper.claimant, "claim-0-identifier": paper.claimant_number}
    assert clerk.page.input_value('[name="price"]').startswith("1250000")
    assert clerk.page.locator("label .tz-small", has_text="%").count() >= 5  # how sure the machine was

    clerk.press("Подтвердить и подать")  # nothing was compared yet: numbers, dates and sums must be
    assert clerk.page.locator(".govuk-error-summary, .govuk-error-message").count(), clerk.text()
    clerk.fill({"claim-0-address": "г. Алматы, ул. Толе би, д. 15, кв. 42"})
    for box in clerk.page.locator('[name^="ok-"]').all():
        if box.is_visible() and not box.is_checked():  # not those of a folded, empty party
            clerk.page.locator(f'label[for="{box.get_attribute("id")}"]').click()
    clerk.press("Подтвердить и подать")
    assert "ждёт номера" in clerk.text() or "Ещё не зарегистрировано" in clerk.text(), clerk.text()

    number = steps.register(clerk)
    assert number.startswith(COURT)
    assert steps.drawn_judge(clerk, COURT)
    clerk.press("Материалы")
    assert clerk.page.locator("main a[href*='/documents/']").count(), clerk.text()  # the scan is in the file


def until_read(clerk: Person) -> None:
    """Wait until the machine has read the scan; the card is filled with what it read then."""
    page = clerk.page
    until = time.monotonic() + 120
    while not page.input_value('[name="claim-0-name"]'):
        assert time.monotonic() < until, page.inner_text("main")
        time.sleep(1)
        page.reload()
    clerk.see()
