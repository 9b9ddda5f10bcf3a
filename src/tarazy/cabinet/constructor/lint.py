"""What is wrong with a definition, each finding with its file and line: before a person meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from pathlib import Path

from tarazy.law import category, load, mci, time_limits

from .expressions import CONSTANTS, BadExpression, Expression, holds
from .law_rules import law_rules
from .loading import FOLDER, BadDefinition, read_definition
from .model import (
    DOCUMENT_LANGUAGES,
    LANGUAGES,
    Definition,
    Option,
    Placed,
    Question,
    QuestionType,
    Stop,
    Words,
)
from .sampling import all_conditions, ways
from .slots import read_slot, slots

NORM = re.compile(r"([A-Z]{2,8}) (\d+(?:-\d+)?(?:[-,] ?\d+(?:-\d+)?)*)\Z")
NEEDS_OPTIONS = {QuestionType.CHOICE, QuestionType.SEVERAL, QuestionType.EVIDENCE}


@dataclass(frozen=True, order=True)
class Finding:
    """A slip: where ("file:line"), its code, what it is about."""

    at: str
    code: str
    what: str

    def __str__(self) -> str:
        return f"{self.at}: {self.code}: {self.what}"


def lint_file(path: Path, shared: Path | None = None, others: frozenset[str] = frozenset()) -> list[Finding]:
    """Every finding of one definition, in the order of the file; empty if it is sound.

    `others` are the ids that `instead` may name. A file that can't be read has the one finding that says so.
    """
    try:
        definition = read_definition(path, shared)
    except BadDefinition as fault:
        return [Finding(fault.at, fault.code, fault.what)]
    except FileNotFoundError:
        return [Finding(f"{path.name}:1", "no_such_file", str(path))]
    return lint(definition, others | {definition.id})


def lint_all(folder: Path = FOLDER) -> list[Finding]:
    """Every finding of all definitions of a folder."""
    paths = sorted(folder.glob("*.yaml"))
    ids = frozenset(path.stem for path in paths)
    findings = [one for path in paths for one in lint_file(path, None, ids)]
    for path in paths:
        try:
            if read_definition(path).id != path.stem:
                findings.append(Finding(f"{path.name}:1", "other_name", read_definition(path).id))
        except BadDefinition:
            continue
    return findings


def lint(
    definition: Definition, others: frozenset[str] = frozenset(), today: Date | None = None
) -> list[Finding]:
    """As `lint_file`, for a definition that has been read."""
    day = today or max(value.since for value in load("kz").index_values).replace(month=6, day=15)
    found = list(_plain(definition, others))
    if any(one.code in ("unknown_type", "given_twice", "cycle", "unknown_name") for one in found):
        return _in_order(found)  # ways can't be tried through a definition that doesn't hold together
    found += _tried(definition, day, mci(load("kz"), day).value)
    return _in_order(found)


def _in_order(found: list[Finding]) -> list[Finding]:
    def place(one: Finding) -> tuple[str, int, str]:
        file, _, line = one.at.rpartition(":")
        return file, int(line) if line.isdigit() else 0, one.code

    return sorted(set(found), key=place)


def _plain(definition: Definition, others: frozenset[str]) -> Iterator[Finding]:
    yield from _types(definition)
    yield from _translations(definition)
    yield from _norms(definition)
    yield from _names(definition)
    yield from _slots(definition)
    yield from _links(definition, others)


def _types(definition: Definition) -> Iterator[Finding]:
    known, seen = {one.value for one in QuestionType}, set()
    for question in definition.questions():
        if question.id in seen:
            yield Finding(question.at, "given_twice", question.id)
        seen.add(question.id)
        if question.type not in known:
            yield Finding(question.at, "unknown_type", f"{question.id}: {question.type}")
            continue
        if question.type in NEEDS_OPTIONS and not question.options:
            yield Finding(question.at, "dead_end", f"{question.id}: nothing to choose from")
        if question.type == QuestionType.LIST and not question.fields:
            yield Finding(question.at, "dead_end", f"{question.id}: a list of nothing")
        ids = [option.id for option in question.options] + [one.id for one in question.fields]
        for name in sorted({one for one in ids if ids.count(one) > 1}):
            yield Finding(question.at, "given_twice", f"{question.id}.{name}")
        for one in question.fields:
            if one.type in (QuestionType.LIST, QuestionType.EVIDENCE, QuestionType.PARTY):
                yield Finding(
                    one.at or question.at, "unknown_type", f"{question.id}.{one.id}: {one.type} in a list"
                )
    codes = [demand.code for demand in definition.demands]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        yield Finding(definition.at, "given_twice", f"demand {code}")
    if not definition.demands:
        yield Finding(definition.at, "dead_end", "no demand is ever made")


def _texts(
    part: Placed, languages: tuple[str, ...] = LANGUAGES
) -> Iterator[tuple[str, Words, tuple[str, ...]]]:
    """(place, words, languages needed) of everything below a part."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        needed = DOCUMENT_LANGUAGES if name in ("document", "demands") else languages
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Words):
                yield one.at or part.at, one, needed
            elif isinstance(one, Placed):
                yield from _texts(one, needed)


