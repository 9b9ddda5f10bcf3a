"""The desk's pages without a browser: who gets in, what is saved, what is said where something was changed meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tarazy.acts.desk import keys
from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.checks_shown import Warning, register
from tarazy.acts.desk.drafting import save_version, text_of
from tarazy.acts.desk.models import Draft
from tarazy.acts.desk.views.plain import from_plain, plain_lines
from tarazy.acts.desk.views.tools import sum_of
from tarazy.acts.text import ActText, Part, paragraph
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tests.acts.desk.at_work import a_draft, a_heard_case, a_judgment
from tests.acts.desk.factories import a_text, an_assistant, open_desk, seat
from tests.cases.factories import a_claimant, claimant_of, staff

pytestmark = pytest.mark.django_db


def client_of(user: User, *, opened: bool = True) -> Client:
    """The person's browser, the desk open in it."""
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    if opened:
        assert client.post("/ru/desk/open/", {"word": DEMO_PASSWORD}).status_code == 302
    return client


def send(client: Client, draft: Draft, text: ActText, base: int, **more: Any) -> Any:
    """What the editor sends."""
    body = json.dumps({"text": text.model_dump(mode="json"), "base": base, **more})
    return client.post(f"/ru/desk/{draft.pk}/save/", body, content_type="application/json")


@pytest.fixture
def written() -> tuple[Draft, User]:
    proceeding, judge = a_heard_case()
    return a_draft(proceeding, judge, a_judgment(proceeding)), judge


PAGES = ("", "history/", "history/1/", "preview.pdf", "check/", "sign/", "paper.pdf", "announce/", "announce/sign/",
         "operative.pdf", "opinions/", "dissent/", "dissent.pdf", "discard/", "norms/?q=1", "amount/?q=1")  # fmt: skip


def test_a_draft_is_there_for_its_panel_and_for_nobody_else(written: tuple[Draft, User]) -> None:
    draft, judge = written
    court = draft.proceeding.court
    outsiders = [
        claimant_of(draft.proceeding),
        staff(Role.COURT_CHAIR, court),
        staff(Role.REGISTRY_CLERK, court),
    ]
    outsiders.append(an_assistant(draft.proceeding))  # the judge writes: the assistant doesn't read
    for person in outsiders:
        client = client_of(person, opened=False)
        for page in PAGES:
            assert client.get(f"/ru/desk/{draft.pk}/{page}").status_code == 404, (person, page)
        for page in ("save/", "practice/", "take/", "share/", "history/1/back/"):
            assert client.post(f"/ru/desk/{draft.pk}/{page}").status_code == 404, (person, page)
    assert Client().get(f"/ru/desk/{draft.pk}/").status_code == 302
    opened = client_of(judge)
    assert opened.get(f"/ru/desk/{draft.pk}/").status_code == 200


def test_a_locked_desk_leads_to_where_it_is_opened_and_back(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge, opened=False)
    for page in PAGES:
        answer = client.get(f"/ru/desk/{draft.pk}/{page}")
        assert answer.status_code == 302 and answer["Location"].startswith("/ru/desk/open/?next="), page
    wrong = client.post("/ru/desk/open/", {"word": "не то слово"})
    assert wrong.status_code == 422 and "не то слово" not in wrong.content.decode()
    right = client.post("/ru/desk/open/", {"word": DEMO_PASSWORD, "next": f"/ru/desk/{draft.pk}/"})
    assert right["Location"] == f"/ru/desk/{draft.pk}/"
    assert client.get(right["Location"]).status_code == 200
    elsewhere = client.post("/ru/desk/open/", {"word": DEMO_PASSWORD, "next": "https://example.kz/"})
    assert elsewhere["Location"] == "/ru/desk/"
    client.post("/ru/desk/lock/")
    assert client.get(f"/ru/desk/{draft.pk}/").status_code == 302
    assert send(client, draft, a_judgment(draft.proceeding), 1).status_code in (302, 423)


