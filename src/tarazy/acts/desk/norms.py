"""Norms of an act: which are cited, by mark or in plain words, whether they are in force; which such acts usually cite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from typing import TYPE_CHECKING, Literal

from django.core.cache import cache

from tarazy import law
from tarazy.acts.models import Act, ActNorm
from tarazy.acts.text import (
    ActText,
    Block,
    Break,
    Heading,
    NormMark,
    NormOf,
    Paragraph,
    Part,
    Points,
    Quote,
    Text,
    words,
)
from tarazy.jurimetrics.anomalies.rules.norms import norms_not_in_force
from tarazy.jurimetrics.decision import Decision, Found, NormRef, PartName, Span

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

State = Literal[
    "in_force", "not_yet_in_force", "no_longer_in_force", "unknown_code", "unknown_edition", "no_code"
]
SAMPLE = 300  # of the newest acts of a category: enough for the order of its norms, read in a moment
_HOUR = 60 * 60
_PARTS = {
    Part.INTRODUCTION: PartName.INTRODUCTION,
    Part.DESCRIPTION: PartName.DESCRIPTION,
    Part.REASONS: PartName.REASONING,
    Part.OPERATIVE: PartName.OPERATIVE,
}


@dataclass(frozen=True)
class NormState:
    """A citation in an act and what the pack of the law says of it on the act's date.

    `marked` tells a citation chosen from the list from one in plain words; `read` is False where a marked one's words
    say another article than the mark. `since` and `until` bound the edition in force, or the one that isn't.
    `unverified` facts of the pack are from memory. `no_code` is an article of which no code is said.
    """

    part: Part
    words: str
    code: str
    article: str
    point: str
    state: State
    marked: bool
    read: bool = True
    since: Date | None = None
    until: Date | None = None
    unverified: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether a judge should look at it again."""
        return self.state != "in_force" or not self.read


@dataclass(frozen=True)
class SuggestedNorm:
    """A norm that acts of the category cite, in how many of those looked at, and whether it is in force."""

    code: str
    article: str
    acts: int
    share: float
    words: str
    state: State


def check_norms(text: ActText, on: Date, *, jurisdiction: str = "kz") -> list[NormState]:
    """Every norm that the act cites, in order, with its state on this day. Plain words are read as well as marks."""
    pack = law.load(jurisdiction)
    return [
        one
        for part in Part
        for paragraph in _paragraphs(text.part(part))
        for one in _of_paragraph(_Line(part, words(paragraph), text.language, on, pack), paragraph.content)
    ]


def state_of(code: str, on: Date, *, jurisdiction: str = "kz") -> State:
    """Whether a code was in force on a day, as far as the pack knows."""
    pack = law.load(jurisdiction)
    if not code:
        return "no_code"
    if code not in pack.codes_by_id:
        return "unknown_code"
    if not law.has_editions(pack, code):
        return "unknown_edition"
    if law.in_force(pack, code, on):
        return "in_force"
    first = min(edition.since for edition in pack.code(code).editions)
    return "not_yet_in_force" if on < first else "no_longer_in_force"


def suggest_norms(
    user: User | AnonymousUser | None,
    category: str,
    part: Part,
    on: Date,
    language: str,
    *,
    most: int = 10,
) -> list[SuggestedNorm]:
    """The norms that acts of this category cite in this part, most often cited first.

    Counted over the newest `SAMPLE` acts that `user` may see. Those not in force on `on` come last.
    """
    if not category:
        return []
    looked, counts = _counts(user, category, part)
    pack = law.load("kz")
    found = []
    for (code, article), number in counts[: most * 2]:
        if code not in pack.codes_by_id:
            continue
        shown = law.print_reference(law.Reference(code=code, article=article), pack, language, "full")
        found.append(SuggestedNorm(code, article, number, number / looked, shown, state_of(code, on)))
    found.sort(
        key=lambda one: (one.state not in ("in_force", "unknown_edition"), -one.acts, one.code, one.article)
    )
    return found[:most]


def _counts(
    user: User | AnonymousUser | None, category: str, part: Part
) -> tuple[int, list[tuple[tuple[str, str], int]]]:
    who = user.pk if user is not None and user.is_authenticated else 0
    key = f"norms-cited-{who}-{category[:60]}-{part.value}"
    known: tuple[int, list[tuple[tuple[str, str], int]]] | None = cache.get(key)
    if known is None:
        rows = Act.objects.visible_to(user).filter(category=category).order_by("-date", "-pk")
        readings = list(rows.values_list("pk", "reading")[:SAMPLE])
        counter: Counter[tuple[str, str]] = Counter()
        for pk, reading in readings:
            counter.update(_cited(pk, reading, part))
        known = max(len(readings), 1), sorted(counter.items(), key=lambda one: (-one[1], one[0]))
        cache.set(key, known, _HOUR)
    return known


