"""A citizen in Kazakh on a 360-px screen: from the finished wage claim to a receipt that can be verified; axe looks on."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from tarazy.cabinet.models import Filing, Payment
from tarazy.cases.models import Case
from tests.cabinet.factories import a_finished_draft
from tests.cases.factories import a_claimant, a_clerk, a_court

FAULTS: list[str] = []  # what axe and the width of pages had against them, told together at the end
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(browser: Any):
    FAULTS.clear()
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Refused" in said.text else None)
    yield page
    context.close()
    assert not complaints
    assert not FAULTS


def sign_in(page: Any, live_server: Any, user: Any) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])


def looked_at(page: Any, axe: Any) -> None:
    # GOV.UK Frontend itself puts aria-expanded on radios that reveal something (the ways to sign).
    FAULTS.extend(
        f"{page.url}: {one}" for one in axe(page) if not one.startswith("aria-allowed-attr: ['#way-")
    )
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.viewport_size["width"]:
        FAULTS.append(f"{page.url} is {width} px wide")


@pytest.mark.parametrize("definition", ["wages", "debt"])
def test_from_the_check_page_to_a_receipt_that_is_verified(
    live_server: Any, phone: Any, axe: Any, settings, definition: str
):
    settings.TARAZY_DEMO = True
    by = a_claimant()
    draft = a_finished_draft(by, definition)
    sign_in(phone, live_server, by)
    phone.goto(f"{live_server.url}/kk/constructor/{draft.pk}/check/")
    phone.click(f'a[href*="/cabinet/file/{draft.pk}"]')
    looked_at(phone, axe)
    filing = Filing.objects.get()
    if not filing.fee_way:
        phone.click(f'a[href$="/filings/{filing.uuid}/fee/"]')
        looked_at(phone, axe)
        phone.check("#way-pay")
        phone.click("main form button.govuk-button:not(.govuk-button--secondary):not([type=button])")
        phone.wait_for_selector('button[value="paid"]')
        looked_at(phone, axe)
        phone.click('button[value="paid"]')
        phone.wait_for_selector("text=төленді")
        looked_at(phone, axe)
        assert Payment.objects.get().state == "paid"
        phone.click(f'main a[href$="/filings/{filing.uuid}/"].govuk-button')
    phone.click(f'a[href$="/filings/{filing.uuid}/sign/"]')
    looked_at(phone, axe)
    phone.click("form[data-ncalayer] button[type=submit]")
    phone.wait_for_selector(".govuk-panel--confirmation")
    looked_at(phone, axe)
    case = Case.objects.get()
    assert case.filed_by == by and case.language in ("kk", "ru")
    with phone.expect_download() as saved:
        phone.click('a[href$="receipt.pdf"]')
    assert saved.value.suggested_filename.startswith("receipt-")
    phone.click('main a[href*="/verify/ledger/"]')
    assert phone.locator("h1").inner_text()
    phone.goto(f"{live_server.url}/kk/cabinet/")
    looked_at(phone, axe)
    phone.goto(f"{live_server.url}/kk/cabinet/cases/{case.uuid}/papers/")
    looked_at(phone, axe)
    phone.goto(f"{live_server.url}/kk/cabinet/cases/{case.uuid}/papers/evidence/")
    looked_at(phone, axe)


def test_pages_of_the_registry_and_the_figure_pass_axe(live_server: Any, phone: Any, axe: Any):
    from tests.cabinet.test_papers_and_service import a_case_with_a_defendant, served
    from tests.cases.factories import party, walk

    proceeding, judge, _claimant, defendant = a_case_with_a_defendant()
    walk(proceeding, judge, ["accept"], now=timezone.now())
    clerk = a_clerk(proceeding.court)
    service = served(proceeding, party(proceeding, "defence"), clerk)
    sign_in(phone, live_server, clerk)
    for path in (
        f"cabinet/cases/{proceeding.case.uuid}/service/", "registry/service/", "registry/intake/", "figures/electronic/",
    ):  # fmt: skip
        phone.goto(f"{live_server.url}/ru/{path}")
        looked_at(phone, axe)
    sign_in(phone, live_server, defendant)
    for path in ("cabinet/service/", f"cabinet/service/{service.uuid}/"):
        phone.goto(f"{live_server.url}/kk/{path}")
        looked_at(phone, axe)
    assert a_court()
