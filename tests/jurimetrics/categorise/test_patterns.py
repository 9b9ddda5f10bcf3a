"""The notation of the evidence files: what it finds, and that its quick test never hides a match."""

import pytest

from tarazy.jurimetrics.categorise.patterns import (
    LANGUAGES,
    WordIndex,
    compile_words,
    norm_hints,
    parse_line,
    patterns_of,
    zones_of,
)
from tarazy.law.pack import load

SLUGS = {category.slug for category in load("kz").categories}


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("договор* займа", "по договору займа от 5 мая", True),
        ("договор* займа", "по договору банковского займа", False),
        ("договор* .. займа", "по договору банковского займа", True),
        ("раздел* (имуществ*|долгов)", "о разделе имущества", True),
        ("раздел* (имуществ*|долгов)", "о разделе участка", False),
        ("(дтп|осаго)", "ущерб от дтп.", True),
        ("(мфо|мкк)", "в мфото", False),
        ("заём*", "заемщик", True),
        ("некен* .. бұз*", "некені сот тәртібімен бұзу туралы", True),
    ],
)
def test_the_notation_finds_what_it_says(words, text, stands):
    assert bool(compile_words(words).search(text)) is stands
    pattern = parse_line(f"3 {words}")
    assert pattern.weight == 3
    assert bool(pattern.beginnings(WordIndex(text))) or not stands


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_has_evidence_in_every_language_and_no_other(language):
    assert patterns_of(language).keys() == SLUGS


def test_norm_hints_name_categories_that_exist():
    assert {slug for rows in norm_hints().values() for _, _, slug in rows} <= SLUGS


def test_an_unknown_language_has_no_evidence():
    assert patterns_of("ka") == {}
    assert zones_of("ka") is None
