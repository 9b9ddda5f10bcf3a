"""A judgment's way: written beside practice, signed, anonymised, confirmed, in force, published, found, verified."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.journeys import desk, steps
from tests.journeys.checking import own_verifier_says, pdfsig_says, text_of, verifier_says
from tests.journeys.conftest import Someone
from tests.journeys.house import House
from tests.journeys.people import Person
from tests.journeys.prepare_acts import JUDGE, MATTERS

pytestmark = pytest.mark.browser
CLERK, CLAIMANT, DEFENDANT = "clerk2.7511", "citizen3", "citizen4"
SAID = "доплата за ночные смены признана ответчиком и в исковое требование не входила"
# A word of this act alone finds it among all the others.
MARK = "мармеладной"


@pytest.mark.parametrize("house", ["acts"], indirect=True)
def test_an_act_from_the_desk_to_a_reader(
    house: House, someone: Someone, matters: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    number = matters["decide"]["number"]
    judge = someone("ru", who=JUDGE)
    begins(judge, number)
    writes(judge, house)
    answered = answers_a_card(judge)
    signs(judge, house, tmp_path, answered)

    clerk = someone("ru", who=CLERK)
    address = confirms(clerk, number)
    comes_into_force(clerk, house, address, number)
    reader = someone("kk", phone=True)
    for person in (reader, someone("ru")):
        reads(person, house)
    checks(reader, tmp_path)


def begins(judge: Person, number: str) -> None:
    """Home, the desk with forty matters, this one found among them, an act begun."""
    judge.press("Стол")
    assert f"{MATTERS} " in judge.page.locator("h1").inner_text()
    assert judge.page.locator(".td-matter").count() == MATTERS
    judge.fill({"q": number})
    judge.press("Показать", last=True)
    exact = judge.page.get_by_role("link", name=number, exact=True)
    row = judge.page.locator(".td-matter", has=exact)
    with judge.page.expect_navigation():
        row.get_by_role("link", name="Начать акт").click()
    judge.see()
    desk.open_with_word(judge)
    judge.fill({"code": "judgment"})
    judge.press("Начать", last=True)
    desk.open_with_word(judge)
    desk.at_desk(judge)
    judge.see()


def full_name(house: House, who: str) -> str:
    one = house.people[who]
    return " ".join((one["family_name"], one["given_name"], one["patronymic"])).strip()


def writes(judge: Person, house: House) -> None:
    """The parts instead of the template's blanks, with the parties' names; a sum that doesn't add up; an analogue."""
    claimant, defendant = (full_name(house, one) for one in (CLAIMANT, DEFENDANT))
    iin = house.people[CLAIMANT]["iin"]
    desk.write(
        judge,
        "description",
        f"{claimant} (ИИН {iin}) просит взыскать с ответчика заработную плату. {defendant} возражает: средств нет.",
        instead=True,
    )
    desk.write(
        judge,
        "reasons",
        f"{claimant} работал на {MARK} фабрике. Истец просит взыскать задолженность по заработной плате "
        "500 000 тенге и пеню 61 240 тенге. Требование подтверждено табелем, довод об отсутствии средств отклонён. ",
        instead=True,
    )
    desk.panel(judge, "analogues")
    assert judge.page.locator("#beside-analogues .rr-analogue").count()
    judge.page.locator("#beside-analogues [data-desk-insert]").first.click()
    desk.saved(judge)
    assert judge.page.locator("#part-reasons [class*=td-cite]").count() == 1
    desk.write(
        judge,
        "operative",
        f"Взыскать с {defendant} в пользу {claimant} задолженность по заработной плате 500 000 тенге, "
        "пеню 61 240 тенге, всего 700 000 тенге.",
        instead=True,
    )


def answers_a_card(judge: Person) -> str:
    """What differs is told beside the act; the judge says why it is right, and it is no longer warned of; its title."""
    judge.page.reload()
    desk.at_desk(judge)
    assert "700 000" in re.sub(r"\s", " ", desk.panel(judge, "anomalies"))
    for name in ("category", "forecast", "trace"):
        assert desk.panel(judge, name)
    judge.see()
    card = judge.page.locator("#beside-anomalies .rr-analogue", has_text="700").first
    title: str = card.locator("h3").inner_text()
    card.locator("summary", has_text="Обоснованное отличие").click()
    card.locator("textarea").fill(SAID)
    card.locator("button", has_text="Сохранить ответ").click()
    judge.page.locator("#beside-anomalies summary", has_text="Ваш ответ").wait_for()
    assert SAID in judge.page.locator("#beside-anomalies textarea").first.input_value()
    return title


