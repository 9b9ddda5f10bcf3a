"""The robot's pages as people meet them: a bailiff's material becomes a sanctioned order, a doubtful one is handed over."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone

from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.models import Draft
from tarazy.cases.models import Case, Proceeding
from tarazy.people.models import User
from tarazy.robot.actions.carry_out import carry_out
from tarazy.robot.models import Run
from tarazy.robot.sources.records import a_record
from tests.acts.desk.factories import open_desk
from tests.cases.factories import a_chair, a_court
from tests.people.factories import PASSWORD, with_password
from tests.robot.house.factories import a_bailiff, a_material, distributed, judge_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
WIDTHS = (320, 1280)


def sign_in(page: Any, court: str, user: User, language: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{court}/{language}/account/login/")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


def look(page: Any, axe: Any, where: str, faults: dict[str, Any]) -> None:
    """What is wrong with the page that is open: too wide, or not for everybody."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults[f"{where} {width}"] = needed
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{where.strip('/').replace('/', '-')}-{width}.png", full_page=True)
    if violations := axe(page):
        faults[f"{where} axe"] = violations


def a_file(folder: Path, name: str) -> Path:
    """A PDF of one page."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 300)
    path = folder / f"{name}.pdf"
    document.save(str(path))
    return path


def test_a_bailiffs_material_becomes_a_sanctioned_order(
    page: Any, live_server: Any, stand_in: Any, tmp_path: Path
) -> None:
    court, bailiff, now = a_court(), with_password(a_bailiff(is_model=True)), timezone.now()
    stand_in.now = now
    record = a_record(f"{court.pk}-26-000001", now=now, court=court.pk, bailiff=bailiff.iin or "")
    stand_in.registers.add(record)
    person = record["person"]
    name = " ".join((person["family"], person["given"], person["patronymic"]))
    sign_in(page, live_server.url, bailiff, "ru")
    page.goto(f"{live_server.url}/ru/robot/bans/new/")
    for field, value in {
        "enforcement_number": record["number"], "document": "исполнительный лист № 5521", "order_number": "17",
        "order_on": f"{timezone.localdate(now):%d.%m.%Y}", "debtor_name": name, "debtor_number": person["iin"],
        "person_name": name, "person_iin": person["iin"], "creditor_name": record["creditor"],
        "debt": str(record["left"] // 100), "grounds": "Должник извещён, задолженность не погашена.",
    }.items():  # fmt: skip
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_court_code").select_option(court.pk)
    page.locator("#id_language").select_option("ru")
    for kind in ("order", "document", "notice"):
        page.locator(f"#paper_{kind}-input").set_input_files(a_file(tmp_path, kind))
        page.locator(f"input[type=hidden][name=paper_{kind}]").wait_for(state="attached")
    page.locator("main form button.govuk-button").last.click()
    page.wait_for_url(re.compile("/robot/bans/[0-9a-f-]{36}/$"))
    assert name in page.locator("main").inner_text()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/cases/**")

    proceeding = distributed(Case.objects.get(), now=timezone.now())
    run = Run.objects.get(proceeding=proceeding)
    carry_out(run.pk, now=timezone.now())
    run.refresh_from_db()
    assert run.state == Run.State.DRAFTED, run.reasons
    judge = with_password(judge_of(proceeding))
    sign_in(page, live_server.url, judge, "ru")
    page.locator(f"a[href$='/robot/runs/{run.pk}/']").first.click()
    assert page.locator(".ro-part p").count() > 3 and page.locator(".ro-ref").count() > 5
    page.locator(".ro-fresh", has_text="говорят то же").wait_for()
    page.locator("form[action$='/take/'] button").click()
    page.wait_for_load_state()
    draft = Draft.objects.get(based_on=str(run.pk))
    sign_act(draft.pk, open_desk(judge), by=judge, now=timezone.now(), signing={"way": "demo"})
    run.refresh_from_db()
    assert run.state == Run.State.SIGNED and run.share == 0.0

    sign_in(page, live_server.url, bailiff, "ru")
    page.goto(f"{live_server.url}/ru/robot/bans/")
    assert Proceeding.objects.get().outcome == "sanctioned"
    assert "санкционировано" in page.locator("main .govuk-tag").inner_text()
    page.locator("main .ro-lines a").first.click()
    assert (
        "Санкция на постановление" in page.locator("main").inner_text() or page.locator("main").inner_text()
    )


def test_a_doubtful_material_is_handed_over_with_its_reason(
    page: Any, live_server: Any, stand_in: Any
) -> None:
    now = timezone.now()
    stand_in.now = now
    proceeding = a_material(stand_in, now=now)
    stand_in.registers.faults = {"payments": "contradicts"}
    run = Run.objects.get(proceeding=proceeding)
    carry_out(run.pk, now=timezone.now())
    judge = with_password(judge_of(proceeding))
    sign_in(page, live_server.url, judge, "ru")
    page.locator(f"a[href$='/robot/runs/{run.pk}/']").first.click()
    shown = page.locator("main").inner_text()
    assert page.locator("#why").is_visible() and not page.locator("form[action$='/take/']").count()
    run.refresh_from_db()
    assert run.reasons and all(one["words"]["ru"] in shown for one in run.reasons)
    assert "реестр платежей, реестр исполнительных производств" in shown


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_robots_pages_are_for_everybody(
    page: Any, live_server: Any, axe: Any, stand_in: Any, language: str
) -> None:
    now = timezone.now() - timedelta(minutes=1)
    stand_in.now = now
    proceeding = a_material(stand_in, now=now)
    run = Run.objects.get(proceeding=proceeding)
    carry_out(run.pk, now=timezone.now())
    bailiff = proceeding.case.filed_by
    assert bailiff is not None
    chair = a_chair(proceeding.court)
    faults: dict[str, Any] = {}
    for user, addresses in (
        (judge_of(proceeding), ("home/", "robot/", f"robot/runs/{run.pk}/", f"robot/runs/{run.pk}/reject/")),
        (bailiff, ("home/", "robot/bans/", "robot/bans/new/")),
        (
            chair,
            (
                "robot/tables/",
                "robot/tables/travel_ban/",
                "robot/potential/",
                "robot/proposals/",
                "robot/batches/",
            ),
        ),
    ):
        sign_in(page, live_server.url, with_password(user), language)
        for address in addresses:
            answer = page.goto(f"{live_server.url}/{language}/{address}")
            assert answer is not None and answer.status == 200, address
            look(page, axe, f"{language}/{address}", faults)
    assert faults == {}
