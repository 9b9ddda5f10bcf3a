"""What an act must have (GPK 226, 140 and the like, `requisites.yaml`), ticked as it appears in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, Protocol

import yaml

from tarazy import law
from tarazy.acts.delivery.header import ActHeader
from tarazy.acts.desk.amounts import find_amounts
from tarazy.acts.desk.templating import GAP
from tarazy.acts.desk.templating import tables as templates
from tarazy.acts.text import ActText, NormMark, Part, marked

State = Literal["present", "unfinished", "missing"]
_STEM = 5
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHOWN = 120


class Demand(Protocol):
    """A demand as the registry has it (`cases.Claim` fits)."""

    text: str
    amount: Any


@dataclass(frozen=True)
class Requisite:
    """One requisite of an act: its name by language, its norm, and whether it is there.

    `part` is empty for what stands around the text. `where` is header, text or empty; `words` those that show it (or,
    for what is missing, what is missed). `unfinished` has a gap or figures without words beside it.
    """

    id: str
    part: str
    names: dict[str, str]
    norm: str
    unverified: bool
    state: State
    where: str = ""
    words: str = ""

    def name(self, language: str) -> str:
        """Its name in kk, ru or en."""
        return self.names.get(language) or self.names["ru"]


def requisites(
    text: ActText, header: ActHeader | None = None, claims: Sequence[Demand] = ()
) -> list[Requisite]:
    """Every requisite of an act of this kind, in the order of the parts, with its state.

    Without `header` the words that usually tell of a requisite stand for it. An unknown kind has no requisites.
    """
    chosen = tables()["sets"].get(text.kind)
    if chosen is None:
        return []
    found = []
    for name in chosen["of"]:
        row = tables()["requisites"][name]
        if header is not None and not _needed(row, header):
            continue
        if row.get("only_terms") and not _challengeable(header):
            continue
        state, where, words = _state(row, text, header, claims)
        found.append(
            Requisite(
                id=name,
                part=row["part"],
                names=row["names"],
                norm=row.get("norm", chosen["norm"]),
                unverified=bool(chosen.get("unverified")),
                state=state,
                where=where,
                words=words,
            )
        )
    return found


def missing(text: ActText, header: ActHeader | None = None, claims: Sequence[Demand] = ()) -> list[Requisite]:
    """The requisites that aren't there yet or aren't finished, in the order of the parts."""
    return [one for one in requisites(text, header, claims) if one.state != "present"]


def _needed(row: dict[str, Any], header: ActHeader) -> bool:
    optional = row.get("optional")
    if optional == "secretary":
        return bool(header.secretary)
    if optional == "representatives":
        return any(party.representatives for party in header.parties)
    return True


def _challengeable(header: ActHeader | None) -> bool:
    """Whether a ruling says how it is challenged: those that leave the case in its course are not."""
    chosen = templates()["choice"].get(header.code) if header else None
    return chosen is None or bool(chosen.get("term"))


def _state(
    row: dict[str, Any], text: ActText, header: ActHeader | None, claims: Sequence[Demand]
) -> tuple[State, str, str]:
    by = row["by"]
    if by == "header" and header is not None:
        value = getattr(header, row["value"])
        return ("present", "header", str(value)) if value else ("missing", "", "")
    if by == "law":
        return _law(row, text)
    if by == "sums":
        return _sums(text)
    if by == "claims" and claims:
        return _claims(text, claims)
    if by == "named" and header is not None and (values := _values(row["value"], header)):
        return _named(values, _words_of(row, text))
    where = f"{text.title}\n{text.subtitle}" if by == "title" else _words_of(row, text)
    if by in ("title", "header") or not row["part"]:
        where = f"{where}\n{text.plain()}"
    return _pattern(row, where, text.language)


def _words_of(row: dict[str, Any], text: ActText) -> str:
    if not row["part"]:
        return text.plain()
    return "\n".join(text.plain(Part(one)) for one in (row["part"], *row.get("also", ())))


def _pattern(row: dict[str, Any], words: str, language: str) -> tuple[State, str, str]:
    folded = fold(words)
    unfinished = ""
    for match in _compiled(row[language]).finditer(folded):
        line = _line_of(words, match.start())
        if GAP not in line:
            return "present", "text", line[:_SHOWN]
        unfinished = unfinished or line
    return ("unfinished", "text", unfinished[:_SHOWN]) if unfinished else ("missing", "", "")


def _named(values: list[str], words: str) -> tuple[State, str, str]:
    """Every value must be named; names are declined, so words are compared by their beginnings."""
    stems = {word[:_STEM] for word in _WORD.findall(fold(words))}
    absent = [value for value in values if not _stems(value) <= stems]
    if absent:
        return "missing", "", "; ".join(absent)[:_SHOWN]
    return "present", "text", "; ".join(values)[:_SHOWN]


def _stems(value: str) -> set[str]:
    found = {word[:_STEM] for word in _WORD.findall(fold(value)) if len(word) > 2}
    return found or {word[:_STEM] for word in _WORD.findall(fold(value))}


def _values(name: str, header: ActHeader) -> list[str]:
    if name == "judges":
        return [judge.short_name.split()[0] for judge in header.judges if judge.short_name]
    if name == "secretary":
        return [header.secretary.split()[0]] if header.secretary else []
    if name == "parties":
        return [_family(party.name, party.kind) for party in header.parties if party.side != "neither"]
    if name == "accused":
        return [_family(party.name, party.kind) for party in header.parties if party.role == "accused"]
    if name == "representatives":
        return [one.split()[0] for party in header.parties for one in party.representatives if one]
    value = getattr(header, name)
    return [value] if value else []


def _family(name: str, kind: str) -> str:
    """A person is told by the family name, an organisation by what stands in quotes."""
    if kind == "person":
        return name.split()[0] if name.split() else name
    quoted = re.search(r"[«\"]([^»\"]+)[»\"]", name)
    return quoted[1] if quoted else name


def _law(row: dict[str, Any], text: ActText) -> tuple[State, str, str]:
    parts = [Part(one) for one in (row["part"], *row.get("also", ()))]
    for part, piece in marked(text):
        if part in parts and any(isinstance(mark, NormMark) for mark in piece.marks):
            return "present", "text", piece.text[:_SHOWN]
    words = "\n".join(text.plain(part) for part in parts)
    cited = law.parse_references(words, law.load("kz"), text.language)
    return ("present", "text", words[cited[0].start : cited[0].end]) if cited else ("missing", "", "")


def _sums(text: ActText) -> tuple[State, str, str]:
    """GPK 229: sums are awarded in figures and words; an act that awards none needs none."""
    words = text.plain(Part.OPERATIVE)
    amounts = find_amounts(words, text.language)
    wrong = [one for one in amounts if one.state != "agree"]
    if wrong:
        return "unfinished", "text", "; ".join(words[one.start : one.end] for one in wrong)[:_SHOWN]
    return "present", "text", "; ".join(words[one.start : one.end] for one in amounts)[:_SHOWN]


def _claims(text: ActText, claims: Sequence[Demand]) -> tuple[State, str, str]:
    """A demand is decided where a line of the operative part names its sum or half of its words."""
    lines = text.plain(Part.OPERATIVE).splitlines()
    silent, gaps = [], []
    for claim in claims:
        own = [line for line in lines if speaks_of(line, claim)]
        if not own:
            silent.append(claim.text)
        elif all(GAP in line for line in own):
            gaps.append(claim.text)
    if silent:
        return "missing", "", "; ".join(silent)[:_SHOWN]
    if gaps:
        return "unfinished", "text", "; ".join(gaps)[:_SHOWN]
    return "present", "text", "; ".join(claim.text for claim in claims)[:_SHOWN]


def speaks_of(words: str, claim: Demand) -> bool:
    """Whether a passage speaks of a demand: it names its sum, or at least half of the words of the demand."""
    if claim.amount is not None:
        digits = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d)", "", words)
        if re.search(rf"(?<!\d){int(claim.amount)}(?!\d)", digits):
            return True
    wanted = {word[:_STEM] for word in _WORD.findall(fold(claim.text)) if len(word) > 3}
    if not wanted:
        return False
    named = {word[:_STEM] for word in _WORD.findall(fold(words))}
    return len(wanted & named) * 2 >= len(wanted)


def fold(words: str) -> str:
    """Lower case, ё as е; as long as the words themselves, so that places stay."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in words).replace("ё", "е")


def _line_of(words: str, at: int) -> str:
    start = words.rfind("\n", 0, at) + 1
    end = words.find("\n", at)
    return words[start : end if end >= 0 else len(words)].strip()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def tables() -> dict[str, Any]:
    """`requisites.yaml` as it stands."""
    text = resources.files("tarazy.acts.desk").joinpath("requisites.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw


def lint() -> list[str]:
    """What is wrong with the table: an unknown requisite, a language left out, a pattern that doesn't compile."""
    return list(_lint())


def _lint() -> Iterable[str]:
    raw = tables()
    for kind, chosen in raw["sets"].items():
        for name in chosen["of"]:
            if name not in raw["requisites"]:
                yield f"{kind}: no requisite {name}"
        if chosen["norm"].split()[0] not in law.load("kz").codes_by_id:
            yield f"{kind}: no code in {chosen['norm']}"
    for name, row in raw["requisites"].items():
        if set(row["names"]) != {"kk", "ru", "en"}:
            yield f"{name}: names in {sorted(row['names'])}"
        for language in ("kk", "ru"):
            if row["by"] not in ("law", "sums"):
                if language not in row:
                    yield f"{name}: no pattern in {language}"
                else:
                    re.compile(row[language])
