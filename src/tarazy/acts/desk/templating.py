"""Templates of acts (`templates.yaml`) filled with what a case is about; what isn't known stays as a visible gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tarazy import law
from tarazy.acts.text import (
    ActText,
    Block,
    Heading,
    NormMark,
    NormOf,
    Paragraph,
    Part,
    Quote,
    Text,
    marked,
    points,
)
from tarazy.cases.rulings import acts, word
from tarazy.law.errors import UnknownLimit
from tarazy.law.wording.names import decline
from tarazy.law.wording.numbers import in_words, in_words_of, plural_ru

GAP = "______"
LANGUAGES = ("kk", "ru")
_OPTIONAL = re.compile(r"<(\w+)\|([^<>]*)>")
_PIECE = re.compile(
    r"\[(?P<words>[^\]|\[]+)\|(?P<code>\w+) (?P<article>[\w-]+)\]|\{(?P<field>\w+)(?:\.(?P<case>\w))?(?P<upper>\^)?\}"
)
_NORMS = re.compile(r"(\d+(?:-\d+)?)")


@dataclass(frozen=True)
class Names:
    """People or organisations that a field names: (name, kind of party) each."""

    of: tuple[tuple[str, str], ...]

    def shown(self, case: str, language: str) -> str:
        """The names in a case, joined: each is declined in Russian, the last one in Kazakh."""
        if language == "ru":
            names = [decline(name, kind, case, language) for name, kind in self.of]
            return _listed(names, "и")
        names = [name for name, _ in self.of[:-1]]
        return _listed([*names, decline(*self.of[-1], case, language)], "және")


@dataclass(frozen=True)
class Fields:
    """What is known for a template: `words` by field (plain, or names to be declined), demands, norms, the act's own.

    `found` and `ruled` are the registry's sentences for the act, already filled; `term` a sentence's own time.
    """

    language: str
    words: Mapping[str, str | Names] = field(default_factory=dict)
    claims: tuple[str, ...] = ()
    norms: tuple[NormOf, ...] = ()
    found: str = ""
    ruled: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A template of an act: lines of each part by language, and the time limit of its challenge."""

    name: str
    lines: Mapping[str, Mapping[str, tuple[Any, ...]]]
    term: str = ""


def template_of(code: str, kind: str) -> Template:
    """The template of an act of the registry's table; by its code and kind, else by its code. Raises `KeyError`."""
    raw = tables()
    chosen = raw["choice"].get(f"{code}+{kind}") or raw["choice"][code]
    rows = raw["templates"][chosen["template"]]
    lines = {
        language: {part.value: tuple(rows[language][part.value]) for part in Part} for language in LANGUAGES
    }
    return Template(chosen["template"], lines, chosen.get("term", ""))


def fill(code: str, kind: str, fields: Fields) -> ActText:
    """The act `code` (of the kind `kind` of `jurimetrics.decision`) as its template and the fields give it."""
    template = template_of(code, kind)
    title, subtitle = title_and_subtitle(code, kind, fields.language)
    words = dict(fields.words)
    if template.term:
        words.setdefault("term", term_words(template.term, fields.language))
    words.setdefault("final_text", term_words("final_text", fields.language))
    filled = Fields(
        fields.language, words, fields.claims, fields.norms, fields.found, fields.ruled, fields.reasons
    )
    parts = {part.value: tuple(_blocks(template.lines[fields.language][part.value], filled)) for part in Part}
    return ActText.model_validate(
        {"kind": kind, "language": fields.language, "title": title, "subtitle": subtitle} | parts
    )


def title_and_subtitle(code: str, kind: str, language: str) -> tuple[str, str]:
    """The title of an act and, where it is given so, «In the name of the Republic» (GPK 226, UPK 388)."""
    act = acts()[code]
    own = tables()["titles"].get(kind) if act.kind == "judgment" and code == "judgment" else None
    in_the_name = own["in_the_name"] if own else act.in_the_name and code != "operative_part"
    title = own[language] if own else act.title[language]
    return title, word("in_the_name", language) if in_the_name else ""


def gaps(text: ActText) -> list[tuple[Part, str]]:
    """Where something is still to be written: the part and the words around each gap."""
    found = []
    for part, piece in marked(text):
        for match in re.finditer(re.escape(GAP), piece.text):
            found.append((part, piece.text[max(0, match.start() - 60) : match.end() + 20]))
    return found


def term_words(limit: str, language: str) -> str:
    """A time limit in words, in the form that stands before «ішінде» and after «в течение».

    From the pack of the law, else from `terms` of the templates. Raises `KeyError` for one that neither has.
    """
    try:
        found = law.time_limit(law.load("kz"), limit)
        length, unit = found.length, found.unit.value
    except UnknownLimit:
        row = tables()["terms"][limit]
        length, unit = row["length"], row["unit"]
    if language == "ru":
        number = in_words_of(length, "g")
        noun = {
            "working_days": plural_ru(length, "рабочего дня", "рабочих дней", "рабочих дней"),
            "calendar_days": "суток",
            "months": "месяца" if length % 10 == 1 and length != 11 else "месяцев",
            "years": "года" if length % 10 == 1 and length != 11 else "лет",
        }[unit]
        return f"{number} {noun}"
    noun = {"working_days": "жұмыс күні", "calendar_days": "тәулік", "months": "ай", "years": "жыл"}[unit]
    return f"{in_words(length, 'kk')} {noun}"


