"""A PostgreSQL of its own for measurements: durable as in a court, started and stopped by Debian's programs."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
# Commits wait for the disk. Memory is a modest server's.
SETTINGS = (
    "shared_buffers=3GB",
    "effective_cache_size=8GB",
    "work_mem=16MB",
    "max_wal_size=8GB",
    "checkpoint_timeout=15min",
    "wal_compression=on",
    "random_page_cost=1.1",
    "max_connections=100",
)


class NoPostgres(Exception):
    """PostgreSQL's programs aren't on this machine."""


def programs() -> Path:
    """The folder of initdb and pg_ctl. Raises `NoPostgres`."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = [one / "bin" for one in DEBIAN.glob("*") if (one / "bin" / "initdb").is_file()]
    if not versions:
        raise NoPostgres("PostgreSQL isn't installed (apt-get install postgresql)")
    return max(versions, key=lambda one: float(one.parent.name))


def start(home: Path) -> str:
    """Start the cluster of this folder, made if it isn't there; the URL of its database `court`."""
    import psycopg

    folder, cluster = programs(), home / "cluster"
    if not (cluster / "PG_VERSION").exists():
        home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        _run(
            folder / "initdb",
            "-D",
            cluster,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        (home / "port").write_text(str(_free_port()))
    port = (home / "port").read_text().strip()
    if not _runs(int(port)):
        told = " ".join(
            f"-c {one}"
            for one in (*SETTINGS, f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=")
        )
        _run(folder / "pg_ctl", "-D", cluster, "-l", home / "log", "-w", "-t", "120", "-o", told, "start")
    url = f"postgres://postgres@127.0.0.1:{port}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'court'").fetchone():
            connection.execute("CREATE DATABASE court")
    return f"{url}/court"


def stop(home: Path) -> None:
    """Stop the cluster of this folder; its data stays."""
    _run(programs() / "pg_ctl", "-D", home / "cluster", "-m", "fast", "-w", "stop")


def _run(*command: str | Path) -> None:
    as_other = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        as_other = {"user": "postgres", "group": pwd.getpwnam("postgres").pw_gid, "extra_groups": []}
    ended = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        cwd="/",
        **as_other,  # type: ignore[call-overload]
    )
    if ended.returncode:
        raise RuntimeError(f"{command[0]} failed with {ended.returncode}")


def _runs(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
