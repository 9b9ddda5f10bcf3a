"""Oversight in a real browser: a party objects, the judge answers; nothing breaks accessibility, on a phone either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from tarazy.cases.ai_use import may_be_used
from tarazy.oversight.actions.count_court import count_court
from tarazy.oversight.actions.measure_bands import measure_bands
from tarazy.oversight.actions.sign_versions import look_at_versions
from tarazy.oversight.actions.switch_system import switch_system
from tarazy.oversight.models import Alarm, Objection, SystemVersion
from tarazy.people.models import User
from tests.cases.factories import a_distributed_case, claimant_of
from tests.oversight.factories import an_auditor, an_operator, decided, signed_in, used

REASON = "Қателік табылды, тексеру аяқталғанша тоқтатылады."


def _become(page: Any, live_server: Any, user: User) -> None:
    name = django_settings.SESSION_COOKIE_NAME
    session = signed_in(user).session.session_key
    page.context.add_cookies([{"name": name, "value": session, "url": live_server.url}])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_party_objects_the_judge_answers_and_all_pages_are_accessible_on_a_phone(
    live_server: Any, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    now = timezone.now()
    proceeding, judge = a_distributed_case()
    for number in range(40):
        decided(number < 36, court=proceeding.court, language="kk", at=now)
        decided(number < 12, court=proceeding.court, language="ru", at=now)
    used("forecast", case=proceeding.case, by=judge.user)
    used("robot.court_order", case=proceeding.case)
    look_at_versions(now)
    count_court(now)
    measure_bands(now)
    operator = an_operator()
    switch_system("ocr", on=False, reason=REASON, by=operator, now=now)
    changed = SystemVersion.objects.create(system="ocr", sha256="a" * 64, files={"x": "y"}, seen_at=now)
    page.set_viewport_size({"width": 320, "height": 700})
    here = f"/ru/cases/{proceeding.case.uuid}/ai/"

    def look(*addresses: str) -> None:
        for address in addresses:
            page.goto(live_server.url + address)
            assert axe(page) == [], address
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= 320, (address, wide)

    look(
        "/kk/ai/", "/ru/ai/systems/forecast/", "/en/ai/systems/ocr/", "/kk/ai/bands/", "/ru/statistics/",
        f"/kk/statistics/?court={proceeding.court_id}",
    )  # fmt: skip

    _become(page, live_server, claimant_of(proceeding))
    look(here)
    page.get_by_role("link", name="Возразить против ИИ").click()
    assert axe(page) == []
    page.get_by_label("Прогноз исхода").check()
    page.get_by_label("Почему? Своими словами.").fill("Прогноз не видит моих доказательств.")
    page.get_by_role("button", name="Подать возражение").click()
    assert page.get_by_text("ждёт ответа").is_visible()
    assert not may_be_used(proceeding.case, "forecast", judge.user)

    page.context.clear_cookies()
    _become(page, live_server, judge.user)
    look(here, "/kk/ai/own/", "/ru/ai/uses/")
    page.goto(live_server.url + here)
    page.get_by_role("link", name="Ответить", exact=True).click()
    assert axe(page) == []
    page.get_by_label("Принять: в этом деле больше не используется").check()
    page.get_by_label("Основания – их прочтёт сторона").fill(
        "Прогноз в этом деле не показывается, решаю без него."
    )
    page.get_by_role("button", name="Дать ответ").click()
    assert page.get_by_text("принято: в деле не используется").is_visible()
    assert Objection.objects.get().state == "upheld"

    page.context.clear_cookies()
    _become(page, live_server, operator)
    alarm = Alarm.objects.first()
    assert alarm is not None
    look(
        "/kk/ai/systems/forecast/", f"/ru/ai/versions/{changed.pk}/sign/", "/kk/ai/systems/forecast/review/",
        "/ru/ai/alarms/", f"/kk/ai/alarms/{alarm.pk}/",
    )  # fmt: skip

    page.context.clear_cookies()
    _become(page, live_server, an_auditor())
    look("/en/ai/uses/")
