"""The desk as a judge meets it: in a browser, by keyboard, on a narrow screen, in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from tarazy.acts.desk.drafting import text_of
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.text import Part, marked
from tests.acts.desk.at_work import a_draft, a_heard_case, a_judgment, at_desk, look, open_desk_in, sign_in
from tests.acts.desk.factories import open_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _refused_by_the_policy(page: Any) -> Any:
    """What the security policy refuses is a fault, however the browser words it."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    yield
    assert not complaints


def saved(page: Any) -> None:
    page.locator("[data-desk-saved][data-state=saved]").wait_for()


def write(page: Any, part: str, words: str) -> None:
    """At the end of a part."""
    page.locator(f"#tab-{part}").click()
    page.locator(f"#part-{part} [role=textbox] > *").last.click()
    page.keyboard.press("End")
    page.keyboard.type(words)


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_pages_of_the_desk_are_for_everybody(
    page: Any, live_server: Any, axe: Any, language: str
) -> None:
    proceeding, judge = a_heard_case(language="kk" if language == "kk" else "ru")
    draft = a_draft(proceeding, judge, a_judgment(proceeding, "kk" if language == "kk" else "ru"))
    faults: dict[str, Any] = {}
    sign_in(page, live_server.url, judge, language)
    page.goto(f"{live_server.url}/{language}/desk/{draft.pk}/")
    look(page, axe, f"{language}-unlock", faults)
    open_desk_in(page, live_server.url, language)
    look(page, axe, f"{language}-index", faults)
    at_desk(page, live_server.url, draft, language)
    page.locator("[data-desk-tool=norm]").click()
    page.keyboard.type("226 гпк")
    page.locator("#norm-options [role=option]").first.wait_for()
    look(page, axe, f"{language}-desk-norms", faults)
    page.keyboard.press("Enter")
    assert page.locator("#part-reasons .td-cite--norm").count() == 2
    for tool in ("norm", "sheet", "amount"):
        page.locator(f"[data-desk-tool={tool}]").click()
        if language == "ru":
            look(page, axe, f"{language}-desk-{tool}", faults)
    page.keyboard.press("Escape")
    look(page, axe, f"{language}-desk", faults)
    own, start = f"desk/{draft.pk}", f"desk/start/{proceeding.case.uuid}/"
    pages = [start, f"{own}/history/1/", f"{own}/announce/"]
    if language == "ru":
        pages += [f"{own}/{name}/" for name in ("history", "check", "opinions", "discard")]
        pages += ["desk/word/", "desk/recovery/", "desk/opened/"]
    for number, address in enumerate(pages):
        assert page.goto(f"{live_server.url}/{language}/{address}").status == 200, address
        look(page, axe, f"{language}-{number}", faults)
    assert not faults


def test_a_judge_writes_announces_and_signs(page: Any, live_server: Any, axe: Any) -> None:
    proceeding, judge = a_heard_case()
    faults: dict[str, Any] = {}
    sign_in(page, live_server.url, judge, "ru")
    open_desk_in(page, live_server.url, "ru")
    page.locator("a", has_text="Начать акт").first.click()
    page.locator("label[for=act-judgment]").click()
    page.locator("main form button", has_text="Начать").click()
    page.locator("[data-desk][data-ready]").wait_for()

    write(page, "reasons", "\nИстец просит взыскать ")
    page.locator("[data-desk-tool=amount]").click()
    page.locator("#amount-figures").fill("842 600")
    page.locator("#tool-amount [data-desk-put]:enabled").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(", что подтверждается расчётом ")
    page.locator("[data-desk-cite]", has_text="12–13").click()
    page.locator("#tool-sheet [data-desk-put]").click()
    write(page, "operative", "\nВзыскать заработную плату.")
    saved(page)
    draft = Draft.objects.get(proceeding=proceeding)
    kept = text_of(draft, open_desk(judge))
    reasons = " ".join(kept.plain(Part.REASONS).split())
    assert (
        "842 600 (восемьсот сорок две тысячи шестьсот) тенге, что подтверждается расчётом (л. д. 12–13)"
        in reasons
    )
    sheets = [mark.attrs for _, piece in marked(kept) for mark in piece.marks if mark.type == "sheet"]
    assert [one.page for one in sheets] == [1]

    write(page, "introduction", " Показать сразу.")
    with page.context.expect_page() as paper:  # what was just typed is saved first
        page.locator("a", has_text="Показать как PDF").click()
    paper.value.close()
    assert "Показать сразу." in text_of(draft, open_desk(judge)).plain()

    page.reload()
    page.locator("[data-desk][data-ready]").wait_for()
    page.locator("#tab-operative").click()
    assert (
        page.locator("#part-operative [role=textbox]").inner_text().count("Взыскать заработную плату.") == 1
    )

    page.locator("a", has_text="Проверить и объявить").click()
    page.locator("#id_outcome").select_option("satisfied_full")
    look(page, axe, "way-announce", faults)
    page.locator("main form button", has_text="К подписи").click()
    page.wait_for_url("**/announce/sign/")
    look(page, axe, "way-announce-sign", faults)
    page.locator("main form button[type=submit]", has_text="Подписать").click()
    page.locator("[data-desk][data-ready]").wait_for()
    proceeding.refresh_from_db()
    assert proceeding.stage == "operative_announced"

    write(page, "description", "\nОтветчик иск не признал.")
    saved(page)
    page.locator("a", has_text="Проверить и подписать").click()
    look(page, axe, "way-check", faults)
    page.locator("main form button", has_text="К подписи").click()
    page.wait_for_url("**/sign/")
    page.locator("main form button[type=submit]", has_text="Подписать").click()
    page.wait_for_url("**/desk/acts/**")
    look(page, axe, "way-act", faults)
    act = SignedAct.objects.get(code="judgment")
    assert "Ответчик иск не признал." in act.words.plain(Part.DESCRIPTION)
    with page.expect_download() as copy:
        page.locator("a", has_text="DOCX").click()
    assert copy.value.suggested_filename == "judgment.docx"
    page.goto(f"{live_server.url}/ru/desk/{draft.pk}/")
    assert page.url.endswith(f"/desk/acts/{act.pk}/")
    page.locator("button", has_text="описок").click()
    page.locator("[data-desk][data-ready]").wait_for()
    assert Draft.objects.filter(corrects=act).exists()
    assert not faults


