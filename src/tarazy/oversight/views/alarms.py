"""Alarms, for those who run or oversee the systems."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tarazy.oversight.actions.raise_alarm import close_alarm
from tarazy.oversight.forms import FindingForm
from tarazy.oversight.models import Alarm, SystemVersion
from tarazy.oversight.registry import system_name
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import NotFound, NotPermitted

SHOWN = 100


def _let_in(request: HttpRequest) -> None:
    user = request.user
    if not (may(user, Permission.SEE_AI_USES) or may(user, Permission.SWITCH_AI_SYSTEMS)):
        raise NotPermitted


@login_required
@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    """The open ones, then the latest that were closed."""
    _let_in(request)
    rows = [(one, system_name(one.system)) for one in Alarm.objects.filter(closed_at__isnull=True)[:SHOWN]]
    closed = [
        (one, system_name(one.system))
        for one in Alarm.objects.filter(closed_at__isnull=False).order_by("-closed_at")[:SHOWN]
    ]
    return render(request, "oversight/alarms.html", {"rows": rows, "closed": closed})


@login_required
@require_http_methods(["GET", "POST"])
def alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """One alarm with its figures; closed by saying what was found."""
    _let_in(request)
    found = Alarm.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_alarm(pk, finding=form.cleaned_data["finding"], by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Closed."))
        return redirect("oversight:alarms")
    version = None
    if found.kind == Alarm.Kind.CHANGED_FILE:
        version = SystemVersion.objects.filter(system=found.system, sha256__startswith=found.subject).first()
    context = {
        "alarm": found,
        "name": system_name(found.system),
        "figures": [(name.replace("_", " "), value) for name, value in found.figures.items()],
        "form": form,
        "version": version,
        "may_sign": may(request.user, Permission.SWITCH_AI_SYSTEMS),
    }
    return render(request, "oversight/alarm.html", context)
