"""Whether the docket of a case is what its court's ledger says it was."""

from __future__ import annotations

from tarazy.cases.docket import digest
from tarazy.cases.models import Case, DocketEntry
from tarazy.ledger import opening, opens
from tarazy.ledger.models import Entry


def differences(case: Case) -> list[str]:
    """Every place where the docket differs from the ledger, as "number: what"; an empty list is good.

    Told are: an entry that the ledger lacks, another code or number, other parameters, other documents, a gap, an entry
    too few. That the ledger itself is whole is for `ledger.audit` to say.
    """
    secret = bytes.fromhex(case.salt)
    entries = list(case.docket.prefetch_related("documents__document").order_by("number"))
    found = []
    if [entry.number for entry in entries] != list(range(1, case.docket_size + 1)):
        found.append("0: entries are missing")
    for entry in entries:
        told = Entry.objects.filter(stream=entry.ledger_stream, number=entry.ledger_number).first()
        found += [f"{entry.number}: {what}" for what in _of(entry, told, case, secret)]
    return found


def _of(entry: DocketEntry, told: Entry | None, case: Case, secret: bytes) -> list[str]:
    if told is None:
        return ["not in the ledger"]
    body, found = told.body, []
    if told.kind != f"docket.{entry.code}" or body["entry"] != entry.number or told.at != entry.at:
        found.append("another event")
    if not _names(secret, body["case"], str(case.uuid)):
        found.append("another case")
    if not _names(secret, body["params"], digest(entry.params)):
        found.append("other parameters")
    hashes = [one.document.sha256 for one in entry.documents.all()]
    matched = [any(_names(secret, reference, one) for one in hashes) for reference in body["documents"]]
    if len(hashes) != len(body["documents"]) or not all(matched):
        found.append("other documents")
    return found


def _names(secret: bytes, reference: str, subject: str) -> bool:
    return opens(reference, opening(secret, reference), subject)
