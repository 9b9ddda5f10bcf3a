"""My documents, one document, its content."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.documents.models import Document, OcrJob
from tarazy.documents.refusals import FAULTS, FileRefused
from tarazy.documents.serving import content_response
from tarazy.documents.signed import signatures_of
from tarazy.documents.uploads import documents_of, holder_of, user_of

PAGE_SIZE = 50


def seen(request: HttpRequest, document_id: UUID) -> Document:
    """The document if this reader may know of it, else 404."""
    visible = Document.objects.visible_to(request.user, holder_of(request))
    return get_object_or_404(visible.select_related("parent"), pk=document_id)


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """One's own documents and the field to put in more."""
    fault: FileRefused | None = None
    if request.method == "POST":
        try:
            added = documents_of(request)
        except FileRefused as refused:
            fault = refused
        else:
            if added:
                said = ngettext("%(count)s document is there.", "%(count)s documents are there.", len(added))
                messages.success(request, said % {"count": len(added)})
            return redirect("documents:mine")
    user, holder = user_of(request), holder_of(request)
    own = Document.objects.visible_to(user, holder).filter(origin__in=["uploaded", "scanned"])
    own = own.filter(owner=user) if user else own.filter(holder=holder)
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "fault": fault}
    return render(request, "documents/mine.html", context, status=422 if fault else 200)


@never_cache
@require_GET
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What is known of a document."""
    found = seen(request, document_id)
    made = Document.objects.visible_to(request.user, holder_of(request)).filter(parent=found)
    return render(
        request,
        "documents/document.html",
        {
            "document": found,
            "made": made,
            "job": OcrJob.objects.filter(document=found).first(),
            "why": FAULTS.get(found.refused_code),
            "readable": found.is_ready and (found.is_pdf or found.is_picture),
            "signatures": signatures_of(found, timezone.now()),
            "is_owner": request.user.is_authenticated and found.owner_id == request.user.pk,
        },
    )


@never_cache
@require_GET
def view(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The content in the browser, for kinds that it shows by itself."""
    found = seen(request, document_id)
    return content_response(
        found, user_of(request), holder=holder_of(request), inline=True, now=timezone.now()
    )


@never_cache
@require_GET
def download(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The content as a file."""
    found = seen(request, document_id)
    return content_response(
        found, user_of(request), holder=holder_of(request), inline=False, now=timezone.now()
    )
