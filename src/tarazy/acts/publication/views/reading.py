"""What everybody may see of a published act: its versions, its hash in the ledger, and where to report a leak."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.acts.models import Act
from tarazy.acts.publication.actions.report_leak import report_leak
from tarazy.acts.publication.forms import LeakForm
from tarazy.acts.publication.models import Publication
from tarazy.people.limits import limited
from tarazy.people.refusals import Refused


@require_GET
def published(request: HttpRequest, address: str) -> HttpResponse:
    """The act's permanent address, its versions, how to cite it and how to check it."""
    act = _public(address)
    publication = Publication.objects.published().filter(address=address).first()
    versions = list(publication.versions.filter(published_at__isnull=False)) if publication else []
    context = {
        "act": act,
        "publication": publication,
        "versions": versions,
        "current": next((one for one in versions if one.replaced_at is None), None),
        "permalink": request.build_absolute_uri(act.get_absolute_url()),
        "sent": request.GET.get("sent") == "1",
    }
    return render(request, "publication/published.html", context)


@require_GET
def text(request: HttpRequest, address: str) -> HttpResponse:
    """The text as everybody reads it, byte by byte what the ledger's hash is of."""
    act = _public(address)
    publication = Publication.objects.published().filter(address=address).first()
    current = publication.current if publication else None
    answer = HttpResponse(
        (current.text if current else act.public_decision.text).encode(),
        content_type="text/plain; charset=utf-8",
    )
    answer["Content-Disposition"] = 'inline; filename="act.txt"'
    return answer


@require_http_methods(["GET", "POST"])
@limited("leak")
def leak(request: HttpRequest, address: str) -> HttpResponse:
    """A reader reports what must not be read there. Nobody has to sign in."""
    act = _public(address)
    form = LeakForm(request.POST or None)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            report_leak(address, form.cleaned_data["passage"], form.cleaned_data["words"], now=timezone.now())
            return redirect(reverse("publication:published", args=[address]) + "?sent=1")
        except Refused as caught:
            if caught.status == 404:
                raise Http404 from caught
            refused = caught
    status = 422 if form.errors or refused else 200
    return render(
        request, "publication/leak.html", {"act": act, "form": form, "refused": refused}, status=status
    )


def _public(address: str) -> Act:
    act = Act.objects.visible_to(None).filter(act_id=address).first()
    if act is None:
        raise Http404
    return act
