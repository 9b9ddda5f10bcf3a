"""Internal papers on their way: written, sent from hand to hand by steps, approved, dispatched."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.cases.models import Case, InternalPaper, PaperStep
from tarazy.cases.numbers import next_serial
from tarazy.cases.views.colleagues import colleagues
from tarazy.people.permissions import Permission, may, require
from tarazy.people.refusals import Invalid, NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User

State = InternalPaper.State


def write_paper(
    court_code: str, kind: str, subject: str, text: str, *, by: User, now: datetime, case: Case | None = None
) -> InternalPaper:
    """A draft of a paper. Returns it, saved. Raises `NotPermitted`, `Invalid` for an unknown kind."""
    require(by, Permission.ROUTE_PAPERS, court_code, now=now)
    if kind not in InternalPaper.Kind.values:
        raise Invalid({"kind": kind})
    return InternalPaper.objects.create(
        court_id=court_code,
        kind=kind,
        subject=subject.strip(),
        text=text,
        case=case,
        author=by,
        created_at=now,
    )


def add_step(
    paper: InternalPaper, kind: str, *, to: User | None, text: str, due: Date | None, by: User, now: datetime
) -> PaperStep:
    """Send the paper on. A resolution needs APPROVE_PAPERS; the step goes to a colleague of the court.

    The first step gives the paper its number. Returns the saved step. Raises `NotFound`, `NotPermitted`, `Invalid`.
    """
    with transaction.atomic():
        one = _locked(paper, by)
        if one.state in (State.DISPATCHED, State.CLOSED):
            raise NotPermitted
        needed = Permission.APPROVE_PAPERS if kind == PaperStep.Kind.RESOLUTION else Permission.ROUTE_PAPERS
        require(by, needed, one.court_id, now=now)
        if to is None or to.pk not in {person.pk for person in colleagues(one.court_id, now=now)}:
            raise Invalid({"to": ""})
        _number(one, now)
        one.state = State.MOVING
        one.save()
        return PaperStep.objects.create(
            paper=one, number=one.steps.count() + 1, kind=kind, by=by, to=to, text=text, due=due, at=now
        )


def finish_step(step: PaperStep, *, by: User, agreed: bool | None, now: datetime) -> PaperStep:
    """What was asked is done, or an approval given or refused, by whom it was asked. Returns the saved step."""
    with transaction.atomic():
        paper = _locked(step.paper, by)
        one = paper.steps.select_for_update().get(pk=step.pk)
        if one.to_id != by.pk or one.done_at is not None:
            raise NotPermitted
        if one.kind == PaperStep.Kind.APPROVAL:
            if not may(by, Permission.APPROVE_PAPERS, paper.court_id, now=now) or agreed is None:
                raise NotPermitted
            paper.state = State.APPROVED if agreed else State.DRAFT
            paper.save(update_fields=["state"])
        one.done_at, one.agreed = now, agreed
        one.save(update_fields=["done_at", "agreed"])
    return one


def dispatch(paper: InternalPaper, *, by: User, now: datetime) -> InternalPaper:
    """An approved paper goes out; it can't change any more. Returns it, saved."""
    with transaction.atomic():
        one = _locked(paper, by)
        require(by, Permission.ROUTE_PAPERS, one.court_id, now=now)
        if one.state != State.APPROVED:
            raise NotPermitted
        one.state = State.DISPATCHED
        one.save(update_fields=["state"])
        PaperStep.objects.create(
            paper=one, number=one.steps.count() + 1, kind=PaperStep.Kind.DISPATCH, by=by, at=now, done_at=now
        )
    return one


def _number(paper: InternalPaper, now: datetime) -> None:
    if not paper.number:
        year = timezone.localdate(now).year
        serial = next_serial(paper.court_id, year, "P")
        paper.number = f"{paper.court_id}-{year % 100:02d}-{serial}"


def _locked(paper: InternalPaper, by: User) -> InternalPaper:
    one = InternalPaper.objects.select_for_update().filter(pk=paper.pk).first()
    if one is None or not InternalPaper.objects.visible_to(by).filter(pk=paper.pk).exists():
        raise NotFound
    return one
