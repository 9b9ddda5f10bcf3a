"""What is asked, what is marked in a text, and vectors as bytes and words: without any engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.acts.searching.highlights import spans
from tarazy.acts.searching.question import clauses_of
from tarazy.acts.searching.vectors import BANDS, DIMENSION, FlatVectors, bands, likeness, to_bytes
from tarazy.jurimetrics.analysis import analyser_for


def marked(text: str, query: str, language: str = "ru") -> list[str]:
    return [text[span.start : span.end] for span in spans(text, clauses_of(query), language)]


@pytest.mark.parametrize(
    ("text", "query", "language", "words"),
    [
        ("Представлены расчётные листки и платежи", "листками ", "ru", ["листки"]),
        ("Представлены расчётные листки", '"расчетных листков"', "ru", ["расчётные листки"]),
        ("Листки расчётные утрачены", '"расчётные листки"', "ru", []),
        ("Payslips were shown", "paysl", "en", ["Payslips"]),
        ("Payslips were shown", "paysl ", "en", []),
        ("Листки представлены", "представлены -листки", "ru", ["представлены"]),
        ("Жалақысын өндіру туралы", "жалақы ", "kk", ["Жалақысын"]),
        ("взыскать 1 250 000 тенге", "1250000", "ru", ["1 250 000"]),
    ],
)
def test_marks_stand_where_the_words_do(text: str, query: str, language: str, words: list[str]) -> None:
    assert marked(text, query, language) == words


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_short_way_to_the_marks_marks_what_the_long_way_does(language: str) -> None:
    words = {
        "ru": "Суд взыскал заработную плату, расчётные листки; ребёнку, делу, иску, сестёр, льды, еле идёт",
        "kk": "Құқығын қорғау, мүліктің бөлігі, еркіне қарай; жалақысын өндірді, кітабы, ауылдағы, ерні, орны",
        "en": "Happy studies, payslips were shown; the judges' dying wishes, agencies, lies and skies",
    }[language]
    for token in analyser_for(language).analyse_with_offsets(words):
        query = words[token.start : token.end]
        clauses = clauses_of(f"{query} ")
        long_way = [
            words[one.start : one.end]
            for one in analyser_for(language).analyse_with_offsets(words)
            if any((one.term,) in clause.options for clause in clauses)
        ]
        assert [words[span.start : span.end] for span in spans(words, clauses, language)] == long_way


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_query_over_any_text_gives_ordered_ranges_of_it(text: str, query: str) -> None:
    found = spans(text, clauses_of(query), "ru")
    edges = [edge for span in found for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in found)


@given(st.integers(0, 2**32 - 1), st.floats(0, 2))
def test_bytes_keep_the_angle_and_near_vectors_share_words(seed: int, apart: float) -> None:
    random = np.random.default_rng(seed)
    one = random.standard_normal(DIMENSION)
    other = one + apart * random.standard_normal(DIMENSION)
    cosine = float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    stored = np.frombuffer(to_bytes(other), np.int8).reshape(1, DIMENSION)
    assert float(likeness(stored, to_bytes(one))[0]) == pytest.approx(cosine, abs=0.02)
    assert bands(to_bytes(one)) == bands(to_bytes(one))
    shared = len(set(bands(to_bytes(one))) & set(bands(to_bytes(other))))
    assert len(set(bands(to_bytes(one)))) == BANDS
    assert shared >= 8 or cosine < 0.93


def test_flat_vectors_are_replaced_removed_and_read_by_another_process(tmp_path: Path) -> None:
    cloud = np.random.default_rng(3).standard_normal((50, DIMENSION))
    writer, reader = FlatVectors(tmp_path), FlatVectors(tmp_path)
    assert reader.near(to_bytes(cloud[0]), 3) == []
    writer.add((row + 1, to_bytes(vector)) for row, vector in enumerate(cloud))
    assert reader.near(to_bytes(cloud[9]), 3)[0][0] == 10
    writer.add([(10, to_bytes(cloud[0]))])
    assert {row for row, _ in reader.near(to_bytes(cloud[0]), 2)} == {1, 10}
    writer.remove([1, 999])
    assert reader.near(to_bytes(cloud[0]), 50)[0][0] == 10
    assert {row for row, _ in reader.near(to_bytes(cloud[0]), 100)} == set(range(2, 51))
    assert reader.among(to_bytes(cloud[0]), [3, 10, 1], 5)[0][0] == 10


def test_a_row_half_written_by_a_crash_is_written_over(tmp_path: Path) -> None:
    cloud = np.random.default_rng(3).standard_normal((3, DIMENSION))
    FlatVectors(tmp_path).add([(1, to_bytes(cloud[0]))])
    with (tmp_path / "vectors.i8").open("ab") as torn:
        torn.write(b"x" * 100)
    FlatVectors(tmp_path).add([(2, to_bytes(cloud[1]))])
    (row, score), *_ = FlatVectors(tmp_path).near(to_bytes(cloud[1]), 1)
    assert row == 2
    assert score == pytest.approx(1, abs=0.01)
