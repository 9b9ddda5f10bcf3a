"""Internal papers of the court: the list, a new one, its way, its print."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cases.actions.carry_papers import answer_step, send_on, write_paper
from tarazy.cases.forms import PaperForm, StepForm
from tarazy.cases.models import Case, InternalPaper, PaperStep, Proceeding
from tarazy.cases.public import number_key
from tarazy.cases.views.colleagues import colleagues
from tarazy.cases.visibility import cases_open_to
from tarazy.courts.models import Court
from tarazy.people.models import User
from tarazy.people.permissions import Permission, courts_where, may
from tarazy.people.refusals import Refused

PAGE_SIZE = 40


@login_required
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """Papers that one wrote, was given, or sees as the chair; the latest first."""
    start = request.GET.get("start", "")
    at = min(5000, int(start)) if start.isascii() and start.isdigit() and len(start) < 6 else 0
    rows = InternalPaper.objects.visible_to(request.user).select_related("court", "author")
    state = request.GET.get("state", "")
    if state in InternalPaper.State.values:
        rows = rows.filter(state=state)
    found = list(rows[at : at + PAGE_SIZE + 1])
    return render(
        request,
        "cases/papers.html",
        {
            "rows": found[:PAGE_SIZE],
            "state": state,
            "states": InternalPaper.State.choices,
            "next_start": at + PAGE_SIZE if len(found) > PAGE_SIZE else None,
            "writes": bool(_courts(request)),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def paper_new(request: HttpRequest) -> HttpResponse:
    """Writing a paper. 404 for whoever carries none."""
    courts = _courts(request)
    if not courts:
        raise Http404
    form = PaperForm(request.POST or None)
    court = next((one for one in courts if one.code == request.POST.get("court")), courts[0])
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        case = _case(request, given["case_number"])
        if given["case_number"] and case is None:
            form.add_error("case_number", _("No case with this number is open to you."))
        else:
            try:
                made = write_paper(
                    court.code, given["kind"], given["subject"], by=request.user, now=timezone.now(),
                    text=given["text"], case=case,
                )  # fmt: skip
            except Refused as refusal:
                refused = refusal
            else:
                return redirect("cases:paper", made.uuid)
    return render(
        request,
        "cases/paper_new.html",
        {"form": form, "refused": refused, "courts": courts, "court": court},
        status=refused.status if refused else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, paper_uuid: UUID) -> HttpResponse:
    """A paper with its way; the next step for those who may make one."""
    one = (
        InternalPaper.objects.visible_to(request.user)
        .select_related("court", "author", "case")
        .filter(uuid=paper_uuid)
        .first()
    )
    if one is None:
        raise Http404
    people = {str(person.uuid): person for person in colleagues(one.court_id)}
    form = StepForm(request.POST if request.POST.get("do") == "step" else None)
    form.fields["to"].choices = [("", ""), *((key, person.full_name) for key, person in people.items())]
    if not may(request.user, Permission.APPROVE_PAPERS, one.court_id):
        form.fields["kind"].choices = [
            choice
            for choice in PaperStep.Kind.choices
            if choice[0] in (PaperStep.Kind.ASSIGNMENT, PaperStep.Kind.APPROVAL)
        ]
    else:
        form.fields["kind"].choices = [
            choice for choice in PaperStep.Kind.choices if choice[0] != PaperStep.Kind.DISPATCH
        ]
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if said := _moved(request, one, form, people):
                messages.success(request, said)
                return redirect("cases:paper", paper_uuid)
        except Refused as refusal:
            refused = refusal
    steps = list(one.steps.select_related("by", "to", "section"))
    context = {
        "paper": one,
        "steps": steps,
        "mine": next((step for step in steps if step.to_id == request.user.pk and not step.done_at), None),
        "form": form,
        "refused": refused,
        "carries": may(request.user, Permission.ROUTE_PAPERS, one.court_id)
        and one.state not in (InternalPaper.State.DISPATCHED, InternalPaper.State.CLOSED),
        "opens": bool(
            one.case_id
            and Case.objects.filter(cases_open_to(request.user, case=one.case), pk=one.case_id).exists()
        ),
    }
    template = "cases/paper_print.html" if "print" in request.GET else "cases/paper.html"
    return render(request, template, context, status=refused.status if refused else 200)


def _moved(request: HttpRequest, one: InternalPaper, form: StepForm, people: dict[str, User]) -> str:
    """Do what the button says; the words of what was done, empty where the form needs another look."""
    now = timezone.now()
    match request.POST.get("do"):
        case "step" if form.is_valid():
            given = form.cleaned_data
            send_on(
                one.pk, given["kind"], by=request.user, now=now, to=people.get(given["to"]),
                text=given["text"], due=given["due"],
            )  # fmt: skip
            return _("The paper is on its way.")
        case "done" | "agree" | "refuse" as what:
            step = one.steps.filter(to=request.user, done_at__isnull=True).order_by("number").first()
            if step is None:
                return ""
            agreed = None if what == "done" else what == "agree"
            answer_step(step.pk, by=request.user, now=now, agreed=agreed)
            return _("Your step is done.")
        case "dispatch":
            send_on(one.pk, PaperStep.Kind.DISPATCH, by=request.user, now=now)
            return _("The paper is sent.")
    return ""


def _case(request: HttpRequest, number: str) -> Case | None:
    key = number_key(number) if number else ""
    found = Proceeding.objects.filter(number=key).select_related("case").first() if key else None
    if found is None or not Case.objects.visible_to(request.user).filter(pk=found.case_id).exists():
        return None
    return found.case


def _courts(request: HttpRequest) -> list[Court]:
    codes = courts_where(request.user, Permission.ROUTE_PAPERS)
    return list(Court.objects.all() if codes is None else Court.objects.filter(code__in=codes))
