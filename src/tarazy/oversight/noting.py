"""What oversight adds to the ledger: hashes and ids alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tarazy.cases.docket import digest, plain
from tarazy.ledger import append, blinded
from tarazy.oversight.models import Use
from tarazy.verify import stamp

if TYPE_CHECKING:
    from tarazy.ledger.models import Entry

SHADOW = "shadow"  # the `mode` of a rule table on trial: nobody in the case sees what it makes
HOUSE = "0000"  # the ledger of what belongs to no court


def record_of(use: Use) -> dict[str, Any]:
    """What of a use can't be changed unseen: its hash stands, blinded, in the ledger."""
    return plain(
        {
            "key": use.key,
            "system": use.system,
            "versions": use.versions,
            "input_hash": use.input_hash,
            "output": use.output,
            "at": stamp(use.at),
        }
    )


def answer_record(use: Use, did: str, share: float | None, reason: str, at: datetime) -> dict[str, Any]:
    """The same of an answer; its reason only by its hash."""
    return plain(
        {
            "key": use.key,
            "did": did,
            "share": share,
            "reason_hash": digest({"reason": reason}) if reason else "",
            "at": stamp(at),
        }
    )


def note_use(stream: str, kind: str, salt: str, record: Mapping[str, Any], *, at: datetime) -> Entry:
    """Add `oversight.<kind>` with the blinded hash of a record; the use's own salt is the secret."""
    body = {"record": blinded(bytes.fromhex(salt), digest(dict(record)))}
    return append(stream, f"oversight.{kind}", body, at=at)


def note_system(kind: str, system: str, *, at: datetime, **body: str | bool | None) -> Entry:
    """Add `oversight.<kind>` about a system, for everybody to read: ids and hashes."""
    return append(HOUSE, f"oversight.{kind}", {"system": system, **body}, at=at)
