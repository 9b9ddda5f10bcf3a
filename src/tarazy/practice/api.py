"""Practice analytics for programs: ask, categories, anomalies."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from tarazy.acts import naming
from tarazy.acts.models import Act
from tarazy.acts.queries import shows_names
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.decision import Span
from tarazy.jurimetrics.trace.durations import Share, Survival
from tarazy.people.paging import link_pages
from tarazy.people.refusals import Refused
from tarazy.practice.actions.ask import Busy, give_up_if_stale
from tarazy.practice.actions.ask import ask as ask_action
from tarazy.practice.anomaly_words import phrase
from tarazy.practice.answers_seen import seen_by
from tarazy.practice.messages import message
from tarazy.practice.models import Anomaly, AskJob
from tarazy.practice.queries import anomaly_queue, category_figures, category_lines
from tarazy.practice.rules import preflight
from tarazy.practice.views.ask import HEAD, LONGEST_TEXT, upload_limit

router = Router(tags=["practice"])
PAGE_SIZE = 50
# Why a question isn't taken, and the status that says so.
ASK_CODES = {
    "empty": 422,
    "too_large": 422,
    "wrong_type": 422,
    "damaged": 422,
    "nothing_given": 422,
    "busy": 503,
}


class CategoryAnswer(Schema):
    """A category of cases with its shares."""

    category: str
    name: str
    acts: int
    granted: Share
    changed_above: Share
    potential: float | None


class MonthLine(Schema):
    """How many acts a month (`YYYY-MM`) has."""

    month: str
    acts: int


class OutcomeLine(Share):
    """How often cases ended so."""

    outcome: str


class ReviewLine(Share):
    """How often a higher court decided so."""

    review: str


class CategoryPage(Schema):
    """Everything that is known of a category."""

    category: str
    name: str
    acts: int
    flow: list[MonthLine]
    outcomes: list[OutcomeLine]
    durations: Survival | None
    reviews: list[ReviewLine]
    changed_above: Share
    reviewed: Share
    potential: dict[str, Any] | None


class AnomalyLine(Schema):
    """Something that differs from comparable cases, or from a rule."""

    id: int
    kind: str
    status: str
    act_id: str | None
    words: Any
    p_value: float | None
    q_value: float | None
    comparable_count: int
    group: dict[str, str]


class AnomalyPage(Schema):
    """A page of anomalies, with how many there are of each kind and status."""

    total: int
    page: int
    kinds: dict[str, int]
    statuses: dict[str, int]
    anomalies: list[AnomalyLine]


class AnswerLine(Schema):
    """How somebody answered the anomaly."""

    status: str
    reason: str
    at: datetime


class AnomalyAnswer(AnomalyLine):
    """An anomaly with where it stands in the text, comparable acts, and its answers."""

    spans: list[Span]
    comparables: list[str]
    history: list[AnswerLine]


class JobAnswer(Schema):
    """A question: `status` is reading, answering, done or failed; `answers` by name as they come."""

    id: UUID
    status: str
    address: str
    expires: datetime
    error: str = ""
    message: str = ""
    reading: dict[str, Any] | None = None
    answers: dict[str, Any] = {}


@router.post("/ask", response={202: JobAnswer}, url_name="ask")
def ask(
    request: HttpRequest,
    text: Form[str] = "",
    file: File[UploadedFile | None] = None,
) -> Any:
    """Put in a text or a file; come back to `address` until the status is done or failed.

    The question is kept for two hours and whoever knows its address sees it.
    """
    if file is not None:
        head = file.read(HEAD)
        file.seek(0)
        if fault := preflight(file.name or "", file.size or 0, head, limit=upload_limit()):
            raise AskRefused(*fault)
        content, name = file.read(), file.name or ""
    elif text.strip():
        content, name = text.encode(), ""
        if len(text) > LONGEST_TEXT:
            raise AskRefused("too_large", {})
    else:
        raise AskRefused("nothing_given", {})
    try:
        job = ask_action(content, file_name=name)
    except Busy:
        raise AskRefused("busy", {}) from None
    job.refresh_from_db()
    return Status(202, _job(request, job))


@router.get("/ask/{job_id}", response=JobAnswer, url_name="ask_job")
def answers(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """A question with the answers that are there."""
    job = get_object_or_404(AskJob.objects.visible_to(request.session.session_key), pk=job_id)
    give_up_if_stale(job)
    return _job(request, job)


@router.get("/categories", response=list[CategoryAnswer], url_name="categories")
def categories(request: HttpRequest) -> list[dict[str, Any]]:
    """Categories that have acts: shares with 95 % intervals, potential for drafting by rules."""
    return [
        {
            "category": line.slug,
            "name": naming.category_name(line.slug),
            "acts": line.acts,
            "granted": line.granted.model_dump(),
            "changed_above": line.changed.model_dump(),
            "potential": line.potential,
        }
        for line in category_lines(request.user)
    ]


@router.get("/categories/{slug}", response=CategoryPage, url_name="category")
def category(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One category: flow by month, outcomes, durations (Kaplan–Meier), reviews."""
    figures = category_figures(request.user, slug)
    if not figures.acts and slug not in naming.category_slugs():
        raise Http404
    return {
        "category": slug,
        "name": naming.category_name(slug),
        "acts": figures.acts,
        "flow": [{"month": month.isoformat()[:7], "acts": count} for month, count in figures.flow],
        "outcomes": [{"outcome": name, **share.model_dump()} for name, _, share in figures.outcomes],
        "durations": figures.durations.model_dump() if figures.durations else None,
        "reviews": [{"review": name, **share.model_dump()} for name, share in figures.reviews],
        "changed_above": figures.changed.model_dump(),
        "reviewed": figures.reviewed.model_dump(),
        "potential": figures.potential.figures if figures.potential else None,
    }


