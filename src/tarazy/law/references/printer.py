"""Writing a reference so that a reader of the language, and the parser, understand it."""

from __future__ import annotations

from typing import Any, Literal

from ..model import Code, Jurisdiction
from .grammar import GrammarFile, UnitName, grammar_file
from .reference import Reference

Style = Literal["short", "full"]
UNITS: tuple[UnitName, ...] = ("part", "paragraph", "subparagraph")


def print_reference(
    reference: Reference, jurisdiction: Jurisdiction, language: str, style: Style = "short"
) -> str:
    """The reference in this language: «пп. 3) п. 2 ст. 33 …» short, «подпункт 3) пункта 2 статьи 33 …» full.

    A code without a name in the language is named as in the pack's first language that has one. Parsing the
    result with the same pack and language gives the reference back. Raises `UnknownCode`; `BadPack` for a
    language without a grammar.
    """
    grammar = grammar_file(language)
    code = jurisdiction.code(reference.code) if reference.code is not None else None
    numbers: list[tuple[UnitName, str]] = [("article", reference.article)]
    for unit in UNITS:
        value = getattr(reference, unit)
        if value is not None:
            numbers.append((unit, value))
    forms: dict[str, Any] = grammar.print[style]
    if grammar.number_first:
        return " ".join(filter(None, (_code_name(code, grammar, style), *_descending(numbers, forms))))
    name = _code_name(code, grammar, style)
    if language == "en" and style == "short" and reference.part and len(numbers) == 2:
        return " ".join(filter(None, (f"Article {reference.article}({reference.part})", name)))
    joined = f"of {name}" if name and language == "en" and style == "full" else name
    return " ".join(filter(None, (*_ascending(numbers, forms), joined)))


def _ascending(numbers: list[tuple[UnitName, str]], forms: dict[str, Any]) -> list[str]:
    """From the smallest unit to the article; the first in the nominative, the rest in the genitive."""
    pieces = []
    for index, (unit, number) in enumerate(reversed(numbers)):
        form = forms[unit]
        pieces.append((form if isinstance(form, str) else form[min(index, 1)]).format(n=_quoted(number)))
    return pieces


def _descending(numbers: list[tuple[UnitName, str]], forms: dict[str, Any]) -> list[str]:
    """From the article to the smallest unit; all but the last in the genitive."""
    last = len(numbers) - 1
    return [
        forms[unit][0 if index == last else 1].format(n=_quoted(number))
        for index, (unit, number) in enumerate(numbers)
    ]


def _quoted(number: str) -> str:
    """Letters stand in quotes, numbers plain."""
    return number if number[0].isdigit() else f"«{number}»"


def _code_name(code: Code | None, grammar: GrammarFile, style: Style) -> str:
    if code is None:
        return ""
    names = code.genitive if style == "full" else code.short
    return names.get(grammar.language) or next(iter(names.values()), code.id)
