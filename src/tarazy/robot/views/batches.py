"""Batches: started, watched on a bar that survives a reload, stopped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tarazy.people.permissions import Permission, courts_where, require
from tarazy.people.refusals import Refused
from tarazy.robot.batch import is_alive, resume, start_batch, stop_batch
from tarazy.robot.covering import USE, modes, table_now
from tarazy.robot.models import Batch
from tarazy.robot.presenting import language
from tarazy.robot.queries import batches_seen
from tarazy.robot.tasks import work_on_batch

SHOWN = 30


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """The batches; a new one for a table in use, in the own court."""
    rows = batches_seen(request.user)
    courts = sorted(courts_where(request.user, Permission.ADOPT_RULES) or ())
    fault: Refused | None = None
    if request.method == "POST":
        try:
            begun = start_batch(
                request.POST.get("table", ""),
                request.POST.get("court", "")
                if request.POST.get("court", "") in courts
                else (courts or [""])[0],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            fault = refused
        else:
            work_on_batch.enqueue(str(begun.pk))
            return redirect("robot:batch", begun.pk)
    now = timezone.now()
    offered = [
        (name, found.titles.get(language(), name))
        for name, mode in modes().items()
        if mode == USE and (found := table_now(name, now)) is not None
    ]
    context = {"batches": rows[:SHOWN], "courts": courts, "offered": offered, "fault": fault}
    return render(request, "robot/batches.html", context, status=fault.status if fault else 200)


@never_cache
@login_required
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch with its bar; without scripts the page loads itself anew."""
    return render(request, "robot/batch.html", _shown(request, batch_id))


@never_cache
@login_required
@require_GET
def batch_bar(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The bar alone, asked for while the batch runs."""
    return render(request, "robot/batch_bar.html", _shown(request, batch_id))


@never_cache
@login_required
@require_POST
def stop(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Stop it, or go on with what is left."""
    found = _seen(request, batch_id)
    if request.POST.get("go_on"):
        require(request.user, Permission.ADOPT_RULES, found.court_code or None)
        if resume(batch_id, now=timezone.now()).state == Batch.State.RUNNING:
            work_on_batch.enqueue(str(found.pk))
    else:
        stop_batch(batch_id, by=request.user, now=timezone.now())
    return redirect("robot:batch", batch_id)


def _shown(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    found = _seen(request, batch_id)
    now = timezone.now()
    rate = found.rate
    left = found.total - found.done
    return {
        "batch": found,
        "percent": 100 * found.done // found.total if found.total else 100,
        "rate": rate,
        "left": left,
        "seconds_left": round(left / rate) if rate else None,
        "alive": is_alive(found, now),
        "may_stop": bool(courts_where(request.user, Permission.ADOPT_RULES) != frozenset()),
    }


def _seen(request: HttpRequest, batch_id: UUID) -> Batch:
    found = batches_seen(request.user).filter(pk=batch_id).first()
    if found is None:
        raise Http404
    return found
