"""The index of a bank: terms, phrases, facets, filters, highlights, deletion, and being killed."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tarazy.jurimetrics.analogues import AnalogueIndex, Filters, IndexVersionError, fulltext
from tarazy.jurimetrics.analogues.embedding import Vectors
from tarazy.jurimetrics.decision import Decision, Outcome, Review

from .bank import FLOOD_RU, LOAN_KK, LOAN_RU, act, bank


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> AnalogueIndex:
    return AnalogueIndex.build(bank(), tmp_path_factory.mktemp("bank"))


def ids(index: AnalogueIndex, query: str, filters: Filters | None = None) -> list[str]:
    return [hit.id for hit in index.fulltext(query, filters).hits]


def test_an_act_comes_back_by_its_id_as_it_was(index: AnalogueIndex) -> None:
    assert index.get("loan-ru") == bank()[0]
    assert index.get("nothing") is None


def test_an_act_is_found_by_its_words_in_any_form(index: AnalogueIndex) -> None:
    assert set(ids(index, "расписками")) == {"loan-ru", "loan-ru-2", "loan-ru-appeal"}
    assert ids(index, "пәтерлерді су") == ["flood-kk"]


def test_all_words_must_be_there(index: AnalogueIndex) -> None:
    assert ids(index, "труба отопления") == ["flood-ru"]
    assert ids(index, "труба алименты") == []


def test_a_phrase_is_found_only_as_a_phrase(index: AnalogueIndex) -> None:
    assert set(ids(index, '"вернуть заём"')) == {"loan-ru", "loan-ru-appeal"}
    assert ids(index, '"заём вернуть"') == []


def test_a_word_can_be_excluded(index: AnalogueIndex) -> None:
    assert ids(index, "расписка -претензия") == ["loan-ru-2"]


def test_when_no_act_has_all_the_words_those_with_most_are_shown_and_it_is_said(index: AnalogueIndex) -> None:
    found = index.fulltext("труба отопления потолок алименты")
    assert found.relaxed
    assert [hit.id for hit in found.hits] == ["flood-ru"]


def test_an_act_is_found_by_its_case_number_however_written(index: AnalogueIndex) -> None:
    assert set(ids(index, "7585-25-00-2/101")) == {"loan-ru", "loan-ru-appeal"}


def test_an_amount_is_found_however_grouped(index: AnalogueIndex) -> None:
    assert set(ids(index, "430000")) == {"flood-ru", "flood-kk"}


def test_facets_count_all_that_matched(index: AnalogueIndex) -> None:
    found = index.fulltext("", size=2)
    assert found.total == 8
    assert len(found.hits) == 2
    assert found.facets["category"] == {"loan": 4, "flooding": 2, "child_support": 1, "reinstatement": 1}
    assert found.facets["language"] == {"ru": 6, "kk": 2}
    assert found.facets["year"] == {"2025": 7, "2024": 1}


def test_facets_of_very_many_acts_are_estimated_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = AnalogueIndex.build(
        (act(f"a{n}", LOAN_RU, category="loan" if n % 4 else "flooding") for n in range(2000)), tmp_path
    )
    monkeypatch.setattr(fulltext, "_COUNTED", 800)
    assert not index.fulltext("расписка", size=1).estimated
    assert index.fulltext("расписка", size=1).total == 2000
    monkeypatch.setattr(fulltext, "_ENOUGH_SEEN", 500)
    found = index.fulltext("расписка", size=1)
    assert found.estimated
    assert found.total == pytest.approx(2000, rel=0.12)
    assert found.facets["category"]["loan"] == pytest.approx(1500, rel=0.12)


def test_pages_follow_one_another_and_newest_can_come_first(index: AnalogueIndex) -> None:
    pages = [hit.id for page in (1, 2, 3, 4) for hit in index.fulltext("", page=page, size=2).hits]
    assert sorted(pages) == sorted(decision.id for decision in bank())
    newest = [
        hit.decision.date.value for hit in index.fulltext("", newest_first=True).hits if hit.decision.date
    ]
    assert newest == sorted(newest, reverse=True)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(category=("flooding",)), {"flood-ru", "flood-kk"}),
        (Filters(category=("flooding", "loan"), language=("kk",)), {"flood-kk", "loan-kk"}),
        (Filters(outcome=("denied",)), {"loan-ru-2", "loan-ru-appeal"}),
        (Filters(region=("almaty",)), {"loan-ru-2"}),
        (Filters(court=("Суд № 2",)), {"child-ru"}),
        (Filters(instance=("appeal",)), {"loan-ru-appeal"}),
        (Filters(date_to=date(2024, 12, 31)), {"loan-ru-2"}),
        (Filters(date_from=date(2025, 5, 1)), {"loan-ru-appeal"}),
    ],
)
def test_filters_admit_only_what_they_say(index: AnalogueIndex, filters: Filters, expected: set[str]) -> None:
    assert set(ids(index, "", filters)) == expected
    found = index.search(LOAN_RU, filters, passages=False)
    assert {analogue.id for analogue in found} <= expected


def test_marks_in_a_snippet_stand_on_the_words_that_matched(index: AnalogueIndex) -> None:
    hit = index.fulltext("затопление потолок 430000").hits[0]
    marked = {snippet.text[s:e] for snippet in hit.snippets for s, e in snippet.marks}
    assert {"Затоплением", "потолок", "430 000"} <= marked
    for snippet in hit.snippets:
        assert hit.decision.text[snippet.start : snippet.start + len(snippet.text)] == snippet.text


@pytest.mark.parametrize("query", ["-", '"', '""', "и в на", "***", "(:", "a" * 500, "-расписка"])
def test_no_query_breaks_the_search(index: AnalogueIndex, query: str) -> None:
    assert index.fulltext(query).total <= 8


def test_an_act_finds_its_likes_first_and_never_itself_or_its_own_case(index: AnalogueIndex) -> None:
    loan = bank()[0]
    found = [analogue.id for analogue in index.search(loan, top=3)]
    assert set(found[:2]) == {"loan-ru-2", "loan-kk"}
    assert "loan-ru-appeal" not in found


@pytest.mark.parametrize(
    ("asked", "expected"), [(1, "loan-ru"), (2, "loan-ru"), (3, "flood-kk"), (4, "flood-ru")]
)
def test_an_act_is_found_from_the_other_language(index: AnalogueIndex, asked: int, expected: str) -> None:
    query = bank()[asked]
    other = "kk" if query.language == "ru" and asked == 3 else "ru"
    assert expected in [analogue.id for analogue in index.search(query, Filters(language=(other,)), top=2)]


def test_plain_words_of_a_person_find_acts_in_both_languages(index: AnalogueIndex) -> None:
    found = [
        analogue.id for analogue in index.search("Сосед сверху затопил мою квартиру, нужен ремонт", top=2)
    ]
    assert set(found) == {"flood-ru", "flood-kk"}


def test_passages_show_what_matched_on_both_sides(index: AnalogueIndex) -> None:
    analogue = next(a for a in index.search(LOAN_RU, top=5) if a.id == "loan-ru-2")
    passage = analogue.passages[0]
    assert "расписк" in passage.matched
    assert analogue.decision.text[passage.act.start : passage.act.end] == passage.text
    assert LOAN_RU[passage.query.start : passage.query.end]


def test_passages_of_two_languages_match_by_concepts(index: AnalogueIndex) -> None:
    analogue = next(a for a in index.search(LOAN_KK, Filters(language=("ru",)), top=5) if a.id == "loan-ru")
    assert any(term.startswith("c:") for passage in analogue.passages for term in passage.matched)


def test_what_the_higher_court_did_is_shown_and_can_be_filtered_on(index: AnalogueIndex) -> None:
    found = {analogue.id: analogue for analogue in index.search(bank()[2])}
    assert found["loan-ru"].review is Review.REVERSED
    assert found["loan-ru"].outcome is Outcome.GRANTED
    assert "loan-ru" not in {analogue.id for analogue in index.search(bank()[2], Filters(in_force=True))}


def test_a_deleted_act_is_gone_at_once_for_every_reader(tmp_path: Path) -> None:
    index = AnalogueIndex.build(bank(), tmp_path)
    reader = AnalogueIndex(tmp_path)
    started = time.perf_counter()
    assert index.delete(["loan-ru", "never-there"]) == 1
    assert time.perf_counter() - started < 3
    assert "loan-ru" not in reader
    assert "loan-ru" not in ids(reader, "расписка")
    assert reader.card()["acts"] == 7


def test_an_act_added_again_replaces_the_old_one(tmp_path: Path) -> None:
    index = AnalogueIndex.build(bank(), tmp_path)
    index.add([act("loan-ru", FLOOD_RU, category="flooding")])
    assert len(index) == 8
    assert set(ids(index, "труба")) == {"loan-ru", "flood-ru"}


def test_an_act_twice_in_one_stream_is_there_once(tmp_path: Path) -> None:
    assert len(AnalogueIndex.build([*bank(), *bank()], tmp_path)) == 8


def test_a_stream_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index = AnalogueIndex.build(bank()[:3], tmp_path)

    def failing():  # type: ignore[no-untyped-def]
        yield bank()[5]
        raise RuntimeError("the file broke off")

    with pytest.raises(RuntimeError):
        index.add(failing())
    assert len(AnalogueIndex(tmp_path)) == 3


def test_an_act_without_an_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="id"):
        AnalogueIndex.build([Decision(text="Текст", language="ru")], tmp_path)


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    AnalogueIndex.build(bank(), tmp_path)
    card = tmp_path / "card.json"
    card.write_text(card.read_text().replace('"schema": 1', '"schema": 0'))
    with pytest.raises(IndexVersionError):
        AnalogueIndex(tmp_path)


def test_what_was_committed_opens_again_after_the_builder_is_killed(tmp_path: Path) -> None:
    program = textwrap.dedent(f"""
        import itertools, sys
        from tarazy.jurimetrics.analogues import AnalogueIndex, index
        from tarazy.jurimetrics.decision import Decision
        index._COMMIT_EVERY = 50
        index._REPORT_EVERY = 10
        acts = (Decision(id=f"a{{n}}", text=f"Долг {{n}}", language="ru") for n in itertools.count())
        def progress(count):
            if count == 120:
                print("go", flush=True)
        AnalogueIndex.build(acts, {str(tmp_path)!r}, progress=progress)
    """)
    builder = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ})
    assert builder.stdout is not None
    assert builder.stdout.readline().strip() == b"go"
    builder.send_signal(signal.SIGKILL)
    builder.wait()
    index = AnalogueIndex(tmp_path)
    assert len(index) >= 100
    assert len(index) % 50 == 0
    index.add([act("later", LOAN_RU)])
    assert "later" in index


class CountingEmbedder:
    """Vectors by which letters a text has, and a count of what was embedded."""

    name = "letters"
    dimension = 64

    def __init__(self) -> None:
        self.embedded = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for letter in text.lower():
            vector[ord(letter) % self.dimension] += 1
        return vector / max(float(np.linalg.norm(vector)), 1e-9)


def test_embedding_can_wait_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    index = AnalogueIndex.build(bank(), tmp_path, embedder)
    assert index.pending == 8
    assert "vector" not in index.search(LOAN_RU)[0].components
    assert index.embed_pending(3) == 3
    again = AnalogueIndex(tmp_path, embedder)
    assert again.pending == 5
    assert again.embed_pending() == 5
    assert again.embed_pending() == 0
    assert embedder.embedded == 8
    assert all("vector" in analogue.components for analogue in again.search(LOAN_RU, top=3))


def test_a_deleted_act_is_not_found_by_its_vector(tmp_path: Path) -> None:
    index = AnalogueIndex.build(bank(), tmp_path, CountingEmbedder())
    index.embed_pending()
    index.delete(["loan-ru-2"])
    assert "loan-ru-2" not in {analogue.id for analogue in index.search(LOAN_RU)}


def test_vectors_of_another_model_are_neither_mixed_nor_asked(tmp_path: Path) -> None:
    index = AnalogueIndex.build(bank(), tmp_path, CountingEmbedder())
    index.embed_pending(4)
    other = CountingEmbedder()
    other.name = "other"
    reopened = AnalogueIndex(tmp_path, other)
    with pytest.raises(ValueError, match="letters"):
        reopened.embed_pending()
    assert "vector" not in reopened.search(LOAN_RU)[0].components


def test_an_index_learns_from_judgements_and_keeps_what_it_learned(tmp_path: Path) -> None:
    acts = [
        act(f"{name}-{n}", text, category=name, claims=(name,))
        for name, text in (("loan", LOAN_RU), ("flood", FLOOD_RU))
        for n in range(6)
    ]
    index = AnalogueIndex.build(acts, tmp_path)
    judgements = [(one, {other.id for other in acts if other.id[:4] == one.id[:4]}) for one in acts]
    learned = index.learn(judgements)
    assert learned.made["from"].startswith("144 judgements") or "12 queries" in learned.made["from"]
    again = AnalogueIndex(tmp_path)
    assert again.card()["ranker"] == learned.card()
    assert {found.id[:4] for found in again.search(acts[0], top=5)} == {"loan"}
