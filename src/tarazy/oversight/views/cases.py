"""AI in one case: for its parties and for the court."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tarazy.cases.standing import standing
from tarazy.cases.views.opening import OpenedCase, open_case
from tarazy.oversight.actions.answer_objection import MAY, answer_objection
from tarazy.oversight.actions.choose_own import choose_in_case
from tarazy.oversight.actions.object_to_ai import decide_without_ai, object_to_ai, withdraw
from tarazy.oversight.forms import AnswerForm, ObjectForm
from tarazy.oversight.models import CaseChoice, Objection, Use
from tarazy.oversight.queries import used_in
from tarazy.oversight.registry import norms, system_name
from tarazy.people.refusals import NotFound


@never_cache
@login_required
@require_safe
def in_case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Which systems were used, when and in what role; what one can do about it."""
    return _page(request, open_case(request, case_uuid, "ai"))


@login_required
@require_http_methods(["GET", "POST"])
def object_here(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Object."""
    opened = open_case(request, case_uuid, "ai")
    used = [(one.slug, one.name) for one in used_in(opened.case)]
    form = ObjectForm(request.POST if request.method == "POST" else None, used=used)
    if request.method == "POST" and form.is_valid():
        made = object_to_ai(
            opened.current.pk,
            by=opened.user,
            now=timezone.now(),
            text=form.cleaned_data["text"],
            names=form.cleaned_data.get("systems", []),
        )
        due = made.deadline.due if made.deadline else None
        messages.success(
            request,
            _("Filed. Until it is answered, by %(due)s, what you object to isn't used in this case.")
            % {"due": f"{due:%d.%m.%Y}" if due else "–"},
        )
        return redirect("oversight:case", case_uuid)
    return render(
        request,
        "oversight/object.html",
        {"opened": opened, "case": opened.case, "form": form, "norms": norms()},
    )


@login_required
@require_POST
def without(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Wish that the case be decided without AI."""
    opened = open_case(request, case_uuid, "ai")
    decide_without_ai(opened.current.pk, by=opened.user, now=timezone.now())
    messages.success(request, _("From now on no AI is used in this case."))
    return redirect("oversight:case", case_uuid)


@login_required
@require_POST
def withdraw_here(request: HttpRequest, case_uuid: UUID, pk: int) -> HttpResponse:
    """Take back an objection or a wish."""
    opened = open_case(request, case_uuid, "ai")
    found = _objection(opened, pk)
    withdraw(found.pk, by=opened.user, now=timezone.now())
    messages.success(request, _("Withdrawn."))
    return redirect("oversight:case", case_uuid)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, case_uuid: UUID, pk: int) -> HttpResponse:
    """The judge or the chair answers."""
    opened = open_case(request, case_uuid, "ai")
    found = _objection(opened, pk)
    if not MAY & standing(opened.user, found.proceeding, now=timezone.now()):
        raise NotFound
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer_objection(
            found.pk,
            upheld=form.cleaned_data["upheld"] == "yes",
            answer=form.cleaned_data["answer"],
            by=opened.user,
            now=timezone.now(),
        )
        messages.success(request, _("Answered; the parties are told."))
        return redirect("oversight:case", case_uuid)
    context = {"case": opened.case, "objection": found, "form": form, "about": _names(found)}
    return render(request, "oversight/answer.html", context)


@login_required
@require_POST
def own_here(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """A judge switches AI off (or on again) in this case for themselves."""
    opened = open_case(request, case_uuid, "ai")
    off = choose_in_case(
        opened.case.pk, off=request.POST.get("off") == "yes", by=opened.user, now=timezone.now()
    )
    messages.success(
        request, _("AI is off for you in this case.") if off else _("AI is on for you in this case.")
    )
    return redirect("oversight:case", case_uuid)


def _objection(opened: OpenedCase, pk: int) -> Objection:
    found = Objection.objects.visible_to(opened.user).filter(case=opened.case, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _names(objection: Objection) -> str:
    return ", ".join(system_name(slug) for slug in objection.systems) or _("all systems")


def _page(request: HttpRequest, opened: OpenedCase) -> HttpResponse:
    case, user, now = opened.case, opened.user, timezone.now()
    mine = {party.pk for party in opened.own_parties}
    objections = list(
        Objection.objects.visible_to(user).filter(case=case).select_related("deadline", "party", "proceeding")
    )
    seen = {party.pk for party in opened.parties}
    answers = bool(MAY & standing(user, opened.current, now=now))
    rows: list[dict[str, Any]] = [
        {
            "one": one,
            "about": _names(one),
            "party": one.party if one.party_id in seen else None,
            "own": one.party_id in mine,
            "withdrawable": one.party_id in mine
            and one.state in (Objection.State.OPEN, Objection.State.WISH),
            "answerable": answers and one.state == Objection.State.OPEN,
        }
        for one in objections
    ]
    own_states = {one.state for one in objections if one.party_id in mine}
    context = {
        "opened": opened,
        "case": case,
        "used": used_in(case),
        "rows": rows,
        "is_party": bool(mine),
        "may_object": bool(mine) and Objection.State.OPEN not in own_states,
        "may_wish": bool(mine) and Objection.State.WISH not in own_states,
        "without": Objection.objects.filter(case=case, state=Objection.State.WISH).exists(),
        "court_side": opened.court_side,
        "off_for_me": CaseChoice.objects.filter(case=case, user_id=user.pk).exists(),
        "own_uses": Use.objects.filter(case=case, by_id=user.pk).count() if opened.court_side else 0,
        "norms": norms(),
    }
    return render(request, "oversight/case.html", context)