def test_outside_the_demo_a_word_is_chosen_and_its_code_shown_once(settings: Any) -> None:
    proceeding, judge = a_heard_case_without_key()
    settings.TARAZY_DEMO = False
    client = client_of(judge, opened=False)
    assert "/desk/open/" in client.get(f"/ru/desk/start/{proceeding.case.uuid}/")["Location"]
    page = client.get("/ru/desk/open/").content.decode()
    assert 'name="again"' in page
    word = "құмда өскен сексеуіл"
    assert client.post("/ru/desk/word/new/", {"word": word, "again": "иное слово 12"}).status_code == 422
    answer = client.post("/ru/desk/word/new/", {"word": word, "again": word})
    code = answer.context["code"]
    assert answer.status_code == 200 and code in answer.content.decode()
    assert client.get(f"/ru/desk/start/{proceeding.case.uuid}/").status_code == 200
    fresh = client.post("/ru/desk/recovery/", {"code": code, "word": word + " 2", "again": word + " 2"})
    assert fresh.status_code == 200 and fresh.context["code"] != code
    changed = client.post("/ru/desk/word/", {"old": word, "word": word, "again": word})
    assert changed.status_code == 422  # the old word opens nothing any more
    assert client.post("/ru/desk/word/", {"old": word + " 2", "word": word, "again": word}).status_code == 200


def a_heard_case_without_key() -> tuple[Any, User]:
    proceeding, judge = a_heard_case()
    judge.desk_key.delete()
    return proceeding, User.objects.get(pk=judge.pk)


def test_what_the_editor_sends_is_the_next_version(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge)
    text = a_judgment(draft.proceeding).model_copy(update={"title": "Решение суда"})
    answer = send(client, draft, text, 1).json()
    assert answer["version"] == 2 and set(answer["parts"]) == {part.value for part in Part}
    assert "Сохранено" in answer["words"] or "Saved" in answer["words"]
    assert text_of(draft, open_desk(judge)) == text
    assert send(client, draft, text, 2).json()["version"] == 2  # the same words make no version


def test_two_windows_lose_nothing(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge)
    one = a_judgment(draft.proceeding).model_copy(update={"title": "Первое окно"})
    other = a_judgment(draft.proceeding).model_copy(update={"title": "Второе окно"})
    assert send(client, draft, one, 1).json()["version"] == 2
    refused = send(client, draft, other, 1)
    assert refused.status_code == 409 and refused.json()["version"] == 2
    html = refused.json()["html"]
    assert "<del>" in html and "<ins>" in html
    assert send(client, draft, other, 2, kept=True).json()["version"] == 3
    client.post(f"/ru/desk/{draft.pk}/history/2/back/")
    assert text_of(draft, open_desk(judge)).title == "Первое окно"
    page = client.get(f"/ru/desk/{draft.pk}/history/3/?with=2").content.decode()
    assert "<del>" in page and "Второе" in page


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"text": {}, "base": 1}', '{"text": {"kind": 1}, "base": "x"}', "\0"]
)
def test_what_is_no_act_is_refused_and_nothing_changes(written: tuple[Draft, User], body: str) -> None:
    draft, judge = written
    answer = client_of(judge).post(f"/ru/desk/{draft.pk}/save/", body, content_type="application/json")
    assert answer.status_code == 400
    assert draft.versions.count() == 1


def test_marks_that_the_act_doesnt_know_are_refused(written: tuple[Draft, User]) -> None:
    draft, judge = written
    text = a_judgment(draft.proceeding).model_dump(mode="json")
    text["reasons"][0]["content"][0]["marks"] = [{"type": "link", "attrs": {"href": "javascript:alert(1)"}}]
    body = json.dumps({"text": text, "base": 1})
    answer = client_of(judge).post(f"/ru/desk/{draft.pk}/save/", body, content_type="application/json")
    assert answer.status_code == 400


