"""What goes wrong on the way: wrong input in three languages, a server that dies in the middle of a filing."""

from __future__ import annotations

import contextlib
import threading

import pytest
from playwright.sync_api import Error

from tests.journeys import steps
from tests.journeys.conftest import Someone
from tests.journeys.house import House
from tests.journeys.people import Person

pytestmark = pytest.mark.browser
WRONG_KEY = {"kk": "ұпиясөз", "ru": "ароль", "en": "assword"}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_wrong_input_is_told_at_its_field_and_nothing_is_lost(
    house: House, someone: Someone, language: str
) -> None:
    person = someone(language, phone=True)
    person.go("/constructor/new/wages/")
    person.press(steps.BEGIN[language])
    person.press(steps.GO_ON[language], last=True)
    assert_told(person)
    person.fill({"answer": "ru"})
    person.press(steps.GO_ON[language], last=True)
    one = house.people["citizen0"]
    person.fill(steps.party(one) | {"answer-iin": "123456789012"})
    person.press(steps.GO_ON[language], last=True)
    assert_told(person)
    assert person.page.input_value('[name="answer-family_name"]') == one["family_name"]
    person.fill({"answer-iin": one["iin"]})
    person.press(steps.GO_ON[language], last=True)
    assert steps.asked(person) == "claimant_contact"


def assert_told(person: Person) -> None:
    summary = person.page.locator(".govuk-error-summary")
    assert summary.count() == 1 and summary.locator("a").count() >= 1
    target = summary.locator("a").first.get_attribute("href")
    assert person.page.locator(target).count() == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_wrong_password_of_the_key_signs_nothing(house: House, someone: Someone, language: str) -> None:
    person = someone(language, phone=True, who="citizen0")
    steps.to_sign(person, "citizen0", "wages", "7511", "ru" if language == "ru" else "kk", "citizen0")
    address = person.page.url
    steps.sign_with_file(person, house.home / "citizen.p12", "not this one")
    assert person.page.url == address and WRONG_KEY[language] in person.text()
    assert person.page.locator(".govuk-error-summary").count() == 1


def test_a_server_that_dies_while_filing_loses_nothing_and_doubles_nothing(
    house: House, someone: Someone
) -> None:
    person = someone("kk", phone=True, who="citizen0")
    steps.to_sign(person, "citizen0", "wages", "7511", "kk", "citizen0")
    filing = person.page.url.removesuffix("sign/")
    before = house.run("tests.journeys.counted")
    for wait in (0.05, 0.25, 0.6):
        killer = threading.Timer(wait, house.kill)
        killer.start()
        with contextlib.suppress(Error):  # the browser says in many ways that nobody answers
            person.page.locator("form[data-ncalayer] button[type=submit]").click(timeout=5000)
            person.page.wait_for_load_state("load", timeout=5000)
        killer.join()
        house.start()
        person.faults.clear()  # what the browser says of a dead server is no fault of a page
        person.go(filing)
        if person.page.url.endswith("/receipt/"):
            break
        person.press("Қол қойып, беру")  # the draft and the filing are still there
    if not person.page.url.endswith("/receipt/"):
        steps.sign(person)
    assert person.page.url.endswith("/receipt/")
    number = person.page.locator(".govuk-panel strong").inner_text()
    person.go(filing)  # once more: the same receipt
    assert person.page.locator(".govuk-panel strong").inner_text() == number
    cases, entries = (int(one) for one in house.run("tests.journeys.counted").split())
    assert (cases, entries) == tuple(int(one) + 1 for one in before.split())