def test_nothing_is_lost_without_a_connection_and_nothing_stays_in_the_browser(
    page: Any, live_server: Any
) -> None:
    proceeding, judge = a_heard_case()
    draft = a_draft(proceeding, judge, a_judgment(proceeding))
    sign_in(page, live_server.url, judge, "ru")
    open_desk_in(page, live_server.url, "ru")
    at_desk(page, live_server.url, draft, "ru")
    page.context.set_offline(True)
    write(page, "reasons", " Без связи.")
    page.locator("[data-desk-saved][data-state=offline]").wait_for()
    page.context.set_offline(False)
    saved(page)
    assert "Без связи." in text_of(draft, open_desk(judge)).plain()
    stores = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await indexedDB.databases(),
        await (window.caches ? caches.keys() : [])])"""
    )
    assert "связи" not in stores and stores.startswith("[{},") and stores.endswith(",[],[]]")
    write(page, "reasons", " И ещё.")
    page.locator(".tz-languages button[value=kk]").click()
    page.wait_for_url("**/kk/desk/**")
    assert "И ещё." in text_of(draft, open_desk(judge)).plain()
    assert "связи" not in page.evaluate("JSON.stringify({...sessionStorage})")


def test_a_locked_desk_says_so_and_goes_on_when_it_is_open_again(page: Any, live_server: Any) -> None:
    proceeding, judge = a_heard_case()
    draft = a_draft(proceeding, judge, a_judgment(proceeding))
    sign_in(page, live_server.url, judge, "ru")
    open_desk_in(page, live_server.url, "ru")
    at_desk(page, live_server.url, draft, "ru")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/ru/desk/")
    other.locator("button", has_text="Закрыть стол").click()
    write(page, "reasons", " После закрытия.")
    page.locator("[data-desk-saved][data-state=locked]").wait_for()
    assert page.locator("[data-desk-unlock]").is_visible()
    open_desk_in(other, live_server.url, "ru")
    saved(page)
    assert "После закрытия." in text_of(draft, open_desk(judge)).plain()


@pytest.mark.parametrize("choice", ["own", "other"])
def test_two_windows_are_shown_beside_each_other(page: Any, live_server: Any, choice: str, axe: Any) -> None:
    proceeding, judge = a_heard_case()
    draft = a_draft(proceeding, judge, a_judgment(proceeding))
    sign_in(page, live_server.url, judge, "ru")
    open_desk_in(page, live_server.url, "ru")
    other = page.context.new_page()
    for one in (page, other):
        at_desk(one, live_server.url, draft, "ru")
    write(other, "reasons", " Слова другого окна.")
    saved(other)
    write(page, "reasons", " Слова этого окна.")
    page.locator("[data-desk-conflict]").wait_for()
    assert page.locator("[data-desk-both] del").all_inner_texts() == ["другого"]
    assert page.locator("[data-desk-both] ins").all_inner_texts() == ["этого"]
    if choice == "own":
        assert not axe(page)
    page.locator(f"[data-desk-choose={choice}]").click()
    if choice == "own":
        page.locator("[data-desk-conflict]").wait_for(state="hidden")
    else:
        page.wait_for_load_state()
        page.locator("[data-desk][data-ready]").wait_for()
    saved(page)
    last = text_of(draft, open_desk(judge)).plain()
    mine, theirs = "Слова этого окна.", "Слова другого окна."
    assert (mine in last, theirs in last) == (choice == "own", choice == "other")
    page.goto(f"{live_server.url}/ru/desk/{draft.pk}/history/")
    assert page.locator("ol li").count() >= 3


def test_the_tabs_and_tools_are_reached_by_keyboard(page: Any, live_server: Any) -> None:
    proceeding, judge = a_heard_case()
    draft = a_draft(proceeding, judge, a_judgment(proceeding))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, live_server.url, judge, "ru")
    open_desk_in(page, live_server.url, "ru")
    assert not [url for url in asked if "/editor-" in url]
    at_desk(page, live_server.url, draft, "ru")
    assert [url for url in asked if "/editor-" in url]
    page.locator("#tab-introduction").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#tab-description").get_attribute("aria-selected") == "true"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.id") == "tab-operative"
    assert page.locator("#part-operative").is_visible() and not page.locator("#part-description").is_visible()
    page.locator("[data-desk-tool=amount]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "amount-figures"
    page.keyboard.press("Escape")
    assert not page.locator("#tool-amount").is_visible()
    page.locator("[data-desk-run=bold]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-desk-run=bold]").get_attribute("aria-pressed") == "true"
