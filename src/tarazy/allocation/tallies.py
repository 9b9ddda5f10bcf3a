"""Counting who was in a list and who came out, so that fairness over all draws is one quick query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from tarazy.allocation.drawing import chances
from tarazy.allocation.models import Draw, Tally
from tarazy.courts.models import Judge

COLUMNS = ("court_code", "judge_id", "month", "draws", "chosen", "expected", "variance")
SUMS = ("draws", "chosen", "expected", "variance")


def count(draws: Sequence[Draw]) -> None:
    """Add finished draws to the tallies of their months, in the transaction of the draws.

    The rows are taken in one order, so that two workers don't wait for each other in a ring.
    """
    wanted = {line["judge"] for draw in draws for line in draw.frozen["eligible"]}
    keys = {str(uuid): key for uuid, key in Judge.objects.filter(uuid__in=wanted).values_list("uuid", "pk")}
    sums: dict[tuple[str, int, str], list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for draw in draws:
        eligible = draw.frozen["eligible"]
        likely = chances([line["weight"] for line in eligible], draw.places)
        assert draw.drawn_at
        month = timezone.localdate(draw.drawn_at).replace(day=1).isoformat()
        for line, chance in zip(eligible, likely, strict=True):
            if line["judge"] in keys:
                added = sums[draw.court_code, keys[line["judge"]], month]
                added[0] += 1
                added[1] += line["judge"] in draw.selected
                added[2] += chance
                added[3] += chance * (1 - chance)
    rows = [(*key, *added) for key, added in sorted(sums.items())]
    table = connection.ops.quote_name(Tally._meta.db_table)
    line = f"({', '.join(['%s'] * len(COLUMNS))})"
    adding = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in SUMS)
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        values: list[Any] = [value for row in part for value in row]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES {', '.join([line] * len(part))} "
                f"ON CONFLICT (court_code, judge_id, month) DO UPDATE SET {adding}",
                values,
            )
