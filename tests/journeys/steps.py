"""What people do on their way, in steps that several journeys share."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tests.journeys.people import Person

SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
GO_ON = {"kk": "Сақтап, жалғастыру", "ru": "Сохранить и продолжить", "en": "Save and go on"}
BEGIN = {"kk": "Бастау", "ru": "Начать", "en": "Begin"}
CONTACT = {
    "answer-region": "almaty",
    "answer-locality": "Алматы",
    "answer-street": "Абай даңғылы, 10",
    "answer-phone": "+7 701 111 22 33",
}


def evidence(*lines: str) -> bytes:
    """A PDF of one page with these lines, as a phone makes one of a photograph."""
    page = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((120, 140 + 60 * number), line, font=ImageFont.truetype(SERIF, 34), fill=30)
    kept = io.BytesIO()
    page.save(kept, "PDF", resolution=150)
    return kept.getvalue()


def party(one: dict[str, Any], *, company: bool = False) -> dict[str, str]:
    """The answer to the question who somebody is."""
    if company:
        return {
            "answer-kind": "company",
            "answer-organisation": one["organisation"],
            "answer-bin": one["bin"],
        }
    return {
        "answer-kind": "individual", "answer-family_name": one["family_name"], "answer-given_name": one["given_name"],
        "answer-patronymic": one["patronymic"], "answer-iin": one["iin"],
    }  # fmt: skip


def day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    """A date in its three fields."""
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def wages(
    claimant: dict[str, Any], employer: dict[str, Any], court: str, language: str
) -> dict[str, dict[str, Any]]:
    """The answers of a claim for wages, by question."""
    return {
        "paper_language": {"answer": language},
        "claimant": party(claimant),
        "claimant_contact": CONTACT,
        "represented": {"answer": "no"},
        "defendant": party(employer, company=True),
        "defendant_contact": CONTACT | {"answer-phone": ""},
        "position": {"answer": "аспаз"},
        "employed_since": day("answer", 3, 3, 2025),
        "still_employed": {"answer": "no"},
        "left_on": day("answer", 30, 9, 2026),
        "contract_form": {"answer": "written"},
        "arrears": day("answer-0-from", 1, 7, 2026) | day("answer-0-until", 30, 9, 2026) | {"answer-0-amount": "840 000"},
        "leave_asked": {"answer": "yes"},
        "leave_sum": {"answer": "96 500"},
        "penalty_asked": {"answer": "no"},
        "story": {"answer": "Үш ай жұмыс істедім, жалақы төленген жоқ. Директор күте тұр деді."},
        "pretrial_done": {"answer": "yes"},
        "pretrial_on": day("answer", 12, 10, 2026),
        "pretrial_account": {"answer": "Келісу комиссиясына арыз бердім, жауап келмеді."},
        "conciliation_tried": {"answer": "no"},
        "conciliation_wish": {"answer": "mediator"},
        "evidence": {"answer-contract": "promised", "answer-payslips": "requested", "answer-calculation": "promised"},
        "court": {"answer": court},
        "extraterritorial": {"answer": "no"},
        "without_ai": {"answer": "no"},
    }  # fmt: skip


def asked(person: Person) -> str:
    """The question on the page; empty on another page."""
    found = re.search(r"/question/(\w+)/", person.page.url)
    return found[1] if found else ""


def answer_all(person: Person, answers: dict[str, dict[str, Any]]) -> list[str]:
    """Answer page after page until the check; the questions in their order."""
    met: list[str] = []
    while question := asked(person):
        assert question not in met, f"asked twice: {question}: {person.text()}"
        met.append(question)
        person.fill({name: value for name, value in answers[question].items() if value})
        person.press(GO_ON[person.language], last=True)
    return met


def attach(person: Person, code: str, name: str, content: bytes) -> None:
    """Put a file to an attachment on the page of the filing: chosen, sent in pieces, attached."""
    field = person.page.locator(f"#documents_{code}-input")
    form = person.page.locator("form", has=field)
    field.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    form.locator("[data-file]").first.wait_for()
    form.locator(f"input[name=documents_{code}]").first.wait_for(state="attached")
    with person.page.expect_navigation():
        form.get_by_role("button").last.click()
    person.see()


def sign_with_file(person: Person, key: Path, password: str) -> None:
    """Sign on the page with a key file and its password."""
    person.page.locator("label[for=way-key_file]").click()
    person.page.locator("#key-file").set_input_files(str(key))
    person.page.locator("#key-password").fill(password)
    sign(person)


def sign(person: Person) -> None:
    """Press the button that signs by the way that is chosen."""
    with person.page.expect_navigation():
        person.page.locator("form[data-ncalayer] button[type=submit]").click()
    person.see()


def file_wages(citizen: Person, court: str, *, key: Path | None = None, password: str = "") -> str:
    """Build a claim for wages without an account, sign in, attach, sign and file; the address of the receipt."""
    people = citizen.house.people
    citizen.go("/constructor/")
    citizen.press("Жалақыны өндіріп алу")
    citizen.press(BEGIN[citizen.language])
    answer_all(citizen, wages(people["citizen0"], people["head1"], court, citizen.language))
    citizen.press("Қол қойып, беру")
    return finish_wages(citizen, key=key, password=password)


def finish_wages(citizen: Person, *, key: Path | None = None, password: str = "") -> str:
    """From the door of the cabinet to the receipt; its address."""
    if "/account/login/" in citizen.page.url:
        citizen.press("Көрсетілім адамдары")
        citizen.become("citizen0")
    for code in ("pretrial", "contract", "calculation"):
        attach(citizen, code, f"{code}.pdf", evidence("Еңбек шарты № 14", "2025 жылғы 3 наурыз", code))
    citizen.press("Қол қойып, беру")
    if key:
        sign_with_file(citizen, key, password)
    else:
        sign(citizen)
    assert citizen.page.url.endswith("/receipt/"), citizen.text()
    return citizen.page.url


def fact(person: Person, name: str) -> str:
    """What stands beside a name in the lists of facts of the page."""
    row = person.page.locator(f"xpath=//dt[normalize-space()='{name}']/following-sibling::dd[1]").first
    found: str = row.inner_text()
    return found


def open_task(person: Person, words: str) -> None:
    """From one's desk: the task of these words, then the case it is about."""
    person.go("/home/")
    person.press(words)
    person.press({"ru": "Открыть дело", "kk": "Істі ашу"}[person.language])


