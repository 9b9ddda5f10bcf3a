"""The HTTP server: granian around the application, in one process by default."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
import urllib.request
import webbrowser

from django.conf import settings
from rich.console import Console

from tarazy.site.background import beside
from tarazy.site.work import worker_beside


class PortTaken(Exception):
    """Another program listens at the port."""


class NotForOthers(ValueError):
    """The installation takes everyone who reaches it for its own user, so others mustn't reach it."""


def serve(
    *, host: str, port: int, workers: int = 1, threads: int = 4, respawn: bool = True, work: bool = True
) -> None:
    """Serve until stopped, with a worker for tasks beside unless `work` is off; `respawn` starts a server process
    that died anew. Raises `PortTaken`, and `NotForOthers`
    for an address beyond this machine while `ALLOWED_HOSTS` names this machine only.
    """
    if settings.LOCAL and not _is_loopback(host):
        raise NotForOthers(f"to listen at {host}, name the hosts of this server in ALLOWED_HOSTS")
    from granian import Granian
    from granian.constants import Interfaces

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(f"port {port} of {host} is taken: choose another with --port") from None
    server = Granian(
        "tarazy.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level="warning",
        respawn_failed_workers=respawn,
    )
    with beside(), worker_beside() if work else contextlib.nullcontext():
        server.serve()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def serve_demo(*, port: int, open_browser: bool) -> None:
    """Serve on this machine only, and say where as soon as the home page answers."""
    from tarazy.robot.sources.beside import registers_beside

    address = f"http://127.0.0.1:{port}/"
    threading.Thread(target=_announce, args=(address, open_browser), daemon=True).start()
    with registers_beside():
        serve(host="127.0.0.1", port=port, respawn=False)


def _announce(address: str, open_browser: bool, patience_s: float = 60.0) -> None:
    started = time.monotonic()
    while time.monotonic() - started < patience_s:
        try:
            with urllib.request.urlopen(address, timeout=5):
                break
        except OSError:
            time.sleep(0.1)
    else:
        return
    Console(stderr=True).print(f"[bold green]Tarazy is ready:[/] [bold]{address}[/]  (Ctrl+C stops it)")
    if open_browser:
        webbrowser.open(address)
