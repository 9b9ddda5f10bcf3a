"""Pages of those who may open the case: the draw, starting one, holding one again."""

from __future__ import annotations

import base64
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tarazy.allocation.actions import commit_draw, redraw_statement, supersede_draw
from tarazy.allocation.edition import in_force
from tarazy.allocation.forms import RedrawForm
from tarazy.allocation.models import Draw
from tarazy.allocation.presenting import shown
from tarazy.allocation.queries import to_be_drawn
from tarazy.allocation.views.verify import address_of, qr_of
from tarazy.allocation.words import BEACONS, DIRECT, REDRAWS, REFUSED
from tarazy.cases.models import Proceeding
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_key, demo_open
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.documents.signatures.refusals import SigningRefused
from tarazy.people.permissions import Permission, may, require

PAGE = 50


@login_required
@require_safe
def draw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The receipt for the parties and the court."""
    found = get_object_or_404(
        Draw.objects.visible_to(request.user).select_related("proceeding__case", "supersedes", "follows"),
        uuid=uuid,
    )
    context = shown(found) | {
        "beacon": BEACONS.get(found.beacon_kind, ""),
        "direct": DIRECT.get(found.direct_reason, ""),
        "refused": REFUSED.get(found.trouble, ""),
        "redraw_reason": REDRAWS.get(found.reason_code, ""),
        "successor": Draw.objects.filter(supersedes=found).first()
        or Draw.objects.filter(follows=found).first(),
        "qr": qr_of(request, found) if found.commitment else "",
        "verify_address": address_of(request, found),
        "may_redraw": found.state in (Draw.State.DRAWN, Draw.State.DIRECT)
        and may(request.user, Permission.REPLACE_JUDGE, found.court_code),
    }
    return render(request, "allocation/draw.html", context)


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Registered cases that wait for their draw."""
    require(request.user, Permission.START_DRAW)
    page = Paginator(to_be_drawn(request.user).order_by("registered_at", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    recent = Draw.objects.visible_to(request.user).select_related("proceeding")[:20]
    return render(request, "allocation/waiting.html", {"page": page, "recent": recent})


@login_required
@require_POST
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Start the distribution of a proceeding."""
    proceeding = get_object_or_404(Proceeding.objects.visible_to(request.user), uuid=uuid)
    made = commit_draw(proceeding, request.user, timezone.now())
    return redirect(made)


@login_required
def redraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hold a draw again, for a reason of the law that the chair signs."""
    found = get_object_or_404(Draw.objects.visible_to(request.user).select_related("proceeding"), uuid=uuid)
    require(request.user, Permission.REPLACE_JUDGE, found.court_code)
    now = timezone.now()
    reasons = list(in_force(timezone.localdate(now)).redraws)
    form = RedrawForm(request.POST or None, request.FILES or None, draw=found, reasons=reasons)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["demo_key"]:
                signer = LocalPkcs12Signer(demo_key(request.user, now=now), DEMO_PASSWORD)
            else:
                signer = LocalPkcs12Signer(given["key"].read(), given["password"])
            signed = signer.sign_cms(redraw_statement(found, given["reason"], request.user), now=now)
        except SigningRefused as refused:
            form.add_error("key", refused.words)
        else:
            signature = {"cms": base64.b64encode(signed).decode("ascii")}
            return redirect(
                supersede_draw(
                    found, given["reason"], request.user, signature, now, replaced=given["replaced"]
                )
            )
    context = {"draw": found, "form": form, "demo": demo_open()}
    return render(request, "allocation/redraw.html", context, status=422 if form.errors else 200)
