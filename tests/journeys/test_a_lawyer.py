"""A representative with a power of attorney, one company against another; and one whose power has ended."""

from __future__ import annotations

import pytest

from tests.journeys import steps
from tests.journeys.conftest import Someone
from tests.journeys.house import House

pytestmark = pytest.mark.browser
COURT, CLERK = "7580", "clerk1.7580"


def test_a_representative_files_for_a_company_and_moves_for_video(house: House, someone: Someone) -> None:
    lawyer = someone("ru", who="representative1")
    steps.to_sign(lawyer, "representative1", "debt", COURT, "ru", "", "company", "power")
    steps.sign(lawyer)
    assert lawyer.page.url.endswith("/receipt/"), lawyer.text()
    assert "Госпошлина" in lawyer.text()  # paid at the demo bank on the way

    clerk = someone("ru", who=CLERK)
    number = steps.register(clerk)
    assert number.startswith(f"{COURT}-")
    judge = someone("ru", who=steps.drawn_judge(clerk, COURT))
    steps.accept(judge)
    case = steps.path_of(judge)

    lawyer.go("/home/")
    lawyer.press(number)
    lawyer.press("Ходатайства и другие документы")
    lawyer.page.locator("a[href$='/papers/motion_video/']").click()
    lawyer.see()
    lawyer.fill({"text": "Прошу об участии по видеосвязи: офис доверителя в другом городе."})
    lawyer.press("Перейти к подписанию")
    steps.sign(lawyer)
    assert lawyer.page.url.endswith("/receipt/"), lawyer.text()

    judge.go(case)
    with judge.page.expect_navigation():
        judge.page.locator("a[href*='/motions/']").first.click()
    judge.see()
    judge.fill({"decision": "granted", "reasons": "Техническая возможность есть, возражений не поступило."})
    judge.press("Перейти к подписанию")
    steps.sign(judge)
    lawyer.go(case)
    assert "довлетвор" in lawyer.text(), lawyer.text()


def test_a_power_that_has_ended_opens_nothing(house: House, someone: Someone) -> None:
    advocate = someone("ru", who="advocate1")
    before = house.run("tests.journeys.counted")
    steps.to_sign(advocate, "advocate1", "wages", "7511", "ru", "citizen3", "power")
    address = advocate.page.url
    steps.sign(advocate)
    assert advocate.page.url == address
    assert advocate.page.locator(".govuk-error-summary").count() == 1, advocate.text()
    assert "оверенност" in advocate.text()
    assert house.run("tests.journeys.counted") == before
