"""The bench takes rows as people write them, says which row is bad, and counts what it says it counts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tarazy.jurimetrics.bench import anonymise as bench
from tarazy.jurimetrics.bench.plain_masking import plain_spans
from tarazy.modelcourt.bench import anonymise as model_bench

TEXT = "Судья Васильева Е.Ю. рассмотрела иск Серикова Нурлана Сапаровича, ИИН 850101300123, тел. +7 701 123 45 67."


def written(folder: Path, *rows: Any, packed: bool = False) -> Path:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    path = folder / "gold.jsonl"
    path.write_bytes(gzip.compress(lines) if packed else lines)
    return path


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "persons",
    [
        ["Серикова Нурлана Сапаровича"],
        "Сериков Нурлан Сапарович",
        [[37, 64]],
        [37, 64],
        [{"text": "Сериков Нурлан Сапарович"}],
        [{"start": 37, "end": 64, "label": "PER"}],
        [["Серикова Нурлана Сапаровича"]],
    ],
)
def test_rows_are_taken_as_people_write_them(tmp_path: Path, persons: Any, packed: bool) -> None:
    row = {"text": TEXT, "persons": persons, "identifiers": ["850101300123", "+7 701 123 45 67"]}
    figures = bench.measure_file(written(tmp_path, row, packed=packed))["anonymiser"]
    assert figures["mentions"]["recall"] == figures["identifiers"]["recall"] == 1.0
    assert figures["mentions"]["precision"] == figures["identifiers"]["precision"] == 1.0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "", "persons": []}, "row 1: text"),
        ({"text": TEXT}, "row 1: needs persons or identifiers"),
        ({"text": TEXT, "persons": [[5, 9999]]}, "row 1: a span of persons lies outside"),
        ({"text": TEXT, "persons": [3.5]}, "row 1: persons has something"),
        ({"text": TEXT, "persons": 7}, "row 1: persons must be a list"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        bench.measure_file(written(tmp_path, row))


def test_an_official_in_the_gold_counts_as_recognised_and_not_as_masked(tmp_path: Path) -> None:
    row = {"text": TEXT, "persons": ["Васильева Е.Ю.", "Сериков Нурлан Сапарович"]}
    result = bench.measure_file(written(tmp_path, row))
    mentions = result["anonymiser"]["mentions"]
    assert (mentions["recall"], mentions["recall_masked"], mentions["left_by_rule"]) == (1.0, 0.5, 1)
    assert result["anonymiser"]["identifiers"]["recall"] is None
    bench.render(result, Console(quiet=True))


def test_a_miss_is_a_miss(tmp_path: Path) -> None:
    row = {"text": "Пришёл некто зимой и назвался аюдаг.", "persons": ["аюдаг"], "identifiers": ["зимой"]}
    figures = bench.measure_file(written(tmp_path, row))["anonymiser"]
    assert figures["mentions"]["recall"] == figures["identifiers"]["recall"] == 0.0
    assert figures["mentions"]["missed"] == ["аюдаг"]


def test_the_baseline_is_the_plain_patterns() -> None:
    names, numbers = plain_spans(TEXT)
    assert next(TEXT[slice(*span)] for span in names).startswith("Васильева") and len(numbers) == 2


def test_acts_of_the_model_court_reach_the_target_with_and_without_the_party_list() -> None:
    result = model_bench.run(cases=40, seed=11)
    for part in result["parts"].values():
        assert part["anonymiser"]["full_names"]["recall_masked"] >= 0.99
        assert part["anonymiser"]["mentions"]["recall_masked"] >= 0.99
        assert part["anonymiser"]["identifiers"]["recall_masked"] >= 0.99
        assert part["anonymiser"]["mentions"]["precision"] >= 0.95
    model_bench.render(result, Console(quiet=True))
