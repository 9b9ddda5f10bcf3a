"""Checking the dated rules for what their models can't see."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from .edition import Edition, Instance

_NORM = re.compile(r"^([A-Z]{2,8})\s\d")
BEACONS = ("drand", "commit-reveal")


def lint(editions: Sequence[Edition], *, codes: Collection[str], categories: Collection[str]) -> list[str]:
    """Every problem, in words for the one who edits the file; empty if it is sound.

    `codes` are ids of the codes that a norm may cite, `categories` the slugs of the classifier. Found are:
    editions that overlap or end before they begin, versions used twice, norms missing or of unknown codes,
    unknown categories, tickets out of order or beyond twice the lowest, panels that are missing or even in
    number, reasons that the rules need and the file lacks.
    """
    found: list[str] = []
    versions = [edition.version for edition in editions]
    found += [f"version {one} is used twice" for one in {v for v in versions if versions.count(v) > 1}]
    for edition in editions:
        if edition.until is not None and edition.until < edition.since:
            found.append(f"{edition.version}: ends before it begins")
        found += [f"{edition.version}: {problem}" for problem in _of_one(edition, codes, categories)]
    for earlier, later in pairwise(sorted(editions, key=lambda edition: edition.since)):
        if earlier.until is None or earlier.until >= later.since:
            found.append(f"{earlier.version} and {later.version} overlap")
    return found


def _of_one(edition: Edition, codes: Collection[str], categories: Collection[str]) -> list[str]:
    found = []
    for where, norm in _norms(edition):
        match = _NORM.match(norm)
        if not match:
            found.append(f"{where} cites no norm")
        elif match[1] not in codes:
            found.append(f"{where} cites an unknown code: {norm}")
    found += [f"unknown category {one}" for one in edition.complexity.categories if one not in categories]
    weights, complexity = edition.weights, edition.complexity
    if not weights.lowest <= weights.even <= weights.highest:
        found.append("tickets are out of order")
    if weights.highest > 2 * weights.lowest:
        found.append("a judge could have more than twice the tickets of another")
    if complexity.least > complexity.most:
        found.append("the least complexity is above the most")
    for instance in Instance:
        if not any(size.instance is instance and size.proceeding is None for size in edition.panels):
            found.append(f"no panel for the instance {instance}")
    found += [
        f"an even panel: {size.instance} {size.proceeding or ''}".rstrip()
        for size in edition.panels
        if not size.places % 2
    ]
    from .rules import DIRECT_REASONS, REASONS  # the rules read editions, so they are imported late

    found += [f"no norm for excluding: {one}" for one in REASONS if one not in edition.exclusions]
    found += [
        f"no norm for going to the first judge: {one}" for one in DIRECT_REASONS if one not in edition.direct
    ]
    if edition.outage.then not in BEACONS:
        found.append(f"unknown beacon after an outage: {edition.outage.then}")
    return found


def _norms(edition: Edition) -> list[tuple[str, str]]:
    cited = [("the edition", edition.norm), ("a transfer", edition.alarm.transfer_norm)]
    for name, group in (
        ("exclusion", edition.exclusions),
        ("direct", edition.direct),
        ("redraw", edition.redraws),
        ("extraterritorial", edition.extraterritorial),
    ):
        cited += [(f"{name} {key}", one.norm) for key, one in group.items()]
    return cited + [(f"panel of {size.instance}", size.norm) for size in edition.panels]
