"""An act as an editable document (Office Open XML), for who asks for one. The signed PDF stays the original."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as Line

from tarazy.acts.delivery.akn import without_foreign
from tarazy.acts.delivery.header import ActHeader
from tarazy.acts.delivery.words import seat_name, word
from tarazy.acts.text import ActText, Block, Break, Heading, Paragraph, Part, Points, Quote
from tarazy.law.wording.dates import written_date

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "PT Serif"
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def act_docx(text: ActText, header: ActHeader, *, made: datetime) -> bytes:
    """The act as DOCX: its words in the styles Title, Subtitle, Heading, Quote and Normal, pages numbered.

    `made` (aware) is the date of the document's properties. Points bear their numbers as words, as in the PDF.
    """
    document = Document()
    _page(document, header, made)
    _middle(document.add_paragraph(without_foreign(header.court))).runs[0].bold = True
    _middle(document.add_paragraph(without_foreign(text.title).upper(), style="Title"))
    if text.subtitle:
        _middle(document.add_paragraph(without_foreign(text.subtitle), style="Subtitle"))
    number = f"{word('number', header.language)} {header.number}" if header.number else ""
    line = (written_date(header.date, header.language), number, header.place)
    document.add_paragraph("\t".join(without_foreign(one) for one in line if one))
    for part in Part:
        _blocks(document, text.part(part))
    _signatures(document, header)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _page(document: DocumentType, header: ActHeader, made: datetime) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    for name, size in (("Normal", 12), ("Title", 14), ("Subtitle", 12), ("Heading 2", 12), ("Heading 3", 12)):
        style = document.styles[name]
        style.font.name = FONT
        style.font.size = Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    if header.model_data:
        _middle(section.header.paragraphs[0]).add_run(word("model_data", header.language)).bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run("\t".join(one for one in (header.neutral, f"{word('page', header.language)} ") if one))
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")
    properties = document.core_properties
    properties.title = f"{header.court} {header.number}"[:255]
    properties.author = header.court[:255]
    properties.language = header.language
    properties.created = properties.modified = max(made, _EARLIEST).astimezone(UTC).replace(tzinfo=None)


def _blocks(document: DocumentType, blocks: Iterable[Block]) -> None:
    for one in blocks:
        if isinstance(one, Points):
            for number, item in enumerate(one.content, 1):
                for position, paragraph in enumerate(item.content):
                    line = document.add_paragraph()
                    line.paragraph_format.left_indent = Cm(1)
                    if position == 0:
                        line.paragraph_format.first_line_indent = Cm(-1)
                        line.add_run(f"{number}. ")
                    _runs(line, paragraph)
        elif isinstance(one, Quote):
            for paragraph in one.content:
                line = document.add_paragraph(style="Quote")
                line.paragraph_format.left_indent = Cm(1.25)
                _runs(line, paragraph)
        elif isinstance(one, Heading):
            _runs(_middle(document.add_paragraph(style=f"Heading {one.attrs.level}")), one)
        else:
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            line.paragraph_format.first_line_indent = Cm(1.25)
            _runs(line, one)


def _runs(line: Line, block: Paragraph | Heading) -> None:
    for piece in block.content:
        if isinstance(piece, Break):
            line.add_run().add_break()
            continue
        run = line.add_run(without_foreign(piece.text))
        kinds = {mark.type for mark in piece.marks}
        run.bold = "bold" in kinds or None
        run.italic = "italic" in kinds or None


def _signatures(document: DocumentType, header: ActHeader) -> None:
    alone = len(header.judges) == 1
    for judge in header.judges:
        seat = seat_name(judge.seat, alone=alone, language=header.language)
        document.add_paragraph(
            f"{seat}\t{without_foreign(judge.short_name)}"
        ).paragraph_format.space_before = Pt(18)


def _middle(line: Line) -> Line:
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line


def _field(line: Line, code: str) -> None:
    """A field that the reader's program fills: the page's number, the number of pages."""
    run = line.add_run()
    for kind, words in (("begin", ""), ("", code), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = words
        run._r.append(element)