def test_without_scripts_plain_fields_save_and_untouched_paragraphs_keep_their_citations(
    written: tuple[Draft, User],
) -> None:
    draft, judge = written
    before = a_judgment(draft.proceeding)
    lines = plain_lines(before.reasons).split("\n")
    sent = {
        "base": "1",
        "title": "Решение",
        "subtitle": before.subtitle,
        "introduction": plain_lines(before.introduction),
        "description": "Истец просит взыскать долг.\r\n\r\nОтветчик возражает.",
        "reasons": "\r\n".join([*lines, "Расходы взысканы."]),
        "operative": "1. Иск удовлетворить.\r\n2. Расходы взыскать.",
    }
    answer = client_of(judge).post(f"/ru/desk/{draft.pk}/", sent)
    assert answer.status_code == 302
    after = text_of(draft, open_desk(judge))
    assert after.introduction == before.introduction
    assert after.reasons == (*before.reasons, paragraph("Расходы взысканы."))
    assert after.plain(Part.DESCRIPTION) == "Истец просит взыскать долг.\nОтветчик возражает."
    assert after.plain(Part.OPERATIVE) == "1. Иск удовлетворить.\n2. Расходы взыскать."
    late = client_of(judge).post(f"/ru/desk/{draft.pk}/", sent | {"title": "Моё решение"})
    assert late.status_code == 409 and "Моё решение" in late.content.decode()


def test_plain_lines_and_back_are_the_same_blocks() -> None:
    before = a_judgment_of_every_block()
    assert from_plain(plain_lines(before), before) == before


def a_judgment_of_every_block() -> Any:
    from tests.acts.desk.test_page_editor import EVERY_BLOCK, an_act

    return tuple(block for block in an_act(EVERY_BLOCK).reasons if getattr(block, "content", ()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("842 600", "842600"), ("842600,5", "842600.5"), ("1.250.000", "1250000"), ("12,50 ", "12.50"),
     ("1\u00a0250\u00a0000,05", "1250000.05"), ("тенге", None), ("", None), ("1,2,3", None)],
)  # fmt: skip
def test_sums_are_read_as_people_type_them(typed: str, meant: str | None) -> None:
    from decimal import Decimal

    assert sum_of(typed) == (Decimal(meant) if meant else None)


def test_a_sum_comes_back_in_the_words_of_the_acts_language(written: tuple[Draft, User]) -> None:
    draft, judge = written
    answer = client_of(judge).get(f"/en/desk/{draft.pk}/amount/", {"q": "842 600"}).json()
    assert "восемьсот сорок две тысячи шестьсот" in answer["text"]


def test_the_desk_is_quick_with_a_file_of_three_hundred_documents(
    written: tuple[Draft, User], django_assert_max_num_queries: Any
) -> None:
    from tests.acts.desk.at_work import fill_file

    draft, judge = written
    fill_file(draft.proceeding, [("evidence", f"Документ {n}", 3) for n in range(300)], timezone.now())
    client = client_of(judge)
    client.get(f"/ru/desk/{draft.pk}/")
    started = timezone.now()
    with django_assert_max_num_queries(60):
        page = client.get(f"/ru/desk/{draft.pk}/")
    took = (timezone.now() - started).total_seconds()
    assert page.content.decode().count("Документ ") >= 600  # in the list and among what may be cited
    assert took < 1


def test_warnings_are_shown_and_never_stop_anybody(written: tuple[Draft, User], monkeypatch: Any) -> None:
    from tarazy.acts.desk import checks_shown

    draft, judge = written
    monkeypatch.setattr(checks_shown, "_checks", {})
    register(
        "sums", lambda user, draft, text: [Warning("Сумма не сходится", part="operative", norm="ГПК 229")]
    )
    register("broken", lambda user, draft, text: 1 / 0)  # type: ignore[arg-type, return-value]
    client = client_of(judge)
    page = client.get(f"/ru/desk/{draft.pk}/announce/").content.decode()
    assert "Сумма не сходится" in page
    answer = client.post(f"/ru/desk/{draft.pk}/announce/", {"outcome": "satisfied_full"})
    assert answer.status_code == 302 and answer["Location"].endswith("/announce/sign/")


