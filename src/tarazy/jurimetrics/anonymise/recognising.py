"""Names told by their form: patronymics, initials, family names beside given names, in any case of ru and kk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tarazy.jurimetrics.anonymise.spelling import cuts, fold, stem
from tarazy.jurimetrics.anonymise.words import UPPER, words

_WORD = re.compile(
    rf"(?P<initial>\b[{UPPER}]\.|(?<=[{UPPER}]\.)[{UPPER}](?![\w.]))|(?P<word>\b[{UPPER}][^\W\d_]*(?:['’ʼ`´-][^\W\d_]+)*(?!\d))",
    re.UNICODE,
)
_GAP = re.compile(r"[ \t\xa0]{0,3}")
_BREAK = re.compile(r"[ \t\xa0]*\n?[ \t\xa0]*")
_RUSSIAN = re.compile(
    r".{2}(?:ov|ev)$"
)  # -ын of Turkic genitives looks like -ин, so that end alone isn't enough
_ARMENIAN = re.compile(r"[^аеёиоуыэюя]ян(?:а|у|ом|е|ы|ам)?$")
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]")
SYLLABLE = 4  # letters: a shorter strange word may be a part of a name though a dictionary has it
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@dataclass(frozen=True, slots=True)
class Form:
    """What a capitalised word may be, by its form alone."""

    family: bool = False
    given: bool = False
    patronymic: bool = False
    known: bool = False  # the dictionary has it as a name
    common: bool = False  # an ordinary word or a place, and no name
    place: bool = False
    stop: bool = False  # on the list of words that are never a part of a name
    nominal: bool = True  # a noun or an adjective, as far as is known
    shaped: bool = False  # an ordinary word that ends like a family name
    listed: bool = False  # a given name of a list: the dictionary's or that of names.yaml
    unknown: bool = False  # a word that no dictionary has
    likely: bool = False  # a family name by its form even where nothing else tells


@dataclass(frozen=True, slots=True)
class Token:
    """A capitalised word or an initial with its point."""

    start: int
    end: int
    text: str
    initial: bool
    breaks: bool  # something else than spaces stands before it
    newline: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: where, its parts as written, and how sure the form makes it."""

    start: int
    end: int
    family: str
    given: str = ""
    patronymic: str = ""
    initials: str = ""
    confidence: float = 0.9

    @property
    def letters(self) -> str:
        """The initials, written or concluded from given name and patronymic, folded."""
        said = self.initials or "".join(word[0] for word in (self.given, self.patronymic) if word)
        return "".join(fold(letter)[:1] for letter in said)


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(stem(name) for name in words().given)


@lru_cache(maxsize=1)
def _made() -> re.Pattern[str]:
    return re.compile(rf".{{2,}}{words().made_ends}$")


@lru_cache(maxsize=65536)
def parses(word: str) -> tuple[Any, ...]:
    """The dictionary's readings of a Cyrillic word, likeliest first."""
    return tuple(_dictionary().parse(word))


@lru_cache(maxsize=65536)
def form_of(word: str) -> Form:
    """What the word may be."""
    lower = word.lower()
    if lower in words().not_names or len(word) < 2:
        return Form(common=True, stop=True)
    parts = cuts(word)
    patronymic = len(word) > 4 and any(
        words().patronymic.match(head) for head, _ in parts if len(parts[0][0]) - len(head) < 6
    )
    listed = any(head in _given() for head, _ in parts)
    given = listed or any(_made().match(head) for head, _ in parts)
    ends_family = len(word) > 3 and any(words().surname.match(head) for head, _ in parts)
    ends_family = ends_family or _ARMENIAN.search(lower) is not None
    if _LATIN.search(word):
        return Form(family=ends_family, given=given, patronymic=patronymic, listed=listed)
    if "-" in word and form_of(word.split("-")[0]).stop:
        return Form(common=True, stop=True)
    if "-" in word:
        pieces = [form_of(piece) for piece in word.split("-") if len(piece) > 1]
        double = bool(pieces) and pieces[-1].family and not any(piece.stop for piece in pieces)
        return Form(
            family=double, given=given, patronymic=patronymic, common=not (double or given or patronymic)
        )
    known = _dictionary().word_is_known(lower)
    read = [str(parse.tag) for parse in parses(word)] if known else []
    surname = any("Surn" in tag for tag in read)
    name = any("Name" in tag and "plur" not in tag for tag in read)
    place = any("Geox" in tag for tag in read)
    ordinary = known and not (surname or name or any("Patr" in tag for tag in read))
    if ordinary and not listed:
        nominal = any("NOUN" in tag or "ADJF" in tag for tag in read)
        return Form(common=True, place=place, nominal=nominal, shaped=ends_family)
    return Form(
        family=surname or (ends_family and not ordinary),
        given=name or given,
        patronymic=patronymic,
        known=surname or name,
        place=place,
        listed=listed or name,
        unknown=not known,
        likely=("Surn" in read[0])
        if read
        else (len(word) > 4 and any(_RUSSIAN.search(head) for head, _ in parts)),
    )


