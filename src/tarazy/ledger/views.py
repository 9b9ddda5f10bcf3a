"""Pages of the ledger: what it is, how it stands, one entry with its proof; files for whoever checks it."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tarazy import verify
from tarazy.ledger import keys, proofs, queries
from tarazy.ledger.models import Entry


@cache
def _verifier() -> bytes:
    return Path(verify.__file__).read_bytes()


@require_safe
def ledger(request: HttpRequest) -> HttpResponseBase:
    """What the ledger is and how each court's stands; with `stream` and `number`, the way to that entry."""
    stream, number = request.GET.get("stream", "").strip(), request.GET.get("number", "").strip()
    fault = ""
    if stream or number:
        found = _asked_entry(stream, number)
        if found:
            return redirect("ledger:entry", stream=found.stream, number=found.number)
        fault = _("There is no such entry. Check the court's code and the number.")
    try:
        public_key = keys.public_key()
    except ImproperlyConfigured:
        public_key = ""
    return render(
        request,
        "ledger/ledger.html",
        {
            "latest": queries.latest_checkpoints(),
            "public_key": public_key,
            "verifier_sha256": hashlib.sha256(_verifier()).hexdigest(),
            "stream": stream,
            "number": number,
            "fault": fault,
        },
        status=404 if fault else 200,
    )


@require_safe
def entry(request: HttpRequest, stream: str, number: int) -> HttpResponse:
    """One entry: what it says, and the proof that it stands in the ledger."""
    found = _entry(stream, number)
    covered = proofs.covering(found)
    return render(
        request,
        "ledger/entry.html",
        {
            "entry": found,
            "body": json.dumps(found.body, ensure_ascii=False, indent=2, sort_keys=True),
            "chain_hash": bytes(found.chain_hash).hex(),
            "body_hash": bytes(found.body_hash).hex(),
            "checkpoint": covered,
            "bundle": proofs.proof_bundle(found) if covered else None,
        },
    )


@require_safe
def bundle(request: HttpRequest, stream: str, number: int) -> HttpResponse:
    """The file that `tarazy-verify proof` reads."""
    found = _entry(stream, number)
    if proofs.covering(found) is None:
        raise Http404
    return _json_file(proofs.proof_bundle(found), f"ledger-{stream}-{number}.json")


@require_safe
def checkpoints(request: HttpRequest, stream: str) -> HttpResponse:
    """The file that `tarazy-verify checkpoints` reads."""
    found = queries.checkpoints_of(stream) if re.fullmatch(r"[0-9A-Za-z-]{1,16}", stream) else []
    if not found:
        raise Http404
    return _json_file(proofs.checkpoints_document(found), f"checkpoints-{stream}.json")


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The verifier itself, the file that this program has."""
    return _file(_verifier(), "text/x-python; charset=utf-8", "tarazy-verify.py")


def _asked_entry(stream: str, number: str) -> Entry | None:
    if not re.fullmatch(r"[0-9A-Za-z-]{1,16}", stream) or not re.fullmatch(r"[0-9]{1,15}", number):
        return None
    return queries.entry_at(stream, int(number))


def _entry(stream: str, number: int) -> Entry:
    found = queries.entry_at(stream, number)
    if found is None:
        raise Http404
    return found


def _json_file(document: dict[str, Any], name: str) -> HttpResponse:
    return _file(json.dumps(document, ensure_ascii=False, indent=1).encode(), "application/json", name)


def _file(raw: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        raw, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
