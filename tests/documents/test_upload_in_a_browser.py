"""The field for files in a real browser: checked before it is sent, resumed when the line comes back, no faults of axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tarazy.documents.actions import start_ocr
from tarazy.documents.models import Document
from tests.documents import files
from tests.documents.conftest import MakeDocument
from tests.documents.papers import PAPERS, scan
from tests.people.factories import a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(page: Any, live_server: Any) -> Any:
    """The browser's page signed in as somebody; `.owner` on the page is who."""
    owner = a_user()
    client = Client()
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.owner = owner
    return page


def address(live_server: Any, name: str, *arguments: Any, language: str = "kk") -> str:
    with override(language):
        return f"{live_server.url}{reverse(name, args=arguments)}"


def test_files_are_checked_sent_in_pieces_and_go_on_after_a_lost_line(
    signed_in: Any, live_server: Any, tmp_path: Path, axe: Callable[[Any], list[str]]
) -> None:
    page = signed_in
    good, locked = tmp_path / "арыз.pdf", tmp_path / "жабық.pdf"
    content = files.pdf(3)
    at = content.rindex(b"startxref")
    padding = b"%" + b"x" * 2_500_000 + b"\n"
    good.write_bytes(content[:at] + padding + content[at:])
    locked.write_bytes(files.encrypted_pdf())
    lost: list[str] = []

    def drop_once(route: Any) -> None:
        if (
            route.request.method == "PATCH"
            and len(lost) < 2
            and route.request.headers["upload-offset"] != "0"
        ):
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/api/v1/documents/uploads/"), drop_once)
    page.goto(address(live_server, "documents:mine"))
    assert axe(page) == []
    page.set_input_files("#documents-input", [str(good), str(locked)])
    page.wait_for_selector(".td-file--done", timeout=20_000)
    page.wait_for_selector(".td-file--failed")
    assert len(lost) == 2 and "құпиясөзбен" in page.inner_text(".td-file--failed").lower()
    assert axe(page) == []
    assert Document.objects.get().owner == page.owner
    assert Document.objects.get().size == good.stat().st_size
    page.get_by_role("button", name="жабық.pdf файлын алып тастау").press("Enter")
    page.get_by_role("button", name="Қосу", exact=True).click()
    page.wait_for_selector("table >> text=арыз.pdf")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(address(live_server, "documents:document", Document.objects.get().pk))
    assert axe(page) == []


def test_words_of_a_scan_are_confirmed_with_the_keyboard(
    signed_in: Any, live_server: Any, a_document: MakeDocument, axe: Callable[[Any], list[str]]
) -> None:
    page = signed_in
    document = a_document(page.owner, scan(PAPERS[7]), "скан.png")
    start_ocr(document, by=page.owner, now=timezone.now())
    page.goto(address(live_server, "documents:reading", document.pk))
    assert axe(page) == []
    page.goto(address(live_server, "documents:page", document.pk, 0))
    assert axe(page) == []
    first = page.locator("[data-word]").first
    first.focus()
    assert page.locator(".td-box--current").count() == 1
    for _ in range(page.locator("[data-word]").count()):
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # on the button
    page.wait_for_url(re.compile("/reading/$"))
    assert page.locator(".govuk-tag--yellow").count() == 0