def _cited(pk: int, reading: dict[str, object], part: Part) -> set[tuple[str, str]]:
    """The norms that an act cites in a part, by the places where it was read; all of them if it has no such part."""
    parts = reading.get("parts")
    norms = reading.get("norms")
    span = parts.get(_PARTS[part].value) if isinstance(parts, dict) else None
    if span is None or not isinstance(norms, list):
        return set(ActNorm.objects.filter(act_id=pk).exclude(code="").values_list("code", "article"))
    found = set()
    for one in norms:
        value, place = one.get("value") or {}, one.get("span")
        inside = place is not None and span["start"] <= place["start"] < span["end"]
        if value.get("code") and inside:
            found.add((str(value["code"]), str(value["article"])))
    return found


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph | Heading]:
    for block in blocks:
        if isinstance(block, Points):
            for item in block.content:
                yield from item.content
        elif isinstance(block, Quote):
            yield from block.content
        else:
            yield block


@dataclass(frozen=True)
class _Line:
    """A paragraph as its citations are judged in it."""

    part: Part
    words: str
    language: str
    on: Date
    pack: law.Jurisdiction

    def judged(self, norm: NormOf, start: int, end: int, *, marked: bool, read: bool = True) -> NormState:
        """The state of a norm cited at `[start, end)` of the paragraph."""
        state = state_of(norm.code, self.on, jurisdiction=self.pack.id)
        since = until = None
        unverified = False
        if state in ("in_force", "no_longer_in_force", "not_yet_in_force"):
            editions = self.pack.code(norm.code).editions
            beside = editions[0] if state == "not_yet_in_force" else editions[-1]
            edition = law.in_force(self.pack, norm.code, self.on) or beside
            since, until, unverified = edition.since, edition.until, edition.unverified
        if state == "in_force":
            state = self._named_edition(norm, start, end)
        return NormState(
            part=self.part,
            words=self.words[start:end],
            code=norm.code,
            article=norm.article,
            point=norm.point,
            state=state,
            marked=marked,
            read=read,
            since=since,
            until=until,
            unverified=unverified,
        )

    def _named_edition(self, norm: NormOf, start: int, end: int) -> State:
        """The words may name an edition that was replaced: «Кодекс … от 2001 года»."""
        ref = NormRef(code=norm.code, article=norm.article, jurisdiction=self.pack.id)
        cards = norms_not_in_force(
            Decision(
                text=self.words,
                language=self.language,
                date=Found(value=self.on),
                norms=(Found(value=ref, span=Span(start=start, end=end)),),
            )
        )
        return next(
            (
                "not_yet_in_force" if card.code == "not_yet_in_force" else "no_longer_in_force"
                for card in cards
            ),
            "in_force",
        )


def _of_paragraph(line: _Line, content: Iterable[Text | Break]) -> Iterator[NormState]:
    matches = law.parse_references(line.words, line.pack, line.language)
    found: list[tuple[int, NormState]] = []
    covered: list[tuple[int, int]] = []
    at = 0
    for piece in content:
        start, at = at, at + (len(piece.text) if isinstance(piece, Text) else 1)
        for mark in piece.marks if isinstance(piece, Text) else ():
            if isinstance(mark, NormMark):
                said = [
                    one
                    for match in matches
                    if match.start < at and start < match.end
                    for one in match.references
                ]
                read = not said or any(
                    one.article == mark.attrs.article and one.code in (None, mark.attrs.code) for one in said
                )
                found.append((start, line.judged(mark.attrs, start, at, marked=True, read=read)))
                covered.append((start, at))
    articles = {state.article for _, state in found}
    for match in matches:
        beside = any(start < match.end and match.start < end for start, end in covered)
        for one in match.references:
            if beside and one.article in articles:
                continue  # the mark says it already
            inner = ".".join(place for place in (one.part, one.paragraph, one.subparagraph) if place)
            norm = NormOf(code=(one.code or "")[:40], article=one.article[:20], point=inner[:40])
            found.append((match.start, line.judged(norm, match.start, match.end, marked=False)))
    found.sort(key=lambda one: one[0])
    return (state for _, state in found)
