"""Practice beside the desk: what the judge sees of it, what is kept of the answers, and who never sees it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.utils import timezone
from django.utils.html import escape

from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.checks_shown import warnings_for
from tarazy.acts.desk.drafting import open_draft, save_version
from tarazy.acts.desk.models import Draft
from tarazy.acts.text import ActText, paragraph, points
from tarazy.cases import ai_use
from tarazy.cases.models import Case, Proceeding
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.practice.beside import answers
from tarazy.practice.beside.matter import matter_of
from tarazy.practice.models import DraftDistinction, OwnNote, UniformityNote
from tests.acts.desk.at_work import a_draft, a_heard_case, a_judgment
from tests.acts.desk.factories import a_bench, a_text, an_assistant, open_desk
from tests.acts.desk.test_core_signing import DEMO
from tests.acts.desk.test_page_views import client_of
from tests.cases.factories import NOW, claimant_of, staff

pytestmark = pytest.mark.django_db
NAMES = ("category", "analogues", "forecast", "anomalies", "trace")
SAID = "сберегательный договор заключён после изменения закона"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    answers._asked.clear()
    yield
    answers._asked.clear()


def wrong_sums(proceeding: Any) -> ActText:
    """A judgment whose total isn't the sum of its parts, and which leaves a claim open."""
    text = a_judgment(proceeding)
    reasons = (
        *text.reasons,
        paragraph(
            "Истец просит взыскать задолженность по заработной плате 500 000 тенге и пеню 61 240 тенге, "
            "компенсацию морального вреда 100 000 тенге."
        ),
    )
    operative = points(
        "Взыскать с ответчика в пользу истца задолженность по заработной плате 500 000 тенге, пеню 61 240 тенге, "
        "всего 700 000 тенге."
    )
    return text.model_copy(update={"reasons": reasons, "operative": (operative,)})


@pytest.fixture
def at_work(practice: Path) -> tuple[Draft, User, Any]:
    proceeding, judge = a_heard_case()
    draft = a_draft(proceeding, judge, wrong_sums(proceeding))
    return draft, judge, client_of(judge)


def panel(client: Any, draft: Draft, name: str, **headers: Any) -> Any:
    return client.get(f"/ru/desk/{draft.pk}/practice/{name}/", headers={"HX-Request": "true"} | headers)


def test_the_five_answers_stand_beside_the_act(at_work: tuple[Draft, User, Any]) -> None:
    draft, _judge, client = at_work
    page = client.get(f"/ru/desk/{draft.pk}/").content.decode()
    for name in NAMES:
        assert f"/ru/desk/{draft.pk}/practice/{name}/" in page
        answer = panel(client, draft, name)
        assert answer.status_code == 200
        assert "<html" not in answer.content.decode()
    assert "Взыскание заработной платы" in panel(client, draft, "category").content.decode() or (
        "арплат" in panel(client, draft, "category").content.decode()
    )
    assert "data-desk-insert" in panel(client, draft, "analogues").content.decode()


def test_what_the_registry_knows_is_not_guessed(at_work: tuple[Draft, User, Any]) -> None:
    draft, _judge, _client = at_work
    proceeding = draft.proceeding
    matter = matter_of(proceeding, wrong_sums(proceeding), timezone.localdate())
    assert matter is not None
    decision = matter.decision
    assert decision.category is not None and decision.category.value == proceeding.case.category
    assert decision.filed is not None and decision.filed.value == proceeding.case.filed_at.date()
    assert [found.value for found in decision.case_numbers] == [proceeding.number]
    for part, span in matter.parts.items():
        assert decision.text[span.start : span.end] == wrong_sums(proceeding).plain(part)


def test_a_citation_put_into_the_act_is_a_mark_that_acts_know(at_work: tuple[Draft, User, Any]) -> None:
    draft, _judge, client = at_work
    html = panel(client, draft, "analogues").content.decode()
    start = html.index('data-desk-insert="') + len('data-desk-insert="')
    from html import unescape

    given = json.loads(unescape(html[start : html.index('"', start)]))
    text = ActText.model_validate(
        {
            "kind": "judgment",
            "language": "ru",
            "title": "Решение",
            "reasons": [
                {
                    "type": "paragraph",
                    "content": [{"type": "text", "text": given["text"], "marks": [given["mark"]]}],
                }
            ],
        }
    )
    assert given["text"] in text.plain()


