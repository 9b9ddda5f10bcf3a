"""A claim for wages from a phone to the judge's signed ruling and the answer of the other side."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.journeys import steps
from tests.journeys.checking import own_verifier_says, pdfsig_says, text_of, verifier_says
from tests.journeys.conftest import Someone
from tests.journeys.house import House
from tests.journeys.people import Person
from tests.journeys.prepare import KEY_PASSWORD

pytestmark = pytest.mark.browser
COURT, CLERK = "7511", "clerk1.7511"


@pytest.mark.parametrize("house", ["sqlite", "postgres"], indirect=True)
def test_from_a_phone_to_the_ruling_and_the_answer(house: House, someone: Someone, tmp_path: Path) -> None:
    citizen, clerk = someone("kk", phone=True), someone("ru", who=CLERK)
    receipt = steps.file_wages(citizen, COURT, key=house.home / "citizen.p12", password=KEY_PASSWORD)
    the_receipt_is_true(citizen, house, tmp_path)

    number = steps.register(clerk)
    case = clerk.page.url.partition("?")[0]
    judge = someone("ru", who=steps.drawn_judge(clerk, COURT))
    steps.accept(judge)

    the_citizen_follows(citizen, number, house, tmp_path)
    the_clerk_serves(clerk)
    defendant = someone("ru", who="head1", phone=True)
    the_defendant_answers(defendant, number)

    clerk.go(case.removeprefix(house.address) + "docket/")
    docket = clerk.text()
    assert "Документ вручён" in docket and "тзыв" in docket
    the_proofs_hold(citizen, receipt, tmp_path)


def the_receipt_is_true(citizen: Person, house: House, folder: Path) -> None:
    number = citizen.page.locator(".govuk-panel strong").inner_text()
    assert re.fullmatch(rf"{COURT}-\d+", number)
    told = steps.fact(citizen, "Қол қойылған құжаттың таңбасы (SHA-256)")
    signed = citizen.take(citizen.page.locator("a[href$='paper.pdf']").get_attribute("href"))
    assert hashlib.sha256(signed).hexdigest() == told
    assert "Signature is Valid" in pdfsig_says(signed, folder)
    iin = house.people["citizen0"]["iin"]
    assert own_verifier_says(house, signed, folder) == [("valid", "test", iin, True)]
    assert number in text_of(
        citizen.take(citizen.page.locator("a[href$='receipt.pdf']").get_attribute("href")), folder
    )


def the_citizen_follows(citizen: Person, number: str, house: House, folder: Path) -> None:
    citizen.go("/home/")
    steps.wait_until(citizen, f"{number} ісі: Іс жүргізуге қабылданды", 30)
    citizen.press(number)
    text = citizen.text()
    assert "Қабылданды" in text and "Іс жүргізуге қабылданды" in text
    due = citizen.page.locator("section", has=citizen.page.locator("#due-heading"))
    assert "желтоқсан" in due.inner_text() or "қараша" in due.inner_text()
    citizen.press("Істің барысы")
    citizen.press("Іс жүргізуге қабылдау туралы ұйғарым")
    link = citizen.page.locator("main a[href*='/download']").first.get_attribute("href")
    ruling = citizen.take(link)
    assert "Signature is Valid" in pdfsig_says(ruling, folder)
    assert own_verifier_says(house, ruling, folder)[0][:2] == ("valid", "test")


def the_clerk_serves(clerk: Person) -> None:
    steps.open_task(clerk, "Вручить документы")
    clerk.press("Вручить документы")
    party = clerk.page.locator("#party option", has_text="ответчик").get_attribute("value")
    clerk.fill({"party": party, "what": "claim", "way": "cabinet"})
    clerk.press("Отправить", last=True)
    assert "Документ отправлен" in clerk.text() and "в движении" in clerk.text()


def the_defendant_answers(defendant: Person, number: str) -> None:
    defendant.press("Иск с приложениями")
    assert "идут ваши сроки" in defendant.text()
    defendant.press("Открыть документ")
    assert "открыто в Судебном кабинете" in defendant.text()
    defendant.press("Дело")
    assert number in defendant.text()
    defendant.press("Подать отзыв")
    defendant.fill({"text": "Заработная плата выплачена полностью, долга нет. Прошу в иске отказать."})
    defendant.press("Перейти к подписанию")
    steps.sign(defendant)
    assert defendant.page.url.endswith("/receipt/"), defendant.text()


def the_proofs_hold(citizen: Person, receipt: str, folder: Path) -> None:
    """The proof of the filing and the receipt of the draw, by the verifier alone; and what it says of forged ones."""
    citizen.go(receipt)
    citizen.page.locator("dd a[href*='/verify/ledger/']").click()
    steps.wait_until(citizen, "Дәлелді жүктеп алу", 90)
    bundle = citizen.take(citizen.page.locator("a[href$='bundle.json']").get_attribute("href"))
    assert verifier_says("proof", bundle, folder, "kk")[0] == 0
    citizen.go("/home/")
    citizen.page.locator("section", has_text="Менің істерім").locator("li a").first.click()
    citizen.press("Судья қалай іріктелді")
    page = citizen.page.locator("a.al-wide").get_attribute("href")
    drawn = citizen.take(citizen.page.locator("a[href$='receipt.json']").first.get_attribute("href"))
    status, said = verifier_says("receipt", drawn, folder, "kk")
    assert status == 0, said
    forged = (
        drawn.replace(b'"weight": 1', b'"weight": 2', 1) if b'"weight": 1' in drawn else drawn[:-40] + b"}"
    )
    assert verifier_says("receipt", forged, folder, "kk")[0] != 0
    citizen.go(page)
    assert citizen.page.locator("main .govuk-tag, main .tz-card--good").count()
