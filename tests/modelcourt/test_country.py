"""The country as a whole: variety, speed, files, the command."""

from __future__ import annotations

import json
import statistics
import time
import tracemalloc
from collections import defaultdict
from pathlib import Path
from random import Random

import polars
from typer.testing import CliRunner

from tarazy.modelcourt.cli import app
from tarazy.modelcourt.country import courts, judges
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ActTruth


def five_grams(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_two_acts_of_a_category_share_less_than_half_of_their_five_grams() -> None:
    groups: dict[tuple[str, str, str], list[set[tuple[str, ...]]]] = defaultdict(list)
    for act in ModelCourt(7, 1000).acts():
        groups[act.truth.category, act.truth.language, act.truth.kind].append(five_grams(act.text))
    rng = Random(0)
    medians = []
    for group in groups.values():
        if len(group) < 5:
            continue
        pairs = [rng.sample(group, 2) for _ in range(40)]
        medians.append(statistics.median(len(a & b) / min(len(a), len(b)) for a, b in pairs))
    assert len(medians) > 100
    assert statistics.median(medians) < 0.3
    assert max(medians) < 0.5


def test_acts_are_written_fast_enough() -> None:
    court = ModelCourt(1, 500)
    list(court.acts(0, 5))
    began = time.process_time()
    count = sum(1 for _ in court.acts())
    assert count / (time.process_time() - began) > 200


def test_memory_does_not_grow_with_the_number_of_acts() -> None:
    acts = ModelCourt(2, 100_000).acts()
    for _ in range(1000):
        next(acts)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(400):
        next(acts)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 3_000_000


def test_there_are_twenty_regions_each_with_its_courts() -> None:
    regions = {court.region for court in courts()}
    assert len(regions) == 20
    assert len({court.code for court in courts()}) == len(courts())
    for region in regions:
        kinds = {court.kind for court in courts() if court.region == region}
        assert {"district", "economic", "juvenile", "administrative", "offence", "appeal"} <= kinds


def test_a_court_has_its_own_judges() -> None:
    assert 3 <= len(judges(1, "7110")) <= 8
    first, second = judges(1, "7110")[0], judges(1, "7111")[0]
    assert first.actor.name.nominative("ru") != second.actor.name.nominative("ru")


def test_rows_and_truth_stream_to_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "acts.jsonl"
    written = ModelCourt(4, 20).write_jsonl(path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    truths = (tmp_path / "acts.truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(truths) == written
    for row, line in zip(rows, truths, strict=True):
        assert set(row) == {"id", "text"}
        assert ActTruth.model_validate_json(line).act_id == row["id"]


def test_rows_stream_to_parquet(tmp_path: Path) -> None:
    written = ModelCourt(4, 20).write_parquet(tmp_path / "bank")
    frame = polars.read_parquet(tmp_path / "bank" / "*.parquet")
    assert frame.height == written
    assert frame.columns == ["id", "text"]


def test_the_command_writes_acts_truth_and_country(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["generate", "--cases", "12", "--out", str(tmp_path), "--seed", "8"])
    assert result.exit_code == 0
    country = json.loads((tmp_path / "country.json").read_text(encoding="utf-8"))
    assert country["drifting_courts"] == ModelCourt(8, 12).drifting_courts()
    assert (tmp_path / "acts.jsonl").stat().st_size > 1000


def test_two_processes_can_share_the_work(tmp_path: Path) -> None:
    for shard in ("0", "1"):
        arguments = ["generate", "--cases", "12", "--out", str(tmp_path), "--shard", shard, "--shards", "2"]
        assert CliRunner().invoke(app, arguments).exit_code == 0
    assert (tmp_path / "acts-0-of-2.jsonl").exists()
    assert (tmp_path / "acts-1-of-2.jsonl").exists()
