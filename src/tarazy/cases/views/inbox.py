"""Inboxes: one's own and those of one's sections; one task."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cases.actions.do_tasks import finish_task, hand_over_task, take_task
from tarazy.cases.actions.move_cases import receive_transferred
from tarazy.cases.actions.open_instance import BROUGHT_BY_TASK, open_instance
from tarazy.cases.forms import HandOverForm
from tarazy.cases.models import Case, Task
from tarazy.cases.views.colleagues import colleagues
from tarazy.courts.models import Section
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import Refused

PAGE_SIZE = 50


@login_required
@require_GET
def inbox(request: HttpRequest, section: int | None = None) -> HttpResponse:
    """What waits: urgent first, then by when it is due. A section's inbox is for its members."""
    sections = list(Section.objects.filter(members=request.user))
    chosen = next((one for one in sections if one.pk == section), None)
    if section is not None and chosen is None:
        raise Http404
    rows = Task.objects.visible_to(request.user).select_related(
        "proceeding__case", "proceeding__court", "section", "assignee"
    )
    rows = (
        rows.filter(section=chosen, assignee__isnull=True) if chosen else rows.filter(assignee=request.user)
    )
    done = request.GET.get("done") == "1"
    if done:
        rows = rows.filter(done_at__isnull=False).order_by("-done_at", "-id")
    else:
        rows = rows.filter(done_at__isnull=True).order_by("priority", "due", "id")
    start = _start(request.GET.get("start", ""))
    found = list(rows[start : start + PAGE_SIZE + 1])
    return render(
        request,
        "cases/inbox.html",
        {
            "rows": found[:PAGE_SIZE],
            "sections": sections,
            "chosen": chosen,
            "done": done,
            "next_start": start + PAGE_SIZE if len(found) > PAGE_SIZE else None,
            "start": start,
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, task_uuid: UUID) -> HttpResponse:
    """One task: what it is about, taking it, handing it over, marking it done."""
    one = (
        Task.objects.visible_to(request.user)
        .select_related("proceeding__case__court", "section", "assignee", "created_by", "done_by", "court")
        .filter(uuid=task_uuid)
        .first()
    )
    if one is None:
        raise Http404
    people = colleagues(one.court_id)
    form = HandOverForm(request.POST if request.POST.get("do") == "hand_over" else None)
    form.fields["to"].choices = [("", "")] + [(str(person.uuid), person.full_name) for person in people]
    refused: Refused | None = None
    registers = one.done_at is None and may(request.user, Permission.REGISTER_CASES, one.court_id)
    takes_in = registers and (one.code in BROUGHT_BY_TASK or one.code == "receive_transfer")
    if request.method == "POST":
        try:
            if request.POST.get("do") == "take_in" and takes_in:
                number = _taken_in(request, one)
                messages.success(request, _("Registered as %(number)s.") % {"number": number})
                return redirect("cases:inbox")
            if said := _done(request, one, form, {str(person.uuid): person for person in people}):
                messages.success(request, said)
                return redirect("cases:inbox")
        except Refused as refusal:
            refused = refusal
    opens = bool(
        one.proceeding and Case.objects.visible_to(request.user).filter(pk=one.proceeding.case_id).exists()
    )
    return render(
        request,
        "cases/task.html",
        {"task": one, "form": form, "refused": refused, "opens": opens, "takes_in": takes_in},
        status=refused.status if refused else 200,
    )


def _taken_in(request: HttpRequest, one: Task) -> str:
    """The case comes into this court, from below or from another court: its number here."""
    assert one.proceeding_id is not None  # such tasks are about a proceeding
    now = timezone.now()
    if one.code == "receive_transfer":
        made = receive_transferred(one.proceeding_id, by=request.user, now=now)
    else:
        made = open_instance(
            one.proceeding_id, BROUGHT_BY_TASK[one.code], one.court_id, by=request.user, now=now
        )
    return made.number or ""


def _done(request: HttpRequest, one: Task, form: HandOverForm, people: dict) -> str:  # type: ignore[type-arg]
    """Do what the button says; the words of what was done, empty where the form needs another look."""
    now = timezone.now()
    match request.POST.get("do"):
        case "take":
            take_task(one.pk, by=request.user, now=now)
            return _("The task is yours now.")
        case "finish":
            finish_task(one.pk, by=request.user, now=now)
            return _("The task is done.")
        case "hand_over" if form.is_valid():
            to = people[form.cleaned_data["to"]]
            hand_over_task(one.pk, to, by=request.user, now=now, note=form.cleaned_data["note"])
            return _("The task was handed over to %(name)s.") % {"name": to.short_name}
    return ""


def _start(text: str) -> int:
    return min(10_000, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 0
