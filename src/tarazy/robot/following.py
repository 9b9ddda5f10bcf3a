"""What happens elsewhere in the house and concerns a run: a judge is assigned, an act is signed, a draft discarded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.signals import act_signed, draft_discarded
from tarazy.cases.ai_use import AiAnswer, tell_answer
from tarazy.cases.models import Proceeding
from tarazy.cases.signals import judges_assigned, stage_changed
from tarazy.robot.actions.carry_out import ask_the_judge, finish_tasks
from tarazy.robot.actions.start_run import start_run
from tarazy.robot.comparing import compare
from tarazy.robot.models import Rejection, Run, ShadowRun

# The desk's own words for why it let a draft go; a judge's reason is a sentence.
OF_THE_DESK = frozenset({"", "panel_changed"})
WAITING = (Run.State.GATHERING, Run.State.DRAFTED, Run.State.HANDED_OVER)


def listen() -> None:
    """Connect, once."""
    judges_assigned.connect(on_judges, dispatch_uid="robot.judges")
    stage_changed.connect(on_stage, dispatch_uid="robot.stage")
    act_signed.connect(on_signed, dispatch_uid="robot.signed")
    draft_discarded.connect(on_discarded, dispatch_uid="robot.discarded")


def on_judges(sender: object, proceeding: Proceeding, **more: Any) -> None:
    """A judge has the material: the robot begins; a run that was handed over goes to the new judge too."""
    from tarazy.robot.covering import falls_under

    if falls_under(proceeding) is None:
        return  # most material: nothing is read or locked for it
    now = timezone.now()
    run = start_run(proceeding.pk, now=now)
    if run is not None and run.state == Run.State.HANDED_OVER:
        ask_the_judge(run, now)


def on_stage(sender: object, proceeding: Proceeding, **more: Any) -> None:
    """The proceeding has moved on: what the robot made of it is needed no longer, unless it stands on the desk."""
    from tarazy.robot.covering import falls_under

    if not Run.objects.filter(proceeding=proceeding, state__in=WAITING).exists():
        return
    fresh = Proceeding.objects.select_related("case").filter(pk=proceeding.pk).first()
    if fresh is None or falls_under(fresh) is not None:
        return
    _supersede(fresh, WAITING)


def on_signed(sender: object, act: SignedAct, based_on: str = "", share: float = 0.0, **more: Any) -> None:
    """The judge signed: the run that the draft began as is closed with the share of words changed; shadow runs are
    compared with the act."""
    with transaction.atomic():
        run = _taken(based_on)
        if run is not None:
            run.state, run.closed_at, run.share = Run.State.SIGNED, act.signed_at, min(1.0, max(0.0, share))
            run.save(update_fields=["state", "closed_at", "share"])
            did = "edited" if share > 0 else "signed"
            tell_answer(
                AiAnswer(key=f"robot:{run.pk}", did=did, at=act.signed_at, by=run.taken_by, share=share)
            )
            finish_tasks([run], act.signed_at)
        for shadow in ShadowRun.objects.filter(proceeding_id=act.proceeding_id, compared_at=None):
            compare(shadow, act)


def on_discarded(sender: object, draft: Draft, reason: str = "", **more: Any) -> None:
    """The desk let the draft go: with a judge's reason it is a rejection, otherwise the draft waits again."""
    now = timezone.now()
    with transaction.atomic():
        run = _taken(draft.based_on)
        if run is None:
            return
        if reason in OF_THE_DESK:
            run.state, run.taken_at, run.taken_by = Run.State.DRAFTED, None, None
            run.save(update_fields=["state", "taken_at", "taken_by"])
            return
        Rejection.objects.get_or_create(
            run=run, defaults={"why": Rejection.Why.OTHER, "reason": reason, "by": run.taken_by, "at": now}
        )
        run.state, run.closed_at = Run.State.REJECTED, now
        run.save(update_fields=["state", "closed_at"])
        tell_answer(AiAnswer(key=f"robot:{run.pk}", did="rejected", at=now, by=run.taken_by, reason="other"))


def _taken(based_on: str) -> Run | None:
    try:
        run_id = UUID(based_on)
    except ValueError:
        return None
    rows = Run.objects.select_for_update(of=("self",)).select_related("proceeding__case")
    return rows.filter(pk=run_id, state=Run.State.TAKEN).first()


def _supersede(proceeding: Proceeding, states: tuple[str, ...]) -> None:
    now = timezone.now()
    with transaction.atomic():
        rows = Run.objects.filter(proceeding=proceeding, state__in=states)
        left = list(rows.select_related("proceeding"))
        rows.update(state=Run.State.SUPERSEDED, closed_at=now)
        finish_tasks(left, now)
