"""Figures of categories from visible acts only; the queue of anomalies and its answers; what is known of the models."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client

from tarazy.acts.models import Act
from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind, AnomalyStatus, AnswerRefused
from tarazy.jurimetrics.decision import Span
from tarazy.people.models import User
from tarazy.practice.actions.answer_anomaly import answer_anomaly
from tarazy.practice.actions.keep_anomalies import keep_anomalies
from tarazy.practice.actions.take_practice import take_practice
from tarazy.practice.anomaly_words import compared, phrase
from tarazy.practice.models import Anomaly, AnomalyAnswer, CategoryPotential
from tarazy.practice.queries import category_figures, category_lines
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()
LANGUAGES = ("kk", "ru", "en")


def a_card(act: Act | None, kind: AnomalyKind = AnomalyKind.ARITHMETIC, **more: Any) -> AnomalyCard:
    values: dict[str, Any] = {
        "code": "total_differs",
        "params": {"total": "842600", "added": "841600", "currency": "KZT"},
        "act_id": act.act_id if act else "",
    }
    return AnomalyCard(kind=kind, **(values | more))


def rows(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_figures_count_visible_acts_only(bank: list[Act], staff: User) -> None:
    assert category_lines(ANYONE)[0].acts == 25
    assert category_lines(staff)[0].acts == 26


def test_shares_stand_with_their_intervals(bank: list[Act]) -> None:
    figures = category_figures(ANYONE, "wages")
    assert sum(count for _, count, _ in figures.outcomes) == 24
    for _, _, share in figures.outcomes:
        assert share.low < share.share < share.high
    assert figures.changed.n == 1
    assert figures.durations is not None
    assert figures.durations.n == figures.durations.events == 24


def test_a_case_filed_without_an_act_yet_counts_as_going_on(bank: list[Act]) -> None:
    Act.objects.filter(pk=bank[0].pk).update(date=None)
    figures = category_figures(ANYONE, "wages")
    assert figures.durations is not None
    assert figures.durations.n - figures.durations.events in (0, 1)


def test_the_flow_has_every_month_between_the_first_and_the_last(bank: list[Act]) -> None:
    flow = category_figures(ANYONE, "wages").flow
    assert [month.day for month, _ in flow] == [1] * len(flow)
    assert sum(count for _, count in flow) == 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_categories_speak_the_readers_language(
    client: Client, bank: list[Act], language: str
) -> None:
    names = {"kk": "Жалақы өндіру", "ru": "Зарплата", "en": "Wages"}
    for address in (f"/{language}/practice/categories/", f"/{language}/practice/categories/wages/"):
        assert names[language] in client.get(address).content.decode()
    assert client.get(f"/{language}/practice/categories/adoption/").status_code == 200
    assert client.get(f"/{language}/practice/categories/nonsense/").status_code == 404


@pytest.mark.parametrize("figure", ["flow", "outcomes", "durations", "reviews"])
def test_every_picture_has_its_numbers_as_a_file(client: Client, bank: list[Act], figure: str) -> None:
    assert len(rows(client.get(f"/en/practice/categories/wages/{figure}.csv"))) > 1
    assert client.get("/en/practice/categories/wages/nonsense.csv").status_code == 404


def test_a_category_without_acts_says_so(client: Client, db: None) -> None:
    assert "пока нет актов" in client.get("/ru/practice/categories/wages/").content.decode()
    assert "пока нет актов" in client.get("/ru/practice/categories/").content.decode()


def test_a_card_is_kept_once_and_its_answer_survives_a_new_run(bank: list[Act], settings: Any) -> None:
    settings.LOCAL = True
    assert keep_anomalies([a_card(bank[0]), a_card(bank[0])]) == 1
    answer_anomaly(Anomaly.objects.get().pk, AnomalyStatus.JUSTIFIED_DISTINCTION, "иной договор", ANYONE)
    assert keep_anomalies([a_card(bank[0])]) == 0
    assert Anomaly.objects.get().status == "justified_distinction"


def test_a_distinction_needs_its_reason_and_history_keeps_everything(bank: list[Act], settings: Any) -> None:
    settings.LOCAL = True
    keep_anomalies([a_card(bank[0])])
    one = Anomaly.objects.get()
    with pytest.raises(AnswerRefused):
        answer_anomaly(one.pk, AnomalyStatus.JUSTIFIED_DISTINCTION, "  ", ANYONE)
    answer_anomaly(one.pk, AnomalyStatus.CONFIRMED, "", ANYONE)
    with pytest.raises(AnswerRefused):
        answer_anomaly(one.pk, AnomalyStatus.JUSTIFIED_DISTINCTION, "поздно", ANYONE)
    answer_anomaly(one.pk, AnomalyStatus.OPEN, "", ANYONE)
    assert list(AnomalyAnswer.objects.values_list("status", flat=True)) == ["confirmed", "open"]


def test_on_an_installation_for_others_only_those_with_the_permission_answer(
    client: Client, bank: list[Act], settings: Any
) -> None:
    settings.LOCAL = False
    keep_anomalies([a_card(bank[0])])
    one = Anomaly.objects.get()
    with pytest.raises(PermissionDenied):
        answer_anomaly(one.pk, AnomalyStatus.CONFIRMED, "", a_user("x"))
    assert "<textarea" not in client.get(f"/ru/practice/anomalies/{one.pk}/").content.decode()
    assert client.post(f"/ru/practice/anomalies/{one.pk}/", {"status": "confirmed"}).status_code == 403


def test_the_queue_is_filtered_and_paged(client: Client, bank: list[Act]) -> None:
    keep_anomalies(
        [a_card(act) for act in bank[:23]] + [a_card(None, AnomalyKind.COURT_DRIFT, code="grants_more")]
    )
    page = client.get("/ru/practice/anomalies/").content.decode()
    assert "24 карточки" in page
    assert "Страница 1 из 2" in page
    drift = client.get("/ru/practice/anomalies/?kind=court_drift").content.decode()
    assert "1 карточка" in drift
    assert "Здесь ничего не ждёт" in client.get("/ru/practice/anomalies/?status=confirmed").content.decode()
    assert client.get("/ru/practice/anomalies/?kind=x&status=y&page=z").status_code == 200
    assert len(rows(client.get("/ru/practice/anomalies.csv"))) == 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_shows_its_place_in_the_masked_act(client: Client, bank: list[Act], language: str) -> None:
    act = bank[0]
    start = act.text.index("842 600")
    keep_anomalies([a_card(act, spans=(Span(start=start, end=start + 7),))])
    page = client.get(f"/{language}/practice/anomalies/{Anomaly.objects.get().pk}/").content.decode()
    assert "842 600</mark>" in page
    assert "Ахметов" not in page


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("total_differs", {"total": "842600", "added": "841600.50", "currency": "KZT"}, "842 600 ₸"),
        ("awarded_above_claimed", {"awarded": "2", "claimed": "1", "claim": "debt", "currency": "KZT"}, "(долг)"),
        ("no_such_day", {"year": 2025, "month": 6, "day": 31}, "31.06.2025"),
        ("decided_before_filing", {"date": "2025-03-05", "other": "2025-03-06"}, "5 марта 2025 года"),
        ("reviewed_before_act", {"date": "2025-03-05", "other": "2025-03-06"}, "6 марта 2025 года"),
        ("in_future", {"date": "2035-03-05", "other": "2025-03-06"}, "5 марта 2035 года"),
        ("claim_unanswered", {"claim": "penalty", "amount": "61240", "currency": "KZT"}, "неустойка, 61 240 ₸"),
        ("operative_contradicts_reasons", {"reasons": "deny", "operative": "part", "claim": ""}, "отказано"),
        ("not_yet_in_force", {"norm": "GPK", "article": "226", "date": "2015-01-01", "since": "2016-01-01"}, "ГПК, ст. 226"),
        ("imprisonment_years_out_of_range", {"norm": "UK", "article": "188", "part": "1", "imposed": 5.5, "least": 0.0, "most": 3.0}, "5,5"),
        ("outcome_departs", {"outcome": "denied", "expected": "granted", "differ": 3}, "ожидалось «удовлетворено»"),
        ("awarded_less", {"share": 0.2, "expected": 0.9}, "лишь 20 %"),
        ("grants_less", {"unit": "Суд", "observed": 0.2, "expected": 0.6, "acts": 1200}, "актов: 1 200"),
        ("nothing_known_of_this", {}, "Арифметика сумм."),
        ("total_differs", {}, "Арифметика сумм."),
    ],
)  # fmt: skip
def test_every_code_has_its_sentence(code: str, params: dict[str, Any], words: str, settings: Any) -> None:
    from django.utils import translation

    with translation.override("ru"):
        said = phrase(a_card(None, code=code, params=params)).replace("\N{NO-BREAK SPACE}", " ")
    assert words in said
    for language in LANGUAGES:
        with translation.override(language):
            assert phrase(a_card(None, code=code, params=params))


def test_a_card_says_from_how_many_cases_it_differs() -> None:
    from django.utils import translation

    card = a_card(None, comparable_count=21, group={"category": "wages", "claim": "penalty"})
    with translation.override("ru"):
        assert compared(card) == "Отличается от 21 сравнимого дела: Зарплата, неустойка"
    with translation.override("kk"):
        assert compared(card).startswith("Салыстырмалы 21 істен өзгеше")
    assert compared(a_card(None)) == ""


def test_a_practice_that_was_never_built_can_t_be_taken(tmp_path: Path, db: None) -> None:
    from tarazy.jurimetrics.practice import PracticeMissing

    with pytest.raises(PracticeMissing):
        take_practice(tmp_path)
    assert not CategoryPotential.objects.exists()


def test_measures_show_figures_reliability_and_cards(client: Client, bank: list[Act], settings: Any) -> None:
    folder = Path(settings.PRACTICE_DIR)
    model = folder / "forecaster"
    model.mkdir(parents=True)
    card = {
        "name": "forecaster",
        "kind": "Forecaster",
        "created": "2026-11-20T10:00:00Z",
        "data": "model acts",
        "rows": 900,
        "first": "2023-01-01",
        "last": "2026-01-01",
        "figures": {"accuracy": 0.731, "ece": 0.04},
        "settings": {"reliability": [{"said": 0.7, "was": 0.68, "n": 50}, {"broken": 1}]},
        "files": {"model.json": "ab" * 32},
    }
    (model / "card.json").write_text(json.dumps(card), encoding="utf-8")
    (folder / "broken").mkdir()
    (folder / "broken" / "card.json").write_text("{", encoding="utf-8")
    (folder / "figures").mkdir()
    (folder / "figures" / "trace.json").write_text(
        json.dumps({"figures": {"f1": 0.987}, "command": "tarazy bench trace"}), encoding="utf-8"
    )
    for language in LANGUAGES:
        page = client.get(f"/{language}/practice/measures/").content.decode()
        assert ("0.731" if language == "en" else "0,731") in page
        assert "tarazy bench trace" in page
        assert 'data-plot="reliability"' in page
    assert ["forecaster", "accuracy", "0.731"] in rows(client.get("/ru/practice/measures/figures.csv"))
    points = rows(client.get("/ru/practice/measures/forecaster.csv"))
    assert len(points) == 2
    assert float(points[1][2]) < 0.68 < float(points[1][3])
    assert client.get("/ru/practice/measures/nonsense.csv").status_code == 404


def test_without_a_practice_the_measures_are_those_that_come_with_the_program(
    client: Client, db: None
) -> None:
    shown = client.get("/ru/practice/measures/").content.decode()
    assert "tarazy bench retrieval" in shown
    assert "Карточка модели" not in shown


def test_without_any_figures_the_measures_say_that_nothing_was_measured(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tarazy.practice.measured.FIGURES_FOLDER", "no-such-folder")
    assert "ещё ничего не измерено" in client.get("/ru/practice/measures/").content.decode()
