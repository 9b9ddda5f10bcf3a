"""Checking a pack for what models can't see: missing translations, overlapping editions, unknown norms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date as Date
from itertools import pairwise
from typing import Protocol

from .model import Fact, Jurisdiction, Words

_NORM = re.compile(r"([A-Z]{2,8})\s\d")


class Problem(Fact):
    """A slip in a pack: what sort (`code`), where, and what it is about."""

    code: str
    where: str
    what: str


class Dated(Protocol):
    """Anything in force from a day to a day."""

    @property
    def since(self) -> Date: ...

    @property
    def until(self) -> Date | None: ...


def lint(jurisdiction: Jurisdiction) -> tuple[Problem, ...]:
    """Every problem of the pack; empty if it is sound.

    Codes: `missing_translation`, `duplicate`, `overlap` (of editions or fee tables), `reversed` (ends before
    it begins), `unknown_norm` (a norm of a code that the pack hasn't), `unknown_group`, `stem_with_capitals`,
    `unknown_share` (a fee said to be part of a kind that isn't there).
    """
    return tuple(
        problem
        for check in (_translations, _duplicates, _periods, _norms, _categories, _fee_shares)
        for problem in check(jurisdiction)
    )


def _translations(pack: Jurisdiction) -> Iterator[Problem]:
    """Codes must be named in a language of the pack; everything else in all of them."""
    for code in pack.codes:
        if not any(code.names.get(language) for language in pack.languages):
            yield Problem(code="missing_translation", where=code.id, what="names")
    named: list[tuple[str, Words]] = [(group.id, group.names) for group in pack.groups]
    named += [(category.slug, category.names) for category in pack.categories]
    named += [(category.slug, category.descriptions) for category in pack.categories]
    named += [(region.id, region.names) for region in pack.regions]
    if pack.time_limits is not None:
        named += [(limit.id, limit.names) for limit in pack.time_limits.limits]
    if pack.calendar is not None:
        named += [(f"holiday {rule.month}-{rule.day}", rule.names) for rule in pack.calendar.holidays]
    for where, names in named:
        for language in pack.languages:
            if not names.get(language, "").strip():
                yield Problem(code="missing_translation", where=where, what=language)


def _duplicates(pack: Jurisdiction) -> Iterator[Problem]:
    limits = pack.time_limits.limits if pack.time_limits else ()
    tables: dict[str, list[str]] = {
        "codes": [code.id for code in pack.codes],
        "groups": [group.id for group in pack.groups],
        "categories": [category.slug for category in pack.categories],
        "category numbers": [str(category.number) for category in pack.categories],
        "regions": [region.id for region in pack.regions],
        "court prefixes": [prefix for region in pack.regions for prefix in region.court_prefixes],
        "time limits": [limit.id for limit in limits],
        "index values": [value.since.isoformat() for value in pack.index_values],
    }
    for where, names in tables.items():
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(code="duplicate", where=where, what=name)


def _periods(pack: Jurisdiction) -> Iterator[Problem]:
    rows: list[tuple[str, Sequence[Dated]]] = [(code.id, code.editions) for code in pack.codes]
    rows.append(("fees", pack.fees))
    for where, periods in rows:
        ordered = sorted(periods, key=lambda period: period.since)
        for period in ordered:
            if period.until is not None and period.until < period.since:
                yield Problem(code="reversed", where=where, what=period.since.isoformat())
        for earlier, later in pairwise(ordered):
            if earlier.until is None or earlier.until >= later.since:
                yield Problem(code="overlap", where=where, what=later.since.isoformat())


def _norms(pack: Jurisdiction) -> Iterator[Problem]:
    cited: list[tuple[str, str | None]] = [
        (code.id, edition.norm) for code in pack.codes for edition in code.editions
    ]
    cited += [(f"fee {rate.kind}", rate.norm) for table in pack.fees for rate in table.rates]
    if pack.time_limits is not None:
        counting = pack.time_limits.counting
        cited += [("counting", norm) for norm in (counting.from_next_day, counting.last_day_moves)]
        cited += [("counting", counting.month_end)]
        cited += [(limit.id, limit.norm) for limit in pack.time_limits.limits]
    for where, norm in cited:
        for found in _NORM.finditer(norm or ""):
            if found[1] not in pack.codes_by_id:
                yield Problem(code="unknown_norm", where=where, what=norm or "")


def _categories(pack: Jurisdiction) -> Iterator[Problem]:
    groups = {group.id for group in pack.groups}
    for category in pack.categories:
        if category.group not in groups:
            yield Problem(code="unknown_group", where=category.slug, what=category.group)
        for language in pack.languages:
            stems = category.lexicon.get(language, ())
            if not stems:
                yield Problem(code="missing_translation", where=category.slug, what=f"lexicon {language}")
            for stem in stems:
                if stem != stem.lower():
                    yield Problem(code="stem_with_capitals", where=category.slug, what=stem)


def _fee_shares(pack: Jurisdiction) -> Iterator[Problem]:
    for table in pack.fees:
        kinds = {rate.kind for rate in table.rates}
        for rate in table.rates:
            if rate.share_of is not None and rate.share_of not in kinds:
                yield Problem(code="unknown_share", where=rate.kind, what=rate.share_of)
