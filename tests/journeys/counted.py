"""Prints how many cases there are and how many filings the ledgers know; run inside a house's environment."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Two numbers in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    from tarazy.cases.models import Case
    from tarazy.ledger.models import Entry

    cases, entries = Case.objects.count(), Entry.objects.filter(kind="docket.file").count()
    sys.stdout.write(f"{cases} {entries}\n")


if __name__ == "__main__":
    main()
