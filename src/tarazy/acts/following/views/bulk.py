"""Bulk files: the list and the download, whole or in part."""

from __future__ import annotations

import re
from typing import BinaryIO

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from tarazy.acts.following.bulk import COLUMNS, FORMS, path_of
from tarazy.acts.following.models import BulkMonth
from tarazy.acts.following.queries import served_months
from tarazy.courts.models import Court

NAME = re.compile(r"([0-9a-z]{4,16})-(\d{4})-(\d{2})\.(jsonl\.gz|parquet)")
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
ON_A_PAGE = 50
TYPES = {"jsonl": "application/gzip", "parquet": "application/vnd.apache.parquet"}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every court and month with sizes and hashes."""
    pages = Paginator(served_months(), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page", "1")[:6])
    known = {court.pk: court.name for court in Court.objects.filter(pk__in=[one.court_key for one in page])}
    for one in page:
        one.court_name = known.get(one.court_key, one.court_name)  # in the reader's language
    return render(request, "following/bulk.html", {"page": page, "columns": COLUMNS})


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file, streamed; a part of it for whoever asks for one (RFC 9110, 14). 404 where an act left it just now."""
    month, form = _named(key)
    sha256 = month.jsonl_sha256 if form == "jsonl" else month.parquet_sha256
    etag = f'"{sha256}"'
    # Before the file is opened: a file's answer that is made and not given closes the connection of this request.
    known = get_conditional_response(request, etag)
    if known is not None:
        known["ETag"] = etag
        patch_cache_control(known, no_cache=True)
        return known
    try:
        file = path_of(month, form).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    size = file.seek(0, 2)
    file.seek(0)
    answer: HttpResponseBase
    first, last = _asked(request, size, etag)
    if first > last:
        file.close()
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
        return answer
    whole = (first, last) == (0, size - 1)
    file.seek(first)
    answer = FileResponse(file if whole else _Part(file, last - first + 1), content_type=TYPES[form])
    answer["Content-Length"] = str(last - first + 1)
    answer["Content-Disposition"] = f'attachment; filename="{key}"'
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Encoding"] = "identity"  # or it would be compressed once more, and its parts lost
    answer["ETag"] = etag
    if month.made_at:
        answer["Last-Modified"] = http_date(int(month.made_at.timestamp()))
    patch_cache_control(answer, no_cache=True)
    if not whole:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    return answer


class _Part:
    """So many bytes of a file from where it stands."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self.file, self.left = file, left

    def read(self, size: int = -1) -> bytes:
        """The next bytes, none at the end of the part."""
        got = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(got)
        return got

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


def _named(key: str) -> tuple[BulkMonth, str]:
    found = NAME.fullmatch(key)
    if found is None or not 1 <= int(found[3]) <= 12 or not 1 <= int(found[2]) <= 9998:
        raise Http404
    form = next(form for form, ending in FORMS.items() if ending == found[4])
    month = served_months().filter(court_key=found[1], month=f"{found[2]}-{found[3]}-01").first()
    if month is None:
        raise Http404
    return month, form


def _asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int]:
    """First and last byte asked for; the whole for what is not one range; first > last for one that can't be met."""
    given = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if given is None or given[1] == given[2] == "" or request.headers.get("If-Range", etag) != etag:
        return 0, size - 1
    if not given[1]:
        return (max(0, size - int(given[2])), size - 1) if int(given[2]) else (1, 0)
    last = min(int(given[2]), size - 1) if given[2] else size - 1
    return int(given[1]), last
