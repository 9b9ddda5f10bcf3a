"""`row_in`: a number among many, sent to the database as one value and not as thousands."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import AutoField, BigAutoField, Lookup


class RowIn(Lookup):  # type: ignore[type-arg]
    """As `in`, for long lists of row numbers."""

    lookup_name = "row_in"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A subquery over a JSON array (SQLite) or an array (PostgreSQL)."""
        left, params = self.process_lhs(compiler, connection)
        rows = [int(row) for row in self.rhs]
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s)", [*params, rows]
        return f"{left} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(rows)]


def register() -> None:
    """Make the lookup known to primary keys."""
    for field in (AutoField, BigAutoField):
        field.register_lookup(RowIn)
