"""Reading a scan: its progress, and each page beside what was read, with the words to confirm."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.documents.actions import confirm_words, start_ocr
from tarazy.documents.actions.confirm_words import may_confirm
from tarazy.documents.models import Document, OcrJob, OcrPage
from tarazy.documents.ocr import ReaderMissing, ReadingFailed, reader_version
from tarazy.documents.scan_pages import lines_shown, page_picture
from tarazy.documents.texts import unconfirmed
from tarazy.documents.views.filed import seen

_FIELD = re.compile(r"word-(\d{1,6})\Z")


def _scan(request: HttpRequest, document_id: UUID) -> Document:
    found = seen(request, document_id)
    if not found.is_ready or not may_confirm(request.user, found):  # type: ignore[arg-type]
        raise Http404
    return found


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Start the reading (POST); its progress and its pages."""
    found = _scan(request, document_id)
    if request.method == "POST":
        start_ocr(found, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        return redirect("documents:reading", document_id=found.pk)
    return render(request, "documents/reading.html", {"document": found, **_progress(found)})


@never_cache
@login_required
@require_GET
def progress(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The part of the page that htmx asks for again until the reading is over."""
    found = _scan(request, document_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("documents:reading", document_id=found.pk)
    return render(request, "documents/reading_progress.html", {"document": found, **_progress(found)})


def _progress(document: Document) -> dict[str, object]:
    job = OcrJob.objects.filter(document=document).first()
    pages = list(job.read_pages.prefetch_related("confirmations")) if job else []
    try:
        reader_version()
        missing = False
    except ReaderMissing:
        missing = True
    return {
        "job": job,
        "missing": missing,
        "pages": [
            {"number": page.number, "shown": page.number + 1, "left": len(unconfirmed(page))}
            for page in pages
        ],
    }


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """A page's picture beside its text; POST confirms its marked words."""
    found = _scan(request, document_id)
    read = get_object_or_404(
        OcrPage.objects.select_related("job").prefetch_related("confirmations"),
        job__document=found,
        number=number,
    )
    if request.method == "POST":
        texts = {
            int(match[1]): value[:200]
            for name, value in request.POST.items()
            if (match := _FIELD.match(name)) and isinstance(value, str)
        }
        confirm_words(found, number, texts, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("The words of page %(page)s are confirmed.") % {"page": number + 1})
        if number + 1 < read.job.pages_done:
            return redirect("documents:page", document_id=found.pk, number=number + 1)
        return redirect("documents:reading", document_id=found.pk)
    context = {"document": found, "read": read, "shown": number + 1, "lines": lines_shown(read)}
    return render(request, "documents/page.html", context)


@never_cache
@login_required
@require_GET
def picture(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """The picture of a page, upright as it was read."""
    found = _scan(request, document_id)
    read = get_object_or_404(OcrPage, job__document=found, number=number)
    try:
        content = page_picture(found, read)
    except (ReadingFailed, ReaderMissing):
        raise Http404 from None
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response
