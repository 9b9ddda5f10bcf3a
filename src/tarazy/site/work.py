"""What goes on beside the pages: the queue of tasks, and what is due by the clock.

`tarazy work` runs until it is stopped; any number may run. A task that a killed worker left behind is begun
again by the next that starts with the same name, so tasks are written to be done twice without harm.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.db import close_old_connections, transaction
from django.utils import timezone

log = logging.getLogger(__name__)

# What is called by the clock: "module:function" taking `now`, and how often in seconds.
SCHEDULE: tuple[tuple[str, float], ...] = (
    ("tarazy.allocation.schedule:complete_due_draws", 5.0),
    ("tarazy.acts.searching.schedule:keep_applying", 1.0),
    ("tarazy.cabinet.schedule:send_due_notices", 2.0),
    ("tarazy.cabinet.schedule:settle_due", 30.0),
    ("tarazy.cases.schedule:sweep_deadlines", 900.0),
    ("tarazy.robot.schedule:go_on_with_what_was_left", 60.0),
    ("tarazy.ledger.schedule:sign_checkpoints", 60.0),
    ("tarazy.documents.schedule:clean_up", 300.0),
    ("tarazy.cabinet.constructor.schedule:forget_old_drafts", 3600.0),
    ("tarazy.oversight.schedule:count", 60.0),
    ("tarazy.oversight.schedule:watch", 600.0),
    ("tarazy.acts.publication.schedule:publish_what_was_left", 60.0),
    ("tarazy.acts.following.schedule:send_due_alerts", 30.0),
    ("tarazy.acts.following.schedule:make_bulk_files", 60.0),
)

PAUSE_S = 0.5


@dataclass
class Clock:
    """The functions of the schedule that are installed, each with the moment when it is due next."""

    due: dict[str, float] = field(default_factory=dict)
    functions: dict[str, tuple[Callable[..., object], float]] = field(default_factory=dict)

    @classmethod
    def of_schedule(cls) -> Clock:
        """Every function of `SCHEDULE` whose module is there."""
        clock = cls()
        for path, seconds in SCHEDULE:
            module, _, name = path.partition(":")
            if find_spec(module.rpartition(".")[0]) and find_spec(module):
                clock.functions[path] = (getattr(import_module(module), name), seconds)
                clock.due[path] = 0.0
        return clock

    def run_due(self, monotonic: float, now: datetime) -> int:
        """Call what is due; one that fails is logged without its data and tried again at its next time."""
        called = 0
        for path, (function, seconds) in self.functions.items():
            if monotonic < self.due[path]:
                continue
            self.due[path] = monotonic + seconds
            try:
                function(now=now)
            except Exception as error:
                log.error("%s failed: %s", path, type(error).__name__, exc_info=error)
            called += 1
        return called


def begin_again(worker: str) -> int:
    """Tasks that a killed worker of this name had begun are ready again. Returns how many."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    with transaction.atomic():
        left = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        mine = [result.pk for result in left if worker in result.worker_ids]
        return DBTaskResult.objects.filter(pk__in=mine).update(status=TaskResultStatus.READY, started_at=None)


class Stop:
    """Listens for SIGTERM and SIGINT from the moment it is made; they then end no task in its middle."""

    def __init__(self) -> None:
        self.told = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._hear)

    def _hear(self, signum: int, frame: object) -> None:
        self.told = True


def work(name: str = "", parent: int | None = None, stop: Stop | None = None) -> None:
    """Run tasks and the clock until a signal comes (`stop`, of a caller who listens already) or `parent` is gone."""
    stop = stop or Stop()
    from django_tasks_db.management.commands.db_worker import Worker

    name = name or f"{socket.gethostname()}"[:48]
    begin_again(name)
    clock = Clock.of_schedule()
    log.info("%s is at work", name)
    while not stop.told and (parent is None or os.getppid() == parent):
        close_old_connections()
        clock.run_due(time.monotonic(), timezone.now())
        try:
            Worker(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=20,
                worker_id=name,
                excluded_queue_names=[],
            ).run()
        except Exception as error:
            log.error("the queue failed: %s", type(error).__name__, exc_info=error)
        time.sleep(PAUSE_S)


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """A worker in a process of its own while the block runs."""
    worker = subprocess.Popen([sys.executable, "-m", "tarazy.site.work"], stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(10)
        except subprocess.TimeoutExpired:
            worker.kill()


if __name__ == "__main__":
    stop = Stop()  # first: on a slow machine the rest takes seconds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    work(parent=os.getppid(), stop=stop)
