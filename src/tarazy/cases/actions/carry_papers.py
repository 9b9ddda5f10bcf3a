"""Internal papers of a court: written, resolved, assigned, approved, sent, each step in its order."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.cases.models import Case, InternalPaper, PaperStep, Task
from tarazy.cases.numbers import next_serial
from tarazy.cases.refusals import NotPossibleNow
from tarazy.cases.rules import next_step_number, paper_may_take
from tarazy.courts.models import Section
from tarazy.documents.models import Document
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound, NotPermitted

if TYPE_CHECKING:
    from tarazy.people.models import User

_SERIES = {"incoming": "pi", "outgoing": "po", "memorandum": "pm", "order": "pr"}
_NEEDED = {
    PaperStep.Kind.RESOLUTION: Permission.APPROVE_PAPERS,
    PaperStep.Kind.ASSIGNMENT: Permission.ROUTE_PAPERS,
    PaperStep.Kind.APPROVAL: Permission.ROUTE_PAPERS,
    PaperStep.Kind.DISPATCH: Permission.ROUTE_PAPERS,
}


def write_paper(
    court_code: str,
    kind: str,
    subject: str,
    *,
    by: User,
    now: datetime,
    text: str = "",
    case: Case | None = None,
    document: Document | None = None,
) -> InternalPaper:
    """A paper with its number: the next of its kind in the court and year, without gaps. Returns it, saved.

    Orders are the chair's. Raises `NotPermitted`, `NotFound` for a case not open to `by`, `Invalid`.
    """
    if kind not in InternalPaper.Kind.values or not subject.strip():
        raise Invalid({"kind": kind, "subject": ""})
    needed = Permission.APPROVE_PAPERS if kind == InternalPaper.Kind.ORDER else Permission.ROUTE_PAPERS
    require(by, needed, court_code, now=now)
    if case is not None and not Case.objects.visible_to(by, now=now).filter(pk=case.pk).exists():
        raise NotFound
    if document is not None and not Document.objects.visible_to(by).filter(pk=document.pk).exists():
        raise NotFound
    with transaction.atomic():
        day = timezone.localdate(now)
        serial = next_serial(court_code, day.year, _SERIES[kind])
        return InternalPaper.objects.create(
            court_id=court_code,
            case=case,
            number=f"{court_code}-{_SERIES[kind][1].upper()}-{day.year % 100:02d}/{serial}",
            kind=kind,
            subject=subject.strip(),
            text=text,
            document=document,
            author=by,
            created_at=now,
        )


def send_on(
    paper_id: int,
    kind: str,
    *,
    by: User,
    now: datetime,
    to: User | None = None,
    section: Section | None = None,
    text: str = "",
    due: Date | None = None,
) -> PaperStep:
    """Add a step: resolution (the chair), assignment, approval (asked of `to`), dispatch. Returns it, saved.

    Whoever must act gets a task. Raises `NotFound`, `NotPermitted`, `NotPossibleNow` out of order, `Invalid`.
    """
    if kind not in PaperStep.Kind.values:
        raise Invalid({"kind": kind})
    with transaction.atomic():
        paper = _locked(paper_id, by)
        require(by, _NEEDED[PaperStep.Kind(kind)], paper.court_id, now=now)
        steps = list(paper.steps.all())
        _in_order(paper, kind, steps)
        if kind != PaperStep.Kind.DISPATCH and to is None and section is None:
            raise Invalid({"to": ""})
        if section is not None and section.court_id != paper.court_id:
            raise Invalid({"section": section.name})
        step = PaperStep.objects.create(
            paper=paper,
            number=next_step_number([one.number for one in steps]),
            kind=kind,
            by=by,
            to=to,
            section=section,
            text=text,
            due=due,
            at=now,
            done_at=now if kind == PaperStep.Kind.DISPATCH else None,
        )
        sent = kind == PaperStep.Kind.DISPATCH
        paper.state = InternalPaper.State.DISPATCHED if sent else InternalPaper.State.MOVING
        paper.save(update_fields=["state"])
        if not sent:
            Task.objects.create(
                court_id=paper.court_id, assignee=to, section=None if to else section,
                code="approve_paper" if kind == PaperStep.Kind.APPROVAL else "do_paper",
                params={"paper": str(paper.uuid), "step": step.number, "number": paper.number},
                note=text, due=due, created_at=now, created_by=by,
            )  # fmt: skip
    return step


def answer_step(
    step_id: int, *, by: User, now: datetime, agreed: bool | None = None, text: str = ""
) -> PaperStep:
    """Whoever a step went to does it; an approval says yes or no, and the last yes approves the paper.

    Returns the saved step. Raises `NotFound`, `NotPermitted`, `Invalid` for an approval without an answer.
    """
    with transaction.atomic():
        step = PaperStep.objects.select_related("paper", "section").filter(pk=step_id).first()
        if step is None:
            raise NotFound
        paper = _locked(step.paper_id, by)
        step.refresh_from_db()
        own = step.to_id == by.pk or (
            step.to_id is None and step.section is not None and step.section.members.filter(pk=by.pk).exists()
        )
        if not own:
            raise NotPermitted
        if step.done_at is not None:
            return step
        approval = step.kind == PaperStep.Kind.APPROVAL
        if approval and agreed is None:
            raise Invalid({"agreed": ""})
        step.done_at, step.agreed = now, agreed
        step.text = "\n".join(part for part in (step.text, text.strip()) if part)
        step.save()
        Task.objects.filter(
            params__paper=str(paper.uuid), params__step=step.number, done_at__isnull=True
        ).update(done_at=now, done_by=by)
        if approval:
            _approved_or_back(paper)
    return step


def close_paper(paper_id: int, *, by: User, now: datetime) -> InternalPaper:
    """The paper's way is over; none of its steps may wait. Returns it, saved. Raises `NotPossibleNow`."""
    with transaction.atomic():
        paper = _locked(paper_id, by)
        require(by, Permission.ROUTE_PAPERS, paper.court_id, now=now)
        if paper.steps.filter(done_at__isnull=True).exists():
            raise _not_now(paper, "close")
        paper.state = InternalPaper.State.CLOSED
        paper.save(update_fields=["state"])
    return paper


