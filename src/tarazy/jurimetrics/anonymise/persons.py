"""The people of one act: who is who among its names, and by which words each is found again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tarazy.jurimetrics.anonymise.model import KnownPerson
from tarazy.jurimetrics.anonymise.recognising import (
    Form,
    Mention,
    Token,
    form_of,
    is_patronymic,
    is_place,
    mentions_of,
    tokens_of,
)
from tarazy.jurimetrics.anonymise.spelling import SHORTEST, cuts, father_root, fold, stem, stems_of
from tarazy.jurimetrics.anonymise.words import words

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´-][^\W\d_]+)*")
_CHAIN = re.compile(r"\s*(?:\([^()\n]{0,60}\)\s*)?(?:,|;|\bи\b|\bжәне\b|\bмен\b|\n)\s*")
_MANY = re.compile(r"(?:судей|судьи|судьялар\w*|судді|секретар\w+)[\s:–—-]+$", re.IGNORECASE)
_BORN = re.compile(
    r"[\s,(–-]{0,4}(?:\d{1,2}[./]\d{1,2}[./](\d{4})|\d{1,2}\s+\w+\s+(\d{4})|(\d{4})\s*-?\s*жыл\w*\s+\d{1,2}-?\s?\w+)"
    r"[^.;)\n]{0,9}?(?:рожд|г\.?\s?р\b|туған|туылған|ж\.\s?т)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ADULT = 18
SURE = 0.95
OFFICIALS = ("judge", "secretary", "prosecutor", "expert")


@dataclass(eq=False)
class Person:
    """One person: role of the pseudonym, number within the role (0: the only one), the words of the name by stem."""

    role: str
    family: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    patronymic: set[str] = field(default_factory=set)
    fathers: set[str] = field(default_factory=set)  # roots of the patronymics
    letters: str = ""  # folded initials
    number: int = 0
    key: int = 0
    known: bool = False
    confidence: float = 0.0
    initials: str = ""  # as they are shown in the style of initials

    @property
    def stems(self) -> set[str]:
        """The stems of every part of the name."""
        return self.family | self.given | self.patronymic

    @property
    def official(self) -> bool:
        """True for who acts for the state and stays named."""
        return self.role in OFFICIALS


def _parts(name: str) -> Mention:
    """A name of the party list taken apart."""
    tokens = [token for token in tokens_of(name) if token.initial or not form_of(token.text).stop]
    plain = " ".join(token.text for token in tokens)
    told = mentions_of(plain)
    if told:
        return max(told, key=lambda one: one.end - one.start)
    full = [token.text for token in tokens if not token.initial]
    short = "".join(token.text[0] for token in tokens if token.initial)
    if not full:
        full = [word.capitalize() for word in _WORD.findall(name)]
    full += ["", "", ""]
    return Mention(0, len(name), full[0], full[1], full[2], short, 1.0)


class People:
    """All people of an act, known ones first, then those whom the text names."""

    def __init__(
        self, text: str, known: Sequence[KnownPerson], officials: Iterable[str], *, kazakh: bool
    ) -> None:
        self.persons: list[Person] = []
        self._kazakh = kazakh
        self._by_stem: dict[str, list[tuple[Person, str]]] = {}
        for one in known:
            self._take(_parts(one.name), "child" if one.minor else one.role, sure=1.0)
        for name in officials:
            mention = _parts(name)
            if mention.family and self.match(mention) is None:
                self._take(mention, "judge", sure=1.0)
        self._read(text)
        self._number()

    def _read(self, text: str) -> None:
        before: Mention | None = None
        inherited = ""
        for mention in mentions_of(text):
            role = "child" if is_minor(text, mention.end) else role_before(text, mention.start)
            if inherited and before and not role and _CHAIN.fullmatch(text, before.end, mention.start):
                role = inherited
            many = role in OFFICIALS and (
                inherited or _MANY.search(text, max(0, mention.start - 30), mention.start)
            )
            inherited = role if many else ""
            before = mention
            person = self.match(mention)
            if person is None:
                self._take(mention, role or "person", sure=mention.confidence)
            else:
                self._learn(person, mention)
                if role == "child" or (
                    not person.known and role and (person.role == "person" or role in OFFICIALS)
                ):
                    person.role = role
        for start, end, word, role, sure in single_names(text):
            mention = Mention(start, end, word, confidence=sure)
            known = self.match(mention)
            if known is None:
                self._take(mention, role, sure=sure)
            elif role == "child" and not known.official and not known.given:
                known.role = role

    def meet(self, mention: Mention) -> Person:
        """The person whom the name means; someone whom the act's own text doesn't name becomes a further person."""
        person = self.match(mention)
        if person is None:
            self._take(mention, "person", mention.confidence)
            person = self.persons[-1]
            person.number = max((one.number for one in self.persons if one.role == "person"), default=0) + 1
        return person

    def _take(self, mention: Mention, role: str, sure: float) -> None:
        known = role not in OFFICIALS and sure == 1.0
        if known:
            same = next((one for one in self.persons if one.known and self._fits(one, mention)), None)
            if same is not None and same.letters and mention.letters:
                self._learn(same, mention)
                return
        person = Person(role=role, key=len(self.persons) + 1, known=sure == 1.0, confidence=sure)
        self.persons.append(person)
        self._learn(person, mention)

    def _learn(self, person: Person, mention: Mention) -> None:
        kazakh = self._kazakh and not person.known
        parts = ((mention.family, person.family, "family"), (mention.given, person.given, "given"),
                 (mention.patronymic, person.patronymic, "patronymic"))  # fmt: skip
        for word, stems, part in parts:
            if not word:
                continue
            for one in (
                stems_of(word) if mention.confidence == 1.0 or person.known else {stem(word, kazakh=kazakh)}
            ):
                if len(one) > 1 and one not in stems:
                    stems.add(one)
                    self._by_stem.setdefault(one, []).append((person, part))
        if mention.patronymic:
            person.fathers.add(father_root(mention.patronymic))
        if len(mention.letters) > len(person.letters):
            person.letters = mention.letters
        if not person.initials:
            whole = (mention.family[:1], *mention.initials) if mention.initials else (
                mention.family[:1], mention.given[:1])  # fmt: skip
            person.initials = "".join(f"{letter}." for letter in whole if letter)[:4]
        person.confidence = max(person.confidence, mention.confidence)

    def match(self, mention: Mention) -> Person | None:
        """The person whom the name means, None for someone new."""
        found = [person for person, part in self.named_by(mention.family) if part == "family"]
        if mention.given == mention.family:  # a given name and a patronymic alone
            found += [person for person, part in self.named_by(mention.given) if part == "given"]
        fitting = [person for person in dict.fromkeys(found) if self._fits(person, mention)]
        return max(fitting, key=lambda one: (_shared(one.letters, mention.letters), one.known), default=None)

    def _fits(self, person: Person, mention: Mention) -> bool:
        if mention.given == mention.family:
            return _one_father(mention.patronymic, person.fathers) and _overlap(
                mention.given, person.given | person.family
            )
        if not _overlap(mention.family, person.family):
            return False
        if mention.given and person.given and not _overlap(mention.given, person.given):
            return False
        if mention.patronymic and person.fathers and not _one_father(mention.patronymic, person.fathers):
            return False
        shared = min(len(person.letters), len(mention.letters))
        return person.letters[:shared] == mention.letters[:shared]

    def named_by(self, word: str) -> list[tuple[Person, str]]:
        """Those of whose name this capitalised word may be a form, and which part of it."""
        found: dict[tuple[int, str], tuple[Person, str]] = {}
        for head, _ in cuts(word.split(" ")[0] if " " in word else word):
            for person, part in self._by_stem.get(head, ()):
                found.setdefault((person.key, part), (person, part))
        return list(found.values())

    def _number(self) -> None:
        roles: dict[str, list[Person]] = {}
        for person in self.persons:
            if not person.official:
                roles.setdefault(person.role, []).append(person)
        for role, group in roles.items():
            if len(group) > 1 or role in words().always_numbered:
                for number, person in enumerate(group, start=1):
                    person.number = number
        taken: dict[str, int] = {}
        for person in self.persons:
            count = taken[person.initials] = taken.get(person.initials, 0) + 1
            if count > 1:
                person.initials = f"{person.initials} ({count})"


def _overlap(word: str, stems: set[str]) -> bool:
    return any(head in stems for head, _ in cuts(word.split(" ")[0] if " " in word else word))


def _one_father(patronymic: str, fathers: set[str]) -> bool:
    """Whether the patronymic may be from one of these fathers: one root begins the other."""
    root = father_root(patronymic)
    return any(root.startswith(one) or one.startswith(root) for one in fathers)


def _shared(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))


def role_before(text: str, start: int) -> str:
    """The role that the words right before a name tell, "" where they tell none."""
    first = max(0, start - 110)
    before = text[first:start]
    for role, pattern in words().official:
        if pattern.search(before):
            return role
    for role, pattern in words().hints:
        if pattern.search(before[-50:]):
            return role
    return ""


def newest_year(text: str) -> int:
    """The latest year that the text names, 0 where it names none."""
    return max((int(one) for one in _YEAR.findall(text)), default=0)


def is_minor(text: str, end: int) -> bool:
    """Whether the name that ends here is followed by a date of birth less than eighteen years before the act."""
    born = _BORN.match(text, end, end + 60)
    return born is not None and newest_year(text) - int(next(filter(None, born.groups()))) < ADULT


def single_names(text: str) -> Iterable[tuple[int, int, str, str, float]]:
    """Words that stand alone and are names by a role's word before them ("ребёнок Айдос"), or by their form alone."""
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.initial or (following is not None and following.initial and not following.breaks):
            continue
        shape = form_of(token.text)
        if (
            shape.stop
            or (shape.place and not shape.likely)
            or token.text.isupper()
            or len(token.text) < SHORTEST
        ):
            continue
        if shape.listed and _BORN.match(text, token.end, token.end + 60):
            role = "child" if is_minor(text, token.end) else "person"
            yield token.start, token.end, token.text, role, 0.95
            continue
        if shape.common or is_place(text, token.start, token.end):
            continue
        before = text[max(0, token.start - 50) : token.start]
        role = next((role for role, pattern in words().hints if pattern.search(before)), "")
        if role and (shape.family or shape.given or shape.unknown):
            yield token.start, token.end, token.text, role, 0.85 if shape.family or shape.listed else 0.7
        elif (
            not role and shape.likely and not _in_phrase(tokens, place) and not role_before(text, token.start)
        ):
            yield token.start, token.end, token.text, "person", 0.75


def _in_phrase(tokens: Sequence[Token], place: int) -> bool:
    """Whether an ordinary capitalised word stands right before: "Союз Автостраховщиков"."""
    before = tokens[place - 1] if place and not tokens[place].breaks else None
    if before is None or before.initial:
        return False
    shape = form_of(before.text)
    return shape.common and not shape.stop


def names_ordinary(token: Token, person: Person, part: str) -> bool:
    """Whether a lone capitalised word is an ordinary word rather than this part of the person's name."""
    shape: Form = form_of(token.text)
    if shape.stop:
        return True
    if is_patronymic(token) and part == "patronymic":
        return False
    if part == "family" and person.known:  # rather an ordinary word masked than a name read
        return not shape.nominal or (shape.common and len(fold(token.text)) <= SHORTEST)
    exact = fold(token.text) in (person.family if part == "family" else person.given)
    if shape.common:  # "Сулейманов" is a town too: the form of a name and a sure person outweigh that
        return not (shape.shaped and part == "family" and person.confidence >= SURE)
    if part == "family":
        return False
    return not (person.known or person.role == "child") or not (shape.given or exact)
