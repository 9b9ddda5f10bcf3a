"""Who sees practice beside an act, and what was seen by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from tarazy.acts.desk.readers import sits
from tarazy.cases.ai_use import AiAnswer, AiUse, hash_of, may_be_used, tell_answer, tell_use

if TYPE_CHECKING:
    from datetime import datetime

    from tarazy.acts.desk.models import Draft
    from tarazy.people.models import User
    from tarazy.practice.beside.answers import Asked

# The systems of the register by the panels beside the desk.
SYSTEMS = {
    "category": "category",
    "analogues": "analogues",
    "trace": "trace",
    "anomalies": "anomalies",
    "forecast": "forecast",
}


def may_see(user: User, draft: Draft, name: str) -> bool:
    """Whether this reader of the draft may see the answer `name`: while practice is on trial judges of the case alone,
    and nobody where a party, a judge's own switch or the installation stands against it."""
    if getattr(settings, "PRACTICE_TRIAL", True) and not sits(user, draft.proceeding, now=timezone.now()):
        return False
    return may_be_used(draft.proceeding.case, SYSTEMS[name], user)


def told(asked: Asked, draft: Draft, version: int, name: str, user: User, now: datetime) -> str:
    """Tell who keeps the log that the answer was shown; the key of the use. Of a draft the log learns its hash alone."""
    key = f"{draft.pk}/{version}/{name}/{user.pk}"
    tell_use(
        AiUse(
            key=hash_of(key)[:40],
            system=SYSTEMS[name],
            versions=asked.versions,
            input_hash=hash_of({"text": asked.text}),
            output=_short(name, asked.answer(name)),
            at=now,
            case=draft.proceeding.case,
            by=user,
        )
    )
    return hash_of(key)[:40]


def answered(key: str, did: str, user: User, now: datetime) -> None:
    """Tell what the judge did with an answer; never the reason, which is the judge's own."""
    tell_answer(AiAnswer(key=key, did=did, at=now, by=user))


def _short(name: str, content: object) -> dict[str, object]:
    """What was answered, in a few values that name nobody."""
    if name == "category" and isinstance(content, dict):
        return {"category": content.get("category") or "", "abstained": bool(content.get("abstained"))}
    if name == "analogues" and isinstance(content, list):
        return {"acts": [one["id"] for one in content]}
    if name == "anomalies" and isinstance(content, list):
        return {"cards": sorted({one["kind"] for one in content})}
    if name == "forecast" and isinstance(content, list):
        claims = [
            {
                "type": one["type"],
                "chances": {row["outcome"]: round(row["probability"], 3) for row in one["chances"]},
            }
            for one in content
        ]
        return {"claims": claims}
    return {}