def _translations(definition: Definition) -> Iterator[Finding]:
    for at, words, needed in _texts(definition):
        for language in needed:
            if not getattr(words, language).strip():
                said = words.said("en")[:40]
                yield Finding(at, "missing_translation", f"{language}: {said}")


def _norms(definition: Definition) -> Iterator[Finding]:
    codes = load("kz").codes_by_id
    cited: list[tuple[str, str]] = [(definition.at, norm) for norm in definition.norms]

    def gather(part: Placed) -> None:
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name.endswith("norm") and isinstance(value, str) and value:
                cited.append((part.at, value))
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Placed):
                    gather(one)

    gather(definition)
    for at, norm in cited:
        found = NORM.match(norm)
        if not found or found[1] not in codes:
            yield Finding(at, "unknown_norm", norm)


def _names(definition: Definition) -> Iterator[Finding]:
    """Conditions name questions asked before, options that there are; a reference forward or in a ring is a cycle."""
    by_id = definition.questions_by_id()
    order = {name: place for place, name in enumerate(by_id)}
    for question in by_id.values():
        ahead: list[tuple[str, Expression | None]] = [(question.at, question.when)]
        ahead += [(option.at, option.when) for option in question.options]
        for at, condition in ahead:
            for name in condition.names() & by_id.keys() if condition else ():
                if order[name] >= order[question.id]:
                    yield Finding(
                        at, "cycle", f"{question.id} waits for {name}, which is asked later or here"
                    )
    for at, condition in all_conditions(definition):
        yield from _condition(definition, at, condition)


def _condition(definition: Definition, at: str, condition: Expression) -> Iterator[Finding]:
    by_id = definition.questions_by_id()
    words = {option.id for one in by_id.values() for option in one.options} | {"yes", "no"}
    words |= {"individual", "entrepreneur", "company", "state_body", *(r.id for r in load("kz").regions)}
    words |= {"promised", "requested", "absent", "attached", "item"}
    for name in condition.names() - by_id.keys() - CONSTANTS - words:
        yield Finding(at, "unknown_name", f"{name} in “{condition.text}”")
    for name, literal in condition.comparisons():
        question = by_id.get(name)
        if question is None or question.type not in (
            QuestionType.CHOICE,
            QuestionType.YES_NO,
            QuestionType.SEVERAL,
        ):
            continue
        options = {option.id for option in question.options} or {"yes", "no"}
        if str(literal) not in options and str(literal) not in by_id:
            yield Finding(at, "unknown_option", f"{name} has no {literal}")


