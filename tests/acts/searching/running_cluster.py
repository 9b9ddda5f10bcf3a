"""A real OpenSearch of three nodes for tests, in one Java process on free ports; nodes are stopped and started by word.

Its jars come from Maven's repository (`cluster/pom.xml`), once; they stay in the user's Maven repository. Without Java
and Maven the tests are skipped, but not where everything must be tested (`CI`).
"""

from __future__ import annotations

import os
import queue
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "cluster"
NODES = 3
STARTS_WITHIN_S = 300  # a machine at work; a quiet one needs 20


class RunningCluster:
    """The process, the addresses of its nodes, and words to it."""

    def __init__(self) -> None:
        if not (shutil.which("mvn") and shutil.which("java")):
            reason = "no OpenSearch: apt-get install default-jdk-headless maven, then both engines are tested"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
        self._home = Path(tempfile.mkdtemp(prefix="tarazy-opensearch-"))
        jars = self._home / "jars"
        found = subprocess.run(
            ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={jars}"],
            capture_output=True, text=True, cwd=self._home,
        )  # fmt: skip
        if found.returncode:
            raise RuntimeError(f"mvn failed:\n{found.stdout[-3000:]}")
        command = ["java", "-Xms256m", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-cp", jars.read_text().strip()]
        self._process = subprocess.Popen(
            [*command, HERE / "Cluster.java", self._home / "nodes", str(NODES), str(_free_ports(2 * NODES))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self._home,
        )  # fmt: skip
        self._heard: queue.Queue[str] = queue.Queue()
        self._log: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self.addresses = self._wait("ready", STARTS_WITHIN_S).split()[1:]
        except AssertionError:
            self.close()
            raise

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._log.append(line)
            if line.startswith(("ready ", "done ")):
                self._heard.put(line.strip())

    def _wait(self, word: str, seconds: float) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and (self._process.poll() is None or not self._heard.empty()):
            try:
                line = self._heard.get(timeout=0.2)
            except queue.Empty:
                continue
            if line.startswith(word):
                return line
        raise AssertionError(f"the cluster did not say {word}:\n{''.join(self._log[-40:])}")

    def _say(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()
        self._wait(f"done {words}", STARTS_WITHIN_S)

    def stop(self, node: int) -> None:
        """Close a node, counted from 0; comes back once it is gone."""
        self._say(f"stop {node}")

    def start(self, node: int) -> None:
        """Open a node that was stopped; comes back once it has joined the others."""
        self._say(f"start {node}")

    def url(self, prefix: str) -> str:
        """`SEARCH_URL` for an index of one's own in this cluster."""
        return f"opensearch://{','.join(one.removeprefix('http://') for one in self.addresses)}/{prefix}"

    def close(self) -> None:
        """End the process and forget its files."""
        assert self._process.stdin is not None
        self._process.kill()
        self._process.wait(20)
        shutil.rmtree(self._home, ignore_errors=True)


def _free_ports(count: int) -> int:
    """The first of `count` free ports in a row; processes that look at the same moment look in different places."""
    blocks = (32000 - 19200) // count
    for turn in range(blocks):
        first = 19200 + (os.getpid() + turn) % blocks * count
        if all(_is_free(port) for port in range(first, first + count)):
            return first
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
