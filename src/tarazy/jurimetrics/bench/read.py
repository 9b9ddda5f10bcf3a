"""`bench read`: how well the reader reads acts whose fields someone has read before (a gold file)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tarazy.jurimetrics.bench.rows import read_rows
from tarazy.jurimetrics.bench.same import (
    amount_keys,
    as_list,
    case_number_keys,
    date_key,
    norm_keys,
    person_keys,
    same_court,
    same_norms,
)
from tarazy.jurimetrics.categorise import StarterCategoriser
from tarazy.jurimetrics.decision import Decision, Instance
from tarazy.jurimetrics.reading import Unreadable, read_text
from tarazy.law import resolve_category

FIELDS = (
    "kind",
    "instance",
    "court",
    "date",
    "case_numbers",
    "lower_court",
    "lower_date",
    "category",
    "outcome_first_instance",
    "outcome_this_act",
    "norms",
    "amounts",
    "persons",
)
MOST_MISTAKES = 10
_SETS: dict[str, Callable[[Any], set[Any]]] = {
    "norms": norm_keys,
    "amounts": amount_keys,
    "persons": person_keys,
}


def told(decision: Decision) -> dict[str, Any]:
    """The fields of the gold file as this reading has them, in plain values (None where nothing was read)."""
    reviewed = decision.reviewed
    first = decision.instance is None or decision.instance.value is Instance.FIRST
    below = decision.outcome if first else (reviewed.outcome if reviewed else None)
    this_act = decision.review or decision.outcome
    return {
        "kind": decision.kind.value.value if decision.kind else None,
        "instance": decision.instance.value.value if decision.instance else None,
        "court": decision.court.value if decision.court else None,
        "date": decision.date.value.isoformat() if decision.date else None,
        "case_numbers": [number.value for number in decision.case_numbers],
        "lower_court": reviewed.court.value if reviewed and reviewed.court else None,
        "lower_date": reviewed.date.value.isoformat() if reviewed and reviewed.date else None,
        "outcome_first_instance": below.value.value if below else None,
        "outcome_this_act": this_act.value.value if this_act else None,
        "norms": [found.value for found in decision.norms],
        "amounts": [found.value.amount for found in decision.amounts],
        "persons": [found.value for found in decision.persons],
    }


@cache
def _starter() -> StarterCategoriser:
    return StarterCategoriser()


def predict_category(decision: Decision) -> str | None:
    """The slug of the starter's likeliest category for this act, also where it would abstain; None if it has none."""
    top = _starter().predict(decision, top=1).top
    return top[0][0] if top else None


def gold_category(value: Any) -> Any:
    """The slug of a category named in any way that `tarazy.law` knows; the value itself if it doesn't."""
    return resolve_category(str(value)) or value


class _Score:
    """Counts for one field: right of scored for single values, hits of wanted and read for sets."""

    def __init__(self) -> None:
        self.right = self.scored = 0
        self.hits = self.wanted = self.found = 0

    def value(self) -> float | None:
        """Accuracy, or micro-averaged F1 where sets were compared; None where no row had the field."""
        if self.scored:
            return round(self.right / self.scored, 4)
        if self.wanted + self.found == 0:
            return None
        return round(2 * self.hits / (self.wanted + self.found), 4)


def _same_single(field: str, gold: Any, read: Any) -> bool:
    if read is None:
        return False
    if field in ("court", "lower_court"):
        return any(same_court(str(one), str(read)) for one in as_list(gold))
    if field in ("date", "lower_date"):
        return any(date_key(one) == date_key(read) for one in as_list(gold))
    return any(str(one).strip().lower().replace(" ", "_") == str(read) for one in as_list(gold))


def _score(field: str, gold: Any, read: Any, score: _Score) -> bool:
    """Add one row's field to the score; True if it was read without a fault."""
    wanted: set[Any]
    found: set[Any]
    if field == "case_numbers":
        wanted, found = case_number_keys(gold), case_number_keys(read or [])
        if isinstance(gold, str) or len(wanted) == 1:
            # one number in gold is the act's own: the others of the heading are no faults
            found &= wanted
        hits = len(wanted & found)
    elif field == "norms":
        cited, seen = norm_keys(gold), norm_keys(read or [])
        hits, wanted = same_norms(cited, seen), cited
        # where gold names no code at all, an article counts once whatever code it was read with
        found = {article for _, article in seen} if all(code is None for code, _ in cited) else seen
    elif field in _SETS:
        wanted, found = _SETS[field](gold), _SETS[field](read or [])
        hits = len(wanted & found)
    else:
        right = _same_single(field, gold, read)
        score.scored += 1
        score.right += right
        return right
    score.hits += hits
    score.wanted += len(wanted)
    score.found += len(found)
    return hits == len(wanted) == len(found)


def run(gold: str | Path, *, progress: Callable[[int], None] | None = None) -> dict[str, Any]:
    """Read every row of a gold file and return the share read rightly, one key a field, named as in the file.

    Single-valued fields are measured by accuracy, `case_numbers`, `norms`, `amounts` and `persons` by
    micro-averaged F1; a field that no row has is None. Besides: `rows`, `unreadable`, `mistakes` (the first ten).
    Fields absent or null in a row are not scored. `progress` is told the number of rows read.
    """
    scores = {field: _Score() for field in FIELDS}
    mistakes: list[dict[str, Any]] = []
    rows = unreadable = 0
    for row in read_rows(gold):
        rows += 1
        try:
            decision: Decision | None = read_text(str(row.get("text", "")))
        except Unreadable:
            decision = None
            unreadable += 1
        values = told(decision) if decision else {}
        for field in FIELDS:
            expected = row.get(field)
            if expected is None or expected == "" or expected == []:
                continue
            if field == "category":
                values[field] = predict_category(decision) if decision else None
                expected = gold_category(expected)
            if (
                not _score(field, expected, values.get(field), scores[field])
                and len(mistakes) < MOST_MISTAKES
            ):
                mistakes.append(
                    {
                        "row": rows,
                        "id": row.get("id"),
                        "field": field,
                        "gold": expected,
                        "read": _plain(values.get(field)),
                    }
                )
        if progress:
            progress(rows)
    figures: dict[str, Any] = {field: scores[field].value() for field in FIELDS}
    return {**figures, "rows": rows, "unreadable": unreadable, "mistakes": mistakes}


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", exclude_none=True)
    return str(value) if isinstance(value, Decimal) else value


def render(figures: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, fields in their order, with the first mistakes below."""
    table = Table(
        title=f"bench read: {figures['rows']} rows", caption=f"{figures['unreadable']} could not be read"
    )
    table.add_column("field")
    table.add_column("accuracy or F1", justify="right")
    for field in FIELDS:
        value = figures[field]
        table.add_row(field, "–" if value is None else f"{value:.3f}")
    for mistake in figures["mistakes"]:
        table.add_row(
            f"row {mistake['row']}: {mistake['field']}", f"{mistake['gold']!s:.60} ≠ {mistake['read']!s:.60}"
        )
    console.print(table)
