"""The desk as a judge meets it: in a browser, by keyboard, on a narrow screen, in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acts.desk.at_work import a_draft, a_heard_case, a_judgment, at_desk, look, open_desk_in, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_pages_of_the_desk_are_for_everybody(
    page: Any, live_server: Any, axe: Any, language: str
) -> None:
    proceeding, judge = a_heard_case()
    draft = a_draft(proceeding, judge, a_judgment(proceeding))
    faults: dict[str, Any] = {}
    sign_in(page, live_server.url, judge, language)
    page.goto(f"{live_server.url}/{language}/desk/{draft.pk}/")
    look(page, axe, f"{language}-unlock", faults)
    open_desk_in(page, live_server.url, language)
    look(page, axe, f"{language}-index", faults)
    at_desk(page, live_server.url, draft, language)
    look(page, axe, f"{language}-desk", faults)
    for name in ("history/", "history/1/", "check/", "opinions/", "discard/", "announce/"):
        assert page.goto(f"{live_server.url}/{language}/desk/{draft.pk}/{name}").status == 200, name
        look(page, axe, f"{language}-{name.strip('/').replace('/', '-')}", faults)
    for address in (f"desk/start/{proceeding.case.uuid}/", "desk/word/", "desk/recovery/", "desk/opened/"):
        assert page.goto(f"{live_server.url}/{language}/{address}").status == 200, address
        look(page, axe, f"{language}-{address.split('/')[1]}", faults)
    assert not faults
