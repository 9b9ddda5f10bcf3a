"""A judge's own settings."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tarazy.oversight.actions.choose_own import choose_own
from tarazy.oversight.forms import OwnForm
from tarazy.oversight.models import OwnChoice
from tarazy.people.permissions import Permission, require


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Which systems help me, and when I see the forecast."""
    require(request.user, Permission.READ_COURT_CASES)
    kept = OwnChoice.objects.filter(user_id=request.user.pk).first()
    initial = {"off": kept.off, "own_note_first": kept.own_note_first} if kept else {}
    form = OwnForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_own(
            form.cleaned_data["off"],
            own_note_first=form.cleaned_data["own_note_first"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("oversight:own")
    return render(request, "oversight/own.html", {"form": form})