def signs(judge: Person, house: House, folder: Path, answered: str) -> None:
    """The operative part announced, then the full text; the paper is signed and time-stamped."""
    desk.to_signature(judge, "Проверить и объявить", {"outcome": "satisfied_full"})
    desk.at_desk(judge)
    judge.press("Проверить и подписать")
    assert answered not in judge.text()
    judge.press("К подписи")
    steps.sign(judge)
    assert "/desk/acts/" in judge.page.url, judge.text()
    judge.press("Подпись и проверка")
    paper = judge.take(judge.page.locator("main a[href$='/download/']").first.get_attribute("href"))
    assert "Signature is Valid" in pdfsig_says(paper, folder)
    iin = house.people[JUDGE]["iin"]
    assert own_verifier_says(house, paper, folder) == [("valid", "test", iin, True)]
    assert MARK in text_of(paper, folder)


def confirms(clerk: Person, number: str) -> str:
    """Who may confirm finds the task at home, looks at what the program replaced, confirms; the address."""
    clerk.go("/home/")
    clerk.press("Акты к публикации")
    clerk.press(number)
    address = clerk.page.url
    public = clerk.page.locator(".pb-row .pb-side:nth-child(2)").all_inner_texts()
    assert MARK in " ".join(public) and not named(clerk.house, " ".join(public))
    if clerk.page.get_by_role("button", name="Я просмотрел все").count():
        clerk.press("Я просмотрел все")
    clerk.page.locator("label[for=read]").click()
    clerk.press("Подтвердить")
    return address


def named(house: House, text: str) -> list[str]:
    """Names and numbers of the parties that stand in a text, in whatever case their endings are."""
    found = []
    for who in (CLAIMANT, DEFENDANT):
        one = house.people[who]
        for name in (one["family_name"], one["patronymic"]):
            if name and re.search(rf"\b{re.escape(name[:-2])}", text):
                found.append(name)
        if one["iin"] in text:
            found.append(one["iin"])
    return found


def comes_into_force(clerk: Person, house: House, address: str, number: str) -> None:
    """Copies are sent; nobody reads the act until the time to appeal has run out; then everybody does."""
    clerk.go(address)
    assert "ещё не вступил" in clerk.text().lower() or "не вступил" in clerk.text(), clerk.text()
    clerk.go("/home/")
    tasks = clerk.page.locator("section", has_text="Другие задачи")
    with clerk.page.expect_navigation():
        tasks.get_by_role("link", name="Показать всё").click()
    clerk.see()
    clerk.press("Направить копии")
    clerk.press("Открыть дело")
    assert number in clerk.text()
    clerk.press("Направить копии")
    clerk.press("Направить копии", last=True)
    house.run("tests.journeys.later", "45")  # says why no page does this
    clerk.go(address)
    clerk.press("Опубликованный акт")


def reads(person: Person, house: House) -> None:
    """Without an account, from the front page: the bank, a word of the act, the act, and no name on it."""
    person.go("/")
    person.go("/acts/")
    person.page.locator("#q").fill(MARK)
    person.page.locator("#found .rr-results mark").first.wait_for()  # found as one types
    assert person.page.locator("#found .rr-results > li").count() == 1
    person.see()
    with person.page.expect_navigation():
        person.page.locator("#found .rr-results a").first.click()
    person.see()
    text = person.page.locator("article.tz-act").inner_text()
    assert MARK in text
    assert not named(house, person.page.content())


def checks(reader: Person, folder: Path) -> None:
    """The text and its proof are saved and checked by the verifier alone, in a process of its own, offline."""
    reader.page.locator("a[href*='/published/']").first.click()
    reader.page.wait_for_load_state()
    reader.see()
    text = reader.take(reader.page.locator("main a[href$='/text.txt']").get_attribute("href"))
    mark = hashlib.sha256(text).hexdigest()
    assert mark in reader.text()
    proof = reader.page.locator("main a[href$='bundle.json']").get_attribute("href")
    reader.go(proof.removesuffix("bundle.json"))
    steps.wait_until(reader, "Дәлелді жүктеп алу", 90)  # with the next signed checkpoint
    bundle = reader.take(proof)
    assert mark.encode() in bundle
    status, said = verifier_says("proof", bundle, folder, "kk")
    assert status == 0, said
    assert verifier_says("proof", bundle.replace(mark[:8].encode(), b"00000000"), folder, "kk")[0] != 0
