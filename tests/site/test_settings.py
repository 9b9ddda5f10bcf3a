"""Settings come from the environment and are safe when it says nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SHOW = "from tarazy.site import settings as s; print(s.SECRET_KEY, s.SESSION_COOKIE_SECURE, s.MODEL_DATA)"


def loaded(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "ALLOWED_HOSTS"}}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env=clean | {"TARAZY_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_machine_that_serves_itself_makes_a_key_once_and_keeps_it_to_its_owner(tmp_path: Path) -> None:
    first, second = loaded(tmp_path), loaded(tmp_path)
    assert first.stdout == second.stdout
    assert first.stdout.split()[1:] == ["False", "True"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_server_for_others_must_be_given_its_key(tmp_path: Path) -> None:
    refused = loaded(tmp_path, ALLOWED_HOSTS="court.example")
    assert refused.returncode
    assert "SECRET_KEY must be set" in refused.stderr
    assert not (tmp_path / "secret-key").exists()
    given = loaded(tmp_path, ALLOWED_HOSTS="court.example", SECRET_KEY="k" * 50)
    assert given.stdout.split() == ["k" * 50, "True", "False"]
