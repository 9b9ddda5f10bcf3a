"""A text as the public reads it: each name, number and address of a person gives way to a pseudonym or a mark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from tarazy.jurimetrics.anonymise.addresses import addresses_in
from tarazy.jurimetrics.anonymise.declining import kazakh_case, pseudonym, russian_case
from tarazy.jurimetrics.anonymise.model import Anonymised, Kept, Kind, KnownPerson, Replacement, Source, Style
from tarazy.jurimetrics.anonymise.numbers import numbers_in
from tarazy.jurimetrics.anonymise.persons import People, Person, names_ordinary
from tarazy.jurimetrics.anonymise.recognising import (
    Mention,
    Token,
    form_of,
    is_patronymic,
    is_place,
    mentions_of,
    tokens_of,
)
from tarazy.jurimetrics.anonymise.words import UPPER, words

_FORM_OF_COMPANY = re.compile(r"(?:ТОО|ООО|АО|ОАО|ЗАО|ПАО|ЖШС|АҚ|ОсОО|LLP|ГКП|РГП|КГУ|ГУ|МКК)\s*$")
_SPACE = re.compile(r"[ \xa0]{1,2}")
_SENTENCE_ENDS = re.compile(rf"\s*(?:$|\n)|\s+[{UPPER}]")
_QUOTED = re.compile(r"[«\"“„][^»\"”\n]{2,80}[»\"”]")


class Anonymiser:
    """Masks any string of one act with the same pseudonyms for the same people.

    `known` are the people of the case, `officials` names that stay (the act's judges). Give the
    whole act first and then its parts to `apply`: who is met only there gets a number of his own.
    """

    def __init__(
        self,
        text: str,
        language: str,
        known: Sequence[KnownPerson] = (),
        *,
        officials: Iterable[str] = (),
        style: Style = Style.ROLES,
        decline: bool = True,
    ) -> None:
        self._language = language if language in words().labels else "en"
        self._style = style
        self._decline = decline
        self._people = People(text, known, officials, kazakh=language == "kk")
        self._identifiers = tuple({number for one in known for number in one.identifiers if number})

    def apply(self, text: str) -> str:
        """The text with everything masked."""
        return self.anonymise(text).text

    def anonymise(self, text: str) -> Anonymised:
        """The masked text with each replacement and what was recognised and stays."""
        found, kept = self._numbers(text)
        named, officials = self._names(text)
        return _rebuilt(text, chosen([*found, *named]), [*kept, *officials])

    def _numbers(self, text: str) -> tuple[list[Replacement], list[Kept]]:
        found: list[Replacement] = []
        kept: list[Kept] = []
        marks = words().marks[self._language]
        for spot in (*numbers_in(text), *addresses_in(text)):
            if spot.kind is Kind.BIN and text[spot.start : spot.end] not in self._identifiers:
                kept.append(Kept(spot.start, spot.end, spot.kind, "bin"))
                continue
            kind = Kind.IIN if spot.kind is Kind.BIN else spot.kind
            mask = f"[{marks[kind.value]}]"
            found.append(
                Replacement(spot.start, spot.end, mask, kind, confidence=spot.confidence, source=spot.source)
            )
        for number in self._identifiers:
            for match in re.finditer(rf"(?<!\w){re.escape(number)}(?!\w)", text):
                mask = f"[{marks[Kind.IIN if number.isdigit() else Kind.DOCUMENT]}]"
                kind = Kind.IIN if number.isdigit() else Kind.DOCUMENT
                found.append(Replacement(*match.span(), mask, kind, source=Source.KNOWN))
        return found, kept

    def _names(self, text: str) -> tuple[list[Replacement], list[Kept]]:
        found: list[Replacement] = []
        kept: list[Kept] = []
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        mentions = mentions_of(text)
        starts = [mention.start for mention in mentions]
        for mention in mentions:
            if _in_company(text, mention, quoted):
                continue
            self._put(text, mention, self._people.meet(mention), found, kept)
        for token in tokens_of(text):
            place = bisect_right(starts, token.start) - 1
            if token.initial or (place >= 0 and token.start < mentions[place].end):
                continue
            lone = self._lone(text, token)
            if lone is not None and not _in_company(text, lone[0], quoted):
                self._put(text, *lone, found, kept)
        return _joined(text, found), kept

    def _lone(self, text: str, token: Token) -> tuple[Mention, Person] | None:
        """A word that stands alone and is a name of someone already met."""
        if is_place(text, token.start, token.end):
            return None
        fitting = [
            (person, part)
            for person, part in self._people.named_by(token.text)
            if not names_ordinary(token, person, part)
        ]
        if not fitting:
            return None
        order = {"family": 2, "given": 1, "patronymic": 0}
        person, part = max(fitting, key=lambda one: (not one[0].official, order[one[1]], one[0].known))
        family = token.text if part == "family" else ""
        given = token.text if part == "given" else ""
        patronymic = token.text if is_patronymic(token) and part == "patronymic" else ""
        alone = min(person.confidence, 0.9 if part == "family" else 0.8)
        sure = 1.0 if person.known and part == "family" else alone
        return Mention(token.start, token.end, family, given, patronymic, confidence=sure), person

    def _put(
        self, text: str, mention: Mention, person: Person, found: list[Replacement], kept: list[Kept]
    ) -> None:
        if person.official:
            kept.append(Kept(mention.start, mention.end, Kind.PERSON, "official"))
            return
        mention = self._widened(text, mention, person)
        start = mention.start
        case = "n"
        before = words().role_word.search(text, max(0, start - 40), start)
        if before is not None and before.start() and text[before.start() - 1] not in ' \n\t\xa0(,«"':
            before = None
        own_word = None
        if before is not None:
            said = " ".join(before.group(1).lower().split())
            own_word = words().role_words.get(person.role, {}).get(said)
            if own_word is not None:
                start = before.start(1)
        if self._decline and self._style is Style.ROLES:
            if own_word:
                case = own_word
            elif self._language == "ru":
                case = russian_case(mention, text[max(0, start - 60) : start])
            elif self._language == "kk":
                case = kazakh_case(mention, text, person.stems)
        if self._style is Style.INITIALS and person.role != "child":
            mask, start = person.initials, mention.start
        else:
            mask = pseudonym(self._language, person.role, person.number, case)
        source = (
            Source.KNOWN if person.known else Source.CONTEXT if mention.confidence <= 0.9 else Source.NAME
        )
        kind = Kind.CHILD if person.role == "child" else Kind.PERSON
        sure = 1.0 if person.known and mention.confidence > 0.8 else mention.confidence
        end = mention.end
        if text[end - 1] == "." and not mask.endswith(".") and _SENTENCE_ENDS.match(text, end):
            end -= 1  # the point of the last initial ends the sentence too
        found.append(Replacement(start, end, mask, kind, person.role, person.key, sure, source))

    def _widened(self, text: str, mention: Mention, person: Person) -> Mention:
        """A given name and a patronymic with the family name right before them."""
        ends = _ends(text)
        token = ends.get(mention.start - 1) or ends.get(mention.start - 2)
        if token is None or token.initial or form_of(token.text).stop:
            return mention
        named = any(one is person and part == "family" for one, part in self._people.named_by(token.text))
        bare = not mention.family or mention.family == mention.given
        if named and bare and _SPACE.fullmatch(text, token.end, mention.start):
            return replace(mention, start=token.start)
        return mention


@lru_cache(maxsize=4)
def _ends(text: str) -> dict[int, Token]:
    return {token.end: token for token in tokens_of(text)}


def _in_company(text: str, mention: Mention, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether the name is a part of a company's name in quotation marks."""
    for start, end in quoted:
        if start <= mention.start and mention.end <= end:
            strong = mention.patronymic or mention.initials
            return not strong or _FORM_OF_COMPANY.search(text, max(0, start - 8), start) is not None
    return False


def _joined(text: str, found: list[Replacement]) -> list[Replacement]:
    """Neighbours that mean one person as one: a name that was told in two pieces."""
    joined: list[Replacement] = []
    for one in sorted(found, key=lambda item: item.start):
        last = joined[-1] if joined else None
        near = last is not None and re.fullmatch(r"[ \xa0]{1,2}", text[last.end : one.start])
        piece = last is not None and (
            _is_word(text, last.start, last.end) or _is_word(text, one.start, one.end)
        )
        if last is not None and near and piece and last.person == one.person:
            joined[-1] = replace(last, end=one.end, confidence=max(last.confidence, one.confidence))
        else:
            joined.append(one)
    return joined


def _is_word(text: str, start: int, end: int) -> bool:
    return not any(sign in " .\xa0" for sign in text[start:end])


def chosen(found: Iterable[Replacement]) -> list[Replacement]:
    """The replacements in order and without overlaps: of two that overlap the earlier, of those the longer one."""
    kept: list[Replacement] = []
    for one in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end and one.kind is kept[-1].kind is Kind.ADDRESS:
            kept[-1] = replace(kept[-1], end=one.end)
    return kept


def _rebuilt(text: str, replacements: Sequence[Replacement], kept: Iterable[Kept]) -> Anonymised:
    pieces: list[str] = []
    placed: list[Replacement] = []
    last = length = 0
    for one in replacements:
        length += one.start - last
        pieces += [text[last : one.start], one.mask]
        placed.append(replace(one, masked_start=length, masked_end=length + len(one.mask)))
        length += len(one.mask)
        last = one.end
    pieces.append(text[last:])
    covered = sorted((one.start, one.end) for one in placed)
    left = [one for one in kept if not any(start < one.end and one.start < end for start, end in covered)]
    return Anonymised("".join(pieces), tuple(placed), tuple(sorted(left, key=lambda one: one.start)))


def rebuilt(text: str, replacements: Iterable[Replacement]) -> Anonymised:
    """The text with these replacements, whoever chose them: offsets after are computed anew, overlaps left out."""
    return _rebuilt(text, chosen(replacements), ())


def anonymise(
    text: str,
    language: str,
    known: Sequence[KnownPerson] = (),
    *,
    officials: Iterable[str] = (),
    style: Style = Style.ROLES,
    decline: bool = True,
) -> Anonymised:
    """The text without private persons' names, numbers and addresses, every replacement with its place.

    `language` is ru, kk or en; `known` the people of the case; `officials` names that stay. Norm: GPK 19 (what is
    withheld in detail is our reading, see rules.yaml). Run on its own result it changes nothing.
    """
    anonymiser = Anonymiser(text, language, known, officials=officials, style=style, decline=decline)
    return anonymiser.anonymise(text)
