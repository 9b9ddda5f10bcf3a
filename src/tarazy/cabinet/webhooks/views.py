"""Pages of webhooks: one's endpoints, each with its log of deliveries."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tarazy.cabinet.webhooks.actions.keep_endpoints import (
    change_endpoint,
    delete_endpoint,
    enable_endpoint,
    make_endpoint,
    redeliver,
    rotate_secret,
)
from tarazy.cabinet.webhooks.forms import KIND_WORDS, EndpointForm
from tarazy.cabinet.webhooks.models import Endpoint
from tarazy.people.limits import limited
from tarazy.people.refusals import Invalid, NotFound


@never_cache
@login_required
@limited("invitation")
@require_http_methods(["GET", "POST"])
def endpoints(request: HttpRequest) -> HttpResponse:
    """One's endpoints, and a form for another."""
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = make_endpoint(
                form.cleaned_data["url"], form.cleaned_data["kinds"], by=request.user, now=timezone.now()
            )
        except Invalid as refused:
            form.add_error("url", f"{refused.words} {refused.advice}")
        else:
            return _endpoint_page(request, made, secret=secret)
    context = {"form": form, "endpoints": Endpoint.objects.visible_to(request.user)}
    return render(request, "webhooks/endpoints.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def endpoint(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One endpoint: change it, see what was sent."""
    found = _own(request, uuid)
    form = EndpointForm(request.POST or None, initial={"url": found.url, "kinds": found.kinds})
    if request.method == "POST" and form.is_valid():
        try:
            change_endpoint(uuid, form.cleaned_data["url"], form.cleaned_data["kinds"], by=request.user)
        except Invalid as refused:
            form.add_error("url", f"{refused.words} {refused.advice}")
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks:endpoint", uuid)
    return _endpoint_page(request, found, form)


@never_cache
@login_required
@require_POST
def rotate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A new secret, shown once."""
    found, secret = rotate_secret(uuid, by=request.user, now=timezone.now())
    return _endpoint_page(request, found, secret=secret)


@login_required
@require_POST
def enable(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Turn an endpoint on again."""
    enable_endpoint(uuid, by=request.user)
    messages.success(request, _("The webhook is on again."))
    return redirect("webhooks:endpoint", uuid)


@login_required
@require_POST
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete an endpoint."""
    delete_endpoint(uuid, by=request.user, now=timezone.now())
    messages.success(request, _("The webhook is deleted."))
    return redirect("webhooks:endpoints")


@login_required
@require_POST
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a message once more."""
    found = redeliver(uuid, by=request.user, now=timezone.now())
    messages.success(request, _("It will be sent once more."))
    return redirect("webhooks:endpoint", found.endpoint.uuid)


@never_cache
@login_required
@require_safe
def signing(request: HttpRequest) -> HttpResponse:
    """How a receiver checks what it gets."""
    return render(request, "webhooks/signing.html")


def _own(request: HttpRequest, uuid: UUID) -> Endpoint:
    found = Endpoint.objects.visible_to(request.user).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def _endpoint_page(
    request: HttpRequest, found: Endpoint, form: EndpointForm | None = None, secret: str = ""
) -> HttpResponse:
    rows = found.deliveries.select_related("entry__case").prefetch_related("attempts")[:100]
    context = {
        "endpoint": found, "secret": secret,
        "form": form or EndpointForm(initial={"url": found.url, "kinds": found.kinds}),
        "kinds": [KIND_WORDS.get(kind, kind) for kind in found.kinds],
        "rows": [(one, list(one.attempts.all())) for one in rows],
    }  # fmt: skip
    return render(request, "webhooks/endpoint.html", context)
