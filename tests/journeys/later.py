"""What the registry's clock does on a day to come; run inside a house's environment with the number of days.

An act comes into force when the time to appeal has run out, a month after its copies were sent. No test waits that
long and no page moves time, so the job that the worker runs every quarter of an hour is run once with a later now.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta


def main(days: str) -> None:
    """Run the sweep of time limits as of so many days from now; prints what was done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    from django.utils import timezone

    from tarazy.cases.schedule import sweep_deadlines

    done = sweep_deadlines(now=timezone.now() + timedelta(days=int(days)))
    sys.stdout.write(f"{done}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
