"""The judge's side: drafts that wait, a draft beside its trace, taking it to the desk or sending it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.messages import success
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tarazy.acts.desk.refusals import DraftOpenAlready
from tarazy.cases.ai_use import AiAnswer, tell_answer
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Refused
from tarazy.robot.actions.ask_again import ask_again
from tarazy.robot.actions.reject_draft import reject_draft
from tarazy.robot.actions.take_to_desk import take_to_desk
from tarazy.robot.forms import RejectForm
from tarazy.robot.models import Run
from tarazy.robot.presenting import facts_shown, parts_of, reasons_of, steps_of
from tarazy.robot.queries import waiting_runs
from tarazy.robot.refusals import DataChanged

SHOWN = 100


@never_cache
@login_required
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """What the robot drafted or handed over in the judge's cases."""
    require(request.user, Permission.SIGN_RULINGS)
    return render(request, "robot/runs.html", {"runs": waiting_runs(request.user)[:SHOWN]})


@never_cache
@login_required
@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """A draft beside its trace. What the registers say now is fetched after the page is there (`fresh`)."""
    found = _own(request, run_id)
    steps = steps_of(found)
    text = found.text
    if found.state in (Run.State.DRAFTED, Run.State.HANDED_OVER):
        tell_answer(AiAnswer(key=f"robot:{found.pk}", did="seen", at=timezone.now(), by=request.user))
    context = {
        "run": found,
        "case": found.proceeding.case,
        "steps": steps,
        "parts": parts_of(text, steps) if text is not None else [],
        "reasons": reasons_of(found),
        "facts": facts_shown(found),
        "later": _later(request, found),
        "desk_url": _desk(found),
    }
    return render(request, "robot/run.html", context)


@never_cache
@login_required
@require_GET
def fresh(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What the registers say now, as a piece of the page: the same, or a link to what the robot made of it."""
    _own(request, run_id)
    now = timezone.now()
    again = ask_again(run_id, by=request.user, now=now)
    context = {"run": again, "same": again.pk == run_id, "asked": again.asked_again_at or again.ready_at}
    return render(request, "robot/fresh.html", context)


@never_cache
@login_required
@require_POST
def take(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Take the draft to the desk; where a register says something else now, the new run is shown instead."""
    now = timezone.now()
    found = _own(request, run_id)
    try:
        draft = take_to_desk(run_id, by=request.user, now=now)
    except DataChanged as changed:
        later = _later(request, found)
        if later is None:
            raise
        return render(request, "robot/changed.html", {"run": later, "fault": changed}, status=changed.status)
    except DraftOpenAlready as open_already:
        return render(
            request,
            "robot/desk_open.html",
            {"run": found, "fault": open_already, "desk_url": desk_url(open_already.draft)},
            status=open_already.status,
        )
    success(request, _("The draft stands on your desk. From here on it is your text."))
    return redirect(desk_url(str(draft.pk)) or reverse("robot:run", args=[run_id]))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Why the draft isn't taken."""
    found = _own(request, run_id)
    conditions = [(one.condition, f"{one.number}. {one.words}") for one in steps_of(found)]
    form = RejectForm(request.POST or None, conditions=conditions)
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            reject_draft(
                run_id,
                why=form.cleaned_data["why"],
                reason=form.cleaned_data["reason"],
                condition=form.cleaned_data["condition"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            fault = refused
        else:
            success(request, _("The draft isn't used. Your reason goes into the report on the rule table."))
            return redirect("robot:run", run_id)
    status = fault.status if fault else 422 if request.method == "POST" else 200
    context = {"run": found, "case": found.proceeding.case, "form": form, "fault": fault}
    return render(request, "robot/reject.html", context, status=status)


def desk_url(draft_id: str) -> str:
    """The page of a draft at the desk; "" while there is none."""
    for name in ("desk:draft", "desk:desk", "desk:write"):
        try:
            return reverse(name, args=[draft_id])
        except NoReverseMatch:
            continue
    return ""


def _desk(found: Run) -> str:
    from tarazy.acts.desk.models import Draft

    draft = Draft.objects.filter(based_on=str(found.pk)).exclude(state=Draft.State.DISCARDED).first()
    return desk_url(str(draft.pk)) if draft is not None and found.state == Run.State.TAKEN else ""


def _own(request: HttpRequest, run_id: UUID) -> Run:
    rows = Run.objects.visible_to(request.user).select_related("proceeding__case", "proceeding__court")
    found = rows.filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def _later(request: HttpRequest, found: Run) -> Run | None:
    if found.state != Run.State.SUPERSEDED:
        return None
    rows = Run.objects.visible_to(request.user).filter(proceeding=found.proceeding, table=found.table)
    return rows.exclude(pk=found.pk).filter(started_at__gte=found.started_at).order_by("-started_at").first()