def _approved_or_back(paper: InternalPaper) -> None:
    approvals = list(paper.steps.filter(kind=PaperStep.Kind.APPROVAL).order_by("number"))
    last: dict[int | None, PaperStep] = {step.to_id or step.section_id: step for step in approvals}
    if any(step.agreed is False for step in last.values()):
        paper.state = InternalPaper.State.DRAFT
    elif all(step.agreed for step in last.values()):
        paper.state = InternalPaper.State.APPROVED
    paper.save(update_fields=["state"])


def _in_order(paper: InternalPaper, kind: str, steps: list[PaperStep]) -> None:
    done = [step.kind for step in steps if step.done_at is not None]
    if not paper_may_take(kind, paper.state, done):
        raise _not_now(paper, kind)


def _locked(paper_id: int, by: User) -> InternalPaper:
    paper = InternalPaper.objects.select_for_update(of=("self",)).filter(pk=paper_id).first()
    if paper is None or not InternalPaper.objects.visible_to(by).filter(pk=paper_id).exists():
        raise NotFound
    return paper


def _not_now(paper: InternalPaper, kind: str) -> NotPossibleNow:
    done = [step.kind for step in paper.steps.all() if step.done_at is not None]
    here = [one for one in PaperStep.Kind.values if paper_may_take(one, paper.state, done)]
    labels = dict(PaperStep.Kind.choices)
    return NotPossibleNow(
        event=str(labels.get(kind, kind)),
        stage=paper.get_state_display(),
        possible=", ".join(str(labels[one]) for one in here) or "–",
        codes=tuple(here),
    )