def test_what_was_said_before_signing_lies_sealed_in_the_session(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge)
    client.post(f"/ru/desk/{draft.pk}/announce/", {"outcome": "satisfied_full"})
    kept = client.session[f"desk:operative:{draft.pk}"]
    assert "satisfied" not in json.dumps(dict(client.session.items())) and len(kept) > 40


def test_my_desk_shows_all_matters_the_urgent_first() -> None:
    from tests.cases.factories import a_court, a_distributed_case, a_judge
    from tests.people.factories import with_password

    court = a_court()
    judge = a_judge(court)
    assert judge.user is not None
    for _ in range(15):
        a_distributed_case(court, judge=judge, now=timezone.now())
    client = client_of(with_password(judge.user), opened=False)
    page = client.get("/ru/desk/")
    assert len(page.context["matters"]) == 15 and page.context["total"] == 15
    days = [matter.due for matter, _drafts in page.context["matters"] if not matter.urgency]
    assert days == sorted(days)
    number = page.context["matters"][7][0].proceeding.number
    assert len(client.get("/ru/desk/", {"q": number}).context["matters"]) >= 1
    assert client.get("/ru/desk/", {"what": "drafts"}).context["matters"] == []
    assert client.get("/ru/desk/", {"what": "nonsense"}).status_code == 200


def test_an_assistant_prepares_and_the_judge_takes_over(written: tuple[Draft, User]) -> None:
    _draft, judge = written
    proceeding = _draft.proceeding
    helper = an_assistant(proceeding)
    prepared = a_draft(proceeding, helper, code="interim")
    assistant, presiding = client_of(helper), client_of(judge)
    assert assistant.get(f"/ru/desk/{prepared.pk}/").status_code == 200
    assert presiding.post(f"/ru/desk/{prepared.pk}/take/").status_code == 302
    assert assistant.get(f"/ru/desk/{prepared.pk}/").status_code == 404
    assert presiding.get(f"/ru/desk/{prepared.pk}/").status_code == 200


def test_a_colleague_says_what_they_think(written: tuple[Draft, User]) -> None:
    draft, judge = written
    colleague = seat(draft.proceeding)
    presiding = client_of(judge)
    assert presiding.get(f"/ru/desk/{draft.pk}/opinions/").context["waiting"] == [colleague]
    presiding.post(f"/ru/desk/{draft.pk}/share/", {"user": colleague.pk})
    client = client_of(colleague)
    address = f"/ru/desk/{draft.pk}/opinions/"
    assert client.post(address, {"kind": "remark", "words": " ", "version": 1}).status_code == 422
    assert client.post(address, {"kind": "agrees", "words": "", "version": 9}).status_code == 409
    assert client.post(address, {"kind": "agrees", "words": "", "version": 1}).status_code == 302
    dissent = client.post(address, {"kind": "dissent", "words": "Иск не доказан.", "version": 1})
    assert dissent["Location"].endswith("/dissent/")
    assert "Иск не доказан" not in json.dumps(dict(client.session.items()))
    assert client.get(f"/ru/desk/{draft.pk}/dissent.pdf").content.startswith(b"%PDF")
    signed = client.post(f"/ru/desk/{draft.pk}/dissent/", {"way": "demo"})
    assert signed.status_code == 302
    page = presiding.get(address).content.decode()
    assert "Иск не доказан." in page