def test_faults_of_a_draft_are_told_before_signing_and_stop_nothing(at_work: tuple[Draft, User, Any]) -> None:
    draft, judge, client = at_work
    warnings = warnings_for(judge, draft, wrong_sums(draft.proceeding))
    told = " ".join(str(one.title) for one in warnings)
    assert "700 000" in told.replace("\xa0", " ").replace("\u202f", " ")
    page = client.get(f"/ru/desk/{draft.pk}/check/").content.decode()
    assert all(escape(str(one.title)) in page for one in warnings)


def a_card(client: Any, draft: Draft) -> str:
    html = panel(client, draft, "anomalies").content.decode()
    start = html.index('name="card" value="') + len('name="card" value="')
    return html[start : html.index('"', start)]


def answer_it(client: Any, draft: Draft, **said: Any) -> Any:
    sent = {"card": a_card(client, draft), "reason": SAID, "shared": "1"} | said
    return client.post(f"/ru/desk/{draft.pk}/practice/distinction/", sent, headers={"HX-Request": "true"})


def test_an_answered_difference_is_kept_for_the_judge_and_no_longer_warned_of(
    at_work: tuple[Draft, User, Any],
) -> None:
    draft, judge, client = at_work
    text = wrong_sums(draft.proceeding)
    before = len(warnings_for(judge, draft, text))
    assert SAID in answer_it(client, draft).content.decode()
    assert len(warnings_for(judge, draft, text)) == before - 1
    # The answer holds while the act is written on.
    longer = text.model_copy(update={"title": "Решение суда"})
    save_version(draft, longer, open_desk(judge), by=judge, now=timezone.now())
    assert len(warnings_for(judge, draft, text)) == before - 1
    sign = DraftDistinction.objects.get().fingerprint
    answer_it(client, draft, card=sign, reason="")  # taken back
    assert not DraftDistinction.objects.exists()
    assert len(warnings_for(judge, draft, text)) == before


def test_no_word_of_an_answer_or_note_stands_in_the_database_before_the_act_is_signed(
    at_work: tuple[Draft, User, Any], tmp_path: Path
) -> None:
    draft, _judge, client = at_work
    answer_it(client, draft)
    client.post(f"/ru/desk/{draft.pk}/practice/note/", {"note": SAID}, headers={"HX-Request": "true"})
    assert OwnNote.objects.get().sealed and DraftDistinction.objects.get().sealed
    if connection.vendor != "sqlite":
        return
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    assert sqlite3.sqlite_version and not any("сберегательный" in row for row in rows)


def test_the_reason_goes_without_a_name_into_the_report_once_the_act_is_signed(practice: Path) -> None:
    proceeding, (judge, *_others) = a_bench()
    Case.objects.filter(pk=proceeding.case_id).update(language="ru")
    proceeding = Proceeding.objects.get(pk=proceeding.pk)
    operative = "Взыскать заработную плату 500 000 тенге, пеню 61 240 тенге, всего 700 000 тенге."
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text(operative=(operative,)))
    client = client_of(judge)
    answer_it(client, draft)
    assert not UniformityNote.objects.exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        sign_act(draft.pk, open_desk(judge), by=judge, now=NOW, signing=DEMO, params={"language": "ru"})
    note = UniformityNote.objects.get()
    assert note.reason == SAID and note.month.day == 1
    page = client.get("/ru/practice/uniformity/").content.decode()
    assert SAID in page and judge.family_name not in page.split("<main")[1]


