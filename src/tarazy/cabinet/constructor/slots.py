"""Slots of a template: `{employed_since}`, `{defendant.name}`, `{sum(arrears.amount)|money}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date as Date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tarazy.law.wording.dates import written_date

from .answers import chosen_option
from .engine import Walk
from .expressions import BadExpression, Expression, evaluate, parse
from .model import Question, QuestionType, Words
from .wording import figures, label, party_lines, region_name, written_address, written_sum

SLOT = re.compile(r"\{([^{}]*)\}")
FORMATS = ("money", "number", "date", "text", "lines")


class Unanswered(LookupError):
    """A slot has no answer."""


@lru_cache(maxsize=2000)
def read_slot(text: str) -> tuple[Expression, str]:
    """The expression of a slot and its format, empty where the question's type says it. Raises `BadExpression`."""
    expression, _, form = text.partition("|")
    form = form.strip()
    if form and form not in FORMATS:
        raise BadExpression("unknown_format", form)
    return parse(expression), form


def slots(words: Words) -> Iterator[tuple[str, str]]:
    """(language, slot) of a text."""
    for language in ("kk", "ru", "en"):
        for found in SLOT.finditer(getattr(words, language)):
            yield language, found[1]


def fill(text: str, walk: Walk, language: str, item: Mapping[str, Any] | None = None, of: str = "") -> str:
    """The text with its slots filled; `item` is one of the list `of`. Raises `Unanswered`.

    What people typed is put in as it is and never read for slots again.
    """

    def put(found: re.Match[str]) -> str:
        words = _slot(found[1], walk, language, item, of)
        if not words:
            raise Unanswered(found[1])
        return _lowered(words) if found.start() > 0 and _is_choice(found[1], walk) else words

    return SLOT.sub(put, text)


def _is_choice(text: str, walk: Walk) -> bool:
    expression, _form = read_slot(text)
    question = (
        walk.definition.question(str(expression.root.value)) if expression.root.kind == "name" else None
    )
    return question is not None and question.type in (QuestionType.CHOICE, QuestionType.SEVERAL)


def _lowered(words: str) -> str:
    """The words of an option within a sentence: a small letter first, but not of an abbreviation."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _slot(text: str, walk: Walk, language: str, item: Mapping[str, Any] | None, of: str) -> str:
    expression, form = read_slot(text)
    known = walk.known
    if item is not None:
        known = type(known)(
            {**known.answers, "item": item}, known.questions | {"item"}, known.today, known.mci
        )
    value = evaluate(expression, known)
    if expression.root.kind == "name":
        first = str(expression.root.value).split(".")[0]
        if first not in known.questions and first not in ("today", "mci"):
            raise Unanswered(text)
        if not form:
            return _by_type(expression.root.value, value, walk, language, of)
    return _formatted(value, form, language)


def _by_type(name: str, value: Any, walk: Walk, language: str, of: str) -> str:
    first, *rest = name.split(".")
    question: Any = walk.definition.question(of if first == "item" else first)
    if first == "item" and question is not None and rest:
        question = next((one for one in question.fields if one.id == rest[0]), None)
        rest = rest[1:]
    if question is None or value is None:
        return _formatted(value, "", language)
    if not rest:
        return _whole(question, value, language)
    if rest[-1] == "region":
        return region_name(str(value), language)
    return _formatted(value, "", language)


def _whole(question: Question, value: Any, language: str) -> str:
    match question.type:
        case QuestionType.MONEY:
            return written_sum(value, language)
        case QuestionType.CHOICE:
            option = chosen_option(question, value)
            return (option.document or option.words).said(language) if option else ""
        case QuestionType.SEVERAL:
            found = [option for option in question.options if option.id in value]
            return "; ".join((option.document or option.words).said(language) for option in found)
        case QuestionType.YES_NO:
            return label(str(value), language)
        case QuestionType.ADDRESS | QuestionType.CONTACT:
            return written_address(value, language)
        case QuestionType.PARTY | QuestionType.REPRESENTATIVE | QuestionType.CHILD:
            return ", ".join(party_lines(value, None, language))
        case _:
            return _formatted(value, "", language)


def _formatted(value: Any, form: str, language: str) -> str:
    if value is None or value == [] or value == "":
        return ""
    if isinstance(value, Decimal):
        return written_sum(value, language) if form == "money" else figures(value)
    if isinstance(value, Date):
        return written_date(value, language)
    if isinstance(value, list):
        return "; ".join(filter(None, (_formatted(one, form, language) for one in value)))
    if isinstance(value, Mapping):
        return str(value.get("name") or "")
    return str(value)
