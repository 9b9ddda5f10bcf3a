"""Asking: five answers with their evidence, one's own question only, nothing kept beyond its time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from tarazy.acts.models import Act
from tarazy.practice.actions.ask import ask, forget_expired, give_up_if_stale
from tarazy.practice.models import ANSWERS, AskJob
from tests.acts.factories import a_decision, secret_words

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")


def ask_text(client: Client, text: str = "", language: str = "ru", **fields: Any) -> Any:
    return client.post(f"/{language}/practice/", {"text": text or a_decision(50).text, **fields}, follow=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pasted_act_gets_all_five_answers(
    client: Client, bank: list[Act], practice: Any, language: str
) -> None:
    response = ask_text(client, language=language)
    page = response.content.decode()
    assert response.status_code == 200
    for name in ANSWERS:
        assert f'id="answer-{name}"' in page
    assert "aria-busy" not in page
    assert "842" in page


def test_an_uploaded_file_is_read_like_a_pasted_text(client: Client, bank: list[Act], practice: Any) -> None:
    upload = SimpleUploadedFile("решение.txt", a_decision(50).text.encode())
    response = client.post("/ru/practice/", {"file": upload}, follow=True)
    assert response.status_code == 200
    assert practice.asked[0].text.startswith("РЕШЕНИЕ")
    assert AskJob.objects.get().name == "решение.txt"


@pytest.mark.parametrize("name", ["wages_ru", "loan_kk", "judgment_ru"])
def test_each_sample_is_read_and_answered(client: Client, bank: list[Act], practice: Any, name: str) -> None:
    response = client.post("/kk/practice/", {"sample": name}, follow=True)
    assert response.status_code == 200
    assert AskJob.objects.get().status == AskJob.Status.DONE


def test_a_card_shows_its_evidence(client: Client, bank: list[Act], practice: Any) -> None:
    page = ask_text(client).content.decode()
    assert "Зарплата" in page
    assert "96\N{NO-BREAK SPACE}%" in page
    assert "<\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}%".replace("<", "&lt;") in page
    assert "тот же номер дела" in page
    assert "Отличается от 2 из 2 ближайших дел" in page
    assert "Мало сходных требований (7): прогноза нет." in page
    assert "ориентируйтесь на базовую долю" in page
    assert "84–95" in page
    assert "674\N{NO-BREAK SPACE}080\N{NO-BREAK SPACE}₸" in page
    assert "Это не рекомендация" in page


def test_what_was_read_points_to_its_place_in_the_text(
    client: Client, bank: list[Act], practice: Any
) -> None:
    page = ask_text(client).content.decode()
    assert 'href="#f-1"' in page
    assert 'id="f-1"' in page


def test_hidden_acts_and_names_of_people_are_no_evidence(
    client: Client, bank: list[Act], practice: Any
) -> None:
    page = ask_text(client, text=a_decision(50, language="ru").text).content.decode()
    assert "hidden-777" not in page
    kazakh = a_decision(1, language="kk")
    assert kazakh.id in page
    assert kazakh.parties[0].value.name.split()[0] not in page


def test_one_question_is_not_seen_from_another_session(
    client: Client, bank: list[Act], practice: Any
) -> None:
    ask_text(client)
    job = AskJob.objects.get()
    other = Client()
    for address in (
        f"/ru/practice/answers/{job.pk}/",
        f"/ru/practice/answers/{job.pk}/category/",
        f"/api/v1/ask/{job.pk}",
    ):
        assert client.get(address).status_code in (200, 302)
        assert other.get(address).status_code == 404


def test_a_question_is_forgotten_with_its_text_and_answers_when_its_time_is_over(
    client: Client, bank: list[Act], practice: Any
) -> None:
    ask_text(client)
    job = AskJob.objects.get()
    AskJob.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/ru/practice/answers/{job.pk}/").status_code == 404
    assert forget_expired() > 0
    assert not AskJob.objects.exists()
    assert Act.objects.count() == len(bank)


def test_asking_keeps_nothing_in_the_bank(client: Client, bank: list[Act], practice: Any) -> None:
    ask_text(client, text=a_decision(60).text)
    assert Act.objects.count() == len(bank)


def test_one_broken_answer_leaves_those_before_it(client: Client, bank: list[Act], practice: Any) -> None:
    practice.fails_at = "trace"
    page = ask_text(client).content.decode()
    job = AskJob.objects.get()
    assert job.status == AskJob.Status.DONE
    assert set(job.answers.filter(error="").values_list("name", flat=True)) == {
        "category",
        "anomalies",
        "analogues",
    }
    assert page.count("Этот ответ дать не удалось") == 2


def test_without_a_practice_the_question_fails_clearly_and_keeps_nothing(
    client: Client, bank: list[Act]
) -> None:
    page = ask_text(client).content.decode()
    assert "ещё не построена" in page
    assert AskJob.objects.get().text == ""


def test_a_failed_question_can_t_keep_a_text(db: None) -> None:
    with pytest.raises(IntegrityError):
        AskJob.objects.create(status="failed", text="остаток")


def test_work_that_was_interrupted_is_said_to_be(db: None) -> None:
    job = AskJob.objects.create(text="начало", status="answering")
    AskJob.objects.filter(pk=job.pk).update(touched=timezone.now() - timedelta(minutes=9))
    job.refresh_from_db()
    give_up_if_stale(job)
    job.refresh_from_db()
    assert (job.status, job.error, job.text) == ("failed", "stopped", "")


def test_a_pending_card_asks_again_and_a_failed_question_reloads_the_page(client: Client, db: None) -> None:
    session = client.session
    session.create()
    job = AskJob.objects.create(session_key=session.session_key)
    client.cookies["sessionid"] = session.session_key
    address = f"/en/practice/answers/{job.pk}/category/"
    pending = client.get(address, headers={"HX-Request": "true"})
    assert 'aria-busy="true"' in pending.content.decode()
    job.status = "failed"
    job.error = "encrypted"
    job.save()
    failed = client.get(address, headers={"HX-Request": "true"})
    assert failed.headers["HX-Refresh"] == "true"
    assert (
        client.get(f"/en/practice/answers/{job.pk}/nonsense/", headers={"HX-Request": "true"}).status_code
        == 404
    )


def test_a_distinction_is_kept_with_the_question(client: Client, bank: list[Act], practice: Any) -> None:
    ask_text(client)
    job = AskJob.objects.get()
    address = f"/ru/practice/answers/{job.pk}/distinction/"
    page = client.post(address, {"card": "0", "reason": "Договор иного вида"}, follow=True).content.decode()
    assert "Договор иного вида" in page
    assert client.post(address, {"card": "99", "reason": "x"}).status_code == 302
    assert client.post(address, {"card": "x", "reason": "x"}).status_code == 404
    assert Client().post(address, {"card": "0", "reason": "чужое"}).status_code == 404


def test_a_question_that_is_not_there_is_not_found(client: Client, db: None) -> None:
    assert client.get(f"/ru/practice/answers/{uuid4()}/").status_code == 404


def test_the_api_takes_a_text_and_gives_the_answers(bank: list[Act], practice: Any) -> None:
    program = Client()
    taken = program.post("/api/v1/ask", {"text": a_decision(50).text})
    assert taken.status_code == 202
    answered = program.get(taken.json()["address"]).json()
    assert answered["status"] == "done"
    assert set(answered["answers"]) == set(ANSWERS)
    assert answered["answers"]["category"]["top"][0] == ["wages", 0.96]


def test_names_in_ones_own_text_are_shown_to_oneself(client: Client, bank: list[Act], practice: Any) -> None:
    decision = a_decision(50)
    assert secret_words(decision)[0] in ask_text(client, text=decision.text).content.decode()


def test_work_begins_only_when_the_question_is_kept(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ASK_AT_ONCE = False
    began: list[Any] = []
    monkeypatch.setattr(
        "tarazy.practice.actions.ask._workers",
        lambda: type("W", (), {"submit": lambda *a: began.append(a)})(),
    )
    job = ask(b"text")
    assert job.status == AskJob.Status.READING
    assert began == []  # the test's transaction never commits


def test_a_crowd_of_questions_is_asked_to_wait_and_keeps_what_it_typed(client: Client, db: None) -> None:
    for _ in range(12):
        AskJob.objects.create()
    response = client.post("/ru/practice/", {"text": "набранный текст"})
    assert response.status_code == 503
    assert "набранный текст" in response.content.decode()
    assert client.post("/api/v1/ask", {"text": "text"}).status_code == 503
    assert AskJob.objects.count() == 12
