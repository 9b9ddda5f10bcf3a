"""Pages of an act, a norm, the search: in three languages, with and without scripts, quick enough."""

from __future__ import annotations

import csv
import io
import time
from importlib import import_module

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tarazy.acts.actions.link_instances import link_instances
from tarazy.acts.models import Act
from tarazy.acts.presenting import norm_marks, sections
from tarazy.acts.searching.rebuild import rebuild
from tarazy.jurimetrics.decision import Instance
from tarazy.jurimetrics.trace import Link, LinkStatus
from tarazy.jurimetrics.trace.links import Reason
from tests.acts.factories import a_decision

pytestmark = pytest.mark.django_db
WORDS = {
    "kk": ("Сот актілері банкі", "Кіріспе бөлік", "2025 жылғы", "Модель деректері"),
    "ru": ("Банк судебных актов", "Вводная часть", "марта 2025", "Модельные данные"),
    "en": ("Bank of judicial acts", "Introduction", "March 2025", "Model data"),
}
NB = "\N{NO-BREAK SPACE}"


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("language", WORDS)
def test_search_and_act_speak_the_readers_language(client: Client, bank: list[Act], language: str) -> None:
    title, part, date, model = WORDS[language]
    assert title in page(client, f"/{language}/acts/")
    shown = page(client, f"/{language}/acts/{bank[0].act_id}/").replace(NB, " ")
    for words in (part, date, model):
        assert words in shown


def test_an_act_shows_its_four_parts_with_norms_as_links(client: Client, bank: list[Act]) -> None:
    shown = page(client, f"/ru/acts/{bank[0].act_id}/")
    for part in ("introduction", "description", "reasoning", "operative"):
        assert f'id="{part}"' in shown
    assert "/ru/norms/TK/113/?on=2025-03-05" in shown
    assert "Трудовой кодекс Республики Казахстан" in shown


def test_sections_give_back_the_whole_text() -> None:
    for language in ("ru", "kk", "en"):
        decision = a_decision(4, language=language)
        laid = sections(decision, norm_marks(decision))
        words = " ".join(
            piece.text for section in laid for paragraph in section.paragraphs for piece in paragraph
        )
        assert words.split() == decision.text.split() or "".join(words.split()) == "".join(
            decision.text.split()
        )


def test_a_line_broken_in_the_middle_of_a_sentence_goes_on_in_its_paragraph() -> None:
    decision = a_decision(0).model_copy(
        update={
            "parts": {},
            "text": "Суд установил, что заработная плата за июнь и июль две тысячи двадцать\nшестого года не выплачена.\n1. Взыскать.",
        }
    )
    (section,) = sections(decision)
    assert len(section.paragraphs) == 2


def test_the_words_looked_for_are_marked_in_the_act(client: Client, bank: list[Act]) -> None:
    assert "<mark>листки</mark>" in page(client, f"/ru/acts/{bank[0].act_id}/?q=листки")


def test_the_track_is_a_picture_and_a_table(client: Client, bank: list[Act]) -> None:
    appeal = Act.objects.get(instance=Instance.APPEAL.value)
    link_instances(
        [
            Link(
                act_id=appeal.act_id,
                reviewed_id=a_decision(0).id,
                probability=0.97,
                status=LinkStatus.SURE,
                reasons=(Reason(code="number", level="same", bits=18.0),),
            )
        ]
    )
    shown = page(client, f"/ru/acts/{appeal.act_id}/")
    assert "<svg" in shown
    assert "тот же номер дела" in shown
    assert f"97{NB}%" in shown
    assert "Оставлено без изменения" in shown


def test_htmx_gets_the_results_alone(client: Client, bank: list[Act]) -> None:
    part = page(client, "/ru/acts/?q=листки", **{"HX-Request": "true"})
    assert "<html" not in part
    assert "Найдено 11 актов" in part


def test_an_empty_bank_and_an_empty_result_say_so(client: Client, db: None) -> None:
    assert "Банк пуст" in page(client, "/ru/acts/")
    assert "Нет акта со всеми этими словами" in page(client, "/ru/acts/?q=изумруд")


@pytest.mark.parametrize(
    ("count", "words"), [(1, "Найден 1 акт"), (3, "Найдено 3 акта"), (11, "Найдено 11 актов")]
)
def test_counts_take_the_plural_of_the_language(
    client: Client, bank: list[Act], count: int, words: str
) -> None:
    query = {1: "q=7585-25-00-2/1001", 3: "q=7585-25-00-2/1001", 11: "q=листки"}[count]
    if count == 3:
        ids = list(Act.objects.values_list("pk", flat=True)[:3])
        Act.objects.exclude(pk__in=ids).delete()
        rebuild()
        query = ""
    assert words in page(client, f"/ru/acts/?{query}")


def test_the_csv_has_every_act_found_and_no_formula(client: Client, bank: list[Act]) -> None:
    Act.objects.filter(pk=bank[0].pk).update(court="=1+1")
    response = client.get("/en/acts/results.csv?category=wages")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 1 + len(bank)
    assert "'=1+1" in {row[4] for row in rows}


def test_a_norm_tells_the_edition_in_force_on_the_day(client: Client, bank: list[Act]) -> None:
    shown = page(client, "/ru/norms/GPK/226/?on=2010-05-01").replace(NB, " ")
    assert "Редакция 1999 года" in shown
    assert "Ссылается 31 акт" in shown
    assert client.get("/ru/norms/XX/1/").status_code == 404
    assert "Редакция 2015 года" in page(client, "/ru/norms/GPK/226/?on=nonsense")


def test_a_copy_of_an_act_is_told_from_a_changed_one(client: Client, bank: list[Act]) -> None:
    address = f"/ru/acts/{bank[0].act_id}/verify/"
    text = bank[0].public_decision.text
    same = client.post(address, {"text": text.replace("\n", "\r\n  ")}).content.decode()
    changed = client.post(address, {"text": text.replace("842 600", "942 600")}).content.decode()
    assert "Текст совпадает" in same
    assert "Текст отличается" in changed


def test_odd_addresses_break_nothing(client: Client, bank: list[Act]) -> None:
    for query in ("page=0", "page=-1", "page=99999999999999999999", "page=٣", "year=abc", "year=-1", "norm=", "norm=:",
                  "norm=GPK", "q=%00", "category=%00", "language=" + "x" * 3000, "q=" + "%22" * 50):  # fmt: skip
        assert client.get(f"/en/acts/?{query}").status_code == 200, query
    for address in ("/en/acts/no-such-act/", "/en/acts/..%2f..%2fetc/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/en/norms/%00/1/").status_code == 400


def test_a_page_of_results_takes_few_queries(
    client: Client, bank: list[Act], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(13):
        page(client, "/ru/acts/?q=тенге&category=wages")
    with django_assert_max_num_queries(8):
        page(client, f"/ru/acts/{bank[0].act_id}/")


def test_pages_are_felt_as_quick(client: Client, bank: list[Act]) -> None:
    for address in ("/ru/acts/", "/ru/acts/?q=тенге", f"/ru/acts/{bank[0].act_id}/"):
        page(client, address)
        began = time.perf_counter()
        page(client, address)
        assert time.perf_counter() - began < 1.0, address


def test_without_a_practice_the_act_says_that_there_are_no_analogues_yet(
    client: Client, bank: list[Act]
) -> None:
    assert "ещё не построена" in page(client, f"/ru/acts/{bank[0].act_id}/analogues/")
    assert import_module("tarazy.acts.practice_at_hand").practice_at_hand() is None
