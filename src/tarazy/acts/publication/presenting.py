"""An act laid out for confirming: paragraph beside paragraph, each replacement marked on both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tarazy.acts.publication.models import Edit, Version
from tarazy.acts.publication.rules import EditText, masked, must_be_looked_at

_LINE = re.compile(r"[^\n]+")
KINDS: dict[str, str | Promise] = {
    "person": _("person"),
    "child": _("minor"),
    "iin": _("IIN"),
    "tax_number": _("tax number"),
    "insurance_number": _("insurance number"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "account": _("account"),
    "card": _("bank card"),
    "plate": _("number plate"),
    "vehicle": _("vehicle number"),
    "document": _("identity document"),
    "cadastre": _("cadastral number"),
    "address": _("address"),
    "birth": _("date of birth"),
}


@dataclass(frozen=True)
class Piece:
    """Text of a paragraph, with the replacement that it belongs to, if any."""

    text: str
    edit: Edit | None = None

    @property
    def doubtful(self) -> bool:
        """Whether a person still has to look at it."""
        return self.edit is not None and is_doubtful(self.edit)


@dataclass
class Row:
    """A paragraph on both sides, and the replacements in it."""

    number: int
    before: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    removed: list[Edit] = field(default_factory=list)

    @property
    def doubtful(self) -> bool:
        """Whether anything in it has to be looked at."""
        return any(is_doubtful(edit) for edit in self.edits)


def is_doubtful(edit: Edit) -> bool:
    """Whether a person still has to look at the replacement."""
    return edit.by_id is None and edit.seen_at is None and must_be_looked_at(edit.confidence)


def kind_words(kind: str) -> str:
    """What was found, in the language that is active."""
    return str(KINDS.get(kind, kind))


def rows_of(version: Version) -> list[Row]:
    """The paragraphs of the act in order; a replacement that reaches over a line's end joins its lines."""
    edits = list(version.edits.filter(removed_at__isnull=True).select_related("by"))
    gone = list(version.edits.filter(removed_at__isnull=False).select_related("removed_by"))
    places = masked(
        version.source,
        (
            EditText(one.start, one.end, one.after, one.kind, "", 0, one.confidence, one.source)
            for one in edits
        ),
    ).places
    standing = {(one.start, one.end): one for one in edits}
    shown = [(standing[place[:2]], place) for place in places if place[:2] in standing]
    rows = []
    for number, (start, end) in enumerate(_lines(version.source, [place for _edit, place in shown]), start=1):
        inside = [(edit, place) for edit, place in shown if start <= place[0] < end]
        row = Row(number, edits=[edit for edit, _place in inside])
        row.before = _pieces(
            version.source, start, end, [(edit, place[0], place[1]) for edit, place in inside]
        )
        row.after = _after(version.source, start, end, [edit for edit, _place in inside])
        row.removed = [one for one in gone if start <= one.start < end and not _covered(one, edits)]
        rows.append(row)
    return rows


def _covered(gone: Edit, edits: Sequence[Edit]) -> bool:
    return any(one.start < gone.end and gone.start < one.end for one in edits)


def _lines(source: str, places: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    for found in _LINE.finditer(source):
        joined = lines and any(
            place[0] < lines[-1][1] < place[1] and found.start() < place[1] for place in places
        )
        if joined:
            lines[-1] = (lines[-1][0], found.end())
        elif found.group().strip():
            lines.append(found.span())
    return lines


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[Edit, int, int]]) -> list[Piece]:
    pieces, at = [], start
    for edit, first, last in marks:
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last], edit))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces


def _after(source: str, start: int, end: int, edits: Sequence[Edit]) -> list[Piece]:
    pieces, at = [], start
    for edit in edits:
        if edit.start > at:
            pieces.append(Piece(source[at : edit.start]))
        pieces.append(Piece(edit.after, edit))
        at = edit.end
    if at < end:
        pieces.append(Piece(source[at:end]))
    return pieces
