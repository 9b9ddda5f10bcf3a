"""A printed reference reads back as itself, in each language and style."""

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy import law

KZ, RU, KG = law.load("kz"), law.load("ru"), law.load("kg")
Style = Literal["short", "full"]

plain = st.integers(1, 999).map(str)
hyphened = st.tuples(st.integers(100, 999), st.integers(1, 9)).map(lambda pair: f"{pair[0]}-{pair[1]}")
unit = st.none() | st.integers(1, 30).map(str)


def references(pack: law.Jurisdiction, language: str) -> st.SearchStrategy[law.Reference]:
    named = [code.id for code in pack.codes if code.names.get(language)]
    articles = plain | hyphened
    return st.builds(
        law.Reference,
        code=st.none() | st.sampled_from(named),
        article=articles,
        part=unit,
        paragraph=unit,
        subparagraph=unit,
        jurisdiction=st.just(pack.id),
    )


@pytest.mark.parametrize("style", ["short", "full"])
@pytest.mark.parametrize(
    ("pack", "language"),
    [(KZ, "ru"), (KZ, "kk"), (KZ, "en"), (RU, "ru"), (KG, "ru"), (KG, "ky")],
    ids=["kz-ru", "kz-kk", "kz-en", "ru-ru", "kg-ru", "kg-ky"],
)
def test_a_printed_reference_reads_back(pack: law.Jurisdiction, language: str, style: Style) -> None:
    @settings(max_examples=150, deadline=None)
    @given(references(pack, language))
    def check(reference: law.Reference) -> None:
        text = law.print_reference(reference, pack, language, style)
        (match,) = law.parse_references(text, pack, language)
        assert match.references == (reference,)
        assert (match.start, match.end) == (0, len(text))

    check()


def test_references_are_printed_as_lawyers_write_them() -> None:
    reference = law.Reference(code="GPK", article="226", part="2", subparagraph="3")
    assert law.print_reference(reference, KZ, "ru") == "пп. 3) ч. 2 ст. 226 ГПК"
    assert law.print_reference(reference, KZ, "kk") == "АПК 226-бабының 2-бөлігінің 3) тармақшасы"
    assert (
        law.print_reference(reference, KZ, "ru", "full")
        == "подпункт 3) части 2 статьи 226 Гражданского процессуального кодекса Республики Казахстан"
    )
    part = law.Reference(code="GPK", article="226", part="2")
    assert law.print_reference(part, KZ, "en") == "Article 226(2) CPC"


def test_printing_a_code_that_the_pack_has_not_is_an_error() -> None:
    with pytest.raises(law.UnknownCode):
        law.print_reference(law.Reference(code="NOPE", article="1"), KZ, "ru")


def test_printing_in_a_language_without_grammar_is_an_error() -> None:
    with pytest.raises(law.BadPack):
        law.print_reference(law.Reference(code="GPK", article="1"), KZ, "xx")
