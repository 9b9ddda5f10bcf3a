"""What every search engine must do, and what the distributed one does while a node stops.

All in one file: it is run by one process, and so one cluster is started.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tarazy.acts.actions.import_acts import import_acts
from tarazy.acts.actions.set_visibility import set_visibility
from tarazy.acts.models import Act, Source, Visibility
from tarazy.acts.queries import SearchRequest, search_acts
from tarazy.acts.searching import changes
from tarazy.acts.searching.engine import SearchEngine, SearchUnavailable
from tarazy.acts.searching.entry import SearchEntry
from tarazy.acts.searching.models import IndexChange
from tarazy.acts.searching.opening import engine_at
from tarazy.acts.searching.opensearch_engine import _query
from tarazy.acts.searching.question import FACETS, Order, Question, any_of, clauses_of
from tarazy.acts.searching.rebuild import rebuild
from tarazy.acts.searching.vectors import DIMENSION, to_bytes
from tarazy.jurimetrics.analysis import analyser_for
from tarazy.people.models import User
from tests.acts.factories import a_decision
from tests.acts.searching.running_cluster import RunningCluster

ANYONE = ("visibility:public",)
TEXTS = {
    1: ("ru", "Суд взыскал заработную плату, расчётные листки представлены"),
    2: ("ru", "Листки расчётные утрачены, заработная плата не взыскана"),
    3: ("kk", "Сот жалақыны өндірді, төлем парақтары ұсынылды"),
    4: ("en", "The court granted wages; payslips were shown"),
    5: ("ru", "Договор займа, неустойка 1 250 000 тенге"),
}


def entry(row: int, text: str = "", language: str = "ru", **given: Any) -> SearchEntry:
    marks = given.pop("marks", ANYONE)
    return SearchEntry(row, " ".join(analyser_for(language).tokens(text)), marks=marks, **given)


def put(engine: SearchEngine, *entries: SearchEntry, version: int = 1) -> None:
    with engine.writing() as writer:
        for one in entries:
            writer.put(one, version)
    settle(engine)


def settle(engine: SearchEngine) -> None:
    """Until what was written is seen, which engines promise within a second."""
    if client := getattr(engine, "client", None):
        client.indices.refresh(index=engine.index_name(), request_timeout=60)


def whole(engine: SearchEngine) -> None:
    """Until every copy of the index is there, which is some time after the index itself."""
    if client := getattr(engine, "client", None):
        client.cluster.health(
            index=engine.index_name(),
            params={"wait_for_status": "green", "timeout": "90s", "request_timeout": 100},
        )


def the_five() -> list[SearchEntry]:
    return [
        entry(
            row,
            text,
            language,
            day=100 + row,
            facets={
                "language": language,
                "year": "2025" if row % 2 else "2024",
                "court": "Суд №1, г. Алматы",
            },
            marks=(*ANYONE, "norm:GPK/226", *(["norm:TK/113"] if row < 5 else [])),
        )
        for row, (language, text) in TEXTS.items()
    ]


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    put(engine, *the_five())
    return engine


@pytest.fixture(scope="module")
def readable(library: SearchEngine) -> SearchEngine:
    put(library, *the_five())
    return library


def found(engine: SearchEngine, text: str, **asked: Any) -> list[int]:
    asked.setdefault("seen_by", ANYONE)
    return sorted(engine.search(Question(clauses_of(text), **asked)).rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("заработные платы ", [1, 2]),
        ("жалақы ", [3]),
        ("жалақыны ", [3]),
        ("payslip ", [4]),
        ("1250000 ", [5]),
        ("1 250 000 ", [5]),
        ("заработная отсутствующее", []),
        ('"расчётные листки"', [1]),
        ('"расчетных листков"', [1]),
        ('"төлем парақтары"', [3]),
        ("заработная -расчётные", []),
        ('заработная -"расчётные листки"', [2]),
        ("-заработная", [3, 4, 5]),
        ("paysl", [4]),
        ("paysl ", []),
        ("неуст", [5]),
        ("и ", [1, 2, 3, 4, 5]),
        ("", [1, 2, 3, 4, 5]),
    ],
)
def test_words_phrases_beginnings_and_minus(readable: SearchEngine, text: str, rows: list[int]) -> None:
    assert found(readable, text) == rows


def test_filters_narrow_and_facets_ignore_their_own(readable: SearchEngine) -> None:
    hits = readable.search(
        Question(filters={"language": ["ru", "en"], "year": ["2025"]}, seen_by=ANYONE, facet_values=10)
    )
    assert (sorted(hits.rows), hits.total) == ([1, 5], 2)
    assert hits.facets["language"] == [("ru", 2), ("kk", 1)]
    assert hits.facets["year"] == [("2024", 2), ("2025", 2)]
    assert hits.facets["court"] == [("Суд №1, г. Алматы", 2)]
    assert set(hits.facets) == set(FACETS)
    assert readable.search(Question(seen_by=ANYONE)).facets == {}


def test_acts_that_cite_a_norm(readable: SearchEngine) -> None:
    assert found(readable, "", filters={"norm": ["TK/113"]}) == [1, 2, 3, 4]
    assert found(readable, "заработная", filters={"norm": ["TK/113"], "year": ["2024"]}) == [2]
    assert found(readable, "", filters={"norm": ["TK/1"]}) == []


def test_order_pages_and_downloads(readable: SearchEngine) -> None:
    latest = Question(seen_by=ANYONE, order=Order.LATEST)
    assert readable.search(latest).rows == [5, 4, 3, 2, 1]
    assert readable.rows(latest, 3) == [5, 4, 3]
    page = readable.search(Question(seen_by=ANYONE, start=2, size=2))
    assert (page.rows, page.total) == ([3, 2], 5)
    assert readable.search(Question(seen_by=ANYONE, start=9_999, size=20)).rows == []
    wanted = Question((any_of(["займ", "неустойк", "суд"]),), seen_by=ANYONE)
    assert readable.search(wanted).rows[0] == 5, "the more of the words, the better"


def test_nobody_sees_what_the_marks_don_t_allow(filled: SearchEngine) -> None:
    put(filled, entry(6, "заработная тайна", marks=("visibility:closed", "owner:7")))
    assert found(filled, "заработная ") == [1, 2]
    assert found(filled, "заработная ", seen_by=(*ANYONE, "owner:7")) == [1, 2, 6]
    assert found(filled, "тайна ", seen_by=None) == [6]
    facets = filled.search(Question(clauses_of("тайна "), seen_by=ANYONE, facet_values=5)).facets
    assert not any(facets.values()), "a count would tell that it is there"


def test_an_entry_replaced_or_taken_out_leaves_no_ghost(filled: SearchEngine) -> None:
    put(filled, entry(2, "совсем другое"), entry(12, "двенадцать"), entry(120, "сто двадцать"), version=2)
    with filled.writing() as writer:
        writer.remove(12, 3)
        writer.remove(999, 3)
    settle(filled)
    assert found(filled, "заработная ") == [1]
    assert found(filled, "двенадцать ") == []
    assert found(filled, "двадцать ") == [120]


def test_a_block_that_fails_writes_nothing_more_and_the_next_one_works(filled: SearchEngine) -> None:
    def fail() -> None:
        with filled.writing() as writer:
            writer.put(entry(50, "половина"), 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    put(filled, entry(51, "половина"))
    assert found(filled, "половина ") == [51]


@pytest.mark.parametrize(
    "text", ['"', '""', "*", "AND OR NOT", "title:x", "[1 TO 2]", "(", "a" * 400, "\\", "^~", "-"]
)
def test_words_that_mean_something_to_an_engine_mean_nothing(readable: SearchEngine, text: str) -> None:
    assert readable.search(Question(clauses_of(text), seen_by=ANYONE)).total >= 0


def a_cloud(count: int) -> np.ndarray:
    return np.random.default_rng(4).standard_normal((count, DIMENSION)).astype(np.float32)


def test_analogues_are_the_nearest_vectors_within_the_filters(engine: SearchEngine) -> None:
    cloud = a_cloud(400)
    put(
        engine,
        *(
            entry(
                row + 1,
                facets={"category": f"c{row % 4}"},
                marks=("visibility:public" if row % 5 else "visibility:closed",),
                vector=to_bytes(vector),
            )
            for row, vector in enumerate(cloud)
        ),
        entry(1000, "без вектора"),
    )
    noise = a_cloud(401)[400]
    for row in (6, 77, 399):  # in the place of row - 1
        asked = to_bytes(cloud[row - 1] + 0.4 * noise)
        nearest = engine.near(asked, Question(seen_by=ANYONE), 5)
        exact = cloud @ np.frombuffer(asked, np.int8).astype(np.float32) / np.linalg.norm(cloud, axis=1) / 127
        seen = (row - 1) % 5 != 0
        assert (nearest[0][0] == row) is seen
        assert all((one - 1) % 5 for one, _ in nearest)
        assert nearest == sorted(nearest, key=lambda pair: -pair[1])
        for one, score in nearest:
            assert score == pytest.approx(float(exact[one - 1]), abs=0.02)
        category = f"c{(row - 1) % 4}"
        narrowed = engine.near(asked, Question(filters={"category": [category]}, seen_by=None), 3)
        assert narrowed[0][0] == row
        assert all((one - 1) % 4 == (row - 1) % 4 for one, _ in narrowed)
        other = Question(filters={"category": [f"c{row % 4}"]}, seen_by=None)
        assert len(engine.near(asked, other, 5)) == 5
    with engine.writing() as writer:
        writer.remove(77, 5)
    settle(engine)
    assert 77 not in [one for one, _ in engine.near(to_bytes(cloud[76]), Question(), 400)]


def test_acts_alike_share_the_rarest_terms_within_the_filters(readable: SearchEngine) -> None:
    terms = analyser_for("ru").tokens("суд заработная плата тенге договор займа неустойка неизвестное")
    assert readable.like(terms, Question(seen_by=ANYONE), 5)[0][0] == 5
    narrowed = Question(seen_by=ANYONE, filters={"norm": ["TK/113"]})
    assert {row for row, _ in readable.like(terms, narrowed, 5)} <= {1, 2}
    assert readable.like(["неизвестное"], Question(), 5) == []


def totals(engine: SearchEngine, question: Question) -> set[int]:
    """How many each copy of the index finds: copies show what was written each for itself, not in the same moment."""
    client = getattr(engine, "client", None)
    if client is None:
        return {engine.search(question).total}
    asked = {"query": _query(question), "size": 0, "track_total_hits": True}
    answers = [
        client.search(index=engine.index_name(), body=asked, params={"preference": copy})
        for copy in ("_primary", "_replica")
    ]
    return {answer["hits"]["total"]["value"] for answer in answers}


@pytest.mark.django_db
def test_a_sealed_act_is_gone_within_seconds_and_its_row_at_once(engine: SearchEngine, staff: User) -> None:
    import_acts([a_decision(seed) for seed in range(3)], source=Source.MODEL, visibility=Visibility.PUBLIC)
    settle(engine)
    whole(engine)
    found_by_all = Question(clauses_of("листки "), seen_by=ANYONE)
    assert totals(engine, found_by_all) == {3}
    one = Act.objects.order_by("pk")[1]
    asked = SearchRequest(text="листки ")
    assert search_acts(AnonymousUser(), asked).total == 3
    Act.objects.filter(pk=one.pk).update(visibility=Visibility.CLOSED)  # and the index knows nothing yet
    assert one not in search_acts(AnonymousUser(), asked).acts
    began = time.monotonic()
    set_visibility(one.act_id, Visibility.CLOSED, staff)
    while totals(engine, found_by_all) != {2} and time.monotonic() - began < 10:
        time.sleep(0.05)
    assert time.monotonic() - began < 5
    assert search_acts(AnonymousUser(), asked).total == 2
    assert not IndexChange.objects.exists()
    Act.objects.filter(pk=one.pk).delete()
    changes.note([one.pk])
    changes.apply_soon()
    settle(engine)
    assert search_acts(staff, asked).total == 2


def test_changes_written_late_don_t_undo_newer_ones(engine: SearchEngine) -> None:
    put(engine, entry(1, "новое"), version=7)
    if hasattr(engine, "client"):  # the other has one writer, which reads after taking its lock
        put(engine, entry(1, "старое"), version=6)
    assert found(engine, "новое ") == [1]


@contextmanager
def asking(ask: Callable[[], object]) -> Iterator[list[object]]:
    """Another thread asks again and again while the block runs; what it got, faults too."""
    answers: list[object] = []
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            try:
                answers.append(ask())
            except Exception as fault:
                answers.append(fault)
            time.sleep(0.005)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()


@pytest.mark.django_db
def test_an_index_is_built_anew_while_it_is_searched_and_written(
    engine: SearchEngine, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tarazy.acts.searching.opensearch_engine.GRACE_S", 0.5)
    import_acts([a_decision(seed) for seed in range(40)], source=Source.MODEL, visibility=Visibility.PUBLIC)
    settle(engine)
    question = Question(clauses_of("листки "), seen_by=ANYONE)
    before = engine.index_name()
    sealed, late = Act.objects.order_by("pk")[0], a_decision(900)

    def meanwhile(done: int, total: int) -> None:
        """An act is sealed and another published after both were, or weren't, read for the new index."""
        set_visibility(sealed.act_id, Visibility.CLOSED, staff)
        import_acts([late], source=Source.MODEL, visibility=Visibility.PUBLIC)

    with asking(lambda: engine.search(question).total) as answers:
        assert rebuild(meanwhile) == 41
    settle(engine)
    assert engine.index_name() != before
    assert set(answers) <= {39, 40, 41}, "no search failed, none lacked an act"
    assert engine.search(question).total == 40
    assert not IndexChange.objects.exists()
    assert sealed.pk not in engine.rows(question, 100)


