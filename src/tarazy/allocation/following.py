"""What the distribution does when the registry tells it something.

A registered proceeding is drawn at once, by itself: nobody chooses the moment. Failed conciliation before acceptance and
a granted recusal are kept as conflicts of the presiding judge, and the chair gets the task to replace them.
`DRAW_ON_REGISTRATION=0` in the environment leaves the start to the registry's people.
"""

from __future__ import annotations

import os
from typing import Any

from django.db import transaction

from tarazy.allocation.models import Conflict
from tarazy.cases import signals
from tarazy.cases.models import DocketEntry, Proceeding, Stage

CONFLICTS = {"conciliation_failed": Conflict.Code.FAILED_MEDIATION, "recusal_granted": Conflict.Code.RECUSED}


def listen() -> None:
    """Listen to the registry; called once, when the program starts."""
    signals.stage_changed.connect(_begin, dispatch_uid="tarazy.allocation.begin")
    signals.docket_recorded.connect(_note, dispatch_uid="tarazy.allocation.note")


def _begin(sender: object, proceeding: Proceeding, **told: Any) -> None:
    from tarazy.allocation.tasks import start_when_registered

    if proceeding.stage == Stage.REGISTERED and os.environ.get("DRAW_ON_REGISTRATION", "1") != "0":
        transaction.on_commit(lambda: start_when_registered.enqueue(proceeding.pk))


def _note(sender: object, entry: DocketEntry, **told: Any) -> None:
    from tarazy.allocation.actions.note_conflict import note_conflict_of_presiding

    code = CONFLICTS.get(entry.code)
    if code is None or entry.proceeding is None:
        return
    if code == Conflict.Code.FAILED_MEDIATION and entry.proceeding.accepted_at:
        return  # during the case another judge conciliates, and its judge keeps it
    note_conflict_of_presiding(entry.proceeding, code, entry.at)
