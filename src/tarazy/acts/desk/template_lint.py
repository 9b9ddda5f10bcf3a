"""What is wrong with the templates of acts: a language left out, an unknown field, a norm that the pack doesn't know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tarazy import law
from tarazy.acts.desk.templating import LANGUAGES, norms_in, tables, term_words
from tarazy.acts.text import Part
from tarazy.cases.rulings import acts
from tarazy.jurimetrics.decision import Kind
from tarazy.law import parse_references

# Fields that the registry fills, and those that the judge writes: a gap until then.
KNOWN = frozenset(
    [
        "court",
        "court_to",
        "number",
        "date",
        "place",
        "bench",
        "secretary",
        "claimants",
        "defendants",
        "accused",
        "victims",
        "prosecutors",
        "third_parties",
        "claimant_role",
        "defendant_role",
        "claim_representatives",
        "defence_representatives",
        "claimant_details",
        "defendant_details",
        "about",
        "price",
        "fee",
        "term",
        "final_text",
        "claim",
        "found",
        "ruled",
        "basis",
        "reasons_of_judge",
    ]
)
WRITTEN = frozenset(
    [
        "grounds",
        "response",
        "explanations",
        "facts",
        "evidence",
        "law",
        "reasons_of_claim",
        "decision",
        "costs",
        "challenged",
        "unresolved",
        "charge",
        "circumstances",
        "verdict",
        "punishment",
        "restraint",
        "exhibits",
    ]
)
CASES = {"ru": frozenset("ngdaip"), "kk": frozenset("ngdalbi")}
_FIELD = re.compile(r"\{(\w+)(?:\.(\w+))?\^?\}")
_OPTIONAL = re.compile(r"<(\w+)\|")
_NORM = re.compile(r"\[([^\]|\[]+)\|(\w+) ([\w-]+)\]")


def problems(raw: Mapping[str, Any] | None = None) -> list[str]:
    """Every fault in words, where it stands first; an empty list if there is none."""
    return list(_problems(raw if raw is not None else tables()))


def _problems(raw: Mapping[str, Any]) -> Iterator[str]:
    for code in acts():
        if code not in raw["choice"] and f"{code}+judgment" not in raw["choice"]:
            yield f"{code}: no template"
    for key, row in raw["choice"].items():
        code, _, kind = key.partition("+")
        if code not in acts() or (kind and kind not in set(Kind)):
            yield f"{key}: no such act"
        if row["template"] not in raw["templates"]:
            yield f"{key}: no template {row['template']}"
        if row.get("term"):
            try:
                term_words(row["term"], "ru")
            except KeyError:
                yield f"{key}: no time limit {row['term']}"
    for name, languages in raw["templates"].items():
        for language in LANGUAGES:
            for part in Part:
                if part.value not in (languages.get(language) or {}):
                    yield f"{name} {language}: no {part.value}"
                    continue
                for line in _lines(languages[language][part.value]):
                    yield from (f"{name} {language} {part.value}: {one}" for one in _line(line, language))
        if set(LANGUAGES) <= set(languages):
            asked = [
                sorted({one[0] for one in _FIELD.findall(str(languages[language]))}) for language in LANGUAGES
            ]
            if asked[0] != asked[1]:
                yield f"{name}: the languages ask for different fields: {set(asked[0]) ^ set(asked[1])}"
    for section in ("basis", "acts"):
        for key, row in raw[section].items():
            for written in [
                *row["norms"],
                *(norm for norms in row.get("kinds", {}).values() for norm in norms),
            ]:
                for norm in norms_in(written):
                    if norm.code not in law.load("kz").codes_by_id:
                        yield f"{section} {key}: no code {norm.code}"


def _lines(rows: Any) -> Iterator[str]:
    for row in rows:
        if isinstance(row, str):
            yield row
        else:
            for one in row.values():
                yield from _lines(one if isinstance(one, list) else [one])


def _line(line: str, language: str) -> Iterator[str]:
    for name, case in _FIELD.findall(line):
        if name not in KNOWN | WRITTEN:
            yield f"unknown field {name}"
        if case and case not in CASES[language]:
            yield f"{name}: no case {case}"
    for name in _OPTIONAL.findall(line):
        if name not in KNOWN | WRITTEN:
            yield f"unknown field {name}"
    if line.count("<") != len(_OPTIONAL.findall(line)) or line.count("<") != line.count(">"):
        yield f"an optional piece isn't closed: {line[:40]}"
    pack = law.load("kz")
    for words, code, article in _NORM.findall(line):
        if code not in pack.codes_by_id:
            yield f"no code {code}"
            continue
        read = {
            (one.code, one.article)
            for match in parse_references(words, pack, language)
            for one in match.references
        }
        if (code, article) not in read:
            yield f"«{words}» doesn't read as {code} {article}"
