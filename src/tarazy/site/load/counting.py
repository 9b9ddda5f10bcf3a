"""After the kills: is everything that was acknowledged there, once, and is the ledger whole?

`python -m tarazy.site.load.counting` with a JSON list of [key, user, case] on standard input; prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def count(sent: list[tuple[str, int, str]]) -> dict[str, Any]:
    """Acknowledged, lost, doubled, torn; differences in the ledgers of the courts."""
    from tarazy import ledger
    from tarazy.cabinet.models import ApiFiling
    from tarazy.cases.models import Case, DocketEntry
    from tarazy.ledger.models import Entry

    acknowledged = {key: case for key, _, case in sent if case}
    rows = ApiFiling.objects.filter(key__in=[key for key, _, _ in sent]).select_related("case")
    kept = {row.key: row.case for row in rows if row.case}
    lost = [key for key, case in acknowledged.items() if key not in kept or str(kept[key].uuid) != case]
    cases = list(kept.values())
    # A doubled filing would be a case with the same fingerprint (claimant, defendant, subject) beside it.
    prints = [case.fingerprint for case in cases]
    same = Case.objects.filter(fingerprint__in=prints, filed_by__in={user for _, user, _ in sent})
    doubled = same.count() - len(cases)
    torn = [case.pk for case in cases if case.docket.count() != case.docket_size or case.parties.count() != 2]
    torn += [case.pk for case in cases if case.docket.get(number=1).documents.count() != 3]
    untold = 0
    for entry in DocketEntry.objects.filter(case__in=cases):
        told = Entry.objects.filter(stream=entry.ledger_stream, number=entry.ledger_number).first()
        untold += told is None or told.body["code"] != entry.code
    streams = sorted({case.court_id for case in cases})
    return {
        "sent": len(sent),
        "acknowledged": len(acknowledged),
        "kept": len(cases),
        "lost": len(lost),
        "doubled": doubled,
        "torn": len(torn),
        "docket_entries_not_in_the_ledger": untold,
        "ledger_differences": sum(len(ledger.audit(stream)) for stream in streams),
        "courts_audited": len(streams),
        "entries_audited": Entry.objects.filter(stream__in=streams).count(),
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    django.setup()
    print(json.dumps(count(json.load(sys.stdin))))  # noqa: T201
