"""The command line: what a mistake looks like, and that figures stand alone on standard output."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rich.console import Console

from tarazy.site import bench
from tarazy.site.cli import ROOMS, main


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tarazy.site.cli", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_the_commands_of_every_room_without_loading_them() -> None:
    shown = run("--help", PYTHONPROFILEIMPORTTIME="1")
    assert shown.returncode == 0
    for name in [*ROOMS, "demo", "serve", "manage"]:
        assert name in shown.stdout
    assert "sklearn" not in shown.stderr


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_the_commands_of_each_room_can_be_listed(room: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([room, "--help"])
    assert stopped.value.code == 0
    assert "Usage" in capsys.readouterr().out


def assert_one_line(error: str) -> None:
    assert "Traceback" not in error
    assert re.fullmatch(r"[^\n]+\n", error.split("starting\n")[-1]), error


def test_a_missing_file_is_one_line_and_exit_code_2() -> None:
    done = run(
        "bench", "category", "--train", "no.jsonl", "--test", "no.jsonl", "--text", "t", "--label", "l"
    )
    assert done.returncode == 2
    assert "no such file: no.jsonl" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "content", [b'{"t": "a", "l": "x"}\n{"t": \n', b"\xff\xfe\x00bad", b"\x1f\x8b\x08broken gzip"]
)
def test_a_broken_file_is_told_without_a_stack_trace(tmp_path: Path, content: bytes) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(content)
    done = run("bench", "category", "--train", str(rows), "--test", str(rows), "--text", "t", "--label", "l")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_an_unknown_option_is_exit_code_2() -> None:
    assert run("bench", "category", "--nothing").returncode == 2


@pytest.fixture
def a_bench(monkeypatch: pytest.MonkeyPatch) -> str:
    module = ModuleType("a_bench")

    def measure(gold: Path, seed: int, progress: Any) -> dict[str, Any]:
        progress("half of it")
        return {"kind": 0.5, "seed": seed, "undefined": float("nan"), "mistakes": [{"text": "қате"}]}

    def render(result: dict[str, Any], console: Console) -> None:
        console.print(f"kind {result['kind']}")

    module.run, module.render = measure, render  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "a_bench", module)
    return "a_bench"


def test_json_is_one_object_on_standard_output_and_progress_is_elsewhere(
    a_bench: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bench._bench(a_bench, True, gold=Path("g"), seed=7)
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {
        "kind": 0.5,
        "seed": 7,
        "undefined": None,
        "mistakes": [{"text": "қате"}],
    }
    assert "half of it" in shown.err


def test_without_json_the_bench_renders_its_figures(a_bench: str, capsys: pytest.CaptureFixture[str]) -> None:
    bench._bench(a_bench, False, gold=Path("g"), seed=0)
    assert capsys.readouterr().out == "kind 0.5\n"
