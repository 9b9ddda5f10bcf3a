"""Paying: to the bank and back, the bank's messages, the demo bank's own page."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tarazy.cabinet.actions.pay_fee import ask_bank, ask_refund, hear_bank, start_payment
from tarazy.cabinet.models import DemoBankOrder, Filing, Payment
from tarazy.cabinet.payments import demo_bank
from tarazy.cabinet.payments.gateway import gateway
from tarazy.cabinet.receipts import written_sum
from tarazy.cabinet.refusals import ForgedWebhook, ReasonMissing
from tarazy.people.refusals import Refused

LARGEST_MESSAGE = 20_000


def pay(request: HttpRequest, filing: Filing) -> HttpResponse:
    """To the bank's page with an order for what is due."""
    unknown = "00000000-0000-0000-0000-000000000000"
    back = request.build_absolute_uri(reverse("cabinet:payment", args=[unknown])).replace(unknown, "UUID")
    payment = start_payment(
        filing.pk, by=request.user, now=timezone.now(), return_url=back,
        callback_url=request.build_absolute_uri(reverse("cabinet:bank_webhook")),
    )  # fmt: skip
    if payment.state == Payment.State.PAID:
        return redirect("cabinet:payment", payment.uuid)
    return redirect(payment.pay_url)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def payment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How the payment stands; the bank is asked while it waits. The payer may ask for the money back."""
    found = get_object_or_404(
        Payment.objects.visible_to(request.user).select_related("filing", "case"), uuid=uuid
    )
    own = found.payer_id == request.user.pk
    fault: Refused | None = None
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            if not own:
                raise Http404
            if len(reason.split()) < 3:
                raise ReasonMissing({"reason": ReasonMissing.message})
            ask_refund(found.pk, reason, by=request.user, now=timezone.now())
            return redirect("cabinet:payment", uuid)
        except Refused as refused:
            fault = refused
    found = ask_bank(found, now=timezone.now())
    refundable = own and found.state == Payment.State.PAID and found.case_id and not found.credited_to_id
    context = {
        "payment": found,
        "sum": written_sum(found.amount, found.currency),
        "filing": found.filing if own else None,
        "refundable": refundable and found.refund in (Payment.Refund.NONE, Payment.Refund.REFUSED),
        "fault": fault,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "cabinet/payment.html", context, status=fault.status if fault else 200)


@csrf_exempt
@require_POST
def bank_webhook(request: HttpRequest) -> HttpResponse:
    """The bank tells us of an order, in a signed message; late ones and repeated ones are answered alike."""
    bank = gateway()
    if bank is None:
        raise Http404
    now = timezone.now()
    if int(request.headers.get("Content-Length") or 0) > LARGEST_MESSAGE:
        return JsonResponse({"status": "too large"}, status=413)
    try:
        word = bank.heard(dict(request.headers), request.body, now=now)
    except ForgedWebhook:
        return JsonResponse({"status": "forged"}, status=401)
    found = hear_bank(word, now=now)
    return JsonResponse({"status": "ok" if found else "unknown"}, status=200 if found else 404)


@never_cache
@require_http_methods(["GET", "POST"])
def demo_bank_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of the demo bank: pay, decline, or say nothing. Only while the demo is on."""
    if not settings.TARAZY_DEMO:
        raise Http404
    order = get_object_or_404(DemoBankOrder, reference=reference)
    if request.method == "POST":
        said = request.POST.get("answer", "")
        changed = demo_bank.answer(reference, said)
        if changed is not None and changed.state != DemoBankOrder.State.SILENT:
            demo_bank.tell_later(changed)
        return redirect(order.return_url)
    context = {"order": order, "sum": written_sum(order.amount, order.currency)}
    return render(request, "cabinet/demo_bank.html", context)