@router.get("/anomalies", response=AnomalyPage, url_name="anomalies")
def anomalies(request: HttpRequest, kind: str = "", status: str = "", page: int = 1) -> dict[str, Any]:
    """The queue of anomalies, the surest first."""
    page = min(100_000, max(1, page))
    queue = anomaly_queue(request.user, kind=kind, status=status, page=page, size=PAGE_SIZE)
    link_pages(request, page, -(-queue.total // PAGE_SIZE))
    return {
        "total": queue.total,
        "page": page,
        "kinds": queue.kinds,
        "statuses": queue.statuses,
        "anomalies": [_anomaly(one) for one in queue.anomalies],
    }


@router.get("/anomalies/{anomaly_id}", response=AnomalyAnswer, url_name="anomaly")
def anomaly(request: HttpRequest, anomaly_id: int) -> dict[str, Any]:
    """One card with the history of its answers; spans are those of the text that the caller may read."""
    one = get_object_or_404(Anomaly.objects.visible_to(request.user).select_related("act"), pk=anomaly_id)
    card = AnomalyCard.model_validate(one.card)
    spans = [span.model_dump() for span in card.spans]
    if one.act and not shows_names(request.user, one.act):
        spans = [span.model_dump() for span in one.act.public_with(card.spans)[1]]
    seen = Act.objects.visible_to(request.user).filter(act_id__in=card.comparables)
    return {
        **_anomaly(one),
        "spans": spans,
        "comparables": list(seen.values_list("act_id", flat=True)),
        "history": [
            {"status": answer.status, "reason": answer.reason, "at": answer.at}
            for answer in one.answers.all()
        ],
    }


def _anomaly(one: Anomaly) -> dict[str, Any]:
    card = AnomalyCard.model_validate(one.card)
    return {
        "id": one.pk,
        "kind": one.kind,
        "status": one.status,
        "act_id": one.act.act_id if one.act else None,
        "words": phrase(card),
        "p_value": card.p_value,
        "q_value": card.q_value,
        "comparable_count": card.comparable_count,
        "group": card.group,
    }


def _job(request: HttpRequest, job: AskJob) -> dict[str, Any]:
    failed = job.status == AskJob.Status.FAILED
    words = asdict(message(job.error, job.error_params)) if failed else {}
    return {
        "id": job.pk,
        "status": job.status,
        "address": reverse("api:ask_job", args=[job.pk]),
        "expires": job.expires,
        "error": job.error,
        "message": " ".join(words.values()),
        "reading": job.reading,
        "answers": {
            answer.name: seen_by(request.user, answer.name, answer.content)
            for answer in job.answers.all()
            if not answer.error
        },
    }


class AskRefused(Refused):
    """A question that isn't taken: `code` and the words by what is wrong with it."""

    many_codes = True

    def __init__(self, code: str, params: dict[str, Any]) -> None:
        words = message(code, params)
        self.code, self.status = code, ASK_CODES[code]  # type: ignore[misc]
        self.message, self.what_next = f"{words.happened} {words.kept}", words.next  # type: ignore[misc]
        super().__init__()
