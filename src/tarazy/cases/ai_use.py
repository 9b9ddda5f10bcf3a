"""What a model or a rule table did for a person, told to whoever keeps the log of uses.

Rooms that use one (practice, robot) send `ai_used`; oversight hears it. Nobody else needs to know who listens. Nothing
here is a text of a case or a name: what went in is told by its hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from tarazy.cases.models import Case
    from tarazy.people.models import User

ai_used = Signal()  # use: AiUse
ai_answered = Signal()  # answer: AiAnswer

# May a case be given to this system? Oversight registers the question (a party may have asked for a case without AI).
_askers: list[Any] = []


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


def register_question(asker: Any) -> None:
    """Let `asker(case, system) -> bool` say whether a system may be used in a case."""
    if asker not in _askers:
        _askers.append(asker)


def may_be_used(case: Case, system: str) -> bool:
    """Whether nobody objects to the use of `system` in this case (a party's wish, a switch, a roll-back)."""
    return all(asker(case, system) for asker in _askers)
