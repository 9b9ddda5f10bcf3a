"""The text of an act while it is written and when it is signed: four parts of blocks, as the editor and papers need it.

The blocks are those of the editor (ProseMirror documents), so that what is typed, kept, checked and printed is one
thing; anything else than what stands here is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_CHARACTERS = 1_000_000  # of one act


class Part(StrEnum):
    """The four parts of an act, in their order (GPK 226)."""

    INTRODUCTION = "introduction"
    DESCRIPTION = "description"
    REASONS = "reasons"
    OPERATIVE = "operative"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NormOf(_Strict):
    """A norm: code of the law pack, article, and further places inside as written."""

    code: str = Field(max_length=40)
    article: str = Field(max_length=20)
    point: str = Field(default="", max_length=40)


class SheetOf(_Strict):
    """A sheet of the file: a document's id and its page, counted from one."""

    document: str = Field(max_length=40)
    page: int = Field(ge=1)


class ActOf(_Strict):
    """Another act of the bank, by its id there."""

    act: str = Field(max_length=200)


class DatumOf(_Strict):
    """The condition of a rule table by which a sentence stands, for drafts of the robot."""

    table: str = Field(max_length=80)
    condition: str = Field(max_length=80)


class Plain(_Strict):
    """Bold or italic letters."""

    type: Literal["bold", "italic"]


class NormMark(_Strict):
    """Words that cite a norm."""

    type: Literal["norm"] = "norm"
    attrs: NormOf


class SheetMark(_Strict):
    """Words that cite a sheet of the file."""

    type: Literal["sheet"] = "sheet"
    attrs: SheetOf


class ActMark(_Strict):
    """Words that cite another act."""

    type: Literal["act"] = "act"
    attrs: ActOf


class DatumMark(_Strict):
    """Words that a condition of a rule table stands behind."""

    type: Literal["datum"] = "datum"
    attrs: DatumOf


Mark = Annotated[Plain | NormMark | SheetMark | ActMark | DatumMark, Field(discriminator="type")]


class Text(_Strict):
    """Words with their marks."""

    type: Literal["text"] = "text"
    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    marks: tuple[Mark, ...] = ()


class Break(_Strict):
    """A new line inside a paragraph."""

    type: Literal["hardBreak"] = "hardBreak"


Inline = Annotated[Text | Break, Field(discriminator="type")]


class Paragraph(_Strict):
    """A paragraph; an empty one has no content."""

    type: Literal["paragraph"] = "paragraph"
    content: tuple[Inline, ...] = ()


class HeadingOf(_Strict):
    """How deep a heading stands."""

    level: Literal[2, 3] = 2


class Heading(_Strict):
    """A heading inside a part."""

    type: Literal["heading"] = "heading"
    attrs: HeadingOf = HeadingOf()
    content: tuple[Inline, ...] = ()


class Quote(_Strict):
    """Words of somebody else, in paragraphs."""

    type: Literal["blockquote"] = "blockquote"
    content: tuple[Paragraph, ...] = Field(min_length=1)


class Item(_Strict):
    """A point of a list."""

    type: Literal["listItem"] = "listItem"
    content: tuple[Paragraph, ...] = Field(min_length=1)


class Points(_Strict):
    """Numbered points, as of an operative part."""

    type: Literal["orderedList"] = "orderedList"
    content: tuple[Item, ...] = Field(min_length=1)


Block = Annotated[Paragraph | Heading | Quote | Points, Field(discriminator="type")]


class ActText(_Strict):
    """An act's title and its parts. `language` is kk or ru; `kind` a kind of `jurimetrics.decision.Kind`."""

    kind: str = Field(max_length=20)
    language: Literal["kk", "ru"]
    title: str = Field(max_length=500)
    subtitle: str = Field(default="", max_length=500)
    introduction: tuple[Block, ...] = ()
    description: tuple[Block, ...] = ()
    reasons: tuple[Block, ...] = ()
    operative: tuple[Block, ...] = ()

    def part(self, part: Part) -> tuple[Block, ...]:
        """The blocks of one part."""
        blocks: tuple[Block, ...] = getattr(self, part.value)
        return blocks

    def plain(self, part: Part | None = None) -> str:
        """The words of a part, or of the whole act with its title: a line for a paragraph, points numbered."""
        if part is not None:
            return "\n".join(line for block in self.part(part) for line in lines(block))
        parts = [self.title, self.subtitle, *(self.plain(one) for one in Part)]
        return "\n\n".join(one for one in parts if one)


def paragraph(*content: str | Text) -> Paragraph:
    """A paragraph of words; empty words are left out."""
    inline = [Text(text=one) if isinstance(one, str) else one for one in content if one]
    return Paragraph(content=tuple(inline))


def points(*texts: str | Paragraph) -> Points:
    """Numbered points of one paragraph each."""
    return Points(
        content=tuple(Item(content=(paragraph(one) if isinstance(one, str) else one,)) for one in texts)
    )


def lines(block: Block) -> Iterator[str]:
    """The words of a block, paragraph by paragraph; a point begins with its number."""
    if isinstance(block, Points):
        for number, item in enumerate(block.content, start=1):
            for position, one in enumerate(item.content):
                yield f"{number}. {words(one)}" if position == 0 else words(one)
    elif isinstance(block, Quote):
        yield from map(words, block.content)
    else:
        yield words(block)


def words(block: Paragraph | Heading) -> str:
    """The words of one paragraph or heading."""
    return "".join(one.text if isinstance(one, Text) else "\n" for one in block.content)


def marked(text: ActText) -> Iterator[tuple[Part, Text]]:
    """Every piece of words of the act with the part it stands in."""
    for part in Part:
        for block in text.part(part):
            for one in _paragraphs(block):
                for piece in one.content:
                    if isinstance(piece, Text):
                        yield part, piece


def _paragraphs(block: Block) -> Iterator[Paragraph | Heading]:
    if isinstance(block, Points):
        for item in block.content:
            yield from item.content
    elif isinstance(block, Quote):
        yield from block.content
    else:
        yield block
