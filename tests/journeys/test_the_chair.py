"""The chair of a court: the figures of distribution, an absence, another judge by a signed reason, an emergency."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys import steps
from tests.journeys.conftest import Someone
from tests.journeys.house import House

pytestmark = pytest.mark.browser
COURT = "7511"


def test_the_chair_watches_over_the_draws(house: House, someone: Someone) -> None:
    citizen = someone("kk", who="citizen2", phone=True)
    steps.to_sign(citizen, "citizen2", "wages", COURT, "kk", "citizen2")
    steps.sign(citizen)
    clerk = someone("ru", who="clerk2.7511")
    number = steps.register(clerk)
    drawn = steps.drawn_judge(clerk, COURT)
    case = steps.path_of(clerk)

    chair = someone("ru", who="judge1.7511")
    chair.go(f"/allocation/fairness/?court={COURT}")
    assert chair.page.locator("svg, img[src*='fairness']").count()

    if drawn != "judge1.7511":
        chair.go("/courts/absences/")
        away = chair.page.locator("#id_judge option", has_text=house.people[drawn]["family_name"]).first
        tomorrow = timezone.localdate() + timedelta(days=1)
        chair.fill(
            {
                "judge": away.get_attribute("value"),
                "kind": "illness",
                "since": tomorrow.isoformat(),
                "until": (tomorrow + timedelta(days=40)).isoformat(),
            }
        )
        chair.press("Внести")
        assert house.people[drawn]["family_name"] in chair.page.locator("table").inner_text()

    chair.go(case)
    chair.press("Как был выбран судья")
    chair.press("Заменить судью")
    chair.page.locator("label[for=replaced-1]").click()
    chair.fill({"reason": "long_illness"})
    chair.page.locator("label[for=id_demo_key]").click()
    chair.press("Подписать и повторить жеребьёвку")
    steps.wait_until(chair, "выпал", 60)
    assert "длительная болезнь" in chair.text().lower(), chair.text()
    second = house.people[drawn]["family_name"]
    clerk.go(case)
    assert second not in steps.fact(clerk, "Судья")

    stranger = next(one for one in ("judge2.7511", "judge3.7511") if one != drawn)
    emergency(someone, stranger, number)


def emergency(someone: Someone, who: str, number: str) -> None:
    """Somebody opens the case in an emergency; the chair is told and judges it."""
    judge = someone("ru", who=who)
    judge.go("/emergency/")
    judge.fill({"number": number, "reason": "Коллега заболел, сегодня истекает срок обеспечения иска."})
    judge.press("Открыть дело")
    assert number in judge.text()
    chair = someone("ru", who="judge1.7511")
    chair.press(number)
    chair.press("Доступ обоснован")
    assert "вывод сохранён" in chair.text()
