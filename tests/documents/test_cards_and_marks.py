"""The card of a claim, from texts and from scans; which words of a scan a person confirms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.documents.cards import claim_card
from tarazy.documents.ocr import page_text, read_page
from tarazy.documents.rules import CONFIDENCE_LIMIT, Mark, marked_words
from tests.documents.card_accuracy import fields_right, tally
from tests.documents.papers import PAPERS, scan


def test_typed_claims_of_varied_layouts_fill_the_card() -> None:
    right, every = tally(fields_right(paper, claim_card(paper.text)) for paper in PAPERS)
    print({name: f"{right[name]}/{every[name]}" for name in every})  # noqa: T201
    assert right.total() / every.total() >= 0.97
    for field in ("claimant number", "defendant number", "claimant", "defendant", "language"):
        assert right[field] == every[field], field


@pytest.mark.parametrize("number", [2, 1])
def test_a_skewed_and_noisy_scan_fills_most_of_the_card(tmp_path: Path, number: int) -> None:
    paper = PAPERS[number]
    source = tmp_path / "scan.png"
    source.write_bytes(scan(paper, skew=1.3, noise=0.08, blur=0.6))
    read = read_page(source, 0, tmp_path / "work")
    result = fields_right(paper, claim_card(page_text(read.words), read.words))
    print(paper.name, "wrong:", [name for name, good in result.items() if not good])  # noqa: T201
    assert abs(read.skew) >= 0.75
    assert sum(result.values()) / len(result) >= 0.75
    assert result["claimant number"] and result["language"]


def test_a_number_with_a_wrong_control_digit_is_told_and_hardly_trusted() -> None:
    text = PAPERS[0].text.replace(PAPERS[0].claimant_number, "850101301232")
    number = claim_card(text).claimants[0].identifier
    assert number and number.valid is False and number.confidence <= 0.2


def test_a_letter_read_for_a_digit_is_put_right_where_the_control_then_holds() -> None:
    good = PAPERS[0].claimant_number
    text = PAPERS[0].text.replace(good, good.replace("0", "О"))
    number = claim_card(text).claimants[0].identifier
    assert number and number.value == good and number.valid and number.confidence <= 0.6


@given(st.text(max_size=400))
def test_any_text_gives_a_card(text: str) -> None:
    card = claim_card(text)
    for field in (card.court, card.demand, card.claim_value, card.date):
        assert field is None or (0 <= field.confidence <= 1 and field.start <= field.end <= len(text))


def marks(text: str, sure: float = 0.99) -> dict[str, Mark]:
    words = text.split()
    return {words[one.index]: one.mark for one in marked_words(words, [sure] * len(words))}


def test_numbers_dates_sums_and_identifiers_are_always_confirmed() -> None:
    found = marks(
        "ИИН 850101301231 взыскать 1 250 000 тенге до 15.08.2025 по договору №45 от «3» марта 2024 г."
    )
    assert found["850101301231"] is Mark.IDENTIFIER
    assert found["1"] is found["250"] is found["000"] is Mark.SUM
    assert found["15.08.2025"] is Mark.DATE and found["марта"] is Mark.DATE and found["«3»"] is Mark.DATE
    assert found["№45"] is Mark.NUMBER and "взыскать" not in found
    kazakh = marks("2026 жылғы 12 наурыз 640 000 теңге өндіруді 900 ₸")
    assert kazakh["2026"] is kazakh["12"] is kazakh["наурыз"] is Mark.DATE
    assert kazakh["640"] is Mark.SUM and kazakh["900"] is Mark.SUM and "өндіруді" not in kazakh


def test_an_identifier_says_whether_its_control_holds() -> None:
    good, bad = marked_words(["850101301231", "850101301232"], [1.0, 1.0])
    assert good.valid is True and bad.valid is False


@given(st.lists(st.tuples(st.text(min_size=1, max_size=12), st.floats(0, 1)), max_size=30))
def test_every_digit_and_every_doubtful_word_is_confirmed(words: list[tuple[str, float]]) -> None:
    marked = {one.index for one in marked_words([text for text, _ in words], [sure for _, sure in words])}
    for index, (text, sure) in enumerate(words):
        bare = text.strip("«»\"'“”„()[]<>.,;:!?№#_—–-")
        if any(char.isdigit() for char in bare) or (
            sure < CONFIDENCE_LIMIT and any(char.isalnum() for char in bare)
        ):
            assert index in marked
