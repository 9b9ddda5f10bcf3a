"""What a judge said on one page and signs on the next: in the session, encrypted under the draft's own key."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from tarazy.acts.desk.sealing import NotOpened, seal_words, unseal_words
from tarazy.acts.desk.views.opening import AtDesk


def keep(here: AtDesk, what: str, said: dict[str, Any]) -> None:
    """Keep the values with this moment, which is printed on the paper."""
    made = here.now.replace(microsecond=0)
    content = json.dumps({"said": said, "made": made.isoformat()}, default=str)
    sealed = seal_words(here.unlocked.key_of(here.draft), content, _context(here, what))
    here.request.session[_name(here, what)] = b64encode(sealed).decode()


def kept(here: AtDesk, what: str) -> tuple[dict[str, Any], datetime] | None:
    """The values and their moment; None where there are none, or they were kept under a key that is no more."""
    sealed = here.request.session.get(_name(here, what))
    if not isinstance(sealed, str):
        return None
    try:
        content = unseal_words(here.unlocked.key_of(here.draft), b64decode(sealed), _context(here, what))
    except (NotOpened, ValueError):
        return None
    found = json.loads(content)
    made = parse_datetime(found["made"])
    return (dict(found["said"]), made) if made else None


def forget(here: AtDesk, what: str) -> None:
    """Nothing is kept any more."""
    here.request.session.pop(_name(here, what), None)


def _name(here: AtDesk, what: str) -> str:
    return f"desk:{what}:{here.draft.pk}"


def _context(here: AtDesk, what: str) -> str:
    return f"said before signing {what} {here.draft.pk} {here.user.pk}"
