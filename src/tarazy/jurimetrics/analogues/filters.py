"""Which acts a search is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

import tantivy


@dataclass(frozen=True)
class Filters:
    """What acts must be to be found. An empty field admits all; several values admit any of them.

    `in_force=True` leaves out acts that a later act in the same index changed or reversed.
    """

    category: tuple[str, ...] = ()
    court: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    instance: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    date_from: Date | None = None
    date_to: Date | None = None
    in_force: bool = False

    def clauses(self, schema: tantivy.Schema) -> list[tantivy.Query]:
        """The conditions as queries that don't touch the score, all of which must hold (`in_force` isn't
        one).
        """
        found = []
        for name in ("category", "court", "region", "language", "kind", "instance", "outcome", "review"):
            values: tuple[str, ...] = getattr(self, name)
            if values:
                found.append(tantivy.Query.term_set_query(schema, name, list(values)))
        if self.date_from or self.date_to:
            found.append(
                tantivy.Query.range_query(
                    schema,
                    "date",
                    tantivy.FieldType.Integer,
                    self.date_from.toordinal() if self.date_from else None,
                    self.date_to.toordinal() if self.date_to else None,
                )
            )
        return found


def restricted(query: tantivy.Query, clauses: list[tantivy.Query]) -> tantivy.Query:
    """`query` on the acts that fulfil all `clauses`, with the scores of `query` alone."""
    if not clauses:
        return query
    conditions = [(tantivy.Occur.Must, tantivy.Query.const_score_query(c, 0.0)) for c in clauses]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *conditions])
