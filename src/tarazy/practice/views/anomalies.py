"""The queue of anomalies, a card, and its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.acts.presenting import mark_of, sections
from tarazy.acts.queries import shows_names
from tarazy.jurimetrics.anomalies.card import MOVES, AnomalyCard, AnomalyStatus, AnswerRefused
from tarazy.jurimetrics.decision import Span
from tarazy.practice.actions.answer_anomaly import answer_anomaly, may_answer
from tarazy.practice.anomaly_words import compared, phrase
from tarazy.practice.models import KIND_NAMES, STATUS_NAMES, Anomaly
from tarazy.practice.queries import acts_by_id, anomaly_queue
from tarazy.practice.tables import csv_response

PAGE_SIZE = 20
MOST_ROWS = 20_000
SHOWN_COMPARABLES = 12


def _asked(request: HttpRequest) -> dict[str, Any]:
    kind, status, page = (request.GET.get(name, "") for name in ("kind", "status", "page"))
    return {
        "kind": kind if kind in KIND_NAMES else "",
        "status": status if status in STATUS_NAMES else ("" if status == "all" else "open"),
        "page": max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    }


@require_GET
def anomalies(request: HttpRequest) -> HttpResponse:
    """Anomalies of the bank, those to be looked at first."""
    asked = _asked(request)
    queue = anomaly_queue(request.user, **asked, size=PAGE_SIZE)
    pages = max(1, -(-queue.total // PAGE_SIZE))
    context = {
        "asked": asked,
        "queue": queue,
        "cards": [_line(one) for one in queue.anomalies],
        "kinds": [(name, words, queue.kinds.get(name, 0)) for name, words in KIND_NAMES.items()],
        "statuses": [(name, words, queue.statuses.get(name, 0)) for name, words in STATUS_NAMES.items()],
        "pages": pages,
        "address": f"kind={asked['kind']}&status={asked['status'] or 'all'}",
    }
    return render(request, "practice/anomalies.html", context)


def _line(one: Anomaly) -> dict[str, Any]:
    card = AnomalyCard.model_validate(one.card)
    return {"anomaly": one, "words": phrase(card), "compared": compared(card)}


@require_GET
def anomalies_csv(request: HttpRequest) -> HttpResponse:
    """The queue as a file."""
    asked = {**_asked(request), "page": 1}
    queue = anomaly_queue(request.user, **asked, size=MOST_ROWS)
    rows = [
        (
            one.pk, one.kind, one.status, one.act.act_id if one.act else "", one.q_value,
            one.card["comparable_count"], phrase(AnomalyCard.model_validate(one.card)),
        )
        for one in queue.anomalies
    ]  # fmt: skip
    columns = ("id", "kind", "status", "act", "q_value", "comparable_cases", "words")
    return csv_response("anomalies", columns, rows)


@require_http_methods(["GET", "POST"])
def anomaly(request: HttpRequest, anomaly_id: int) -> HttpResponse:
    """A card: what differs from what, where it stands in the act, the comparable cases; and answering it."""
    one = get_object_or_404(Anomaly.objects.visible_to(request.user).select_related("act"), pk=anomaly_id)
    refused, typed = "", ""
    if request.method == "POST":
        typed = request.POST.get("reason", "")[:5000]
        try:
            wanted = AnomalyStatus(request.POST.get("status", ""))
            answer_anomaly(one.pk, wanted, typed, request.user)
        except (AnswerRefused, ValueError) as fault:
            code = getattr(fault, "code", "")
            refused = (
                _("Say what justifies the distinction: without a reason the answer can't be kept.")
                if code == "reason_missing"
                else _("This card has been answered meanwhile. Look at its history below.")
            )
        else:
            messages.success(request, _("The answer is kept in the history of the card."))
            return redirect("practice:anomaly", anomaly_id=one.pk)
    card = AnomalyCard.model_validate(one.card)
    context = {
        "anomaly": one,
        "card": card,
        "words": phrase(card),
        "compared": compared(card),
        "passages": _passages(request, one, card),
        "comparables": list(acts_by_id(request.user, list(card.comparables[:SHOWN_COMPARABLES])).values()),
        "history": one.answers.select_related("by"),
        "may_answer": may_answer(request.user),
        "moves": sorted(move.value for move in MOVES[AnomalyStatus(one.status)]),
        "refused": refused,
        "typed": typed,
    }
    return render(request, "practice/anomaly.html", context, status=422 if refused else 200)


def _passages(request: HttpRequest, one: Anomaly, card: AnomalyCard) -> list[Any]:
    """The paragraphs of the act in which the places of the card stand, the places marked."""
    if one.act is None or not card.spans:
        return []
    spans = card.spans
    decision = one.act.decision
    if not shows_names(request.user, one.act):
        decision, spans = one.act.public_with(spans)
    marks = [mark_of(Span(start=span.start, end=span.end), "") for span in spans]
    return [
        paragraph
        for section in sections(decision, marks)
        for paragraph in section.paragraphs
        if any(piece.mark for piece in paragraph)
    ]
