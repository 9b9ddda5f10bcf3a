"""Following the bank as a reader does: in a browser, by keyboard, on a narrow screen, in three languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tarazy.acts.following.actions import save_search as saving
from tarazy.acts.following.actions.unsubscribe import token_of
from tarazy.acts.following.models import SavedSearch
from tarazy.acts.following.schedule import make_bulk_files, send_due_alerts
from tarazy.people.models import User
from tests.acts.desk.at_work import look, sign_in
from tests.acts.following.factories import NOON, a_reader, a_search, an_act, later
from tests.people.factories import with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any, live_server: Any) -> None:
    settings.TARAZY_HOME = tmp_path
    settings.SITE_URL = live_server.url


def somebody(language: str = "ru") -> User:
    """Who can sign in."""
    return with_password(a_reader(language))


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_pages_are_for_everybody(
    page: Any, live_server: Any, axe: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = somebody(language)
    sign_in(page, live_server.url, reader, language)
    faults: dict[str, Any] = {}

    def see(address: str, name: str, status: int = 200) -> None:
        assert page.goto(f"{live_server.url}/{language}/{address}").status == status
        look(page, axe, f"{language}-{name}", faults)

    see("following/", "none-saved")
    see("bulk/", "no-files")
    search = a_search(reader, "q=жалақы&language=kk&norm=TK:113", name="Жалақы туралы даулар")
    long = "Ұзақсөзсізатау" * 8
    a_search(reader, f"q={'тым-ұзын-сөз' * 20}", "daily", name=long)
    for seed in range(6):
        an_act(seed, language=("kk", "ru")[seed % 2])
    send_due_alerts(now=NOON)
    make_bulk_files(now=NOON)
    see("following/", "saved")
    see(f"following/{search.pk}/change/", "change")
    see("following/save/?q=жалақы&region=almaty&language=kk", "save")
    see("bulk/", "files")
    page.locator("summary", has_text=re.compile("Бағандар|Столбцы|Columns")).click()
    look(page, axe, f"{language}-columns", faults)
    see(f"following/letters/{token_of(reader.pk, search.pk)}/off/", "letters")
    page.locator("main form button").click()
    page.locator("main [role=status]").wait_for()
    look(page, axe, f"{language}-letters-off", faults)
    see("acts/?q=жалақы", "search")
    # What is wrong is said at its field and above.
    see("following/save/?q=x", "save-again")
    page.locator("#id_name").evaluate(
        "one => { one.removeAttribute('maxlength'); one.value = 'Ә'.repeat(121) }"
    )
    page.locator("main form button").click()
    page.locator(".govuk-error-summary").wait_for()
    look(page, axe, f"{language}-too-long", faults)
    monkeypatch.setattr(saving, "MOST", 2)
    page.locator("#id_name").fill("Үшінші")
    page.locator("main form button").click()
    page.locator("main [role=alert]").wait_for()
    look(page, axe, f"{language}-too-many", faults)
    assert not faults


def test_a_reader_saves_a_search_by_keyboard_gets_a_letter_follows_it_and_turns_letters_off(
    page: Any, live_server: Any
) -> None:
    reader = somebody("kk")
    sign_in(page, live_server.url, reader, "kk")
    page.goto(f"{live_server.url}/kk/acts/?q=жалақы")
    page.get_by_role("link", name="Осы іздеуді сақтау").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/following/save/**")
    assert page.locator("#id_name").input_value() == "«жалақы»"
    page.locator("#id_name").focus()
    page.keyboard.press("End")
    page.keyboard.type(" туралы")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=alert]:checked").input_value() == "at_once"
    page.keyboard.press("Enter")
    page.wait_for_url("**/kk/following/")
    assert SavedSearch.objects.get(name="«жалақы» туралы").alert == "at_once"
    act = an_act(1, language="kk")
    send_due_alerts(now=later(minutes=1))
    [letter] = mail.outbox
    assert letter.to == [reader.email]
    page.reload()
    assert page.get_by_text("1 жаңа акт").is_visible()
    links = re.findall(r"http\S+", str(letter.body))
    assert page.goto(links[0]).status == 200
    assert act.case_number in page.locator("main").inner_text()
    page.goto(links[1])
    assert page.locator("main").get_by_text(act.case_number).first.is_visible()
    page.goto(f"{live_server.url}/kk/following/")
    assert not page.get_by_text("1 жаңа акт").count()
    page.context.clear_cookies()
    page.goto(links[-1])
    page.locator("main form button").focus()
    page.keyboard.press("Enter")
    page.locator("main [role=status]").wait_for()
    assert SavedSearch.objects.get().alert == "none"
    an_act(4, language="kk")
    send_due_alerts(now=later(hours=3))
    assert len(mail.outbox) == 1


def test_a_search_is_deleted_and_a_file_downloaded(page: Any, live_server: Any, tmp_path: Path) -> None:
    reader = somebody()
    a_search(reader, name="Лишний")
    an_act(0)
    send_due_alerts(now=NOON)
    make_bulk_files(now=NOON)
    sign_in(page, live_server.url, reader, "ru")
    page.goto(f"{live_server.url}/ru/following/")
    page.get_by_role("button", name="Удалить «Лишний»").click()
    page.get_by_text("Вы ещё не сохранили").wait_for()
    assert not SavedSearch.objects.exists()
    page.goto(f"{live_server.url}/ru/bulk/")
    with page.expect_download() as download:
        page.locator("main a[href$='.parquet']").click()
    saved = Path(download.value.path())
    assert saved.read_bytes()[:4] == b"PAR1" and download.value.suggested_filename.endswith(
        "-2025-03.parquet"
    )
