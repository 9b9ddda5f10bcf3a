"""Pages of the registry as people and a screen reader meet them, on a telephone and on a desk, in three languages."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.models import Assignment, Proceeding
from tarazy.people.models import User
from tests.cases.factories import a_claimant, a_court, a_distributed_case, a_judge, claimant_of
from tests.people.factories import PASSWORD, an_iin, with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 1280)


@pytest.fixture(autouse=True)
def demo(settings: Any, tmp_path: Path) -> None:
    settings.TARAZY_DEMO = settings.MODEL_DATA = True
    settings.TARAZY_HOME = tmp_path
    settings.STORAGE_URL = ""


def two_cases() -> tuple[Proceeding, Proceeding, User]:
    """Two cases of one claimant before one judge, in one of them a motion to recuse the judge."""
    court, person, now = a_court(), a_claimant(), timezone.now() - timedelta(days=2)
    judge = a_judge(court)
    one, _ = a_distributed_case(court, person, judge=judge, now=now)
    two, _ = a_distributed_case(court, person, judge=judge, now=now, category="supply")
    file_paper(one.case_id, "motion_recusal", by=claimant_of(one), now=timezone.now())
    assert judge.user is not None
    User.objects.filter(pk=judge.user_id).update(iin=an_iin(), is_model=True)
    return one, two, with_password(User.objects.get(pk=judge.user_id))


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
        if violations := axe(page):
            faults[f"{where} {width} axe"] = violations
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{where.strip('/').replace('/', '-')}-{width}.png", full_page=True)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_judges_pages_are_for_everybody(page: Any, live_server: Any, axe: Any, language: str) -> None:
    one, _two, judge = two_cases()
    sign_in(page, live_server.url, judge, language)
    faults: dict[str, Any] = {}
    case, limit = f"cases/{one.case.uuid}", one.deadlines.filter(state="open").first()
    assert limit is not None
    own = one.case.parties.order_by("id").first()
    assert own is not None
    for name, address in {
        "home": "home/", "overview": f"{case}/", "file": f"{case}/file/", "docket": f"{case}/docket/?kind=paper",
        "deadlines": f"{case}/deadlines/", "parties": f"{case}/parties/", "tasks": f"{case}/tasks/",
        "related": f"{case}/related/", "inbox": "inbox/", "search": "cases/?q=7", "calendar": "calendar/",
        "join": f"{case}/do/join/", "transfer": f"{case}/do/transfer/", "party": f"{case}/parties/new/",
        "represent": f"{case}/parties/{own.uuid}/represent/", "staff": f"{case}/staff/",
        "extend": f"{case}/deadlines/{limit.pk}/",
    }.items():  # fmt: skip
        answer = page.goto(f"{live_server.url}/{language}/{address}")
        assert answer.status == 200, address
        look(page, axe, f"{language}-{name}", faults)
    assert not faults


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_judge_joins_cases_and_another_decides_a_recusal(
    page: Any, live_server: Any, axe: Any, language: str
) -> None:
    one, two, judge = two_cases()
    faults: dict[str, Any] = {}
    other_judge = a_judge(one.court)
    User.objects.filter(pk=other_judge.user_id).update(iin=an_iin(), is_model=True)
    other = with_password(User.objects.get(pk=other_judge.user_id))
    sign_in(page, live_server.url, other, language)
    page.goto(f"{live_server.url}/{language}/cases/{one.case.uuid}/")
    page.locator("a[href*='/do/recusal_granted/']").click()
    page.locator("main form button").first.click()  # nothing said yet
    look(page, axe, f"{language}-recusal", faults)
    page.locator("input[value=recusal_granted]").check()
    page.locator("#id_reasons").fill("Судья состоит в родстве со стороной.")
    page.locator("main form button").first.click()
    page.wait_for_url("**/sign/")
    look(page, axe, f"{language}-recusal-sign", faults)
    page.locator("input[name=way][value=demo]").check()
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url(f"**/cases/{one.case.uuid}/")
    assert not Assignment.objects.filter(proceeding=one, until__isnull=True).exists()

    sign_in(page, live_server.url, judge, language)
    third, _ = a_distributed_case(
        two.court, claimant_of(two), judge=two.assignments.get().judge, category="rent",
        now=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    page.goto(f"{live_server.url}/{language}/cases/{two.case.uuid}/do/join/")
    page.locator("#id_other").fill("1")
    page.locator("#id_reasons").fill("Тараптары бір, бірге қарау тезірек.")
    page.locator("main form button").first.click()
    look(page, axe, f"{language}-join-refused", faults)
    page.locator("#id_other").fill(str(third.number))
    page.locator("main form button").first.click()
    page.wait_for_url("**/sign/")
    page.locator("input[name=way][value=demo]").check()
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url(f"**/cases/{third.case.uuid}/")
    two.refresh_from_db()
    assert two.stage == "joined"
    assert not faults
