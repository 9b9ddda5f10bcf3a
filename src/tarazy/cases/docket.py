"""The docket: what happened in a case, entry by entry, each with its place in the court's ledger."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from tarazy.cases import events, signals
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Case, CaseDocument, DocketEntry, Party, Proceeding
from tarazy.cases.refusals import DocumentNotReady
from tarazy.documents.models import Document
from tarazy.ledger import Happened, append_many, blinded

if TYPE_CHECKING:
    from tarazy.people.models import User

_COUNT = "UPDATE cases_case SET docket_size = docket_size + %s WHERE id IN ({}) RETURNING id, docket_size"


@dataclass(frozen=True)
class Event:
    """What `record_many` adds: as the arguments of `record`."""

    case: Case
    code: str
    by: User | None
    at: datetime
    proceeding: Proceeding | None = None
    params: dict[str, Any] = field(default_factory=dict)
    documents: Sequence[DocumentRef] = ()
    party: Party | None = None
    visibility: str = "parties"
    stream: str = ""

    @property
    def court_code(self) -> str:
        """The court whose ledger proves it: that of the proceeding unless another court acted."""
        return self.stream or (self.proceeding.court_id if self.proceeding else self.case.court_id)


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
    told = Event(
        case, code, by, at, proceeding, params or {}, tuple(documents), party, visibility, stream
    )  # fmt: skip
    return record_many([told])[0]


def record_many(told: Sequence[Event]) -> list[DocketEntry]:
    """As `record` for many events, of any cases and courts, in the order given: the same rows in few statements.

    All are recorded or none. Returns the saved entries in that order. Raises what `record` raises.
    """
    for one in told:
        events.event(one.code)  # an unknown code is a mistake of the program, and nothing is written
    values = [plain(one.params) for one in told]
    with transaction.atomic():
        hashes = hashes_of([ref for one in told for ref in one.documents])
        numbers = _next_entries([one.case for one in told])
        proofs = append_many(
            [
                Happened(one.court_code, f"docket.{one.code}", _body(one, number, said, hashes), one.at)
                for one, number, said in zip(told, numbers, values, strict=True)
            ]
        )
        entries = DocketEntry.objects.bulk_create(
            DocketEntry(
                case=one.case,
                proceeding=one.proceeding,
                number=number,
                code=one.code,
                at=one.at,
                by=one.by,
                party=one.party,
                params=said,
                visibility=one.visibility,
                ledger_stream=proof.stream,
                ledger_number=proof.number,
            )
            for one, number, said, proof in zip(told, numbers, values, proofs, strict=True)
        )
        documents = [
            CaseDocument(
                case=one.case,
                entry=entry,
                document_id=ref.id,
                kind=ref.kind,
                title=ref.title,
                filed_by=one.party,
            )
            for one, entry in zip(told, entries, strict=True)
            for ref in one.documents
        ]
        if documents:
            CaseDocument.objects.bulk_create(documents)
        signals.docket_written.send(DocketEntry, entries=entries)
        for entry in entries:
            transaction.on_commit(partial(signals.docket_recorded.send_robust, DocketEntry, entry=entry))
    return entries


def _body(one: Event, number: int, said: dict[str, Any], hashes: Mapping[Any, str]) -> dict[str, Any]:
    """What the ledger is told."""
    secret = bytes.fromhex(one.case.salt)
    return {
        "case": blinded(secret, one.case.uuid),
        "entry": number,
        "code": one.code,
        "params": blinded(secret, digest(said)),
        "documents": [blinded(secret, hashes[ref.id]) for ref in one.documents],
    }


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


def _next_entries(cases: Sequence[Case]) -> list[int]:
    """The next place in the docket of each case, one after another where a case stands there again."""
    wanted = Counter(case.pk for case in cases)
    sizes: dict[int, int] = {}
    with connection.cursor() as cursor:
        for count in sorted(set(wanted.values())):
            keys = sorted(key for key, times in wanted.items() if times == count)
            cursor.execute(_COUNT.format(", ".join(["%s"] * len(keys))), [count, *keys])
            sizes |= {key: int(size) for key, size in cursor.fetchall()}
    if len(sizes) < len(wanted):
        raise Case.DoesNotExist
    numbers = []
    for case in cases:
        numbers.append(sizes[case.pk] - wanted[case.pk] + 1)
        wanted[case.pk] -= 1
        case.docket_size = sizes[case.pk]
    return numbers