def _slots(definition: Definition) -> Iterator[Finding]:
    document = definition.document
    rows: list[tuple[str, Words, str]] = [(document.title.at or document.at, document.title, "")]
    rows += [(one.words.at or one.at, one.words, one.each) for one in document.paragraphs]
    rows += [(one.words.at or one.at, one.words, one.each) for one in definition.demands]
    by_id = definition.questions_by_id()
    for at, words, each in rows:
        if each and (each not in by_id or by_id[each].type != QuestionType.LIST):
            yield Finding(at, "unknown_slot", f"each {each}")
        seen: dict[str, set[str]] = {}
        for language, slot in slots(words):
            seen.setdefault(language, set()).add(slot)
            yield from _slot(at, slot, by_id, each)
        if words.kk and words.ru and seen.get("kk", set()) != seen.get("ru", set()):
            differ = seen.get("kk", set()) ^ seen.get("ru", set())
            yield Finding(at, "slots_differ", ", ".join(sorted(differ)))
        for language in DOCUMENT_LANGUAGES:
            if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", getattr(words, language))):
                yield Finding(at, "unknown_slot", "a bracket that opens or closes nothing")


def _slot(at: str, slot: str, by_id: dict[str, Question], each: str) -> Iterator[Finding]:
    try:
        expression, _ = read_slot(slot)
    except BadExpression as fault:
        yield Finding(at, "bad_expression", f"{{{slot}}}: {fault}")
        return
    for name in expression.names() - by_id.keys() - CONSTANTS:
        if name != "item" or not each:
            yield Finding(at, "unknown_slot", slot)
    fields = {one.id for one in by_id[each].fields} if each in by_id else set()
    for node in expression.root.walk():
        if node.kind == "name" and node.value.startswith("item.") and node.value.split(".")[1] not in fields:
            yield Finding(at, "unknown_slot", slot)


def _links(definition: Definition, others: frozenset[str]) -> Iterator[Finding]:
    known = law_rules()
    slugs = [(definition.at, definition.category)]
    slugs += [(o.at, o.category) for question in definition.questions() for o in question.options]
    for at, slug in slugs:
        if slug and category(slug) is None:
            yield Finding(at, "unknown_category", slug)
    kinds = {rate.kind for table in load("kz").fees for rate in table.rates}
    for demand in definition.demands:
        if demand.fee and demand.fee not in kinds:
            yield Finding(demand.at, "unknown_fee", demand.fee)
        if demand.fee in ("property", "court_order") and demand.amount is None:
            yield Finding(demand.at, "unknown_fee", f"{demand.code}: a share of a sum, but no sum")
    limits = {limit.id for limit in time_limits(load("kz"))}
    hints = definition.advice
    if hints.appeal_limit and hints.appeal_limit not in limits:
        yield Finding(hints.at, "unknown_limit", hints.appeal_limit)
    if hints.limitation and hints.limitation not in known.limitations:
        yield Finding(hints.at, "unknown_limit", hints.limitation)
    by_id = definition.questions_by_id()
    for rule in definition.attachments:
        question, _, item = rule.evidence.partition(".")
        if rule.evidence and (question not in by_id or item not in {o.id for o in by_id[question].options}):
            yield Finding(rule.at, "unknown_name", rule.evidence)
    for one in by_id.values():
        for stop in one.stop:
            if stop.instead and stop.instead not in others:
                yield Finding(stop.at, "dead_end", f"leads to {stop.instead}, which there isn't")
            if not stop.instead and not any(getattr(stop.words, language) for language in LANGUAGES):
                yield Finding(stop.at, "dead_end", f"{one.id} stops and says nothing")


