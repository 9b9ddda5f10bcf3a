"""Looking at the files of every system: the first version is signed, a changed file raises an alarm."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.ledger import keys
from tarazy.oversight.actions.raise_alarm import raise_alarm, settle_alarms
from tarazy.oversight.models import Alarm, SystemVersion
from tarazy.oversight.noting import note_system
from tarazy.oversight.refusals import ReasonNeeded
from tarazy.oversight.registry import hashes_of, measures, systems, version_hash
from tarazy.oversight.rules import answered_in_words
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound
from tarazy.verify import key_id, read_key, stamp

if TYPE_CHECKING:
    from tarazy.people.models import User

FORMAT = "tarazy-system-1"


def look_at_versions(now: datetime) -> int:
    """How many systems changed since they were looked at last. What was never seen is signed as installed.

    A version that was seen and signed before is taken up again without an alarm: it is known.
    """
    changed = 0
    for system in systems().values():
        files = hashes_of(system)
        if files:
            changed += _look(system.slug, files, now)
    return changed


def _look(slug: str, files: dict[str, str], now: datetime) -> bool:
    sha256 = version_hash(files)
    with transaction.atomic():
        latest = SystemVersion.objects.filter(system=slug).order_by("-seen_at", "-id").first()
        if latest is not None and latest.sha256 == sha256:
            return False
        known = SystemVersion.objects.filter(system=slug, sha256=sha256).first()
        if known is None:
            known = SystemVersion.objects.create(system=slug, sha256=sha256, files=files, seen_at=now)
            if latest is None:
                _sign(known, by=None, reason="", now=now)
        else:
            known.seen_at = now
            known.save(update_fields=["seen_at"])
        settle_alarms(slug, Alarm.Kind.CHANGED_FILE, now=now)
        if latest is None:
            return False
        if known.signed_at is None:
            before = latest.files
            names = sorted(name for name in {*files, *before} if files.get(name) != before.get(name))
            raise_alarm(
                slug,
                Alarm.Kind.CHANGED_FILE,
                known.label,
                {"files": names[:20], "before": latest.label},
                now=now,
            )
    return True


def sign_version(version_id: int, *, reason: str, by: User, now: datetime) -> SystemVersion:
    """Somebody answers for a changed version: it is signed with the key of the installation.

    Raises `NotPermitted`, `NotFound`, `ReasonNeeded`.
    """
    require(by, Permission.SWITCH_AI_SYSTEMS, now=now)
    least = int(measures()["objection"]["shortest_answer"])
    if not answered_in_words(reason, least):
        raise ReasonNeeded(least=least)
    with transaction.atomic():
        found = SystemVersion.objects.select_for_update().filter(pk=version_id).first()
        if found is None:
            raise NotFound
        if found.signed_at is None:
            _sign(found, by=by, reason=reason.strip(), now=now)
            settle_alarms(
                found.system,
                Alarm.Kind.CHANGED_FILE,
                now=now,
                by=by,
                finding=found.reason,
                subject=found.label,
            )
    return found


def _sign(version: SystemVersion, *, by: User | None, reason: str, now: datetime) -> None:
    entry = note_system(
        "version", version.system, at=now, sha256=version.sha256, by=str(by.uuid) if by else None
    )
    version.text = signed_note(version.system, version.sha256, now)
    version.signed_at, version.signed_by, version.reason = now, by, reason
    version.ledger_stream, version.ledger_number = entry.stream, entry.number
    version.save()


def signed_note(system: str, sha256: str, at: datetime) -> str:
    """The note in the form of a checkpoint: four lines, an empty one, the signature of the installation (Ed25519)."""
    name, raw_key = read_key(keys.public_key())
    text = f"{FORMAT}\n{name}/{system}\n{sha256}\n{stamp(at)}\n"
    coded = base64.b64encode(key_id(name, raw_key) + keys.signing_key().sign(text.encode())).decode()
    return f"{text}\n— {name} {coded}\n"


def note_holds(text: str, system: str, sha256: str) -> bool:
    """Whether the note says this of the system and bears a signature of this installation's key."""
    body, _, tail = text.partition("\n\n")
    name, raw_key = read_key(keys.public_key())
    if body.split("\n")[:3] != [FORMAT, f"{name}/{system}", sha256]:
        return False
    try:
        coded = base64.b64decode(tail.strip().split(" ")[-1], validate=True)
    except ValueError:
        return False
    if not coded.startswith(key_id(name, raw_key)):
        return False
    from cryptography.exceptions import InvalidSignature

    try:
        keys.signing_key().public_key().verify(coded[len(key_id(name, raw_key)) :], f"{body}\n".encode())
    except InvalidSignature:
        return False
    return True
