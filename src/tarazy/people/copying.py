"""A copy of what is kept of a person. Rooms above add theirs: `register("cases", builder)`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tarazy.people.models import User
from tarazy.people.representation import powers_seen_by
from tarazy.people.sessions import sessions_of

Builder = Callable[[User, datetime], Any]
_BUILDERS: dict[str, Builder] = {}


def register(name: str, builder: Builder) -> None:
    """Let `builder(user, now)` give what a room keeps of the person, in values that JSON knows."""
    _BUILDERS[name] = builder


def copy_of(user: User, now: datetime) -> dict[str, Any]:
    """The person's own data of this room, and of the rooms that registered."""
    own = {
        "id": str(user.uuid),
        "email": user.email,
        "iin": user.iin,
        "iin_confirmed_at": _iso(user.iin_confirmed_at),
        "family_name": user.family_name,
        "given_name": user.given_name,
        "patronymic": user.patronymic,
        "phone": user.phone,
        "address": user.address,
        "language": user.language,
        "notice_channel": user.notice_channel,
        "joined": user.joined.isoformat(),
        "roles": [
            {"role": one.role, "court": one.court_code, "since": _iso(one.since), "until": _iso(one.until)}
            for one in user.grants.all()
        ],
        "organisations": [
            {
                "bin": one.organisation.bin,
                "name": one.organisation.name,
                "head": one.is_head,
                "confirmation": one.confirmation,
            }
            for one in user.memberships.select_related("organisation")
        ],
        "powers_of_attorney": [
            {
                "id": str(one.uuid),
                "principal": str(one.principal),
                "representative": one.representative.full_name,
                "since": one.since.isoformat(),
                "until": one.until.isoformat(),
                "scope": list(one.scope),
                "accepted_at": _iso(one.accepted_at),
                "revoked_at": _iso(one.revoked_at),
            }
            for one in powers_seen_by(user, now)
        ],
        "sessions": [
            {"address": one.ip, "browser": one.user_agent, "since": _iso(one.created_at)}
            for one in sessions_of(user)
        ],
        "access_tokens": [
            {"name": one.name, "scopes": list(one.scopes), "expires_at": _iso(one.expires_at)}
            for one in user.access_tokens.all()
        ],
    }
    return {"account": own, **{name: builder(user, now) for name, builder in sorted(_BUILDERS.items())}}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