@pytest.mark.django_db
def test_a_rebuilding_that_fails_leaves_the_index_and_loses_no_change(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tarazy.acts.searching.opensearch_engine.GRACE_S", 0.1)
    import_acts([a_decision(seed) for seed in range(5)], source=Source.MODEL, visibility=Visibility.PUBLIC)
    before = engine.index_name()

    def fails(done: int, total: int) -> None:
        import_acts([a_decision(901)], source=Source.MODEL, visibility=Visibility.PUBLIC)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rebuild(fails)
    assert engine.index_name() == before
    settle(engine)
    assert engine.search(Question(seen_by=ANYONE)).total == 6
    changes.apply_waiting()
    assert rebuild() == 6


def test_health_says_how_many_entries(readable: SearchEngine) -> None:
    health = readable.health()
    assert health.answers
    assert health.entries == 5


def test_a_node_stops_while_acts_are_written_and_searched_and_nothing_is_lost(
    cluster: RunningCluster, settings: Any
) -> None:
    engine = engine_at(cluster.url("acts-node-stopped"))
    put(engine, *(entry(row, "листки прежние") for row in range(1, 101)))
    whole(engine)
    prior = Question(clauses_of("прежние "), seen_by=ANYONE)
    copies = engine.client.cat.shards(index="acts-node-stopped", format="json")
    primary = next(one["node"] for one in copies if one["prirep"] == "p")  # "Node 2"
    victim = int(primary.split()[-1]) - 1
    kept: list[int] = []

    def write_on() -> None:
        for number in range(40):
            row = 1000 + number
            for _ in range(20):  # as the worker does: what was refused is tried again at the next round
                try:
                    with engine.writing() as writer:
                        writer.put(entry(row, "листки новые"), 1)
                    kept.append(row)
                    break
                except SearchUnavailable:
                    time.sleep(0.5)

    writing = threading.Thread(target=write_on)
    try:
        with asking(lambda: engine.search(prior).total) as answers:
            writing.start()
            time.sleep(0.3)
            cluster.stop(victim)
            writing.join()
        settle(engine)
        assert len(kept) == 40
        assert engine.search(Question(clauses_of("новые "), seen_by=ANYONE)).total == 40
        assert engine.search(prior).total == 100
        told = [one for one in answers if not isinstance(one, SearchUnavailable)]
        assert set(told) == {100}, "an answer is whole or there is none"
        assert len(told) > len(answers) / 2
        assert engine.health().answers
    finally:
        cluster.start(victim)


@pytest.mark.django_db
def test_an_engine_that_is_away_is_told_to_people_and_loses_no_change(
    client: Client, bank: list[Act], settings: Any, staff: User
) -> None:
    settings.SEARCH_URL = "opensearch://127.0.0.1:9/acts"
    set_visibility(bank[0].act_id, Visibility.CLOSED, staff)
    assert IndexChange.objects.filter(row=bank[0].pk).exists()
    answer = client.get("/en/acts/?q=wages")
    assert answer.status_code == 503
    assert "not available" in answer.content.decode()
    assert 'value="wages"' in answer.content.decode(), "what was asked stays in its field"
    part = client.get("/en/acts/?q=wages", headers={"HX-Request": "true"})
    assert part.status_code == 200, "htmx shows the part only of a good answer"
    assert "not available" in part.content.decode()
    assert client.get("/api/v1/acts?q=wages").status_code == 503
    assert client.get(bank[1].get_absolute_url()).status_code in (200, 302)
