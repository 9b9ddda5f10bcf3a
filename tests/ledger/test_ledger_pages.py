"""The pages and the API of the ledger, as anybody meets them."""

from __future__ import annotations

import hashlib
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tarazy import ledger, verify
from tarazy.ledger.models import Checkpoint
from tarazy.site.translations import compile_all, missing
from tests.ledger.conftest import COURT, NOON, enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def _words() -> None:
    compile_all()


@pytest.fixture
def signed() -> None:
    """Twelve entries of which ten are covered, and another court."""
    enter(10)
    ledger.checkpoint(COURT, at=NOON)
    enter(2)
    enter(1, stream="7102")
    ledger.checkpoint("7102", at=NOON)


@pytest.mark.parametrize(
    ("language", "title"), [("kk", "Соттар журналы"), ("ru", "Журнал судов"), ("en", "Ledger of the courts")]
)
def test_the_page_tells_how_each_ledger_stands(
    client: Client, signed: None, language: str, title: str
) -> None:
    page = client.get(f"/{language}/verify/ledger/").content.decode()
    assert f">{title}</h1>" in page
    assert "checkpoints-7101.json" in page and "checkpoints-7102.json" in page
    assert f'/{language}/verify/ledger/7101/10/"' in page
    assert ledger.proof_bundle(enter(1)[0], at=NOON)["public_key"] in page
    assert hashlib.sha256(Path(verify.__file__).read_bytes()).hexdigest() in page


def test_an_entry_shows_its_proof_and_hands_out_the_bundle(client: Client, signed: None) -> None:
    page = client.get("/en/verify/ledger/7101/4/").content.decode()
    response = client.get("/en/verify/ledger/7101/4/bundle.json")
    bundle = verify.read_json(response.content)
    assert verify.check_proof(bundle).verifies
    assert all(step in page for step in bundle["proof"]["hashes"])
    assert "attachment" in response["Content-Disposition"]


def test_an_entry_that_is_not_covered_says_so_and_nothing_is_signed_by_looking(
    client: Client, signed: None
) -> None:
    assert (
        "No signed checkpoint covers this entry yet"
        in client.get("/en/verify/ledger/7101/12/").content.decode()
    )
    assert client.get("/en/verify/ledger/7101/12/bundle.json").status_code == 404
    assert client.get("/api/v1/ledger/entries/7101/12/proof").status_code == 409
    assert Checkpoint.objects.count() == 2


def test_the_files_for_the_check_are_what_the_verifier_reads(client: Client, signed: None) -> None:
    ledger.checkpoint(COURT, at=NOON + timedelta(hours=1))
    for address in ("/kk/verify/ledger/7101/checkpoints.json", "/api/v1/ledger/checkpoints/7101"):
        report = verify.check_checkpoints(verify.read_json(client.get(address).content))
        assert report.verifies and ("+", "all_consistent", {"first": 10, "last": 12}) in report.lines
    assert client.get("/kk/verify/ledger/tarazy-verify.py").content == Path(verify.__file__).read_bytes()


def test_an_entry_is_found_by_court_and_number(client: Client, signed: None) -> None:
    found = client.get("/en/verify/ledger/", {"stream": " 7101 ", "number": "12"})
    assert found.status_code == 302 and found["Location"] == "/en/verify/ledger/7101/12/"
    for stream, number in (
        ("7101", "13"),
        ("7101", "-1"),
        ("7109", "1"),
        ("7101", "9" * 15),
        ("", "1"),
        ("\0", "1"),
    ):
        missed = client.get("/en/verify/ledger/", {"stream": stream, "number": number})
        assert missed.status_code == 404 and "There is no such entry" in missed.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/en/verify/ledger/7101/0/",
        "/en/verify/ledger/7101/13/",
        "/en/verify/ledger/7101/99999999999999999999999/",
        "/en/verify/ledger/7109/1/",
        "/en/verify/ledger/7109/checkpoints.json",
        "/api/v1/ledger/checkpoints/7109",
        "/api/v1/ledger/entries/7101/13/proof",
        "/api/v1/ledger/consistency?stream=7101&old=1&new=13",
        "/api/v1/ledger/consistency?stream=7101&old=13&new=13",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, signed: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/ledger/entries/7101/0/proof",
        "/api/v1/ledger/entries/71_01/1/proof",
        "/api/v1/ledger/entries/7101/99999999999999999999999/proof",
        "/api/v1/ledger/consistency?stream=7101&old=3&new=2",
        "/api/v1/ledger/consistency?stream=7101&old=0&new=2",
        "/api/v1/ledger/checkpoints/7101?before=0",
    ],
)
def test_what_cannot_be_asked_is_refused(client: Client, signed: None, address: str) -> None:
    assert client.get(address).status_code == 422


def test_the_api_gives_checkpoints_and_consistency(client: Client, signed: None) -> None:
    latest = client.get("/api/v1/ledger/checkpoints").json()
    assert [(one["stream"], one["size"]) for one in latest] == [("7101", 10), ("7102", 1)]
    assert verify.read_note(latest[0]["text"]).root.hex() == latest[0]["root"]
    answer = client.get("/api/v1/ledger/consistency?stream=7101&old=3&new=12").json()
    assert answer["hashes"] == [one.hex() for one in ledger.consistency_proof(COURT, 3, 12)]
    bundle = client.get("/api/v1/ledger/entries/7101/10/proof").content
    assert verify.check_proof(verify.read_json(bundle)).verifies


def test_pages_of_a_ledger_of_thousands_are_quick(client: Client) -> None:
    enter(5000)
    ledger.checkpoint(COURT, at=NOON)
    client.get("/en/verify/ledger/7101/1/")
    began = time.perf_counter()
    assert client.get("/en/verify/ledger/7101/2500/").status_code == 200
    assert time.perf_counter() - began < 0.3


def test_every_word_is_there_in_kazakh_and_russian() -> None:
    assert missing("ledger") == []


def test_without_a_key_the_page_still_opens(client: Client, signed: None, settings: Any) -> None:
    settings.LOCAL = False
    settings.TARAZY_HOME = settings.TARAZY_HOME / "none"
    assert client.get("/en/verify/ledger/").status_code == 200


@pytest.mark.browser
def test_the_pages_fit_a_small_screen_and_axe_finds_nothing(
    page: Any, axe: Any, live_server: Any, transactional_db: None
) -> None:
    enter(10)
    ledger.checkpoint(COURT, at=NOON)
    enter(1)
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("", "7101/4/", "7101/11/", "?stream=7101&number=99"):
        page.goto(f"{live_server.url}/kk/verify/ledger/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert axe(page) == [], path
    page.goto(f"{live_server.url}/ru/verify/ledger/")
    page.fill("#stream", "7101")
    page.fill("#number", "3")
    page.get_by_role("button", name="Найти").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Скачать доказательство").click()
    assert verify.check_proof(json.loads(Path(started.value.path()).read_text())).verifies
