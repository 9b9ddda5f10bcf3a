"""Run a command with DATABASE_URL of a throw-away PostgreSQL: `python -m tests.on_postgres pytest tests/cases`."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgres import new_database


def main() -> int:
    """The exit status of the command; the cluster is gone when it has ended."""
    url = new_database("court")
    return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
