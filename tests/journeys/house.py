"""A court that really runs: the server with its worker in processes of their own, killed and started as a test likes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.serving import free_port, wait_for

PATIENCE_S = 90


@dataclass
class House:
    """An installation in a folder of its own, with its database; `address` is without a slash at the end.

    `registers` says where the robot asks, as the setting `ROBOT_REGISTERS` does; nowhere if it is empty.
    """

    home: Path
    database: str
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None
    registers: str = ""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its programs are told."""
        return os.environ | {
            "TARAZY_HOME": str(self.home),
            "DATABASE_URL": self.database,
            "TARAZY_DEMO": "on",
            "MODEL_DATA": "on",
            "SITE_URL": self.address,
            "EMAIL_URL": f"filemail://{self.home / 'mail'}",
            "OMP_NUM_THREADS": "1",
            "ROBOT_REGISTERS": self.registers,
        }

    def prepare(self) -> None:
        """Its database, courts and people."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.run("tests.journeys.prepare")

    def run(self, module: str, *arguments: str) -> str:
        """What a program says that runs in this house's environment; fails with its complaints."""
        ran = subprocess.run(
            [sys.executable, "-m", module, *arguments], env=self.environment, capture_output=True, timeout=300
        )
        assert ran.returncode == 0, ran.stderr.decode(errors="replace")[-3000:]
        return ran.stdout.decode()

    @cached_property
    def people(self) -> dict[str, dict[str, Any]]:
        """Who is there, by the first part of their e-mail."""
        found: dict[str, dict[str, Any]] = json.loads((self.home / "people.json").read_text(encoding="utf-8"))
        return found

    def start(self) -> None:
        """Serve, as `tarazy serve` does; back when it answers."""
        log = (self.home / "server.log").open("ab")
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tarazy.site.cli", "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for(f"{self.address}/healthz", self.server, PATIENCE_S)
        except Exception as error:
            raise AssertionError(self.words()[-4000:]) from error

    def kill(self) -> None:
        """Every process of it dies at this moment, as when the power goes."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(20)
        self.server = None

    def stop(self) -> None:
        """An orderly end."""
        if self.server is None:
            return
        self.server.terminate()
        try:
            self.server.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
        self.server = None
        time.sleep(0.1)

    def words(self) -> str:
        """What the server said."""
        path = self.home / "server.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
