"""Readers that the project didn't write: veraPDF for PDF/A, Debian's pdfsig for signatures.

Under CI=true a missing tool fails the test; elsewhere it skips it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

POM = Path(__file__).parent / "verapdf" / "pom.xml"
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
MINUTES = 10


def broken_rules(papers: Mapping[str, bytes], folder: Path, flavour: str = "2b") -> dict[str, str]:
    """What veraPDF finds in each paper that breaks PDF/A; empty words for one that conforms."""
    java = _tool("java")
    jars = _jars()
    files = {}
    for name, content in papers.items():
        files[name] = folder / f"{name}.pdf"
        files[name].write_bytes(content)
    done = subprocess.run(
        [java, "-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*", MAIN, "--flavour", flavour, "--format", "text", "-v",
         *map(str, files.values())],
        capture_output=True, text=True, timeout=60 * MINUTES, check=False,
    )  # fmt: skip
    found = {}
    for name, file in files.items():
        lines = done.stdout.splitlines()
        at = next((i for i, line in enumerate(lines) if f" {file} " in f"{line} "), None)
        assert at is not None, f"veraPDF says nothing of {name}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        broken = []
        if not lines[at].startswith("PASS"):
            broken = [lines[at]]
            for line in lines[at + 1 :]:
                if line.startswith(("PASS", "FAIL", "ERROR")) and str(folder) in line:
                    break
                broken.append(line)
        found[name] = "\n".join(broken)
    return found


def pdfsig_says(pdf: bytes, folder: Path) -> str:
    """What Debian's pdfsig says of the signatures of a PDF."""
    tool = _tool("pdfsig")
    file = folder / "pdfsig.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        [tool, "-no-ocsp", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{name} is missing: see .ci/run")
    pytest.skip(f"{name} is not installed")


def _jars() -> Path:
    """The folder of veraPDF's jars in the user's cache, filled once for each version of the pom."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tarazy-tests"
    version = hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    jars = cache / f"verapdf-{version}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "verapdf.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars.exists():
            draft = cache / "verapdf-draft"
            shutil.rmtree(draft, ignore_errors=True)
            subprocess.run(
                [_tool("mvn"), "-q", "-B", "-f", str(POM), "dependency:copy-dependencies",
                 f"-DoutputDirectory={draft}"],
                check=True, timeout=60 * MINUTES,
            )  # fmt: skip
            draft.rename(jars)
    return jars
