"""An act as an editable document: it opens, has the words and the styles, its pages are numbered."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from hypothesis import given
from hypothesis import settings as property_settings

from tarazy.acts.delivery.docx import act_docx
from tarazy.acts.text import ActText
from tests.acts.delivery.some_acts import a_header, an_act, any_act

MADE = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def test_the_document_has_the_words_of_the_act_in_their_order_and_styles() -> None:
    document = Document(io.BytesIO(act_docx(an_act(), a_header(model_data=True), made=MADE)))
    lines = [(line.text, line.style.name) for line in document.paragraphs if line.style]
    assert ("РЕШЕНИЕ", "Title") in lines
    assert ("Именем Республики Казахстан", "Subtitle") in lines
    assert ("УСТАНОВИЛ:", "Heading 2") in lines
    assert ("Прошу взыскать.", "Quote") in lines
    words = "\n".join(text for text, _ in lines)
    assert words.index("УСТАНОВИЛ") < words.index("пункту 1 статьи 113 ТК") < words.index("РЕШИЛ")
    assert "2. Взыскать 842 600" in words and "Судья\tАбенова С.М." in words
    assert [run.text for line in document.paragraphs for run in line.runs if run.bold and run.italic] == [
        " одного раза"
    ]
    assert "МОДЕЛЬНЫЕ ДАННЫЕ" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.created == MADE


def test_pages_are_numbered_and_set_in_the_serif_of_acts() -> None:
    content = act_docx(an_act(), a_header(), made=MADE)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        foot = package.read("word/footer1.xml").decode()
        styles = package.read("word/styles.xml").decode()
    assert ">PAGE<" in foot and ">NUMPAGES<" in foot
    assert "PT Serif" in styles


@property_settings(max_examples=25)
@given(act=any_act())
def test_any_act_becomes_a_document_that_opens(act: ActText) -> None:
    Document(io.BytesIO(act_docx(act, a_header(language=act.language, kind=act.kind), made=MADE)))
