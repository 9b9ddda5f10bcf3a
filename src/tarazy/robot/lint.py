"""What is wrong with a rule table, before a material meets it: norms, words, sources, rows that nothing reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tarazy.law import UnknownLimit, has_editions, in_force, load, time_limit
from tarazy.robot.conditions import KINDS, ORDERS, Quantity, Test
from tarazy.robot.drafting.patterns import citations, slots
from tarazy.robot.table import ACT_LANGUAGES, LANGUAGES, Condition, Norm, Sentence, Table, Words, editions

HEAD = ("court", "judge", "date", "number")
_FITS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ORDERS, ("sum", "number")),
    "is": ("yes_no", "word"),
    "is_in": ("word",),
    "is_empty": ("words",),
    "has": ("words",),
    "has_all": ("words",),
    **dict.fromkeys(("not_after", "term_over", "term_runs", "aged", "months_passed"), ("date",)),
    "fine_of": ("word",),
    "born_on": ("text",),
}
_CASES = frozenset("ngdaipbl")


@dataclass(frozen=True, order=True)
class Slip:
    """A slip: where (table, row), its code, what it is about."""

    at: str
    code: str
    what: str

    def __str__(self) -> str:
        return f"{self.at}: {self.code}: {self.what}"


def lint(table: Table) -> list[Slip]:
    """Every slip of a table, in order; empty if it is sound.

    Codes: `unknown_norm`, `norm_not_in_force`, `other_norm` (a sentence cites an article that isn't its row's),
    `missing_translation`, `slots_differ` (between the languages), `unknown_slot`, `unknown_datum`, `unused_datum`,
    `no_source`, `other_kind` (a comparison that doesn't fit the datum), `unknown_word` (a value that the datum hasn't),
    `unknown_list`, `unknown_limit`, `unknown_condition`, `unknown_act`, `unreachable`, `no_way_out` (`next` without a
    row instead), `no_words` (a row that refuses and has no sentence for it), `literal_threshold`, `duplicate`.
    """
    checks: tuple[Callable[[Table], Iterator[tuple[str, str, str]]], ...] = (
        _twice, _norms, _words, _data, _tests, _rows, _acts,
    )  # fmt: skip
    return [
        Slip(f"{table.name} {place}".strip(), code, what)
        for check in checks
        for place, code, what in check(table)
    ]


def lint_all() -> list[Slip]:
    """The slips of every table of the house, and editions of one table that overlap."""
    found = [slip for tables in editions().values() for table in tables for slip in lint(table)]
    for name, tables in editions().items():
        for earlier, later in pairwise(tables):
            if earlier.until is None or earlier.until >= later.since:
                found.append(Slip(name, "overlap", later.since.isoformat()))
    return found


Found = Iterator[tuple[str, str, str]]


def _twice(table: Table) -> Found:
    named = {
        "data": [one.name for one in table.data],
        "conditions": [one.id for one in table.conditions],
        "numbers": [one.number for one in table.conditions],
    }
    for where, names in named.items():
        for name in sorted({one for one in names if names.count(one) > 1}):
            yield where, "duplicate", name


def _norms(table: Table) -> Found:
    yield from _of_norms(table, "", table.norms)
    for row in table.conditions:
        if not row.norms:
            yield row.id, "unknown_norm", "none"
        yield from _of_norms(table, row.id, row.norms)
        own = {(one.code, one.article) for one in (*row.norms, *table.norms)}
        for words in (row.sentence, row.unmet):
            for language, text in words.items():
                yield from _cited(table, row.id, text, language, own)
    for name, act in table.acts.items():
        for sentence in act.sentences():
            for language in ACT_LANGUAGES:
                yield from _cited(
                    table, f"{name} {sentence.condition}", getattr(sentence, language), language
                )


def _of_norms(table: Table, place: str, norms: tuple[Norm, ...]) -> Found:
    pack = load("kz")
    for norm in norms:
        if norm.code not in pack.codes_by_id:
            yield place, "unknown_norm", str(norm.code)
        elif has_editions(pack, norm.code) and in_force(pack, norm.code, table.since) is None:
            yield place, "norm_not_in_force", f"{norm.code} {norm.article}"


def _cited(
    table: Table, place: str, text: str, language: str, own: set[tuple[str | None, str]] | None = None
) -> Found:
    if language not in ACT_LANGUAGES:
        return
    for cited in citations(text, language, known_only=False):
        for one in cited.references:
            if one.code is None:
                yield place, "unknown_norm", f"{language}: {text[cited.start : cited.end]}"
            elif own is not None and (one.code, one.article) not in own:
                yield place, "other_norm", f"{language}: {one.code} {one.article}"
            else:
                yield from _of_norms(table, place, (Norm(code=one.code, article=one.article),))


def _words(table: Table) -> Found:
    three: list[tuple[str, Words]] = [("titles", table.titles)]
    three += [(row.name, row.words) for row in table.data]
    three += [(row.id, row.says) for row in table.conditions]
    three += [(f"{name} {one.id}", one.words) for name, items in table.lists.items() for one in items]
    two = [(f"{row.id} {part}", words) for row in table.conditions
           for part, words in (("sentence", row.sentence), ("unmet", row.unmet)) if words]  # fmt: skip
    two += [(f"{name} title", act.title) for name, act in table.acts.items()]
    two += [(f"{row.name} {value}", words) for row in table.data for value, words in row.values.items()]
    two += [
        (f"{name} {one.id} act", one.act) for name, items in table.lists.items() for one in items if one.act
    ]
    two += [
        (f"{name} {one.condition}", {"ru": one.ru, "kk": one.kk})
        for name, act in table.acts.items()
        for one in act.sentences()
    ]
    for wanted, texts in ((LANGUAGES, three), (ACT_LANGUAGES, two)):
        for where, words in texts:
            for language in wanted:
                if not words.get(language, "").strip():
                    yield where, "missing_translation", language


def _data(table: Table) -> Found:
    used = {name for row in table.conditions for name in row.names}
    used |= {name for row in table.data if row.when for name in row.when.names()}
    used |= {row.number_in for row in table.data}
    for _, text, language in _sentences(table):
        used |= {one.name for one in slots(text, language)}
    for row in table.data:
        if not row.sources or not all(row.sources):
            yield row.name, "no_source", "none"
        if row.name not in used:
            yield row.name, "unused_datum", row.kind
        if row.number_in and table.datum(row.number_in) is None:
            yield row.name, "unknown_datum", row.number_in
        if row.of_list and row.of_list not in table.lists:
            yield row.name, "unknown_list", row.of_list
        if row.when is not None:
            yield from _test(table, row.name, row.when)
            for name in row.when.names():
                governing = table.datum(name)
                if governing is not None and governing.when is not None:
                    yield row.name, "unreachable", f"{name} itself is only sometimes needed"


def _tests(table: Table) -> Found:
    for row in table.conditions:
        if not row.test.names():
            yield row.id, "no_source", "a test without a datum"
        yield from _test(table, row.id, row.test)
        if row.when is not None:
            yield from _test(table, row.id, row.when)
    for name, act in table.acts.items():
        for sentence in act.sentences():
            if sentence.when is not None:
                yield from _test(table, f"{name} {sentence.condition}", sentence.when)


def _test(table: Table, place: str, test: Test) -> Found:
    for name in test.names():
        if table.datum(name) is None:
            yield place, "unknown_datum", name
    for one in test.walk():
        row = table.datum(one.datum)
        if one.kind not in KINDS or row is None:
            continue
        if row.kind not in _FITS.get(one.kind, (row.kind,)):
            yield place, "other_kind", f"{one.kind} of {row.name}, a {row.kind}"
        if one.kind == "known" and not row.optional:
            yield place, "other_kind", f"{row.name} isn't optional"
        literal = isinstance(one.value, Quantity) and one.value.kind == "number" and one.value.count
        if one.kind in ORDERS and literal and row.kind == "sum":
            yield place, "literal_threshold", f"{row.name} {one.kind} {one.value.count}"
        if one.kind in ("term_over", "term_runs"):
            try:
                time_limit(load("kz"), one.value)
            except UnknownLimit:
                yield place, "unknown_limit", str(one.value)
        yield from _values(table, place, one)


def _values(table: Table, place: str, test: Test) -> Found:
    row = table.datum(test.datum)
    assert row is not None  # asked for by who calls
    if test.kind in ("is_in", "fine_of") and isinstance(test.value, str) and test.value not in table.lists:
        yield place, "unknown_list", test.value
    if test.kind == "has" and test.value["list"] not in table.lists:
        yield place, "unknown_list", test.value["list"]
    known = {item.id for item in table.lists.get(row.of_list, ())} or set(row.values)
    said = test.value if isinstance(test.value, tuple) else (test.value,)
    if test.kind in ("is", "is_in") and known and row.kind == "word":
        for value in said:
            if value not in known and value not in table.lists:
                yield place, "unknown_word", f"{row.name} is never {value}"
    if test.kind == "is" and isinstance(test.value, bool) is not (row.kind == "yes_no"):
        yield place, "other_kind", f"{row.name} is {test.value}"


def _rows(table: Table) -> Found:
    seen: set[str] = set()
    replaced = {row.instead_of for row in table.conditions}
    for row in table.conditions:
        if row.instead_of:
            before = table.condition(row.instead_of)
            if before is None or before.id not in seen:
                yield row.id, "unknown_condition", row.instead_of
            elif before.if_unmet != "next":
                yield row.id, "unreachable", f"{before.id} doesn't lead to it"
        if row.if_unmet == "next" and row.id not in replaced:
            yield row.id, "no_way_out", "next"
        if row.if_unmet in ("refuse", "return"):
            if row.if_unmet not in table.acts:
                yield row.id, "unknown_act", row.if_unmet
            if not row.unmet and not row.unverified:
                yield row.id, "no_words", "unmet"
        if row.in_force_by and table.datum(row.in_force_by) is None:
            yield row.id, "unknown_datum", row.in_force_by
        yield from _never(table, row)
        seen.add(row.id)


def _never(table: Table, row: Condition) -> Found:
    if row.since and row.until and row.until < row.since:
        yield row.id, "unreachable", "it ends before it begins"
    if not row.in_force_by and row.until and row.until < table.since:
        yield row.id, "unreachable", "over before the table is in force"
    if table.until and row.since and row.since > table.until:
        yield row.id, "unreachable", "not yet in force when the table ends"
    if row.when is not None and row.when.kind == "all" and _contradicts(row.when):
        yield row.id, "unreachable", "its when asks for two values of one datum"


def _contradicts(test: Test) -> bool:
    wanted = [(one.datum, one.value) for one in test.parts if one.kind == "is"]
    return any(name == other and value != against for name, value in wanted for other, against in wanted)


def _acts(table: Table) -> Found:
    if "grant" not in table.acts:
        yield "acts", "unknown_act", "grant"
    for name, act in table.acts.items():
        if not act.operative:
            yield name, "no_words", "operative"
        for sentence in act.sentences():
            if table.condition(sentence.condition) is None:
                yield name, "unknown_condition", sentence.condition
            for given in sentence.given:
                if table.datum(given) is None:
                    yield name, "unknown_datum", given
            if _names(sentence.ru, "ru") != _names(sentence.kk, "kk"):
                yield f"{name} {sentence.condition}", "slots_differ", sentence.ru[:60]
    for row in table.conditions:
        for words in (row.sentence, row.unmet):
            if len(words) > 1 and len({frozenset(_names(text, code)) for code, text in words.items()}) > 1:
                yield row.id, "slots_differ", words.get("ru", "")[:60]
    for place, text, language in _sentences(table):
        for slot in slots(text, language):
            yield from _slot(table, place, slot.name, slot.form)


def _slot(table: Table, place: str, name: str, form: str) -> Found:
    kind, _, case = form.partition("_")
    if form == "term":
        try:
            time_limit(load("kz"), name)
        except UnknownLimit:
            yield place, "unknown_limit", name
        return
    first, _, rest = name.partition(".")
    row = table.datum(name)
    told = {"threshold", "fee", "fine", "last_day", "indexes", "index"}
    if row is None:
        if name not in HEAD and name not in told and not (rest in told and table.condition(first)):
            yield place, "unknown_slot", name
        return
    fits = {
        "date": row.kind == "date" and (not case or case in (*_CASES, "t")),
        "sum": row.kind == "sum" and (not case or case in _CASES),
        "word": bool(row.values),
        "item": bool(row.of_list),
        "": row.kind in ("text", "name", "number", "word"),
    }
    if not fits.get(kind, row.kind == "name" and form in _CASES):
        yield place, "unknown_slot", f"{name}:{form}"


def _names(text: str, language: str) -> set[str]:
    return {one.name for one in slots(text, language)}


def _sentences(table: Table) -> Iterator[tuple[str, str, str]]:
    """(place, text, language) of every sentence of acts."""
    for row in table.conditions:
        for words in (row.sentence, row.unmet):
            yield from (
                (row.id, text, language) for language, text in words.items() if language in ACT_LANGUAGES
            )
    for name, act in table.acts.items():
        sentence: Sentence
        for sentence in act.sentences():
            yield f"{name} {sentence.condition}", sentence.ru, "ru"
            yield f"{name} {sentence.condition}", sentence.kk, "kk"
