"""Powers of attorney: those one gave and holds; give, accept, revoke."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tarazy.people import rules
from tarazy.people.account_forms import PowerForm
from tarazy.people.actions.powers import accept_power, give_power, is_principal, revoke_power
from tarazy.people.limits import limited
from tarazy.people.models import PowerOfAttorney
from tarazy.people.refusals import Invalid
from tarazy.people.representation import powers_seen_by


@never_cache
@login_required
@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """The list, with what can be done about each."""
    now = timezone.now()
    day = timezone.localdate(now)
    lines = []
    for power in powers_seen_by(request.user, now):
        over = power.revoked_at is not None or power.until < day
        lines.append(
            {
                "power": power,
                "scopes": [PowerOfAttorney.Scope(one).label for one in power.scope],
                "mine": power.representative_id == request.user.pk,
                "in_force": rules.in_force(power.terms, day, now),
                "over": over,
                "may_accept": power.representative_id == request.user.pk
                and not power.accepted_at
                and not over,
                "may_end": not over,
            }
        )
    return render(request, "people/powers.html", {"lines": lines})


@never_cache
@login_required
@limited("invitation")
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give a power."""
    form = PowerForm(request.POST or None, user=request.user, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            give_power(
                request.user,
                answers["representative"],
                [PowerOfAttorney.Scope(one) for one in answers["scope"]],
                answers["since"],
                answers["until"],
                timezone.now(),
                organisation=form.organisation,
            )
        except Invalid as refused:
            for name, words in refused.fields.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            messages.success(request, _("Given. It holds when your representative accepts it."))
            return redirect("people:powers")
    return render(request, "people/give_power.html", {"form": form})


@login_required
@require_POST
def accept(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Accept a power."""
    accept_power(_seen(request, uuid), request.user, timezone.now())
    messages.success(request, _("Accepted."))
    return redirect("people:powers")


@login_required
@require_POST
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a power at once."""
    power = _seen(request, uuid)
    now = timezone.now()
    if not is_principal(request.user, power, now) and power.representative_id != request.user.pk:
        raise Http404
    revoke_power(power, request.user, now)
    messages.success(request, _("It is over from this moment."))
    return redirect("people:powers")


def _seen(request: HttpRequest, uuid: UUID) -> PowerOfAttorney:
    return get_object_or_404(powers_seen_by(request.user, timezone.now()), uuid=uuid)