def test_the_forecast_waits_for_the_judges_own_note_if_the_judge_so_chose(
    at_work: tuple[Draft, User, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, judge, client = at_work
    monkeypatch.setattr(ai_use, "_note_askers", [lambda user: user.pk == judge.pk])
    waiting = panel(client, draft, "forecast").content.decode()
    assert "<textarea" in waiting and "rr-forecast" not in waiting
    post = {"note": "Иск обоснован."}
    shown = client.post(
        f"/ru/desk/{draft.pk}/practice/note/", post, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Иск обоснован." in shown


def test_each_answer_shown_is_told_to_the_log_with_hashes_and_no_words(
    at_work: tuple[Draft, User, Any],
) -> None:
    draft, judge, client = at_work
    heard: list[ai_use.AiUse] = []

    def hear(sender: Any, use: ai_use.AiUse, **_: Any) -> None:
        heard.append(use)

    ai_use.ai_used.connect(hear)
    try:
        for name in NAMES:
            panel(client, draft, name)
    finally:
        ai_use.ai_used.disconnect(hear)
    assert {use.system for use in heard} == set(NAMES)
    assert all(
        use.by == judge and use.case == draft.proceeding.case and len(use.input_hash) == 64 for use in heard
    )
    assert "заработн" not in json.dumps([dict(use.output) for use in heard], ensure_ascii=False)


def test_nobody_but_the_judge_sees_it_while_it_is_on_trial(
    at_work: tuple[Draft, User, Any], settings: Any
) -> None:
    draft, _judge, _client = at_work
    court = draft.proceeding.court
    others = (
        claimant_of(draft.proceeding),
        staff(Role.COURT_CHAIR, court),
        staff(Role.REGISTRY_CLERK, court),
    )
    for person in others:
        client = client_of(person, opened=False)
        assert {panel(client, draft, name).status_code for name in NAMES} == {404}
    preparing, _of_this_one = a_heard_case()
    assistant = an_assistant(preparing)
    prepared = open_draft(preparing, "judgment", by=assistant, now=timezone.now())
    client = client_of(assistant)
    assert {panel(client, prepared, name).status_code for name in NAMES} == {404}
    settings.PRACTICE_TRIAL = False
    assert {panel(client, prepared, name).status_code for name in NAMES} == {200}


def test_a_switch_of_the_case_or_a_wish_of_a_party_hides_it(
    at_work: tuple[Draft, User, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, judge, client = at_work
    monkeypatch.setattr(ai_use, "_askers", [lambda case, system, by: system != "forecast"])
    page = client.get(f"/ru/desk/{draft.pk}/").content.decode()
    assert "/practice/forecast/" not in page and "/practice/analogues/" in page
    assert panel(client, draft, "forecast").status_code == 404
    client.post(f"/ru/desk/{draft.pk}/practice/", {"case": "off"})
    assert "/practice/analogues/" not in client.get(f"/ru/desk/{draft.pk}/").content.decode()
    assert warnings_for(judge, Draft.objects.get(pk=draft.pk), wrong_sums(draft.proceeding)) == []


def test_a_case_without_an_act_yet_is_answered_from_its_claim(practice: Path) -> None:
    proceeding, judge = a_heard_case()
    draft = open_draft(proceeding, "judgment", by=judge, now=timezone.now())
    client = client_of(judge)
    for name in NAMES:
        assert panel(client, draft, name).status_code == 200
    assert "rr-analogue" in panel(client, draft, "analogues").content.decode()


def test_notes_are_read_under_the_new_key_of_a_draft_and_not_under_the_old(practice: Path) -> None:
    from tarazy.acts.desk.sealing import new_key, unseal_words
    from tarazy.practice.actions.seal_anew import seal_anew
    from tarazy.practice.beside.own_words import note_context, own_note

    proceeding, judge = a_heard_case()
    draft = open_draft(proceeding, "judgment", by=judge, now=timezone.now())
    desk = open_desk(judge)
    client_of(judge).post(f"/ru/desk/{draft.pk}/practice/note/", {"note": SAID})
    assert own_note(draft, desk) == SAID
    new = new_key()
    assert seal_anew(draft, desk.key_of(draft), new) == 1
    assert own_note(draft, desk) == ""
    sealed = bytes(OwnNote.objects.get().sealed)
    assert unseal_words(new, sealed, note_context(draft, judge.pk)) == SAID
    assert seal_anew(draft, desk.key_of(draft), new_key()) == 0 and not OwnNote.objects.exists()


def test_without_a_practice_the_desk_works_and_says_so(settings: Any, tmp_path: Path) -> None:
    settings.PRACTICE_DIR = tmp_path / "none"
    proceeding, judge = a_heard_case()
    draft = a_draft(proceeding, judge, wrong_sums(proceeding))
    client = client_of(judge)
    for name in NAMES:
        assert panel(client, draft, name).status_code == 200
    assert warnings_for(judge, draft, wrong_sums(proceeding)) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_each_panel_is_a_page_of_its_own_without_scripts(
    at_work: tuple[Draft, User, Any], language: str
) -> None:
    draft, _judge, client = at_work
    for name in NAMES:
        page = client.get(f"/{language}/desk/{draft.pk}/practice/{name}/")
        assert page.status_code == 200 and "<html" in page.content.decode()
