"""The desk for programs: lists without words, words with an open desk only, signed acts as far as the file is open."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tarazy.acts.desk import keys
from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.drafting import open_draft
from tarazy.acts.desk.models import SignedAct
from tarazy.acts.desk.queries import drafts_of, nearest_due
from tarazy.cases.actions.seal import seal
from tarazy.cases.models import CaseDocument, Proceeding
from tarazy.people.actions.invite import hashed
from tarazy.people.models import AccessToken, User
from tests.acts.desk.factories import a_bench, a_request, a_text, open_desk
from tests.cases.factories import NOW, a_chair, a_claimant, claimant_of, later

SECRET = "Сауысқаның сақтығы"
pytestmark = pytest.mark.one_engine


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"/api/v1{path}", headers=headers)


def a_signed_act() -> tuple[Proceeding, User, SignedAct]:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    act = sign_act(draft.pk, open_desk(judge), by=judge, now=NOW, signing={"way": "demo"})
    proceeding.refresh_from_db()
    return proceeding, judge, act


def opened_in_a_browser(judge: User) -> Client:
    """A browser in which the desk was opened."""
    client = client_of(judge)
    session = client.session
    response = HttpResponse()
    keys.unlock(a_request(judge, session), response, "tarazy-demo")
    session.save()
    client.cookies[keys.COOKIE] = response.cookies[keys.COOKIE].value
    return client


@pytest.mark.django_db
def test_lists_tell_of_drafts_without_a_word_and_words_need_the_open_desk() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text(reasons=SECRET, title=SECRET))
    listed = get(client_of(judge), "/desk/drafts")
    (row,) = listed.json()
    assert (row["id"], row["number"], row["code"]) == (str(draft.pk), proceeding.number, "acceptance")
    assert row["due"] == nearest_due([proceeding.pk])[proceeding.pk].isoformat()
    assert SECRET not in listed.content.decode()
    locked = get(client_of(judge), f"/desk/drafts/{draft.pk}")
    assert locked.status_code == 423 and locked.json()["code"] == "desk_locked"
    read = get(opened_in_a_browser(judge), f"/desk/drafts/{draft.pk}")
    assert (
        read.status_code == 200
        and read.json()["version"] == 1
        and SECRET in json.dumps(read.json(), ensure_ascii=False)
    )
    for stranger in (a_chair(proceeding.court), claimant_of(proceeding), a_claimant()):
        assert get(client_of(stranger), "/desk/drafts").json() == []
        assert get(client_of(stranger), f"/desk/drafts/{draft.pk}").status_code == 404
    assert get(client_of(None), "/desk/drafts").status_code == 401


@pytest.mark.django_db
def test_an_access_token_sees_that_a_draft_is_there_and_never_its_words() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text(reasons=SECRET))
    AccessToken.objects.create(
        user=judge, name="program", token_sha256=hashed("tarazy_x"),
        scopes=["read_court_cases", "sign_rulings", "draft_rulings"],
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    client = opened_in_a_browser(judge)  # even beside a session with an open desk
    bearer = {"Authorization": "Bearer tarazy_x"}
    assert len(get(client, "/desk/drafts", **bearer).json()) == 1
    refused = get(client, f"/desk/drafts/{draft.pk}", **bearer)
    assert refused.status_code == 423 and SECRET not in refused.content.decode()
    AccessToken.objects.update(scopes=["file_claim"])
    assert get(Client(), "/desk/drafts", **bearer).json() == []


@pytest.mark.django_db
def test_a_signed_act_is_open_to_whom_its_paper_is() -> None:
    proceeding, judge, act = a_signed_act()
    for user in (judge, claimant_of(proceeding)):
        client = client_of(user)
        (row,) = get(client, f"/signed-acts?case={proceeding.case.uuid}&code=acceptance").json()
        assert (
            row["id"] == str(act.pk)
            and row["citation"].startswith("ECLI:KZ:")
            and row["sha256"] == act.sha256
        )
        assert get(client, f"/signed-acts/{act.pk}").json()["text"]["operative"]
        assert get(client, f"/signed-acts/{act.pk}/pdf").getvalue().startswith(b"%PDF")
        assert b"akomaNtoso" in get(client, f"/signed-acts/{act.pk}/xml").getvalue()
        assert get(client, f"/signed-acts/{act.pk}/docx").content.startswith(b"PK")
    for stranger in (a_claimant(), a_chair(a_bench()[0].court)):
        client = client_of(stranger)
        assert get(client, "/signed-acts").json() == []
        for end in ("", "/pdf", "/xml", "/docx"):
            assert get(client, f"/signed-acts/{act.pk}{end}").status_code == 404
    CaseDocument.objects.filter(document=act.document).update(sealed=True)
    assert get(client_of(claimant_of(proceeding)), f"/signed-acts/{act.pk}").status_code == 404
    assert get(client_of(judge), f"/signed-acts/{act.pk}").status_code == 200


@pytest.mark.django_db
def test_sealing_the_case_opens_its_drafts_to_nobody() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    chair = a_chair(proceeding.court)
    seal(
        proceeding.case_id,
        by=chair,
        reason="Асырап алу құпиясы заңмен қорғалады.",
        norm="GPK 19",
        now=later(0.1),
    )
    assert list(drafts_of(judge)) == [draft]
    assert not drafts_of(chair).exists() and not drafts_of(claimant_of(proceeding)).exists()