def wait_until(person: Person, words: str, seconds: float = 60) -> None:
    """Look at the page again and again until it says the words."""
    until = time.monotonic() + seconds
    while words not in person.text():
        assert time.monotonic() < until, person.text()
        time.sleep(0.5)
        person.page.reload()
    person.see()


def register(clerk: Person) -> str:
    """Register the first filing that waits; the number that it got. The clerk is on the page of the case then."""
    open_task(clerk, "Зарегистрировать обращение")
    clerk.press("Зарегистрировать")
    clerk.press("Зарегистрировать")
    found = re.search(r"\d{4}-\d\d-00-\d[^/\s]*/\d+", clerk.text())
    assert found, clerk.text()
    return found[0]


def drawn_judge(clerk: Person, court: str) -> str:
    """Wait on the page of a case until a judge is drawn; who that is among the people of the demo."""
    until = time.monotonic() + 60
    while not clerk.page.locator("dt", has_text="Судья").count():
        assert time.monotonic() < until, clerk.text()
        time.sleep(0.5)
        clerk.page.reload()
    clerk.see()
    name = fact(clerk, "Судья").split()[0]
    return next(
        who
        for who, one in clerk.house.people.items()
        if who.startswith("judge") and who.endswith(court) and one["family_name"] == name
    )


def to_sign(person: Person, *draft: str) -> None:
    """With a draft finished already (the arguments of `finished_draft`): to the page where it is signed."""
    made = person.house.run("tests.journeys.finished_draft", *draft).split()[-1]
    person.go(f"/cabinet/file/{made}/")
    filing = person.page.url
    fee = person.page.locator("main a[href$='/fee/'].govuk-button")
    if fee.count():
        pay(person)
        person.go(filing)
    person.go(f"{filing}sign/")


def pay(person: Person) -> None:
    """From the page of a filing: the fee, paid at the demo bank."""
    with person.page.expect_navigation():
        person.page.locator("main a[href$='/fee/'].govuk-button").click()
    person.see()
    person.fill({"way": "pay"})
    with person.page.expect_navigation():
        person.page.locator("main form button.govuk-button:not([type=button])").last.click()
    person.see()
    with person.page.expect_navigation():
        person.page.locator("button[value=paid]").click()
    person.see()


def accept(judge: Person) -> None:
    """The judge finds the new case on the desk, reads the draft of the ruling, signs it with the demo's key."""
    open_task(judge, "Решить о принятии иска")
    judge.press("Принять к производству")
    judge.fill({"reasons": "Талап қою АПК 148, 149-баптарының талаптарына сай, қайтаруға негіз жоқ."})
    judge.press("Подготовить акт")
    draft = judge.take(judge.page.locator("a[href$='draft.pdf']").get_attribute("href"))
    assert draft.startswith(b"%PDF")
    sign(judge)
    assert "Принято к производству" in judge.page.locator(".cs-head__tags").inner_text()


def path_of(person: Person) -> str:
    """The path of the page, without its language and question."""
    return re.sub(r"^/(kk|ru|en)", "", person.page.url.partition("?")[0].removeprefix(person.house.address))
