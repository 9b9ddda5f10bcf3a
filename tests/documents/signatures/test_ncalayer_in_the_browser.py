"""The page and its script in a real chromium, talking to a stand-in of NCALayer over TLS."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tarazy.documents.signatures import choices
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.documents.signatures.reports import Status
from tarazy.documents.signatures.verifying import verifier
from tests.documents.signatures.ncalayer_stand_in import Mood, NCALayerStandIn
from tests.documents.signatures.papers import a_paper
from tests.people.pki.factories import NOW, PASSWORD, a_person, key_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PLACE = "https://court.test"
SCRIPT = Path(choices.__file__).parents[1] / "static" / "documents" / "ncalayer.js"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self' {socket}; form-action 'self'"


@pytest.fixture
def desk(browser: Any) -> Any:
    """A browser's window that trusts the stand-in's certificate, as NCALayer's own is made trusted when installed."""
    context = browser.new_context(ignore_https_errors=True, viewport={"width": 360, "height": 800})
    # A page of the internet may reach programs of this computer only when the person has allowed it.
    context.grant_permissions(["local-network-access"], origin=PLACE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Refused" in said.text else None)
    yield page
    context.close()
    assert not complaints


def opened(
    page: Any, person: Any, stand_in: NCALayerStandIn, *, wait: int = 20, language: str = "ru"
) -> list[dict[str, str]]:
    """The page to sign on, served to this browser only. Returns the list that the sent forms come into."""
    sent: list[dict[str, str]] = []
    address = stand_in.address
    context = choices.signing_context(
        person, a_paper(), content_url="/content", reason="Талап арыз", now=NOW
    ) | {"sign_url": "/sign", "ncalayer_address": address, "ncalayer_wait": wait}
    request = RequestFactory().get("/")
    request.user = person
    with translation.override(language):
        form = render_to_string("documents/sign.html", context, request=request)
    content = choices.to_be_signed(person, a_paper(), context["ticket"], now=NOW)
    stand_in.ready[content] = stand_in.prepare(content)
    html = (
        f'<!doctype html><html lang="{language}"><head><title>sign</title>'
        '<script src="/ncalayer.js" defer></script></head>'
        f"<body><main><h1>sign</h1>{form}</main></body></html>"
    )
    policy = {"Content-Security-Policy": POLICY.format(socket=address.rstrip("/"))}

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(PLACE)
        if path == "/ncalayer.js":
            route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
        elif path == "/content":
            route.fulfill(body=content, content_type="application/octet-stream")
        elif path == "/sign":
            sent.append(_fields(route.request))
            route.fulfill(body="<!doctype html><title>done</title>", content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)

    page.route(f"{PLACE}/**", answer)
    page.goto(f"{PLACE}/")
    page.locator("#way-ncalayer").check(force=True)
    return sent


def _fields(request: Any) -> dict[str, str]:
    from email import message_from_bytes

    body, kind = request.post_data_buffer or b"", request.headers["content-type"]
    if kind.startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    parts = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body).get_payload()
    return {
        str(part.get_param("name", header="content-disposition")): str(part.get_payload()).strip()
        for part in parts  # type: ignore[union-attr]
    }


def a_stand_in(person: Any, mood: Mood) -> NCALayerStandIn:
    """With a key of this person. What it signs is signed when the page is opened: its own thread has no place in
    the test's transaction.
    """
    signer = LocalPkcs12Signer(key_of(person), PASSWORD)
    stand_in = NCALayerStandIn(lambda content: stand_in.ready[content], mood)
    stand_in.prepare = lambda content: signer.sign_cms(content, now=NOW)
    return stand_in


def press(page: Any) -> None:
    page.locator("button[type=submit]").click()


@pytest.mark.parametrize("mood", [Mood.WELL, Mood.OLD, Mood.PEM, Mood.SILENT_START])
def test_ncalayer_signs_and_the_court_takes_it(desk: Any, mood: Mood) -> None:
    person = a_person()
    stand_in = a_stand_in(person, mood)
    with stand_in.running():
        sent = opened(desk, person, stand_in)
        press(desk)
        desk.wait_for_url(f"{PLACE}/sign")
    (form,) = sent
    assert form["way"] == "ncalayer" and base64.b64decode(form["cms"])
    signed = choices.sign_pdf_for(person, a_paper(), form, reason="", now=NOW)
    (report,) = verifier().verify_pdf(signed, now=NOW)
    assert report.status is Status.VALID and report.iin == person.iin
    if mood is not Mood.OLD:
        asked = stand_in.asked[0]
        assert (asked["module"], asked["method"]) == ("kz.gov.pki.knca.basics", "sign")
        assert asked["args"]["format"] == "cms" and asked["args"]["locale"] == "ru"
        assert asked["args"]["signerParams"]["iin"] == person.iin
        assert asked["args"]["signerParams"]["extKeyUsageOids"] == ["1.3.6.1.5.5.7.3.4"]


FAULTS: dict[Mood, str] = {
    Mood.CANCELLED: "cancelled",
    Mood.CANCELLED_OLD: "cancelled",
    Mood.EXPIRED: "expired",
    Mood.GARBAGE: "garbage",
    Mood.NOT_A_SIGNATURE: "garbage",
    Mood.SLOW: "slow",
    Mood.HANGS_UP: "stopped",
}


@pytest.mark.parametrize("mood", FAULTS)
def test_each_fault_is_told_and_the_page_can_be_used_again(desk: Any, mood: Mood) -> None:
    person = a_person()
    stand_in = a_stand_in(person, mood)
    with stand_in.running():
        sent = opened(desk, person, stand_in, wait=2)
        press(desk)
        desk.locator("[data-ncalayer-fault]:not([hidden])").wait_for()
        told = desk.locator("[data-ncalayer-fault]").inner_text()
        assert told == desk.locator(f'[data-ncalayer-word="{FAULTS[mood]}"]').text_content()
        assert desk.locator("[data-ncalayer-fault]").evaluate("one => one === document.activeElement")
        assert not sent
        stand_in.mood = Mood.WELL
        press(desk)
        desk.wait_for_url(f"{PLACE}/sign")
    assert len(sent) == 1


def test_a_program_that_does_not_run_is_told(desk: Any) -> None:
    person = a_person()
    stand_in = a_stand_in(person, Mood.WELL)
    sent = opened(desk, person, stand_in)
    press(desk)
    desk.locator("[data-ncalayer-fault]:not([hidden])").wait_for()
    told = desk.locator("[data-ncalayer-fault]").inner_text()
    assert told == desk.locator('[data-ncalayer-word="not_running"]').text_content()
    assert not sent


def test_waiting_can_be_stopped(desk: Any) -> None:
    person = a_person()
    stand_in = a_stand_in(person, Mood.SLOW)
    with stand_in.running():
        opened(desk, person, stand_in, wait=60)
        press(desk)
        desk.locator("[data-ncalayer-cancel]:not([hidden])").click()
        desk.locator("[data-ncalayer-fault]:not([hidden])").wait_for()
        assert "cancelled" in desk.locator(
            "[data-ncalayer-word]", has_text=desk.locator("[data-ncalayer-fault]").inner_text()
        ).get_attribute("data-ncalayer-word")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing_on_the_form(desk: Any, axe: Callable[[Any], list[str]], language: str) -> None:
    person = a_person()
    opened(desk, person, a_stand_in(person, Mood.WELL), language=language)
    assert axe(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
