"""What people come for, in a real browser, in three languages, by keyboard and without scripts, with axe watching."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.browser
LANGUAGES = ("kk", "ru", "en")
ANSWERS = ("category", "analogues", "trace", "anomalies", "forecast")


def ask_sample(page: Any, court: str, language: str, name: str = "wages_ru") -> None:
    page.goto(f"{court}/{language}/practice/")
    page.locator(f"button[value={name}]").click()
    page.wait_for_url("**/practice/answers/**")
    page.locator("[aria-busy]").first.wait_for(state="detached", timeout=60_000)
    for answer in ANSWERS:
        page.locator(f"#answer-{answer}:not([aria-busy])").wait_for(timeout=60_000)


def first(page: Any, selector: str) -> str:
    found: str = page.locator(selector).first.get_attribute("href")
    return found


def inner_pages(page: Any, court: str, language: str) -> list[str]:
    """An act, its analogues and check, a norm, a search, a category, an anomaly."""
    page.goto(f"{court}/{language}/acts/?instance=appeal")
    act = first(page, ".rr-result__title a").split("?")[0]
    page.goto(court + act)
    norm = first(page, "a[href*='/norms/']")
    page.goto(f"{court}/{language}/practice/categories/")
    category = first(page, "tbody a")
    page.goto(f"{court}/{language}/practice/anomalies/?status=all")
    pages = [act, f"{act}analogues/", f"{act}verify/", norm, category, f"/{language}/acts/?q=842"]
    if page.locator(".rr-result__title a").count():
        pages.append(first(page, ".rr-result__title a"))
    return pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_inner_pages(page: Any, court: str, axe: Any, language: str) -> None:
    faults = {}
    for address in inner_pages(page, court, language):
        page.goto(court + address)
        page.wait_for_load_state("networkidle")
        if violations := axe(page):
            faults[address] = violations
    ask_sample(page, court, language)
    if violations := axe(page):
        faults["answers"] = violations
    assert not faults


def test_nothing_on_the_inner_pages_is_wider_than_the_narrowest_screen(page: Any, court: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    wide = {}
    for language in LANGUAGES:
        for address in inner_pages(page, court, language):
            page.goto(court + address)
            page.wait_for_load_state("networkidle")
            if (needed := page.evaluate("document.documentElement.scrollWidth")) > 320:
                wide[address] = needed
        ask_sample(page, court, language)
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[f"{language} answers"] = needed
    assert not wide


def test_the_answers_are_still_there_after_a_reload(page: Any, court: str) -> None:
    ask_sample(page, court, "ru", "judgment_ru")
    before = page.locator("#answer-category").inner_text()
    page.reload()
    assert page.locator("#answer-category").inner_text() == before


def test_a_field_that_was_read_leads_to_its_place_in_the_text(page: Any, court: str) -> None:
    ask_sample(page, court, "ru", "judgment_ru")
    link = page.locator(".rr-fields a").first
    link.press("Enter")
    mark = page.locator(link.get_attribute("href"))
    mark.wait_for(state="visible")
    assert mark.evaluate("node => node.matches(':target')")


def test_search_answers_while_one_types_and_keeps_the_place(page: Any, court: str) -> None:
    page.goto(f"{court}/ru/acts/")
    everything = page.locator("#found strong").inner_text()
    page.locator("#q").press_sequentially("заработн", delay=30)
    # On a slow machine a part of the word is searched first: what is ticked beside it is gone with the next results.
    page.wait_for_url(lambda address: "q=заработн" in unquote(address))
    page.locator("#found mark").first.wait_for()
    assert page.locator("#found strong").inner_text() != everything
    assert page.locator("#q").evaluate("node => node === document.activeElement")
    box = page.locator("#found .rr-facet input[type=checkbox]").first  # the first fold asks for a norm
    box.press("Space")
    page.locator(".rr-chip").first.wait_for()
    assert box.is_checked()


def test_a_wrong_file_is_told_before_it_is_sent(page: Any, court: str) -> None:
    page.goto(f"{court}/kk/practice/")
    page.locator("input[type=file]").set_input_files(
        {"name": "акт.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    )
    line = page.locator("#file-error")
    line.wait_for(state="visible")
    assert "Мұндай түрдегі файл" in line.inner_text()
    locked = b"%PDF-1.4\ntrailer << /Encrypt 5 0 R >>\n%%EOF"
    page.locator("input[type=file]").set_input_files(
        {"name": "акт.pdf", "mimeType": "application/pdf", "buffer": locked}
    )
    page.get_by_text("құпиясөзбен қорғалған").wait_for()


def test_a_text_that_is_no_court_matter_is_told_and_not_kept(page: Any, court: str) -> None:
    page.goto(f"{court}/ru/practice/")
    page.locator("#text").fill(
        "Рецепт борща: свёкла, капуста, картофель, лук. Варить два часа и подать. " * 3
    )
    page.locator("form[data-preflight] button:not([type])").click()
    page.get_by_text("не похож ни на иск, ни на судебный акт").wait_for(timeout=60_000)
    assert "Ничего из файла и текста не сохранено" in page.locator("main").inner_text()


def test_a_picture_is_drawn_and_given_as_a_file(page: Any, court: str) -> None:
    page.goto(f"{court}/ru/practice/categories/")
    page.goto(court + first(page, "tbody a"))
    page.locator("figure svg").first.wait_for()
    with page.expect_download() as download:
        page.locator("button[data-svg]").first.click()
    assert download.value.suggested_filename.endswith(".svg")


def test_without_scripts_one_searches_reads_and_asks(browser: Any, court: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{court}/en/acts/")
        page.locator("#q").fill("суд")
        page.locator("#q").press("Enter")
        assert page.locator(".rr-result").count()
        page.locator(".rr-result__title a").first.click()
        assert page.locator("article.tz-act").count() == 1
        page.goto(f"{court}/en/practice/")
        page.locator("button[value=wages_ru]").click()
        for _ in range(30):
            if not page.locator("[aria-busy]").count():
                break
            page.wait_for_timeout(1000)
            page.reload()
        assert page.locator("#answer-category li").count()
    finally:
        context.close()


def test_an_anomaly_is_answered_and_the_answer_stays(page: Any, court: str) -> None:
    page.goto(f"{court}/ru/practice/anomalies/")
    if not page.locator(".rr-result__title a").count():
        pytest.skip("this small model court has no anomaly")
    page.locator(".rr-result__title a").first.click()
    page.get_by_role("button", name="Сохранить отличие").click()
    page.get_by_text("без причины ответ сохранить нельзя").first.wait_for()
    page.locator("#reason").fill("Договор иного вида")
    page.get_by_role("button", name="Сохранить отличие").click()
    page.get_by_text("Обоснованное отличие: Договор иного вида").wait_for()
    page.get_by_role("button", name="Открыть снова").click()
    page.locator("#reason").wait_for()
