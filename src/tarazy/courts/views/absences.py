"""Absence of judges, entered by the chair: it moves the distribution, so each entry says who made it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tarazy.courts.actions.record_absence import record_absence
from tarazy.courts.forms import AbsenceForm
from tarazy.courts.models import Court
from tarazy.courts.queries import absences_of
from tarazy.people.permissions import Permission, courts_where
from tarazy.people.refusals import Refused

AHEAD = timedelta(days=180)
BACK = timedelta(days=30)


@login_required
@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """The absences of the chair's courts, and entering one. 404 for whoever keeps none."""
    codes = courts_where(request.user, Permission.MANAGE_ABSENCE)
    courts = list(Court.objects.all() if codes is None else Court.objects.filter(code__in=codes))
    if not courts:
        raise Http404
    court = next((one for one in courts if one.code == request.GET.get("court")), courts[0])
    today = timezone.localdate()
    form = AbsenceForm(court, request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            record_absence(
                given["judge"].pk,
                given["kind"],
                given["since"],
                given["until"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("The absence is entered."))
            return redirect(f"{request.path}?court={court.code}")
    return render(
        request,
        "courts/absences.html",
        {
            "court": court,
            "courts": courts,
            "form": form,
            "refused": refused,
            "rows": list(absences_of(court, today - BACK, today + AHEAD)),
            "today": today,
        },
        status=refused.status if refused else 200,
    )
