"""What everybody may see of a draw: hashes, the list by names of judges, the file to check. Nothing of the case."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from tarazy.allocation.models import Draw
from tarazy.allocation.presenting import shown
from tarazy.allocation.words import BEACONS, REDRAWS
from tarazy.documents.rendering.typesetting import qr_svg


@require_safe
def verify_draw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How anybody recomputes this draw."""
    found = get_object_or_404(Draw.objects.filter(commitment__isnull=False), uuid=uuid)
    context = shown(found) | {
        "beacon": BEACONS.get(found.beacon_kind, ""),
        "redraw_reason": REDRAWS.get(found.reason_code, ""),
        "qr": qr_of(request, found),
        "verify_address": address_of(request, found),
    }
    return render(request, "allocation/verify_draw.html", context)


@require_safe
def receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt as `tarazy-verify receipt` takes it."""
    found = get_object_or_404(Draw, uuid=uuid)
    if found.receipt is None:
        raise Http404
    text = json.dumps(found.receipt, ensure_ascii=False, sort_keys=True, indent=1)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{found.uuid}.json"'
    return answer


def address_of(request: HttpRequest, draw: Draw) -> str:
    """The address of the public page, whole."""
    return request.build_absolute_uri(reverse("allocation:verify_draw", args=[draw.uuid]))


def qr_of(request: HttpRequest, draw: Draw) -> SafeString:
    """The address as a QR code in SVG."""
    drawn = qr_svg(address_of(request, draw))
    return mark_safe(drawn[drawn.index("<svg") :])
