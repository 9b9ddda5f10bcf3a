"""Acts and headers for tests: one with everything in it, and any act that the model allows."""

from __future__ import annotations

from datetime import date as Date
from typing import Any

from hypothesis import strategies as st

from tarazy.acts.delivery.header import ActHeader, JudgeShown, PartyShown
from tarazy.acts.text import (
    ActMark,
    ActOf,
    ActText,
    Break,
    DatumMark,
    DatumOf,
    Heading,
    HeadingOf,
    Item,
    NormMark,
    NormOf,
    Paragraph,
    Plain,
    Points,
    Quote,
    SheetMark,
    SheetOf,
    Text,
    paragraph,
    points,
)

KINDS = (
    "judgment",
    "ruling",
    "appeal_ruling",
    "cassation_ruling",
    "court_order",
    "sentence",
    "offence_ruling",
)


def a_header(**fields: Any) -> ActHeader:
    """A judgment of a district court, one judge, a claimant with a representative."""
    given: dict[str, Any] = {
        "language": "ru",
        "kind": "judgment",
        "code": "judgment",
        "court": "Алмалинский районный суд города Алматы",
        "court_code": "7585",
        "number": "7585-26-00-2/101",
        "date": Date(2026, 3, 5),
        "place": "город Алматы",
        "judges": (JudgeShown(name="Абенова Сауле Маратовна", short_name="Абенова С.М."),),
        "secretary": "Омарова А.Б.",
        "parties": (
            PartyShown(
                role="claimant",
                role_name="истец",
                name="Нұрланова Айгүл Төлегенқызы",
                side="claim",
                representatives=("Сериков Д.К.",),
            ),
            PartyShown(
                role="defendant",
                role_name="ответчик",
                name="ТОО «Арна-Модель»",
                kind="company",
                side="defence",
            ),
        ),
        "subject": "взыскание заработной платы",
        "category": "wages",
        "category_name": "Взыскание заработной платы",
        "neutral": "KZ 7585 2026 26.2.101.J1",
        "citation": "ECLI:KZ:C7585:2026:26.2.101.J1",
    }
    return ActHeader(**(given | fields))


def an_act(**fields: Any) -> ActText:
    """An act with every kind of block and of mark."""
    given: dict[str, Any] = {
        "kind": "judgment",
        "language": "ru",
        "title": "Решение",
        "subtitle": "Именем Республики Казахстан",
        "introduction": (
            paragraph("Алмалинский районный суд в составе судьи Абеновой С.М. рассмотрел дело."),
        ),
        "description": (
            Heading(content=(Text(text="УСТАНОВИЛ:"),)),
            paragraph(
                "Истец просит взыскать 842 600 тенге ",
                Text(text="(л. д. 10–11)", marks=(SheetMark(attrs=SheetOf(document="d-1", page=10)),)),
                ".",
            ),
            Quote(content=(paragraph("Заработная плата не выплачена."), paragraph("Прошу взыскать."))),
        ),
        "reasons": (
            Heading(attrs=HeadingOf(level=3), content=(Text(text="О заработной плате"),)),
            paragraph(
                "Согласно ",
                Text(
                    text="пункту 1 статьи 113 ТК",
                    marks=(NormMark(attrs=NormOf(code="TK", article="113", point="п. 1")),),
                ),
                " плата выплачивается ",
                Text(text="не реже", marks=(Plain(type="bold"),)),
                Text(text=" одного раза", marks=(Plain(type="italic"), Plain(type="bold"))),
                " в месяц; так же решено в ",
                Text(text="деле 7129-25-00-2/3318", marks=(ActMark(attrs=ActOf(act="kz-7129-1")),)),
                ".",
            ),
            Paragraph(content=(Text(text="Первая строка"), Break(), Text(text="вторая строка — 640 000 ₸"))),
            paragraph(
                Text(
                    text="Уведомление вручено 2 марта.",
                    marks=(DatumMark(attrs=DatumOf(table="travel_ban", condition="notice")),),
                )
            ),
        ),
        "operative": (
            Heading(content=(Text(text="РЕШИЛ:"),)),
            points("Иск удовлетворить.", "Взыскать 842 600 (восемьсот сорок две тысячи шестьсот) тенге."),
            Points(content=(Item(content=(paragraph("Пункт"), paragraph("и его второй абзац"))),)),
            paragraph("Решение может быть обжаловано в течение месяца."),
            Paragraph(),
        ),
    }
    return ActText(**(given | fields))


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], min_codepoint=1, max_codepoint=0x1F9FF),
    min_size=1,
    max_size=20,
) | st.sampled_from(["Қаулы", "тенге ₸", "«ё»", "<b>&amp;", "]]>", " ", "\t", '#import "x"', "§ 5", "中文"])
_CODE = st.text(min_size=0, max_size=12)
_MARKS = st.one_of(
    st.sampled_from(["bold", "italic"]).map(lambda kind: Plain(type=kind)),
    st.tuples(_CODE | st.sampled_from(["TK", "GPK"]), _CODE | st.just("113-1"), _CODE).map(
        lambda one: NormMark(attrs=NormOf(code=one[0], article=one[1], point=one[2]))
    ),
    st.tuples(_CODE, st.integers(1, 10**6)).map(
        lambda one: SheetMark(attrs=SheetOf(document=one[0], page=one[1]))
    ),
    _CODE.map(lambda one: ActMark(attrs=ActOf(act=one))),
    st.tuples(_CODE, _CODE).map(lambda one: DatumMark(attrs=DatumOf(table=one[0], condition=one[1]))),
)
_INLINE = st.lists(
    st.one_of(
        st.just(Break()),
        st.tuples(_WORDS, st.lists(_MARKS, max_size=3)).map(
            lambda one: Text(text=one[0], marks=tuple(one[1]))
        ),
    ),
    max_size=4,
).map(tuple)
_PARAGRAPH = _INLINE.map(lambda content: Paragraph(content=content))
_PARAGRAPHS = st.lists(_PARAGRAPH, min_size=1, max_size=3).map(tuple)
_BLOCK = st.one_of(
    _PARAGRAPH,
    st.tuples(_INLINE, st.sampled_from([2, 3])).map(
        lambda one: Heading(content=one[0], attrs=HeadingOf(level=one[1]))
    ),
    _PARAGRAPHS.map(lambda content: Quote(content=content)),
    st.lists(_PARAGRAPHS.map(lambda content: Item(content=content)), min_size=1, max_size=3).map(
        lambda items: Points(content=tuple(items))
    ),
)
_BLOCKS = st.lists(_BLOCK, max_size=3).map(tuple)


def any_act() -> st.SearchStrategy[ActText]:
    """Any act that `ActText` lets through, foreign letters and control characters included."""
    return st.builds(
        ActText,
        kind=st.sampled_from(KINDS),
        language=st.sampled_from(["kk", "ru"]),
        title=_WORDS,
        subtitle=st.just("") | _WORDS,
        introduction=_BLOCKS,
        description=_BLOCKS,
        reasons=_BLOCKS,
        operative=_BLOCKS,
    )
