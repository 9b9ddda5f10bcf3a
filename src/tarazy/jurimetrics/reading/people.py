"""Persons named in an act, and its judges. Names are kept as written; forms of one name are known by its root."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tarazy.jurimetrics.decision import Found, Stage
from tarazy.jurimetrics.reading.flat import Flat, windows
from tarazy.jurimetrics.reading.grammar import Grammar

_UP = "А-ЯЁӘҒҚҢӨҰҮҺІЇЄҐѲA-Z"
_LOW = "а-яёәғқңөұүһіїєґѳa-z'’"
_SURNAME = rf"[{_UP}][{_LOW}]{{1,24}}(?:-[{_UP}][{_LOW}]{{1,20}})?"
_INITIAL = rf"[{_UP}]\."
_FULL_WORD = rf"(?:{_SURNAME}|[{_UP}]{{3,24}}(?:-[{_UP}]{{2,20}})?)"
# «Иванова А.Б.», «А.Б. Иванова», «Иванов Иван Иванович»; the surname may stand in capitals
_AFTER = re.compile(rf"(?<![\w.])(?P<s>{_FULL_WORD})\s(?P<a>{_INITIAL})\s?(?P<b>{_INITIAL})?(?!\w)")
_BEFORE = re.compile(rf"(?<![\w.])(?P<a>{_INITIAL})\s?(?P<b>{_INITIAL})?\s?(?P<s>{_SURNAME})(?!\w|\.)")
_DOT = re.compile(rf"(?<!\w)[{_UP}]\.")
_INITIALS_ONLY = re.compile(rf"(?<![\w.])[{_UP}]\.\s[{_UP}]\.(?:\s?[{_UP}]\.)?(?!\s?\w)")
_ENDING = re.compile(
    r"(?:[дт]ун|[дт]он|[дт]ын|[дт]ан|ның|нің|ның|дың|тың|дин|тин|ды|ты|го|ге|ға|ду|ского|скому|ским|ской|скую|ская|ский|цкого|цкому|цким|цкой|цкую|цкая|цкий|ыми|ого|ему|ому|его|ыми|ими|ой|ей|ою|ем|ом|ым|им|ую|юю|ый|ий|ая|яя|ые|ие|ам|ах|ам|а|у|ю|я|ы|и|е|о|ь|й)$"
)


def person_root(name: str) -> str:
    """The form under which the same person's written names are equal: root of the surname and the initials.

    «Ивановой А.Б.», «А.Б. Иванова» and «Иванова Анна Борисовна» give one root; masked names give themselves.
    """
    text = re.sub(r"\s+", " ", name.replace("ё", "е").replace("Ё", "Е")).strip(" ,;:")
    masked = re.fullmatch(r"(?i)фио\s?(\d*)\w{0,2}", text)
    if masked:
        return f"фио{masked[1]}"
    initials = re.findall(r"\b([^\W\d_])\.", text)
    words = [word for word in re.split(r"[\s.]+", text) if len(word) > 1]
    if not words:
        return "".join(re.findall(r"[^\W\d_]", text)).lower()
    surname = words[0].lower()
    if not initials:
        initials = [word[0] for word in words[1:3]]
    root = _ENDING.sub("", surname)
    return f"{root if len(root) >= 3 else surname} {''.join(initials).lower()}".strip()


def _full_names(grammar: Grammar) -> re.Pattern[str]:
    patronymic = grammar.table("persons").get("patronymic", "(?!)")
    return re.compile(
        rf"(?<!\w)(?P<s>{_FULL_WORD})\s(?P<n>{_FULL_WORD})\s(?P<p>[{_UP}][{_LOW}]{{2,20}}?(?:{patronymic})|"
        rf"[{_UP}]{{4,20}}|[{_LOW}]{{4,5}})(?!\w)"
    )


def _tried(pattern: re.Pattern[str], text: str, places: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for start, end in places:
        yield from pattern.finditer(text, start, end)


def find_persons(flat: Flat, grammar: Grammar) -> tuple[Found[str], ...]:
    """Return each person once, as first written, masked names included, in the order of the text."""
    not_surname = grammar.pattern("persons.not_surname")
    patronymic = grammar.pattern("persons.patronymic")
    hits: list[tuple[int, int, str]] = []
    full = grammar.built("full_names", _full_names)
    ends = (match.start() for match in patronymic.finditer(flat.low))
    for match in _tried(full, flat.text, windows(ends, 80, 16, 0, len(flat.text))):
        last = match["p"].lower()
        ending = patronymic.search(last)
        if (
            ending is None
            or ending.end() != len(last)
            or not_surname.match(match["s"].lower())
            or not_surname.match(last)
        ):
            continue
        hits.append((match.start(), match.end(), match.group()))
    dots = windows((m.start() for m in _DOT.finditer(flat.text)), 50, 60, 0, len(flat.text))
    for pattern in (_AFTER, _BEFORE):
        for match in _tried(pattern, flat.text, dots):
            surname = match["s"].lower()
            if not_surname.match(surname) or (match["b"] is None and len(surname) < 4):
                continue
            hits.append((match.start(), match.end(), match.group()))
    for match in _tried(_INITIALS_ONLY, flat.text, dots):
        hits.append((match.start(), match.end(), match.group()))
    for match in grammar.pattern("persons.masked").finditer(flat.low):
        hits.append((match.start(), match.end(), flat.text[match.start() : match.end()]))
    hits.sort(key=lambda hit: (hit[0], hit[0] - hit[1]))
    seen: dict[str, Found[str]] = {}
    known: dict[str, list[str]] = {}
    end = -1
    for start, stop, name in hits:
        if start < end:
            continue
        end = stop
        root = person_root(name)
        surname, _, initials = root.partition(" ")
        # «Н. Асанова» after «Асанова Н.М.» is the same person
        same = any(
            one.startswith(initials) or initials.startswith(one) for one in known.get(surname, ()) if initials
        )
        known.setdefault(surname, []).append(initials)
        if root and root not in seen and not same:
            seen[root] = Found(
                value=name, span=flat.span(start, stop), confidence=0.85, available_from=Stage.CLAIM
            )
    return tuple(seen.values())


def find_judges(flat: Flat, grammar: Grammar, head_end: int) -> tuple[Found[str], ...]:
    """Return the judges named in the introduction, as written there."""
    found: dict[str, Found[str]] = {}
    until = grammar.pattern("judges.until").search(flat.low, 0, head_end)
    head_end = until.start() if until else head_end
    for lead in grammar.pattern("judges.lead").finditer(flat.low, 0, head_end):
        if grammar.finds("judges.not_after", flat.low[max(0, lead.start() - 14) : lead.start()]):
            continue
        at = lead.end()
        court = grammar.pattern("judges.court_between").match(flat.low, at, min(head_end, at + 130))
        if court:
            named = _AFTER.search(flat.text, court.end() - 1, min(head_end, court.end() + 70))
            at = named.start() if named else at
        for _ in range(8):
            match = next(
                (
                    m
                    for p in (_AFTER, _BEFORE, grammar.built("full_names", _full_names))
                    if (m := p.match(flat.text, at))
                ),
                None,
            )
            if match is None or match.end() > head_end:
                break
            if not grammar.pattern("persons.not_surname").match(match["s"].lower()):
                found.setdefault(
                    person_root(match.group()),
                    Found(value=match.group(), span=flat.span(match.start(), match.end()), confidence=0.92),
                )
            joined = grammar.pattern("judges.join").match(flat.low, match.end())
            if joined is None:
                break
            at = joined.end()
    return tuple(found.values())
