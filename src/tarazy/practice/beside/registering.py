"""What practice puts beside the desk, and what it hears from there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tarazy.acts.desk import checks_shown, panels
from tarazy.acts.desk.signals import act_signed, draft_discarded, draft_resealed
from tarazy.practice.actions.answer_beside import give_to_the_report
from tarazy.practice.actions.seal_anew import seal_anew
from tarazy.practice.beside.answers import forget
from tarazy.practice.beside.checks import before_signing
from tarazy.practice.beside.who import may_see

if TYPE_CHECKING:
    from tarazy.acts.desk.models import Draft
    from tarazy.people.models import User

TITLES = {
    "category": _("Category"),
    "analogues": _("Cases alike"),
    "forecast": _("How such claims were decided"),
    "anomalies": _("Differs from practice"),
    "trace": _("The case through the instances"),
}


def register_all() -> None:
    """Five panels, the check before signing, the end of a draft."""
    for name, title in TITLES.items():
        panels.register(panels.Panel(name, title, f"practice:beside_{name}", partial(_shown, name=name)))
    checks_shown.register("practice", before_signing)
    act_signed.connect(_signed, dispatch_uid="practice.act_signed")
    draft_resealed.connect(_resealed, dispatch_uid="practice.draft_resealed")
    draft_discarded.connect(_discarded, dispatch_uid="practice.draft_discarded")


def _shown(user: User, draft: Draft, *, name: str) -> bool:
    return may_see(user, draft, name)


def _signed(sender: Any, act: Any, **told: Any) -> None:
    if act.draft_id:
        forget(act.draft_id)
        if told.get("unlocked") is not None:
            give_to_the_report(act, told["unlocked"])


def _discarded(sender: Any, draft: Any, **told: Any) -> None:
    forget(draft.pk)


def _resealed(sender: Any, draft: Any, old: bytes, new: bytes, **told: Any) -> None:
    forget(draft.pk)
    seal_anew(draft, old, new)
