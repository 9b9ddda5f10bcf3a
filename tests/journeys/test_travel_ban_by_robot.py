"""A bailiff's travel bans: one goes through the robot to a sanctioned order, a doubtful one is handed over."""

from __future__ import annotations

import pytest

from tests.journeys import desk, steps
from tests.journeys.conftest import Someone
from tests.journeys.house import House
from tests.journeys.people import Person

pytestmark = pytest.mark.browser
COURT, CLERK, BAILIFF = "7511", "clerk1.7511", "bailiff1"


@pytest.mark.parametrize("house", ["acts"], indirect=True)
def test_a_material_becomes_a_sanctioned_order(house: House, someone: Someone) -> None:
    bailiff = someone("ru", who=BAILIFF)
    submits(bailiff, 0)
    case = steps.path_of(bailiff)
    clerk = someone("ru", who=CLERK)
    number = steps.register(clerk)
    judge = someone("ru", who=steps.drawn_judge(clerk, COURT))

    the_robot_waits_for(judge, number)
    assert judge.page.locator(".ro-part p").count() > 3 and judge.page.locator(".ro-ref").count() > 5
    assert judge.page.locator(".ro-step").count() > 5
    judge.page.locator(".ro-fresh", has_text="говорят то же").wait_for()
    judge.press("Взять на мой рабочий стол")
    desk.open_with_word(judge)
    if "/robot/" in judge.page.url:
        judge.press("Взять на мой рабочий стол")
    desk.at_desk(judge)
    judge.see()
    desk.write(judge, "reasons", " Возражений от должника не поступило.")
    desk.to_signature(judge, "Проверить и подписать", {})
    assert "/desk/acts/" in judge.page.url, judge.text()
    assert "Возражений от должника не поступило." in judge.text()

    bailiff.go("/home/")
    assert "санкционировано" in bailiff.text().lower()
    bailiff.go(case)
    assert "Санкци" in bailiff.text()


@pytest.mark.parametrize("house", ["acts"], indirect=True)
def test_a_doubtful_material_is_handed_over_with_its_reason(house: House, someone: Someone) -> None:
    bailiff = someone("ru", who=BAILIFF)
    submits(bailiff, -1)  # the registers contradict each other on the debt of this one
    clerk = someone("ru", who=CLERK)
    number = steps.register(clerk)
    judge = someone("ru", who=steps.drawn_judge(clerk, COURT))
    the_robot_waits_for(judge, number)
    assert judge.page.get_by_role("heading", name="Почему нет проекта").is_visible()
    why = judge.page.locator(".ro-why").inner_text()
    assert "Источники противоречат друг другу: остаток задолженности" in why
    assert "реестр платежей" in judge.text(), judge.text()
    assert not judge.page.get_by_role("button", name="Взять на мой рабочий стол").count()
    judge.press("Открыть дело и решить самому")
    assert number in judge.text()


def submits(bailiff: Person, sample: int) -> None:
    """From home to a filed case: a proceeding of the stand-in register taken over, papers attached, signed."""
    bailiff.go("/home/")
    with bailiff.page.expect_navigation():
        bailiff.page.locator("section", has_text="Запреты на выезд").locator("a").last.click()
    bailiff.see()
    bailiff.press("Подать материал")
    with bailiff.page.expect_navigation():
        bailiff.page.locator("main a[href*='sample=']").nth(sample).click()
    bailiff.see()
    bailiff.page.locator("#id_language").select_option("ru")  # the header has a choice of that name too
    bailiff.fill({"grounds": "Должник извещён, срок истёк, задолженность не погашена."})
    for kind in ("order", "document", "notice"):
        field = bailiff.page.locator(f"#paper_{kind}-input")
        field.set_input_files(
            {
                "name": f"{kind}.pdf",
                "mimeType": "application/pdf",
                "buffer": steps.evidence("Қаулы № 17", kind),
            }
        )
        bailiff.page.locator(f"input[type=hidden][name=paper_{kind}]").wait_for(state="attached")
    bailiff.press("Перейти к подписанию", last=True)
    assert "/robot/bans/" in bailiff.page.url, bailiff.text()
    steps.sign(bailiff)
    assert "/cases/" in bailiff.page.url, bailiff.text()


def the_robot_waits_for(judge: Person, number: str) -> None:
    """On the judge's home: what the robot made of this material."""
    judge.go("/home/")
    robot = judge.page.locator("section", has_text="Проекты робота")
    steps.wait_until(judge, number, 60)
    with judge.page.expect_navigation():
        robot.locator("a", has_text=number).first.click()
    judge.see()