def test_practice_is_switched_off_for_a_case_and_shut_for_a_judge(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge)
    client.post(f"/ru/desk/{draft.pk}/practice/", {"case": "off"})
    draft.refresh_from_db()
    assert not draft.practice_shown
    client.post(f"/ru/desk/{draft.pk}/practice/", {"case": "on"})
    client.post(f"/ru/desk/{draft.pk}/practice/", {"column": "shut"})
    assert client.get(f"/ru/desk/{draft.pk}/").context["practice_shut"]
    client.post(f"/ru/desk/{draft.pk}/practice/", {"column": "open"})
    assert not client.get(f"/ru/desk/{draft.pk}/").context["practice_shut"]


def test_a_discarded_draft_is_gone_from_the_desk(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge)
    assert client.post(f"/ru/desk/{draft.pk}/discard/", {"reason": "нет"}).status_code == 422
    assert client.post(f"/ru/desk/{draft.pk}/discard/", {"reason": "Дело передано."}).status_code == 302
    assert client.get(f"/ru/desk/{draft.pk}/").status_code == 302  # to its history
    with pytest.raises(Exception, match="draft_closed"):
        save_version(draft, a_judgment(draft.proceeding), open_desk(judge), by=judge, now=timezone.now())


def test_no_page_of_the_desk_may_be_kept_by_a_browser(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge)
    for page in ("", "history/", "preview.pdf", "check/"):
        assert "no-store" in client.get(f"/ru/desk/{draft.pk}/{page}")["Cache-Control"], page
    assert keys.COOKIE in client.cookies and client.cookies[keys.COOKIE]["httponly"]


def test_a_signed_act_is_open_to_the_parties_and_to_nobody_outside_the_case() -> None:
    proceeding, judge = a_heard_case(steps=())
    draft = a_draft(proceeding, judge, a_text(), code="acceptance")
    act = sign_act(draft.pk, open_desk(judge), by=judge, now=timezone.now(), signing={"way": "demo"}, params={"language": "ru"})  # fmt: skip
    party = client_of(claimant_of(proceeding), opened=False)
    page = party.get(f"/ru/desk/acts/{act.pk}/")
    assert page.status_code == 200 and "Принять заявление" in page.content.decode()
    assert not page.context["further"]
    assert b"".join(party.get(f"/ru/desk/acts/{act.pk}/words.docx")).startswith(b"PK")
    assert party.get(f"/ru/desk/{draft.pk}/history/").status_code == 404
    assert party.post(f"/ru/desk/acts/{act.pk}/further/clarification/").status_code in (403, 404)
    stranger = client_of(a_claimant(), opened=False)
    for page in ("", "words.docx"):
        assert stranger.get(f"/ru/desk/acts/{act.pk}/{page}").status_code == 404
    mine = client_of(judge)
    assert mine.get(f"/ru/desk/{draft.pk}/")["Location"] == f"/ru/desk/acts/{act.pk}/"
    assert mine.get(f"/ru/desk/{draft.pk}/history/").status_code == 200
    begun = mine.post(f"/ru/desk/acts/{act.pk}/further/clarification/")
    assert begun.status_code == 302 and Draft.objects.filter(corrects=act).exists()
    assert mine.post(f"/ru/desk/acts/{act.pk}/further/clarification/")["Location"] == begun["Location"]


def test_the_home_page_and_the_case_lead_to_the_desk(written: tuple[Draft, User]) -> None:
    draft, judge = written
    client = client_of(judge, opened=False)
    assert f"/ru/desk/{draft.pk}/" in client.get("/ru/home/").content.decode()
    case = client.get(f"/ru/cases/{draft.proceeding.case.uuid}/").content.decode()
    assert f"/ru/desk/start/{draft.proceeding.case.uuid}/" in case
    party = client_of(claimant_of(draft.proceeding), opened=False)
    assert "/ru/desk/" not in party.get(f"/ru/cases/{draft.proceeding.case.uuid}/").content.decode()
    assert party.get(f"/ru/desk/start/{draft.proceeding.case.uuid}/").status_code == 404
    assert party.get("/ru/desk/").status_code == 403
