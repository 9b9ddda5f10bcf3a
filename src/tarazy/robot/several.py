"""A batch in several processes of this machine, watched from here."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tarazy.robot.batch import Progress
    from tarazy.robot.models import Batch

LOOKS_EVERY_S = 0.5


def at_once(batch_id: UUID, workers: int, progress: Progress) -> Batch:
    """The batch once all workers have gone home; they are stopped with this process. What they leave can be resumed."""
    from tarazy.robot.models import Batch

    command = [sys.executable, "-m", "tarazy.robot.several", str(batch_id)]
    going = [subprocess.Popen(command, stdin=subprocess.DEVNULL) for _ in range(workers)]
    try:
        while any(one.poll() is None for one in going):
            time.sleep(LOOKS_EVERY_S)
            progress(Batch.objects.get(pk=batch_id))
    finally:
        for one in going:
            one.terminate()
        for one in going:
            one.wait(10)
    return Batch.objects.get(pk=batch_id)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    from tarazy.robot.batch import go_on

    go_on(UUID(sys.argv[1]))
