"""Taking acts into the bank, many at once, as often as one likes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction

from tarazy.acts.models import Act, ActNorm, Source, Visibility
from tarazy.acts.naming import region_id
from tarazy.acts.searching import changes
from tarazy.jurimetrics.anonymise import anonymiser_of
from tarazy.jurimetrics.decision import Decision

BATCH = 500


@dataclass
class ImportReport:
    """How many acts were added, were there already, were model acts made anew, or bear another act's id.

    An act that bears the id of another act is refused: an act of a court never changes.
    """

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    conflicting: int = 0


class ActWithoutId(ValueError):
    """An act without an id can't be taken in bulk, because a second run would not know it again."""


def content_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def import_acts(
    decisions: Iterable[Decision],
    *,
    source: Source,
    visibility: Visibility,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Add the acts that are new; run again, it adds nothing.

    Each batch is one transaction; its texts (masked) go into the search index after it.
    `progress` is called with the number of acts seen so far. Raises `ActWithoutId`.
    """
    report = ImportReport()
    seen = 0
    for batch in _batches(decisions):
        _add(batch, source, visibility, report)
        changes.apply_soon()
        seen += len(batch)
        if progress:
            progress(seen)
    return report


def _batches(decisions: Iterable[Decision]) -> Iterator[list[Decision]]:
    source = iter(decisions)
    while batch := list(islice(source, BATCH)):
        yield batch


def _add(batch: list[Decision], source: Source, visibility: Visibility, report: ImportReport) -> None:
    """Save the acts that are new; model acts of the same id give way to them."""
    new: dict[str, Act] = {}
    for decision in batch:
        if not decision.id:
            raise ActWithoutId("give each decision an id before it is taken into the bank")
        new[decision.id] = act_of(decision, source=source, visibility=visibility)
    known = {
        act_id: (row, kept_source)
        for act_id, row, kept_source in Act.objects.filter(act_id__in=list(new)).values_list(
            "act_id", "pk", "source"
        )
    }
    hashes = [act.content_hash for act in new.values()]
    known_hashes = set(Act.objects.filter(content_hash__in=hashes).values_list("content_hash", flat=True))
    fresh: list[Act] = []
    gone: list[int] = []
    for act_id, act in new.items():
        if act.content_hash in known_hashes:
            report.unchanged += 1
            continue
        row, kept_source = known.get(act_id, (None, ""))
        if row is not None and not (source == kept_source == Source.MODEL):
            report.conflicting += 1
            continue
        if row is not None:
            gone.append(row)
        known_hashes.add(act.content_hash)
        fresh.append(act)
    with transaction.atomic():
        Act.objects.filter(pk__in=gone).delete()
        saved = Act.objects.bulk_create(fresh)
        ActNorm.objects.bulk_create(norm for act in saved for norm in norms_of(act))
        changes.note([*gone, *(act.pk for act in saved)])
    report.replaced += len(gone)
    report.added += len(saved) - len(gone)


def act_of(decision: Decision, *, source: Source, visibility: Visibility) -> Act:
    """An unsaved row: the decision with the columns that filters need."""
    date = decision.date.value if decision.date else None
    act = Act(
        act_id=decision.id,
        content_hash=content_hash(decision.text),
        source=source,
        visibility=visibility,
        language=decision.language[:8],
        kind=_value(decision.kind, 20),
        instance=_value(decision.instance, 10),
        court=_value(decision.court, 255),
        region=region_id(_value(decision.region, 120)),
        date=date,
        year=date.year if date else None,
        filed=decision.filed.value if decision.filed else None,
        case_number=decision.case_numbers[0].value[:80] if decision.case_numbers else "",
        category=_value(decision.category, 60),
        outcome=_value(decision.outcome, 20),
        review=_value(decision.review, 10),
        text=decision.text,
        public_text=anonymiser_of(decision).apply(decision.text),
        reading=decision.model_dump(mode="json", exclude={"text", "id"}, exclude_defaults=True)
        | {"language": decision.language},
    )
    act.decision = decision  # what would be read from the columns again
    return act


def norms_of(act: Act) -> Iterator[ActNorm]:
    """Unsaved rows of the norms that the act cites, each once."""
    cited = {(norm.value.code or "", norm.value.article[:20]) for norm in act.decision.norms}
    for code, article in sorted(cited):
        yield ActNorm(act=act, code=code[:40], article=article)


def _value(found: Any, longest: int) -> str:
    return str(found.value)[:longest] if found else ""
