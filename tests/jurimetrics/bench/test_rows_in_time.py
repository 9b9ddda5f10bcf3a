"""Cutting a file by time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.jurimetrics.bench.rows import read_rows, split_by_time


def written(folder: Path, dates: list[str]) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps({"id": n, "date": d}) + "\n" for n, d in enumerate(dates)))
    return path


@given(
    dates=st.lists(st.dates().map(str), min_size=2, max_size=40).filter(lambda one: len(set(one[-8:])) > 4),
    share=st.floats(0.05, 0.6),
)
def test_no_row_is_lost_and_no_later_row_is_as_old_as_an_earlier_one(
    tmp_path_factory: pytest.TempPathFactory, dates: list[str], share: float
) -> None:
    folder = tmp_path_factory.mktemp("split")
    try:
        earlier, later = split_by_time(written(folder, dates), folder, "date", share)
    except ValueError:
        assert round(len(dates) * share) == 0
        return
    first, second = (list(read_rows(folder / f"{name}.jsonl.gz")) for name in ("earlier", "later"))
    assert (len(first), len(second)) == (earlier, later)
    assert sorted(row["id"] for row in first + second) == list(range(len(dates)))
    assert max(row["date"] for row in first) < min(row["date"] for row in second)


def test_rows_of_one_date_cannot_be_cut(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cut in two"):
        split_by_time(written(tmp_path, ["2024-01-01"] * 5), tmp_path, "date", 0.5)


def test_a_row_without_a_date_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="row 2"):
        split_by_time(written(tmp_path, ["2024-01-01", ""]), tmp_path, "date", 0.5)
