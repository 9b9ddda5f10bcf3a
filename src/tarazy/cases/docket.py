"""The docket: what happened in a case, entry by entry, each with its place in the court's ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from tarazy.cases import events, signals
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Case, CaseDocument, DocketEntry, Party, Proceeding
from tarazy.cases.refusals import DocumentNotReady
from tarazy.documents.models import Document
from tarazy.ledger import append, blinded

if TYPE_CHECKING:
    from tarazy.people.models import User

_COUNT = "UPDATE cases_case SET docket_size = docket_size + 1 WHERE id = %s RETURNING docket_size"


def record(
    case: Case,
    code: str,
    *,
    by: User | None,
    at: datetime,
    proceeding: Proceeding | None = None,
    params: dict[str, Any] | None = None,
    documents: Iterable[DocumentRef] = (),
    party: Party | None = None,
    visibility: str = "parties",
    stream: str = "",
) -> DocketEntry:
    """Add a coded event to the docket of a case, and what proves it to the court's ledger, in one transaction.

    Entries count 1, 2, 3 … in a case, under the lock of its row. The ledger gets the entry's number and code; the case,
    the parameters and each document only as references that nobody can tell without the case's secret. `stream` is the
    court whose ledger it is, that of the proceeding unless another court acted. Returns the saved entry. Raises `KeyError` for a code that `data/events.yaml` lacks, `DocumentNotReady`.
    """
    events.event(code)  # an unknown code is a mistake of the program, and nothing is written
    values = plain(params or {})
    refs = tuple(documents)
    court_code = stream or (proceeding.court_id if proceeding else case.court_id)
    secret = bytes.fromhex(case.salt)
    with transaction.atomic():
        hashes = hashes_of(refs)
        number = _next_entry(case)
        body = {
            "case": blinded(secret, case.uuid),
            "entry": number,
            "code": code,
            "params": blinded(secret, digest(values)),
            "documents": [blinded(secret, hashes[ref.id]) for ref in refs],
        }
        told = append(court_code, f"docket.{code}", body, at=at)
        entry = DocketEntry.objects.create(
            case=case,
            proceeding=proceeding,
            number=number,
            code=code,
            at=at,
            by=by,
            party=party,
            params=values,
            visibility=visibility,
            ledger_stream=court_code,
            ledger_number=told.number,
        )
        if refs:
            CaseDocument.objects.bulk_create(
                CaseDocument(
                    case=case, entry=entry, document_id=ref.id, kind=ref.kind, title=ref.title, filed_by=party
                )
                for ref in refs
            )
        transaction.on_commit(lambda: signals.docket_recorded.send_robust(DocketEntry, entry=entry))
    return entry


def hashes_of(refs: Iterable[DocumentRef]) -> dict[Any, str]:
    """SHA-256 of each document by its id. Raises `DocumentNotReady` with the titles of what isn't."""
    wanted = tuple(refs)
    if not wanted:
        return {}
    found = dict(
        Document.objects.filter(pk__in=[ref.id for ref in wanted], status=Document.Status.READY).values_list(
            "pk", "sha256"
        )
    )
    missing = [ref.title or ref.kind for ref in wanted if not found.get(ref.id)]
    if missing:
        raise DocumentNotReady(names=", ".join(missing))
    return found


def plain(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters as JSON keeps them: dates and sums as text."""
    kept: dict[str, Any] = json.loads(json.dumps(params, cls=DjangoJSONEncoder))
    return kept


def digest(values: dict[str, Any]) -> str:
    """SHA-256 of JSON values in one fixed writing, in hex."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _next_entry(case: Case) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, (case.pk,))
        row = cursor.fetchone()
    if row is None:
        raise Case.DoesNotExist
    case.docket_size = int(row[0])
    return case.docket_size
