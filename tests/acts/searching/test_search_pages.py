"""The search page and the page for a story, as a person sees them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

from tarazy.acts.models import Act, Visibility
from tarazy.acts.searching import changes, meaning
from tarazy.acts.searching.models import ActVector, IndexChange
from tarazy.acts.searching.vectors import DIMENSION

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_norm_is_asked_for_by_two_fields_without_script(client: Client, bank: list[Act]) -> None:
    shown = page(client, "/en/acts/?code=GPK&article=226")
    assert "31 acts found" in shown
    assert '<option value="GPK" selected>' in shown
    assert "0 acts found" in page(client, "/en/acts/?code=GPK&article=999")
    assert "31 acts found" in page(client, "/en/acts/?code=GPK"), "half of a norm asks for nothing"
    for link in ("norm=GPK:226", "norm=GPK/226"):
        assert "31 acts found" in page(client, f"/en/acts/?{link}")


def test_what_is_chosen_can_be_taken_away_one_by_one(client: Client, bank: list[Act]) -> None:
    shown = page(client, "/en/acts/?language=kk&instance=first&code=GPK&article=226")
    assert "10 acts found" in shown
    assert 'href="?instance=first&amp;code=GPK&amp;article=226"' in shown
    assert 'href="?language=kk&amp;instance=first"' in shown


def test_passages_are_of_the_public_text_with_the_words_marked(client: Client, bank: list[Act]) -> None:
    shown = page(client, "/ru/acts/?q=%22расчётные+листки%22")
    assert "<mark>расчётные листки</mark>" in shown
    assert "Ахметов" not in shown


def test_the_latest_come_first_when_asked(client: Client, bank: list[Act]) -> None:
    shown = page(client, "/en/acts/?q=wages&order=latest")
    assert '<option value="latest" selected>' in shown
    latest = Act.objects.filter(language="en").order_by("-date").first()
    assert latest is not None
    assert shown.index(latest.get_absolute_url()) < shown.index("rr-result__snippet")


def test_htmx_gets_the_results_alone(client: Client, bank: list[Act]) -> None:
    part = client.get("/en/acts/?q=wages", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="found"')


class OfLetters:
    """Stands in for the model: texts that share words are near."""

    name = "letters"
    dimension = DIMENSION

    def passages(self, texts: list[str]) -> Any:
        return np.array([self.query(text) for text in texts])

    def query(self, text: str) -> Any:
        vector = np.zeros(DIMENSION, np.float32)
        for word in text.lower().split():
            vector[sum(word.encode()) % DIMENSION] += 1
        return vector


@pytest.fixture
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    model = OfLetters()
    monkeypatch.setattr(meaning, "embedder", lambda: model)
    monkeypatch.setattr(meaning, "_centres", dict)


@pytest.mark.usefixtures("_model")
def test_a_story_finds_cases_alike_and_only_those_one_may_see(
    client: Client, bank: list[Act], hidden: Act
) -> None:
    while meaning.embed_some(10):
        pass
    assert ActVector.objects.count() == len(bank) + 1
    assert IndexChange.objects.filter(row=hidden.pk).exists()
    changes.apply_waiting()
    told = {
        "story": "Мне не платят зарплату за июнь, расчётные листки сокровенности есть, прошу взыскать деньги"
    }
    answer = client.post("/ru/acts/story/", told)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert shown.count("rr-result__title") == 10
    assert "<mark>расчётные</mark>" in shown
    assert hidden.get_absolute_url() not in shown
    assert "Мне не платят зарплату" in shown, "the story stays in its field"
    Act.objects.update(visibility=Visibility.CLOSED)  # and the index knows nothing yet
    assert "rr-result__title" not in client.post("/ru/acts/story/", told).content.decode()


@pytest.mark.usefixtures("_model")
def test_a_text_published_anew_gets_a_vector_anew(bank: list[Act]) -> None:
    while meaning.embed_some(50):
        pass
    one = bank[0]
    Act.objects.filter(pk=one.pk).update(public_text="Совсем другой текст о другом деле, чем прежний.")
    changes.note([one.pk])
    changes.apply_waiting()
    assert not ActVector.objects.filter(act=one).exists()
    assert meaning.embed_some(50) == 1
    assert ActVector.objects.filter(act=one).exists()


@pytest.mark.usefixtures("_model")
def test_a_story_of_a_word_is_asked_to_be_told(client: Client, bank: list[Act]) -> None:
    answer = client.post("/en/acts/story/", {"story": "wages"})
    assert answer.status_code == 422
    assert "There is too little to go by" in answer.content.decode()


@pytest.mark.usefixtures("_model")
def test_a_story_without_an_engine_is_kept_and_told_so(client: Client, settings: Any, db: None) -> None:
    settings.SEARCH_URL = "opensearch://127.0.0.1:9/acts"
    answer = client.post("/en/acts/story/", {"story": "wages were not paid for months and I want them"})
    assert answer.status_code == 503
    assert "wages were not paid" in answer.content.decode()
