"""Counting who was in a list and who came out, so that fairness over all draws is one quick query."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from tarazy.allocation.drawing import chances
from tarazy.allocation.models import Draw, Tally
from tarazy.courts.models import Judge

COLUMNS = ("court_code", "judge_id", "month", "draws", "chosen", "expected", "variance")
SUMS = ("draws", "chosen", "expected", "variance")


def count(draw: Draw) -> None:
    """Add a draw to the tallies of its month; one statement, in the transaction of the draw.

    The rows are taken in the order of the judges, so that two draws at once don't wait for each other in a ring.
    """
    eligible = draw.frozen["eligible"]
    likely = chances([one["weight"] for one in eligible], draw.places)
    ids = dict(Judge.objects.filter(uuid__in=[one["judge"] for one in eligible]).values_list("uuid", "pk"))
    by_uuid = {str(key): value for key, value in ids.items()}
    assert draw.drawn_at
    month = timezone.localdate(draw.drawn_at).replace(day=1)
    chosen = set(draw.selected)
    rows = sorted(
        (
            draw.court_code,
            by_uuid[one["judge"]],
            month.isoformat(),
            1,
            int(one["judge"] in chosen),
            chance,
            chance * (1 - chance),
        )
        for one, chance in zip(eligible, likely, strict=True)
        if one["judge"] in by_uuid
    )
    table = connection.ops.quote_name(Tally._meta.db_table)
    line = f"({', '.join(['%s'] * len(COLUMNS))})"
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in SUMS)
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        values: list[Any] = [value for row in part for value in row]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES {', '.join([line] * len(part))} "
                f"ON CONFLICT (court_code, judge_id, month) DO UPDATE SET {sums}",
                values,
            )