def norms_in(written: str) -> list[NormOf]:
    """«GPK 223-226», «GPK 241, 243», «GPK 267-4» as norms; a range of up to five articles is spelled out."""
    code, _, articles = written.partition(" ")
    found = []
    for one in _NORMS.findall(articles):
        first, _, last = one.partition("-")
        if last and int(last) > int(first):
            span = range(int(first), int(last) + 1)
            found += [str(number) for number in span] if len(span) <= 5 else [first, last]
        else:
            found.append(one)
    return [NormOf(code=code, article=article) for article in found]


def _blocks(lines: Iterable[Any], fields: Fields) -> Iterator[Block]:
    for line in lines:
        if isinstance(line, dict):
            items = [item for one in line["points"] for item in _items(one, fields)]
            if items:
                yield points(*items)
        elif line == "{reasons_of_judge}":
            for paragraph in fields.reasons or (GAP,):
                yield Paragraph(content=(Text(text=paragraph),))
        elif line == "{found}":
            if fields.found:
                yield Paragraph(content=(Text(text=fields.found),))
        elif line.startswith("# "):
            yield Heading(content=tuple(_pieces(line[2:], fields)))
        elif line.startswith("> "):
            yield Quote(content=(Paragraph(content=tuple(_pieces(line[2:], fields))),))
        elif content := tuple(_pieces(line, fields)):
            yield Paragraph(content=content)


def _items(line: Any, fields: Fields) -> Iterator[Paragraph]:
    if isinstance(line, dict):
        for claim in fields.claims or (GAP,):
            own = Fields(
                fields.language, dict(fields.words) | {"claim": claim.strip().rstrip(".")}, norms=fields.norms
            )
            yield Paragraph(content=tuple(_pieces(line["claims"], own)))
    elif line == "{ruled}":
        for one in fields.ruled or (GAP,):
            yield Paragraph(content=(Text(text=one),))
    elif content := tuple(_pieces(line, fields)):
        yield Paragraph(content=content)


def _pieces(line: str, fields: Fields) -> Iterator[Text]:
    def kept(match: re.Match[str]) -> str:
        return match[2] if fields.words.get(match[1]) else ""

    line = _OPTIONAL.sub(kept, line)
    pieces: list[Text] = []
    at = 0
    for match in _PIECE.finditer(line):
        _add(pieces, line[at : match.start()])
        at = match.end()
        if match["words"]:
            mark = NormMark(attrs=NormOf(code=match["code"], article=match["article"]))
            pieces.append(Text(text=match["words"], marks=(mark,)))
        elif match["field"] == "basis":
            pieces += _basis(fields)
        else:
            value = _value(match["field"], match["case"] or "n", fields)
            if line[at : at + 1] == ".":
                value = value.rstrip(".")
            _add(pieces, value[:1].upper() + value[1:] if match["upper"] else value)
    _add(pieces, line[at:])
    return iter(pieces)


def _add(pieces: list[Text], words: str) -> None:
    if not words:
        return
    if pieces and not pieces[-1].marks:
        pieces[-1] = Text(text=pieces[-1].text + words)
    else:
        pieces.append(Text(text=words))


def _value(name: str, case: str, fields: Fields) -> str:
    value = fields.words.get(name)
    if isinstance(value, Names):
        return value.shown(case, fields.language) if value.of else GAP
    return value.strip() if value and value.strip() else GAP


def _basis(fields: Fields) -> list[Text]:
    """«Руководствуясь статьями 223, 226 …», «… 223, 226-баптарын басшылыққа алып»: each number cites its norm."""
    if not fields.norms:
        return [Text(text="Руководствуясь " + GAP if fields.language == "ru" else GAP + " басшылыққа алып")]
    by_code: dict[str, list[NormOf]] = {}
    for norm in fields.norms:
        if norm not in by_code.setdefault(norm.code, []):
            by_code[norm.code].append(norm)
    pieces: list[Text] = []
    _add(pieces, "Руководствуясь " if fields.language == "ru" else "")
    for position, (code, norms) in enumerate(by_code.items()):
        known = law.load("kz").code(code)
        name = known.genitive.get(fields.language) or known.names.get(fields.language, code)
        _add(pieces, ", " if position else "")
        _add(
            pieces,
            ("статьёй " if len(norms) == 1 else "статьями ") if fields.language == "ru" else f"{name} ",
        )
        for nth, norm in enumerate(norms):
            _add(pieces, ", " if nth else "")
            pieces.append(Text(text=norm.article, marks=(NormMark(attrs=norm),)))
        ending = "-бабын" if len(norms) == 1 else "-баптарын"
        _add(pieces, f" {name}" if fields.language == "ru" else ending)
    _add(pieces, "" if fields.language == "ru" else " басшылыққа алып")
    return pieces


def _listed(names: list[str], joint: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


@cache
def tables() -> dict[str, Any]:
    """`templates.yaml` as it stands."""
    text = resources.files("tarazy.acts.desk").joinpath("templates.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
