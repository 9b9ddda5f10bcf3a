"""The log of uses for an external audit: one archive, made as it is sent, that anyone checks without this program.

`uses.jsonl` has a line for each use: what was logged, the opening of its entry in the ledger and the proof that the
entry stands under a signed checkpoint. `uses.csv` has the same without proofs. `manifest.json` has the hashes of both,
the checkpoints and the key. Names, texts and judges' notes are in none of them: people are ids, notes are hashes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tarazy.cases.docket import digest
from tarazy.ledger import append, checkpoint, inclusion_proof, opening
from tarazy.ledger.keys import public_key
from tarazy.ledger.models import Checkpoint, Entry
from tarazy.oversight.models import Use
from tarazy.oversight.noting import HOUSE, record_of
from tarazy.verify import stamp

FORMAT = "tarazy-ai-uses-1"
COLUMNS = (
    "key", "system", "at", "versions", "input_hash", "output", "court", "case", "by", "did", "share_changed",
    "answered_at", "ledger_stream", "ledger_number",
)  # fmt: skip


class _Pipe(io.RawIOBase):
    """What is written is handed on: an archive that nobody has to hold whole."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What has been written since this was asked last."""
        whole, self.waiting = b"".join(self.waiting), []
        return whole


def archive(
    uses: QuerySet[Use], *, withheld: int, by: str, now: datetime, proofs: bool = True
) -> Iterator[bytes]:
    """The archive in pieces; when it has been sent, the ledger knows that it was and with which hash.

    `withheld` counts the uses in sealed cases that the reader may not see; `by` is the reader's id.
    """
    pipe = _Pipe()
    last = uses.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = uses.filter(pk__lte=last).order_by("pk").select_related("case", "by")
    streams = sorted(set(rows.order_by().values_list("ledger_stream", flat=True).distinct()))
    signed = {stream: checkpoint(stream, at=now) for stream in streams}
    hashes, count = {}, 0
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, lines in (
            ("uses.jsonl", _json_lines(rows, signed, proofs)),
            ("uses.csv", _csv_lines(rows)),
        ):
            seen, count = hashlib.sha256(), 0
            with whole.open(name, "w") as file:
                for line in lines:
                    file.write(line)
                    seen.update(line)
                    count += 1
                    yield pipe.taken()
            hashes[name] = seen.hexdigest()
        manifest = {
            "format": FORMAT,
            "made_at": stamp(now),
            "uses": count - 1,  # the header of the CSV is no use
            "withheld_in_sealed_cases": withheld,
            "sha256": hashes,
            "public_key": public_key(),
            "checkpoints": {stream: one.text for stream, one in signed.items()},
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        whole.writestr("manifest.json", text)
        whole.writestr("README.txt", __doc__ or "")
    with transaction.atomic():
        append(HOUSE, "oversight.export", {"manifest": hashlib.sha256(text).hexdigest(), "by": by}, at=now)
    yield pipe.taken()


def line_of(use: Use) -> dict[str, Any]:
    """A use as exports have it. The case is its id, which tells nobody anything that can't open it."""
    return {
        "key": use.key,
        "system": use.system,
        "at": stamp(use.at),
        "versions": use.versions,
        "input_hash": use.input_hash,
        "output": use.output,
        "court": use.court_code,
        "case": str(use.case.uuid) if use.case else None,
        "by": str(use.by.uuid) if use.by else None,
        "did": use.did,
        "share_changed": use.share,
        "answered_at": stamp(use.answered_at) if use.answered_at else None,
        "ledger_stream": use.ledger_stream,
        "ledger_number": use.ledger_number,
    }


def proof_of(use: Use, signed: Checkpoint | None) -> dict[str, Any] | None:
    """The record as it was hashed, what opens its entry, and where the entry stands under the checkpoint."""
    entry = Entry.objects.filter(stream=use.ledger_stream, number=use.ledger_number).first()
    if entry is None or signed is None or entry.number > signed.size:
        return None
    reference = entry.body["record"]
    return {
        "record": record_of(use),
        "record_hash": digest(record_of(use)),
        "reference": reference,
        "opening": opening(bytes.fromhex(use.salt), reference),
        "chain_hash": bytes(entry.chain_hash).hex(),
        "size": signed.size,
        "hashes": [step.hex() for step in inclusion_proof(entry, signed.size)],
    }


def _json_lines(rows: QuerySet[Use], signed: dict[str, Checkpoint], proofs: bool) -> Iterator[bytes]:
    for use in rows.iterator(chunk_size=500):
        line = line_of(use)
        if proofs:
            line["proof"] = proof_of(use, signed.get(use.ledger_stream))
        yield (json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _csv_lines(rows: QuerySet[Use]) -> Iterator[bytes]:
    yield _csv_row(COLUMNS).encode()
    for use in rows.iterator(chunk_size=500):
        yield _csv_row(tuple(line_of(use)[name] for name in COLUMNS)).encode()


def _csv_row(values: tuple[Any, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_cell(value) for value in values])
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"  # a spreadsheet would run it
    return "" if value is None else value
