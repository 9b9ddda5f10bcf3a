"""Django's own list of what a server for others must have switched on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_an_installation_for_others_passes_the_deployment_checks(tmp_path: Path) -> None:
    given = {
        "TARAZY_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tarazy.site.settings",
        "ALLOWED_HOSTS": "court.example",
        "SECRET_KEY": "Q7#" + "zT9!kW2@mB5^" * 6,
    }
    of_tests = {"TARAZY_DEMO", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={name: value for name, value in os.environ.items() if name not in of_tests} | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout + checked.stderr