def _tried(definition: Definition, today: Date, index: Decimal) -> Iterator[Finding]:
    """What only shows when ways are tried: pages nobody reaches, checks nobody meets, pages nobody leaves."""
    for question in definition.questions():
        if question.when is not None and not _ever(question.when, definition, today, index):
            yield Finding(question.at, "unreachable", question.id)
            continue
        yield from _one_question(question, definition, today, index)
    for demand in definition.demands:
        if demand.when is not None and not _ever(demand.when, definition, today, index):
            yield Finding(demand.at, "unreachable", f"demand {demand.code}")
    for paragraph in definition.document.paragraphs:
        if paragraph.when is not None and not _ever(paragraph.when, definition, today, index):
            yield Finding(paragraph.at, "unreachable", f"paragraph: {paragraph.words.said('ru')[:40]}")
    yield from _unanswered_slots(definition, today, index)
    if definition.demands and all(demand.when is not None for demand in definition.demands):
        yield from _without_demand(definition, today, index)


def _ever(condition: Expression, definition: Definition, today: Date, index: Decimal) -> bool:
    return any(holds(condition, known) for known in ways(definition, condition.names(), today, index))


def _one_question(
    question: Question, definition: Definition, today: Date, index: Decimal
) -> Iterator[Finding]:
    names = frozenset({question.id})
    for check in question.check:
        met = any(
            holds(check.require, known)
            for known in ways(definition, check.require.names() | names, today, index)
            if question.id in known.answers
        )
        if not met:
            yield Finding(check.at, "never_met", f"{question.id}: {check.code}")
    parts: list[Option | Stop] = [*question.options, *question.stop]
    for one in parts:
        if one.when is not None and not _ever(one.when, definition, today, index):
            what = one.id if isinstance(one, Option) else "stop"
            yield Finding(one.at, "unreachable", f"{question.id}: {what}")
    if question.stop or any(check.blocking for check in question.check):
        needed = names.union(
            *(stop.when.names() for stop in question.stop),
            *(check.require.names() for check in question.check),
        )
        leaves = any(
            not any(holds(stop.when, known) for stop in question.stop)
            and all(holds(check.require, known) for check in question.check if check.blocking)
            for known in ways(definition, needed, today, index)
            if question.id in known.answers
        )
        if not leaves:
            yield Finding(question.at, "dead_end", f"no answer to {question.id} leads on")


def _unanswered_slots(definition: Definition, today: Date, index: Decimal) -> Iterator[Finding]:
    """A slot of a demand must have an answer whenever the demand is made; one of a paragraph at least once."""
    by_id = definition.questions_by_id()
    rows = [(one.at, one.words, one.when, True) for one in definition.demands]
    rows += [(one.at, one.words, one.when, False) for one in definition.document.paragraphs]
    for at, words, when, always in rows:
        named = {name for _, slot in slots(words) for name in read_slot(slot)[0].names() if name in by_id}
        if not named or any(not _readable(slot) for _, slot in slots(words)):
            continue
        conditions = when.names() if when else frozenset()
        tried = [
            known
            for known in ways(definition, conditions | frozenset(named), today, index)
            if holds(when, known)
        ]
        for name in sorted(named):
            answered = [name in known.answers for known in tried]
            if tried and not (all(answered) if always else any(answered)):
                yield Finding(at, "slot_never_answered", name)


def _readable(slot: str) -> bool:
    try:
        read_slot(slot)
    except BadExpression:
        return False
    return True


def _without_demand(definition: Definition, today: Date, index: Decimal) -> Iterator[Finding]:
    names = frozenset().union(*(one.when.names() for one in definition.demands if one.when))
    stops = [stop for question in definition.questions() for stop in question.stop]
    names = names.union(*(stop.when.names() for stop in stops))
    by_id = definition.questions_by_id()
    for known in ways(definition, names, today, index):
        if any(holds(stop.when, known) for stop in stops):
            continue
        if not any(holds(one.when, known) for one in definition.demands):
            said = ", ".join(f"{k}={known.answers[k]}" for k in known.answers if k in names and k in by_id)
            yield Finding(definition.at, "dead_end", f"no demand is made with {said[:120]}")
            return