@lru_cache(maxsize=4)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Capitalised words and initials in order."""
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        end = match.end()
        initial = match.lastgroup == "initial"
        if not initial and len(match.group()) == 1:
            continue
        if not initial:
            tail = words().patronymic_word.match(text, end)
            if tail and len(match.group()) > 2:
                end = tail.end()
        if match.start() < last:
            continue
        between = text[last : match.start()]
        smooth = _GAP.fullmatch(between) is not None
        newline = not smooth and _BREAK.fullmatch(between) is not None
        found.append(Token(match.start(), end, text[match.start() : end], initial, not smooth, newline))
        last = end
    return tuple(found)


def is_patronymic(token: Token) -> bool:
    """Whether the token is a patronymic, of one word or of two."""
    return not token.initial and (" " in token.text or "\xa0" in token.text or form_of(token.text).patronymic)


@lru_cache(maxsize=4)
def mentions_of(text: str) -> tuple[Mention, ...]:
    """Names that their own form tells, in order and without overlaps."""
    tokens = tokens_of(text)
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].initial and form_of(tokens[at].text.split(" ")[0]).stop:
            at += 1
            continue
        run = [tokens[at]]
        while at + len(run) < len(tokens) and len(run) < 4:
            following = tokens[at + len(run)]
            if following.breaks and not (following.newline and len(run) < 3):
                break
            run.append(following)
        taken, mention = _first(text, run)
        if mention is None:
            taken, mention = _led(text, run, taken)
        if mention is not None and not _is_place(text, mention):
            found.append(mention)
        at += taken
    return tuple(found)


def _first(text: str, run: list[Token]) -> tuple[int, Mention | None]:
    """The name that begins with the first token of the run, and how many tokens are done with."""
    one_line = next((n for n, token in enumerate(run) if n and token.newline), len(run))
    if run[0].initial:
        return _initials_first(run[:one_line])
    forms = [Form() if token.initial else form_of(token.text) for token in run]
    fathers = [is_patronymic(token) for token in run]
    if forms[0].stop:
        return 1, None
    whole = len(run) >= 3 and not any(token.initial for token in run[:3])
    if (
        whole
        and fathers[2]
        and not (fathers[1] or forms[1].stop)
        and (forms[1].listed or not forms[1].common)
    ) and (not forms[0].common or forms[0].shaped or _may_be_family(text, run[0], run[1])):
        return 3, _mention(run[:3], family=run[0], given=run[1], patronymic=run[2], confidence=0.99)
    last = whole and (forms[2].family or (forms[2].nominal and forms[0].listed and not run[3:]))
    if last and fathers[1] and not (forms[2].stop or fathers[2] or forms[0].common) and one_line > 2:
        return 3, _mention(run[:3], family=run[2], given=run[0], patronymic=run[1], confidence=0.99)
    run = run[:one_line]
    if len(run) > 3 and fathers[3] and forms[0].common:  # a word before a whole name
        return 1, None
    # "Улугбек уулу Ажымухамед": a patronymic of two words is told by its second, whatever name follows.
    two_words = " " in run[0].text.replace("\xa0", " ")
    if (
        len(run) > 1
        and fathers[0]
        and not (fathers[1] or run[1].initial or forms[1].stop)
        and (forms[1].listed or (two_words and not forms[1].common))
    ):
        return 2, _mention(run[:2], family=run[1], given=run[1], patronymic=run[0], confidence=0.9)
    if len(run) > 1 and run[1].initial:
        return _family_first(run, forms)
    if len(run) < 2 or (forms[0].common and not (forms[0].shaped or _may_be_family(text, run[0], run[1]))):
        return 1, None
    if fathers[1] and not fathers[0] and not forms[0].common:
        return 2, _mention(run[:2], family=run[0], given=run[0], patronymic=run[1], confidence=0.95)
    return _pair(run, forms)


def _led(text: str, run: list[Token], taken: int) -> tuple[int, Mention | None]:
    """Two or three strange words after the word of a role: "истец Ли Цзин", "гражданин Нгуен Ван Тхань"."""
    strange = [run[0]]
    for token in run[1:3]:
        if token.newline or token.initial:
            break
        strange.append(token)
    if len(strange) < 2 or any(token.initial for token in strange):
        return taken, None
    forms = [form_of(token.text) for token in strange]
    while forms and (forms[-1].stop or forms[-1].place or strange[-1].text.isupper()):
        forms.pop()
        strange.pop()
    ordinary = [form.stop or form.place or (form.common and len(token.text) > SYLLABLE)
                for form, token in zip(forms, strange, strict=True)]  # fmt: skip
    if len(strange) < 2 or any(ordinary) or all(form.common for form in forms):
        return taken, None
    before = text[max(0, strange[0].start - 50) : strange[0].start]
    if not any(pattern.search(before) for _role, pattern in words().hints):
        return taken, None
    family, given = strange[0], strange[1]
    return len(strange), _mention(strange, family=family, given=given, confidence=0.75)


def _pair(run: list[Token], forms: list[Form]) -> tuple[int, Mention | None]:
    """A family name and a given name, in either order."""
    first, second = forms[0], forms[1]
    if second.stop or (second.common and not second.listed):
        return 1, None
    if first.place and not (first.known or first.shaped):
        return 1, None
    strange = first.unknown and second.known and not _KAZAKH.search(run[0].text)
    if second.given and (first.family or (second.listed and (first.common or strange))):
        return 2, _mention(run[:2], family=run[0], given=run[1], confidence=0.85 if first.family else 0.75)
    if first.given and second.family and not first.family:
        return 2, _mention(run[:2], family=run[1], given=run[0], confidence=0.85)
    return 1, None


def _may_be_family(text: str, token: Token, given: Token) -> bool:
    """Whether an ordinary word is a family name: written with a capital inside a sentence, or in the case of the name."""
    if not form_of(token.text).nominal or not form_of(given.text).listed:
        return False
    before = text[max(0, token.start - 3) : token.start].rstrip(" \xa0")
    if before and before[-1] not in '.\n;:!?«"(–—-':
        return True
    if _nominative(token.text) and _nominative(given.text):
        return True
    return bool(_cases_of(token.text, "ADJF") & _cases_of(given.text, "Name"))


def _cases_of(word: str, part: str) -> set[str]:
    tags = (str(parse.tag) for parse in parses(word.lower()))
    return {case for tag in tags if part in tag and "plur" not in tag for case in _CASES if case in tag}


def _nominative(word: str) -> bool:
    return any("nomn" in str(parse.tag) and "plur" not in str(parse.tag) for parse in parses(word.lower()))


def _initials_first(run: list[Token]) -> tuple[int, Mention | None]:
    """А.Б. Иванов, А. Иванов, С. Жолчу кызы."""
    count = next((n for n, token in enumerate(run) if not token.initial), len(run))
    if count > 2 or count == len(run):
        return count, None
    word = run[count]
    shape = form_of(word.text) if " " not in word.text else Form(family=True)
    if shape.stop or len(word.text) < 2 or (word.text.isupper() and len(word.text) < 3):
        return count, None
    if shape.common and not shape.shaped and (count == 1 or not shape.nominal):
        return count, None
    if (
        count == 1
        and not (shape.family or shape.given or shape.patronymic)
        and (shape.place or word.text.isupper())
    ):
        return count, None
    return count + 1, _mention(
        run[: count + 1],
        family=word,
        initials=run[:count],
        confidence=0.95 if count == 2 or shape.family else 0.8,
    )


def _family_first(run: list[Token], forms: list[Form]) -> tuple[int, Mention | None]:
    """Иванов А.Б., Иванов А."""
    initials = [run[1]]
    if len(run) > 2 and run[2].initial:
        initials.append(run[2])
    ordinary = forms[0].common and not forms[0].shaped
    if ordinary and (len(initials) == 1 or not forms[0].nominal):
        return 1, None
    after = run[1 + len(initials)] if len(run) > 1 + len(initials) else None
    shape = forms[0]
    if after is not None and not after.initial and not (shape.family or shape.given or " " in run[0].text):
        following = form_of(after.text)
        if following.family and not following.common:  # "Докладчик Е.Ю. Васильева"
            return 1, None
    if len(run[0].text) < 2 or (run[0].text.isupper() and len(run[0].text) < 3):
        return 1, None
    if len(initials) == 1 and not (shape.family or shape.given or shape.patronymic):
        return 1, None
    sure = 0.95 if len(initials) == 2 or shape.family else 0.8
    return 1 + len(initials), _mention(
        run[: 1 + len(initials)], family=run[0], initials=initials, confidence=sure
    )


def _mention(
    run: list[Token],
    *,
    family: Token,
    given: Token | None = None,
    patronymic: Token | None = None,
    initials: list[Token] | None = None,
    confidence: float,
) -> Mention:
    return Mention(
        start=run[0].start,
        end=run[-1].end,
        family=family.text,
        given=given.text if given else "",
        patronymic=patronymic.text if patronymic else "",
        initials="".join(token.text[0] for token in initials or ()),
        confidence=confidence,
    )


def _is_place(text: str, mention: Mention) -> bool:
    return is_place(text, mention.start, mention.end)


def is_place(text: str, start: int, end: int) -> bool:
    """Whether the words around make this a street, a town or an institution."""
    before = words().place_before.search(text, max(0, start - 24), start)
    # "г. Омск" is a town; in "Омаровой Г.Б. Серикову" the letter is an initial.
    if before is not None and not re.match(r"\W*[^\W\d_a-zа-яё]\.", before.group()):
        return True
    following = re.match(r"[\s\xa0]+([\w-]+)", text[end : end + 40])
    return bool(following and following.group(1).lower() in words().place_after)
