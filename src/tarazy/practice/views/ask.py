"""Asking, and the page on which the five answers appear."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tarazy.practice.actions.ask import Busy, forget_expired, give_up_if_stale
from tarazy.practice.actions.ask import ask as ask_action
from tarazy.practice.actions.keep_distinction import keep_distinction
from tarazy.practice.answer_pages import answer_context
from tarazy.practice.messages import message
from tarazy.practice.models import ANSWERS, AskJob
from tarazy.practice.read_page import fields_read, text_read
from tarazy.practice.rules import FILE_TYPES, preflight
from tarazy.practice.samples import sample, samples

HEAD = 4096
LONGEST_TEXT = 3_000_000


def upload_limit() -> int:
    """The largest file that can be put in, in bytes."""
    return int(getattr(settings, "MAX_UPLOAD_BYTES", 20_000_000))


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form for a text or a file; sending it leads to the page of answers."""
    if request.method == "GET":
        forget_expired()
        return _form(request)
    upload = request.FILES.get("file")
    chosen = sample(request.POST.get("sample", ""))
    text = chosen.text if chosen else request.POST.get("text", "")
    if upload is not None and not chosen:
        head = upload.read(HEAD)
        upload.seek(0)
        fault = preflight(upload.name or "", upload.size or 0, head, limit=upload_limit())
        if fault:
            return _form(request, *fault, field="file", text=text)
        content, file_name, name = upload.read(), upload.name or "", upload.name or ""
    elif text.strip():
        if len(text) > LONGEST_TEXT:
            return _form(request, "too_large", {}, field="text")
        content, file_name, name = text.encode(), "", chosen.title if chosen else ""
    else:
        return _form(request, "nothing_given", {}, field="text")
    try:
        job = ask_action(content, file_name=file_name, name=str(name), session_key=_session(request))
    except Busy:
        return _form(request, "busy", {}, text=text)
    return redirect("practice:answer", job_id=job.pk)


def _session(request: HttpRequest) -> str:
    # The key of a cookie counts only if this server gave it out: a planted one would be known to others.
    key = request.session.session_key
    if not key or not request.session.exists(key):
        request.session.create()
    return request.session.session_key or ""


def _form(
    request: HttpRequest,
    code: str = "",
    params: dict[str, Any] | None = None,
    *,
    field: str = "text",
    text: str = "",
) -> HttpResponse:
    context = {
        "error": message(code, params or {}) if code else None,
        "field": field,
        "text": text,
        "samples": samples(),
        "types": ",".join(FILE_TYPES),
        "limit": upload_limit(),
        "limit_megabytes": upload_limit() // 1_000_000,
        "preflight": {
            kind: asdict(message(kind, {})) for kind in ("empty", "too_large", "wrong_type", "encrypted")
        },
    }
    return render(
        request, "practice/ask.html", context, status=503 if code == "busy" else 422 if code else 200
    )


def _job(request: HttpRequest, job_id: UUID) -> AskJob:
    job = get_object_or_404(AskJob.objects.visible_to(request.session.session_key), pk=job_id)
    give_up_if_stale(job)
    return job


@never_cache
@require_GET
def answer(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The page of a question: what was read, and each answer as soon as it is there."""
    job = _job(request, job_id)
    context: dict[str, Any] = {"job": job}
    if job.status == AskJob.Status.FAILED:
        context["error"] = message(job.error, job.error_params)
        return render(request, "practice/answer_failed.html", context)
    context["parts"] = [_part(request, job, name) for name in ANSWERS]
    context["read"] = _read(job)
    return render(request, "practice/answer.html", context)


@never_cache
@require_GET
def answer_part(request: HttpRequest, job_id: UUID, part: str) -> HttpResponse:
    """One card of the page for htmx; a failed question makes the browser load the page anew."""
    job = _job(request, job_id)
    if part not in (*ANSWERS, "reading"):
        raise Http404
    if not request.htmx:
        return redirect("practice:answer", job_id=job.pk)
    if job.status == AskJob.Status.FAILED:
        response = HttpResponse(status=200)
        response["HX-Refresh"] = "true"
        return response
    if part == "reading":
        return render(request, "practice/reading.html", {"job": job, "read": _read(job)})
    return render(request, "practice/answer_card.html", {"job": job, "part": _part(request, job, part)})


@require_POST
def answer_distinction(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Keep, with the question, what justifies that the case differs; it is deleted with it."""
    job = _job(request, job_id)
    card, reason = request.POST.get("card", ""), request.POST.get("reason", "").strip()
    if not card.isascii() or not card.isdigit() or len(card) > 4:
        raise Http404
    if reason:
        keep_distinction(job, int(card), reason)
    return redirect(f"{reverse('practice:answer', args=[job.pk])}#answer-anomalies")


def _part(request: HttpRequest, job: AskJob, name: str) -> dict[str, Any]:
    titles = {
        "category": _("Category"),
        "analogues": _("Cases alike"),
        "trace": _("The case through the instances"),
        "anomalies": _("Differs from practice"),
        "forecast": _("How such claims were decided"),
    }
    given = next((one for one in job.answers.all() if one.name == name), None)
    part: dict[str, Any] = {"name": name, "title": titles[name], "given": given, "over": job.over}
    if given is not None and not given.error:
        shown = {"job": job, **answer_context(request.user, job, name, given.content)}
        part["figure"] = shown.get("figure", "")
        part["html"] = render_to_string(f"practice/answers/{name}.html", shown, request)
    return part


def _read(job: AskJob) -> dict[str, Any] | None:
    decision = job.decision
    if decision is None:
        return None
    fields, marks = fields_read(decision)
    return {"fields": fields, "sections": text_read(decision, marks), "decision": decision}
