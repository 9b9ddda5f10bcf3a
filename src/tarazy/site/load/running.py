"""The real server as `tarazy serve` starts it, killed without warning where asked, and what machine it ran on."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORKERS, THREADS = 2, 4


class Server:
    """`tarazy serve` with two processes and the worker beside it, in a process group of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.used = 0.0  # seconds of CPU of those that were killed

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [
            sys.executable, "-c", "from tarazy.site.cli import main; main()", "serve", "--port", str(self.port), "--workers", str(WORKERS),
            "--threads", str(THREADS),
        ]  # fmt: skip
        log = Path(self.environment["TARAZY_HOME"]) / "server.log"
        with log.open("ab") as told:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=told, stderr=told, start_new_session=True
            )
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}; see {log}")
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{self.address}/api/v1/healthz", timeout=2),
            ):
                return
            time.sleep(0.1)
        raise RuntimeError(f"the server doesn't answer; see {log}")

    def kill(self) -> None:
        """kill -9 to every process of it at once, those that serve and the worker."""
        assert self.process
        self.used += self.seconds()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process is None or self.process.poll() is not None:
            return
        self.used += self.seconds()
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def seconds(self) -> float:
        """Seconds of CPU that its living processes have used."""
        return cpu_seconds(lambda fields: int(fields[2]) == (self.process.pid if self.process else -1))


def cpu_seconds(wanted: Any) -> float:
    """Seconds of CPU of processes for which `wanted` (fields of /proc/…/stat after the name: state, parent, group, …)."""
    ticks = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if wanted(fields):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def machine() -> dict[str, Any]:
    """Cores, model, memory, and how busy it is now."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"cores": os.cpu_count(), "model": model, "memory_gb": round(memory), "load": os.getloadavg()}


def busy() -> tuple[float, float]:
    """(busy, all) seconds of every core since the machine started."""
    fields = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    ticks = os.sysconf("SC_CLK_TCK")
    return (sum(fields) - fields[3] - fields[4]) / ticks, sum(fields) / ticks


@contextlib.contextmanager
def watched(server: Server, kept: dict[str, Any]) -> Iterator[None]:
    """While the block runs: CPU of the server, of the whole machine, load before and after, into `kept`."""
    own, (was, whole) = server.used + server.seconds(), busy()
    before, began = os.getloadavg()[0], time.monotonic()
    yield
    seconds = time.monotonic() - began
    now, all_ = busy()
    kept["seconds"] = round(seconds, 1)
    kept["server_cores"] = round((server.used + server.seconds() - own) / seconds, 2)
    kept["machine_busy"] = round((now - was) / (all_ - whole), 2)
    kept["load"] = [round(before, 1), round(os.getloadavg()[0], 1)]
