"""A party sees that AI was used, objects, is answered in time; asks for the case to be decided without AI."""

from __future__ import annotations

import pytest

from tests.journeys import desk, steps
from tests.journeys.conftest import Someone
from tests.journeys.house import House
from tests.journeys.people import Person
from tests.journeys.prepare_acts import JUDGE

pytestmark = pytest.mark.browser
PARTY = "citizen3"
AGAINST = "Прогноз не видит моих доказательств, прошу его не учитывать."
ANSWER = "Прогноз в этом деле не показывается, суд решает без него."


@pytest.mark.parametrize("house", ["acts"], indirect=True)
def test_a_party_objects_and_then_asks_for_no_ai_at_all(
    house: House, someone: Someone, matters: dict[str, dict[str, str]]
) -> None:
    number, case = matters["object"]["number"], f"/cases/{matters['object']['uuid']}/"
    judge = someone("ru", who=JUDGE)
    judge.go(case)
    judge.press("Написать акт на рабочем столе")
    desk.open_with_word(judge)
    judge.page.locator("summary", has_text="их можно подготовить").click()  # the hearing isn't over yet
    judge.fill({"code": "judgment"})
    judge.press("Начать", last=True)
    desk.open_with_word(judge)
    desk.at_desk(judge)
    act = steps.path_of(judge).partition("#")[0]  # with its part in the address nothing would be loaded anew
    for name in ("analogues", "forecast"):
        assert desk.panel(judge, name)

    party = someone("ru", who=PARTY, phone=True)
    party.page.set_viewport_size({"width": 320, "height": 640})
    is_told(party, number)
    objects(party)
    judge.go(act)
    desk.at_desk(judge)
    desk.panel(judge, "analogues")
    assert not judge.page.locator("#panel-forecast").count()  # until it is answered, and after it is upheld

    answers(judge)
    party.page.reload()
    party.see()
    assert "принято: в деле не используется" in party.text() and ANSWER in party.text()

    party.press("Рассмотреть моё дело без ИИ")
    assert "без ИИ" in party.page.locator(".tz-card--good").inner_text()
    judge.go(act)
    desk.at_desk(judge)
    assert not judge.page.locator(".td-panel").count()
    judge.see()


def is_told(party: Person, number: str) -> None:
    """From home to the case to what AI did in it."""
    party.go("/home/")
    party.press(number)
    party.press("ИИ в этом деле")
    assert "Прогноз исхода" in party.text(), party.text()


def objects(party: Person) -> None:
    party.press("Возразить против ИИ")
    party.page.get_by_label("Прогноз исхода").check()
    party.fill({"text": AGAINST})
    party.press("Подать возражение")
    assert "ждёт ответа" in party.text() and "Ответ должен быть дан до" in party.text(), party.text()


def answers(judge: Person) -> None:
    """The judge finds the task at home, with the day by which an answer is due, and answers."""
    judge.go("/home/")
    tasks = judge.page.locator("section", has_text="Ходатайства, бумаги и другие задачи")
    with judge.page.expect_navigation():
        tasks.get_by_role(
            "link", name="Показать всё"
        ).click()  # a judge with forty matters has more than are shown
    judge.see()
    judge.press("возражение против ИИ")
    if "/ai/" not in judge.page.url:
        judge.press("Открыть дело")
        judge.press("ИИ в этом деле")
    judge.page.get_by_role("link", name="Ответить", exact=True).click()
    judge.page.wait_for_load_state()
    judge.see()
    judge.page.get_by_label("Принять: в этом деле больше не используется").check()
    judge.fill({"answer": ANSWER})
    judge.press("Дать ответ")
