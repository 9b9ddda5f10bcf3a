"""`tarazy demo` and the wheel, as a newcomer meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from tarazy.site import demo
from tarazy.site.demo import Report, Step
from tests.serving import free_port, stop, wait_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "Талап қоюды"), ("ru", "Загрузите иск или решение"), ("en", "Put in a claim or a judgment")],
)
def test_the_demo_serves_its_home_page_in_three_languages(court: str, language: str, words: str) -> None:
    with urllib.request.urlopen(f"{court}/{language}/") as answer:
        assert words in answer.read().decode()


def test_the_static_files_of_the_home_page_are_served_for_ever(court: str) -> None:
    names = json.loads((ROOT / "src/tarazy/site/static/dist/manifest.json").read_text())
    with urllib.request.urlopen(f"{court}/static/dist/{names['app.css']}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Three steps of a demo that only note that they were done."""
    names: list[str] = []
    versions = {"one": "1", "two": "1", "three": "1"}

    def step(name: str) -> Step:
        def work(home: Path, report: Report) -> None:
            report(1, 2)
            if name == "two" and versions["two"] == "killed":
                raise KeyboardInterrupt
            names.append(name)

        return Step(name, f"doing {name}", work, lambda: versions[name])

    monkeypatch.setattr(settings, "TARAZY_HOME", tmp_path)
    monkeypatch.setattr(demo, "steps", lambda cases, filings=0: [step(name) for name in versions])
    monkeypatch.setattr(demo.demo_filling, "renew", lambda home, wanted: False)
    monkeypatch.setattr(demo, "versions", versions, raising=False)
    return names


def test_a_second_run_does_nothing_again(done: list[str]) -> None:
    demo.prepare(10)
    demo.prepare(10)
    assert done == ["one", "two", "three"]


def test_a_change_does_its_step_and_those_after_it_again(done: list[str]) -> None:
    demo.prepare(10)
    demo.versions["two"] = "2"  # type: ignore[attr-defined]
    demo.prepare(10)
    assert done == ["one", "two", "three", "two", "three"]


def test_a_run_that_was_stopped_goes_on_where_it_was(done: list[str]) -> None:
    demo.versions["two"] = "killed"  # type: ignore[attr-defined]
    with pytest.raises(KeyboardInterrupt):
        demo.prepare(10)
    demo.versions["two"] = "1"  # type: ignore[attr-defined]
    demo.prepare(10)
    assert done == ["one", "two", "three"]


def test_a_stamp_that_was_half_written_counts_as_none(done: list[str], tmp_path: Path) -> None:
    demo.prepare(10)
    (tmp_path / "steps" / "three.json").write_text('{"fing')
    demo.prepare(10)
    assert done == ["one", "two", "three", "three"]


def test_a_demo_killed_at_any_moment_is_ready_the_next_time(tmp_path: Path) -> None:
    environment = os.environ | {"TARAZY_HOME": str(tmp_path / "home")}
    command = [
        sys.executable,
        "-m",
        "tarazy.site.cli",
        "demo",
        "--cases",
        "60",
        "--filings",
        "5",
        "--prepare-only",
    ]
    started = time.monotonic()
    for patience in (1.0, 2.5, 5.0):
        killed = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            killed.wait(patience)
        except subprocess.TimeoutExpired:
            killed.kill()
            killed.wait()
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr[-2000:]
    again = time.monotonic()
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    assert time.monotonic() - again < 10
    assert time.monotonic() - started < 150


def test_a_taken_port_is_told_in_one_line(court: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tarazy.site.cli", "serve", "--port", court.rpartition(":")[2]],
        env=os.environ | {"TARAZY_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "is taken: choose another with --port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_built_assets_and_words_but_no_sources_of_the_frontend(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "tarazy/site/static/dist/manifest.json" in names
    assert "tarazy/site/locale/kk/LC_MESSAGES/django.mo" in names
    assert not [name for name in names if "frontend" in name or "node_modules" in name]
    assert not [name for name in names if name.startswith(("tests", "var"))]


def test_the_demo_runs_from_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    binaries = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    packages = Path(
        subprocess.run(
            [str(binaries / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    # The wheel's own files; what it depends on is taken from the environment of the tests.
    zipfile.ZipFile(wheel).extractall(packages)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    port = free_port()
    server = subprocess.Popen(
        [
            str(binaries / "python"),
            "-m",
            "tarazy.site.cli",
            "demo",
            "--port",
            str(port),
            "--cases",
            "60",
            "--filings",
            "5",
        ],
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        | {"TARAZY_HOME": str(tmp_path / "home")},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server, 120)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/kk/") as answer:
            assert "/static/dist/app-" in answer.read().decode()
    finally:
        stop(server)
