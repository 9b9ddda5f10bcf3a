"""A wage claim on a phone of 360 px in Kazakh, by hand, with axe at every kind of page; and the script that keeps what is typed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from tarazy.cabinet.constructor.loading import definitions
from tarazy.cabinet.constructor.models import ClaimDraft
from tests.cabinet.constructor.answering import form_for, some_bin, some_iin

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.cabinet.constructor.urls_for_tests"),
]
HURRY = {"represented": "no", "still_employed": "yes", "leave_asked": "no", "penalty_asked": "no",
         "conciliation_tried": "no", "extraterritorial": "no", "without_ai": "no", "paper_language": "kk", "pretrial_done": "yes"}  # fmt: skip


def fill_in(page: Any, form: dict[str, Any]) -> None:
    """Fill the page's form as a person would."""
    for name, value in sorted(form.items(), key=lambda pair: not pair[0].endswith("-kind")):
        for one in value if isinstance(value, list) else [value]:
            field = page.locator(f'[name="{name}"]').first
            if not field.count() or (one == "" or field.get_attribute("type") == "hidden"):
                continue
            kind = field.evaluate("e => e.tagName + ':' + e.type")
            if kind.endswith((":radio", ":checkbox")):
                chosen = page.locator(f'[name="{name}"][value="{one}"]')
                page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()
            elif kind.startswith("SELECT"):
                field.select_option(one)
            else:
                field.fill(one)


def form_of(name: str, source: random.Random) -> dict[str, Any]:
    question = definitions()["wages"].question(name)
    if name in HURRY:
        return {"answer": HURRY[name]}
    if name == "defendant":
        return {
            "answer-kind": "company",
            "answer-organisation": "«Алтын дән» ЖШС",
            "answer-bin": some_bin(source),
        }
    if name == "arrears":
        dates = {f"answer-0-{end}-{part}": value for end, days in (("from", "1"), ("until", "30"))
                 for part, value in (("day", days), ("month", "6"), ("year", "2026"))}  # fmt: skip
        return dates | {"answer-0-amount": "450 000"}
    return form_for(question, source)


def test_a_wage_claim_is_built_on_a_phone_in_kazakh(
    live_server: Any, page: Any, axe: Callable[[Any], list[str]]
):
    page.set_default_timeout(8000)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/kk/constructor/")
    assert axe(page) == []
    page.get_by_role("link", name="Жалақыны өндіріп алу").click()
    assert axe(page) == []
    page.get_by_role("button", name="Бастау", exact=True).click()
    source, screens, found, kinds = random.Random(11), 0, [], set()
    while asked := re.search(r"/question/(\w+)/", page.url):
        screens += 1
        assert screens <= 25, page.url
        kind = definitions()["wages"].question(asked[1]).type
        if kind not in kinds:  # pages of one kind have one form
            found += [f"{asked[1]}: {one}" for one in axe(page)]
        kinds.add(kind)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, page.url
        fill_in(page, form_of(asked[1], source))
        before = page.url
        page.get_by_role("button", name="Сақтап, жалғастыру").last.click()
        page.wait_for_url(lambda url, before=before: url != before)
    assert page.url.endswith("/check/")
    assert found + axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    text = page.inner_text("main")
    assert "(төрт жүз елу мың) теңге" in text and "АПК 149-бап" in text
    assert "Оңайлатылған (жазбаша) іс жүргізу" in text


def test_what_is_typed_survives_a_reload_and_a_change_of_language(live_server: Any, page: Any):
    page.goto(f"{live_server.url}/kk/constructor/new/debt/")
    page.get_by_role("button", name="Бастау", exact=True).click()
    draft = ClaimDraft.objects.get()
    page.goto(f"{live_server.url}/kk/constructor/{draft.pk}/question/claimant/")
    with page.expect_response(lambda answer: answer.url.endswith("/autosave/") and answer.status == 204):
        page.locator("label[for=answer-kind]").click()
        page.fill('[name="answer-family_name"]', "Нұрл")
    page.reload()
    assert page.input_value('[name="answer-family_name"]') == "Нұрл"
    assert not page.locator('[name="answer-bin"]').is_visible()
    page.fill('[name="answer-iin"]', some_iin(random.Random(3))[:7])
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/en/**")
    assert (
        page.input_value('[name="answer-family_name"]') == "Нұрл"
        and len(page.input_value('[name="answer-iin"]')) == 7
    )


def test_the_enter_key_goes_on_and_adds_no_line(live_server: Any, page: Any):
    page.set_default_timeout(8000)
    page.goto(f"{live_server.url}/kk/constructor/new/wages/")
    page.get_by_role("button", name="Бастау", exact=True).click()
    draft = ClaimDraft.objects.get()
    page.goto(f"{live_server.url}/kk/constructor/{draft.pk}/question/arrears/")
    fill_in(page, form_of("arrears", random.Random(1)))
    page.locator('[name="answer-0-amount"]').press("Enter")
    page.wait_for_url(lambda url: "/question/arrears/" not in url)
    assert len(ClaimDraft.objects.get().answers["arrears"]) == 1


def test_without_a_script_everything_can_be_answered(live_server: Any, browser: Any):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{live_server.url}/ru/constructor/new/wages/")
    page.get_by_role("button", name="Начать").click()
    page.locator("label[for=answer]").click()
    page.get_by_role("button", name="Сохранить и продолжить").last.click()
    assert "/question/claimant/" in page.url and page.locator('[name="answer-iin"]').is_visible()
    page.fill('[name="answer-family_name"]', "Нур")
    page.locator('.cn-language[value="kk"]').click()
    assert "/kk/" in page.url and page.input_value('[name="answer-family_name"]') == "Нур"
    context.close()
