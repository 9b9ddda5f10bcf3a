"""A throw-away PostgreSQL for tests that need both engines in one run.

`cluster_url()` starts one cluster a process, on first use, and stops it when the process ends. A room's conftest says
`from tests.postgres import postgres, postgres_url  # noqa: F401` and its tests ask for either fixture:

- `postgres_url`: the URL (for `DATABASE_URL`) of a database of one's own, empty, for child processes;
- `postgres`: while the test runs, Django's default connection is a migrated PostgreSQL database (its rows are flushed
  afterwards). Transactions commit, threads see one another, `select_for_update` really locks. Don't mark such a test
  with `django_db`, and don't mix it with the fixtures `db` and `transactional_db`.

Without PostgreSQL's programs the tests are skipped, but not where everything must be tested (`CI`).
"""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.database import connected_to, flush
from tests.serving import free_port

DEBIAN = Path("/usr/lib/postgresql")
# Nothing of it outlives the tests: no reason to wait for the disk.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")
_numbers = itertools.count(1)


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: of the PATH, else the newest that Debian installed; None without any."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = [folder / "bin" for folder in DEBIAN.glob("*") if (folder / "bin" / "initdb").is_file()]
    return max(versions, key=lambda folder: float(folder.parent.name), default=None)


def _run(*command: str | Path, user: str | None) -> None:
    """Run one of PostgreSQL's programs, as `user` where root may not; its words are shown when it fails."""
    as_other: dict[str, Any] = (
        {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    )
    with (
        tempfile.TemporaryFile() as words
    ):  # a pipe would be held open by the server that pg_ctl leaves behind
        ended = subprocess.run(
            [str(part) for part in command], stdout=words, stderr=subprocess.STDOUT, cwd="/", **as_other
        )
        if ended.returncode:
            words.seek(0)
            raise RuntimeError(f"{command[0]} failed:\n{words.read().decode(errors='replace')}")


@functools.cache
def cluster_url() -> str:
    """`postgres://…:port` of a running cluster of this process, without a database's name. Skips without programs."""
    folder = programs()
    if folder is None:
        reason = "no PostgreSQL: apt-get install postgresql, then the tests on both engines run"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="tarazy-postgres-"))
    if user:
        shutil.chown(home, user)
    cluster, port = home / "cluster", free_port()
    _run(folder / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
         "--no-sync", user=user)  # fmt: skip
    options = " ".join(
        f"-c {setting}"
        for setting in (*HASTE, f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=")
    )
    _run(folder / "pg_ctl", "-D", cluster, "-l", home / "log", "-w", "-o", options, "start", user=user)
    started_by = os.getpid()

    def stop() -> None:
        if os.getpid() != started_by:  # a forked child must not stop its parent's server
            return
        try:
            _run(folder / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop", user=user)
        finally:
            shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    return f"postgres://postgres@127.0.0.1:{port}"


def new_database(name: str | None = None) -> str:
    """The URL of a new, empty database of the cluster."""
    import psycopg

    name = name or f"test_{next(_numbers)}"
    with psycopg.connect(f"{cluster_url()}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{cluster_url()}/{name}"


@functools.cache
def migrated_url() -> str:
    """The URL of the one database of this process that the fixture `postgres` uses, migrated."""
    url = new_database("tarazy")
    with connected_to(url):
        call_command("migrate", verbosity=0, interactive=False)
    return url


@pytest.fixture
def postgres_url() -> str:
    """The URL of a new, empty PostgreSQL database, for the DATABASE_URL of a child process."""
    return new_database()


@pytest.fixture
def postgres(django_db_blocker: Any) -> Iterator[str]:
    """While the test runs, Django's default connection is a migrated PostgreSQL database; its URL."""
    with django_db_blocker.unblock(), connected_to(migrated_url()) as url:
        try:
            yield url
        finally:
            flush()
