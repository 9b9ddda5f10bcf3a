"""An act as PDF: its words, its order, the same bytes, its header from the file of a case."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import settings as property_settings

from tarazy.acts.delivery.header import ActHeader, header_of, title_of
from tarazy.acts.delivery.identifiers import address_of, citation_of, neutral_identifier
from tarazy.acts.delivery.pdf import act_pdf
from tarazy.acts.text import ActText, paragraph
from tests.acts.delivery.some_acts import a_header, an_act, any_act
from tests.cases.factories import NOW, a_case, a_court, a_judge

MADE = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def test_every_word_of_the_act_stands_in_its_paper_in_the_order_of_the_parts() -> None:
    shown = words_of(act_pdf(an_act(), a_header(), made=MADE))
    at = 0
    for words in (
        "Алмалинский районный суд города Алматы",
        "РЕШЕНИЕ",
        "Именем Республики Казахстан",
        "5 марта 2026 года",
        "№ 7585-26-00-2/101",
        "город Алматы",
        "УСТАНОВИЛ:",
        "(л. д. 10–11)",
        "Прошу взыскать.",
        "пункту 1 статьи 113 ТК",
        "640 000 ₸",
        "РЕШИЛ:",
        "2. Взыскать 842 600",
        "Судья Абенова С.М.",
    ):
        found = shown.find(words, at)
        assert found >= 0, f"{words} not after {shown[at : at + 60]}"
        at = found


def test_a_panel_signs_as_a_panel() -> None:
    header = a_header()
    judge = header.judges[0]
    panel = (judge, judge.model_copy(update={"seat": "member", "short_name": "Касымов Е.Т."}))
    shown = words_of(act_pdf(an_act(), a_header(judges=panel), made=MADE))
    assert "Председательствующий Абенова С.М." in shown
    assert "Судья Касымов Е.Т." in shown


def test_the_same_act_is_the_same_bytes_and_another_word_is_other_bytes() -> None:
    first = act_pdf(an_act(), a_header(), made=MADE, verify_url="https://court.example/v/1")
    assert first == act_pdf(an_act(), a_header(), made=MADE, verify_url="https://court.example/v/1")
    other = an_act(subtitle="Именем Республики")
    assert first != act_pdf(other, a_header(), made=MADE, verify_url="https://court.example/v/1")


def test_an_act_of_model_data_says_so_and_a_real_one_does_not() -> None:
    assert "МОДЕЛЬНЫЕ ДАННЫЕ" in words_of(act_pdf(an_act(), a_header(model_data=True), made=MADE))
    assert "МОДЕЛЬНЫЕ ДАННЫЕ" not in words_of(act_pdf(an_act(), a_header(model_data=False), made=MADE))


def test_a_long_act_has_numbered_pages_set_in_the_embedded_serif() -> None:
    content = act_pdf(
        an_act(reasons=tuple(paragraph("Суд считает доказанным. " * 12) for _ in range(40))),
        a_header(),
        made=MADE,
    )
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) > 2
        fonts = {str(font["/BaseFont"]) for page in document.pages for font in page.Resources.Font.values()}
    assert any("PTSerif" in font.replace("-", "") or "PT-Serif" in font for font in fonts), fonts
    assert "2 / " in words_of(content)


@property_settings(max_examples=12)
@given(act=any_act())
def test_any_act_becomes_a_paper(act: ActText) -> None:
    assert act_pdf(act, a_header(language=act.language, kind=act.kind), made=MADE).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("court", "number", "kind", "citation"),
    [
        ("7585", "7585-26-00-2/101", "judgment", "ECLI:KZ:C7585:2026:26.2.101.J1"),
        ("3599", "3599-24-00-2а/2151", "appeal_ruling", "ECLI:KZ:C3599:2026:24.2a.2151.A1"),
        ("6001", "6001-26-00-3гп/7", "cassation_ruling", "ECLI:KZ:C6001:2026:26.3gp.7.C1"),
    ],
)
def test_an_act_is_cited_in_the_manner_of_ecli(court: str, number: str, kind: str, citation: str) -> None:
    day = a_header().date
    assert citation_of(court, number, kind, day) == citation
    ordinal = citation.split(":")[4]
    assert len(ordinal) <= 25 and ordinal.replace(".", "").isalnum() and ordinal.isascii()
    assert address_of(neutral_identifier(court, number, kind, day)).endswith(ordinal.lower())


@pytest.mark.django_db
def test_the_header_of_an_act_comes_from_the_file_of_its_case() -> None:
    court = a_court(address="050000, город Алматы, улица Абая, 5")
    judge = a_judge(court)
    case = a_case(court)
    proceeding = case.proceedings.get()
    proceeding.assignments.create(judge=judge, since=NOW)
    header = header_of(proceeding, "judgment", "judgment", now=NOW, language="ru")
    assert header.court == court.name_ru and header.place == "город Алматы"
    assert [one.name for one in header.judges] == [judge.full_name]
    assert [party.role_name for party in header.of_side("claim")] == ["истец"]
    assert header.citation.startswith(f"ECLI:KZ:C{court.pk}:2026:")
    assert title_of("judgment", "ru") == "Решение" and title_of("unknown", "ru") == ""
    assert ActHeader.model_validate_json(header.model_dump_json()) == header
    own = case.parties.first()
    assert own is not None
    hidden = header_of(proceeding, "judgment", "judgment", now=NOW, names={own.pk: "А."})
    assert "А." in {party.name for party in hidden.parties}
    assert own.name not in {party.name for party in hidden.parties}
