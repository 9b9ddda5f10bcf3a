"""From a finding to the text of an act: the frame of the table, the rows' sentences, each marked with its condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Any

from tarazy.acts.desk.amounts import figures
from tarazy.acts.text import ActText, Block, DatumMark, DatumOf, Mark, Paragraph, Text, points
from tarazy.law.wording.names import decline_organisation
from tarazy.robot.conditions import State
from tarazy.robot.deciding import Known, local_day, read_datum, weigh
from tarazy.robot.drafting.head import Head, HeadLacks, read_head
from tarazy.robot.drafting.parties import party
from tarazy.robot.drafting.patterns import Slot, pattern
from tarazy.robot.drafting.wording import day, money, term
from tarazy.robot.facts import Facts
from tarazy.robot.rules import Finding
from tarazy.robot.table import PARTS, ActRow, Sentence, Table
from tarazy.robot.table import Paragraph as Rows

CASES = frozenset("ngdalbip")


class NothingToDraft(ValueError):
    """The material was handed over: there is no act to draft."""


def draft(
    table: Table, finding: Finding, facts: Facts, header_values: Mapping[str, Any], language: str
) -> ActText:
    """The act that the finding leads to, in kk or ru; every sentence bears the mark of the condition behind it.

    Raises `NothingToDraft` where the finding handed over, `HeadLacks` (a ValueError) where a value for the act isn't
    there: a draft is whole or none.
    """
    if language not in ("kk", "ru"):
        raise ValueError(f"acts are written in kk and ru, not in {language}")
    frame = next((one for one in table.acts.values() if finding.act and one.code == finding.act), None)
    if frame is None:
        raise NothingToDraft(finding.result)
    readings = {row.name: read_datum(row, facts.get(row.name), finding.at) for row in table.data}
    known = Known(table, readings, local_day(finding.at))
    writer = Writer(table, finding, known, read_head(header_values), language)
    return writer.act(frame)


@dataclass(frozen=True, slots=True)
class Writer:
    """Everything that a sentence may ask for."""

    table: Table
    finding: Finding
    known: Known
    head: Head
    language: str

    def act(self, frame: ActRow) -> ActText:
        """The whole act."""
        parts = {part: tuple(self._blocks(frame.part(part), numbered=part == "operative")) for part in PARTS}
        return ActText(
            kind=frame.kind,
            language="kk" if self.language == "kk" else "ru",
            title=frame.title[self.language],
            subtitle=frame.subtitle.get(self.language, ""),
            **parts,
        )

    def _blocks(self, rows: tuple[Rows, ...], *, numbered: bool) -> Iterator[Block]:
        paragraphs = [made for one in rows if (made := self._paragraph(one)).content]
        if numbered and len(paragraphs) > 1:
            yield points(*paragraphs)
        else:
            yield from paragraphs

    def _paragraph(self, row: Rows) -> Paragraph:
        content: list[Text] = []
        for one in row:
            for condition, text in self._texts(one):
                content += self.sentence(text, condition, after=bool(content))
        return Paragraph(content=tuple(content))

    def _texts(self, one: Sentence | str) -> Iterator[tuple[str, str]]:
        """The sentences that stand here, with their conditions."""
        if isinstance(one, Sentence):
            if one.when is not None and weigh(one.when, self.known).state is not State.MET:
                return
            if all(self._given(name) for name in one.given):
                yield one.condition, getattr(one, self.language)
            return
        wanted = State.MET if one == "met" else State.UNMET
        for step in self.finding.trace:
            row = self.table.condition(step.condition)
            if row is None or step.state is not wanted:
                continue
            if one == "unmet" and step.condition not in self.finding.grounds:
                continue
            words = row.sentence if one == "met" else row.unmet
            if words:
                yield row.id, words[self.language]

    def _given(self, name: str) -> bool:
        if self.table.datum(name) is not None:
            return not self.known.of(name).doubt
        return bool(self.head.value(name, self.language))

    def sentence(self, text: str, condition: str, *, after: bool) -> Iterator[Text]:
        """The sentence filled; `after` says that another stands before it in the paragraph."""
        mark = self.table.made.get(("mark", condition))
        if mark is None:
            mark = DatumMark(attrs=DatumOf(table=self.table.name, condition=condition))
            self.table.made["mark", condition] = mark
        gap = " " if after else ""
        pending = ""
        first = True
        for piece in pattern(text, self.language):
            if isinstance(piece, Slot):
                words = self._filled(piece, condition)
                pending += words[:1].upper() + words[1:] if first else words
            elif piece.norm is None:
                pending += piece.text
            else:
                if gap + pending:
                    yield _text(gap + pending, mark)
                yield _text(piece.text, mark, piece.norm)
                gap, pending = "", ""
            first = False
        if pending:
            yield _text(gap + pending, mark)

    def _filled(self, slot: Slot, condition: str) -> str:
        value = self._value(slot, condition)
        if value is None or value == "":
            raise HeadLacks(slot.name)
        return said(value, slot.form, self.language, slot.name)

    def _value(self, slot: Slot, condition: str) -> Any:
        """What stands in the slot, as a value or already in words."""
        if slot.form == "term":
            return term(slot.name, self.language)
        first, _, rest = slot.name.partition(".")
        told = self.finding.step(first if rest else condition)
        if told is not None and (rest or slot.name) in told.told:
            return told.told[rest or slot.name]
        row = self.table.datum(slot.name)
        if row is None:
            value = self.head.value(slot.name, self.language)
            if slot.name == "judge" and slot.form in CASES:
                return party(value, "", slot.form, self.language)
            if slot.form in CASES and slot.name == "court":
                return decline_organisation(value, slot.form, self.language)
            return value
        value = self.known.of(slot.name).value
        if slot.form == "word":
            return row.values.get(str(value), {}).get(self.language)
        if slot.form == "item":
            item = self.table.item(row.of_list, value)
            return item and (item.act or item.words).get(self.language)
        if row.kind == "name" and slot.form in CASES and value:
            number = self.known.of(row.number_in).value if row.number_in else ""
            return party(str(value), str(number or ""), slot.form, self.language)
        return value


def said(value: Any, form: str, language: str, name: str) -> str:
    """The value in the form that the sentence asks for. Raises `HeadLacks` for a form that doesn't fit it."""
    kind, _, case = form.partition("_")
    if kind == "date" and isinstance(value, Date):
        return day(value, language, case or "n")
    if kind == "sum" and isinstance(value, Decimal):
        return money(value, language, case or "n")
    if isinstance(value, str) and (form in CASES or form in ("word", "item", "term", "")):
        return value
    if not form and isinstance(value, Decimal) and value == value.to_integral_value():
        return figures(value)
    raise HeadLacks(f"{name}:{form}")


def _text(text: str, *marks: Mark) -> Text:
    return Text(text=text, marks=marks)
