"""What a model or a rule table did for a person, told to whoever keeps the log of uses.

Rooms that use one (practice, robot) send `ai_used`; oversight hears it. Nobody else needs to know who listens. Nothing
here is a text of a case or a name: what went in is told by its hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from tarazy.cases.models import Case
    from tarazy.people.models import User

ai_used = Signal()  # use: AiUse
ai_answered = Signal()  # answer: AiAnswer

Asker = Callable[["Case | None", str, "User | None"], bool]
NoteAsker = Callable[["User"], bool]
VersionAsker = Callable[[str], str]
# May a case be given to this system? Oversight registers the question (a party may have asked for a case without AI).
_askers: list[Asker] = []
_note_askers: list[NoteAsker] = []
_version_askers: list[VersionAsker] = []


@dataclass(frozen=True)
class AiUse:
    """One use: which `system` ("forecast", "analogues", "robot.travel_ban" …) in which versions, on what, with what
    result.

    `versions` names model, rules and index versions; `output` is a short structured result without personal data;
    `case` is None for uses outside a case; `by` is who asked, None for the clock.
    """

    key: str
    system: str
    versions: Mapping[str, str]
    input_hash: str
    output: Mapping[str, Any]
    at: datetime
    case: Case | None = None
    by: User | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AiAnswer:
    """What a person did with the use `key`: "seen", "taken", "edited", "rejected", "distinguished" …; `share` is the
    share of words changed, where a draft was edited."""

    key: str
    did: str
    at: datetime
    by: User | None = None
    share: float | None = None
    reason: str = ""


def hash_of(value: Any) -> str:
    """SHA-256 in hexadecimal of a value as canonical JSON."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def tell_use(use: AiUse) -> None:
    """Send `ai_used`."""
    ai_used.send(sender=AiUse, use=use)


def tell_answer(answer: AiAnswer) -> None:
    """Send `ai_answered`."""
    ai_answered.send(sender=AiAnswer, answer=answer)


def register_question(asker: Asker) -> None:
    """Let `asker(case, system, by) -> bool` say whether a system may be used: in a case, or outside one (None)."""
    if asker not in _askers:
        _askers.append(asker)


def may_be_used(case: Case | None, system: str, by: User | None = None) -> bool:
    """Whether nothing stands against the use of `system` in this case for `by` (None: the clock).

    What may: a party's wish or objection, the judge's own switch, a switch of the installation, a roll-back.
    """
    return all(asker(case, system, by) for asker in _askers)


def register_own_note(asker: NoteAsker) -> None:
    """Let `asker(user) -> bool` say who sees a forecast only after their own note."""
    if asker not in _note_askers:
        _note_askers.append(asker)


def wants_own_note_first(user: User) -> bool:
    """Whether this judge chose to see the forecast of a case only after a note of their own."""
    return any(asker(user) for asker in _note_askers)


def register_version(asker: VersionAsker) -> None:
    """Let `asker(system) -> str` say which version of a system was chosen by a roll-back ("" for the newest)."""
    if asker not in _version_askers:
        _version_askers.append(asker)


def version_wanted(system: str) -> str:
    """The version of `system` to which it was rolled back; "" where the newest is used."""
    return next((found for asker in _version_askers if (found := asker(system))), "")
