"""The constructor's paper by the documents room's typesetting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext, override

from tarazy.courts.models import Court
from tarazy.documents.rendering import render_pdf

from .assembling import paper, paper_language
from .claim_data import Paper, PaperKind
from .engine import Walk

TEMPLATES = {
    PaperKind.MOTION: "motion", PaperKind.RESPONSE: "response", PaperKind.OBJECTION: "response",
    PaperKind.APPEAL: "complaint", PaperKind.PRIVATE_COMPLAINT: "complaint",
}  # fmt: skip


def court_name(code: str, language: str) -> str:
    """The court's name in the language; empty where it isn't known."""
    court = Court.objects.filter(code=code).first() if code else None
    return court.name_in(language) if court else ""


def print_paper(walk: Walk, made: datetime, *, draft: bool = True) -> bytes:
    """The paper as PDF/A in its own language. A draft says so at its foot."""
    language = paper_language(walk)
    printed = paper(walk, court_name(str(walk.typed.get("court") or ""), language))
    template = TEMPLATES.get(walk.definition.kind, "claim")
    return render_pdf(template, values_of(printed, draft=draft), language, made=made)


def values_of(printed: Paper, *, draft: bool) -> dict[str, Any]:
    """The paper in the shape that the documents room prints."""
    with override(printed.language):
        foot = gettext("Draft: not signed") if draft else ""
    addressed = [{"role": "", "name": line, "details": []} for line in printed.addressee]
    addressed += [
        {"role": role, "name": lines[0] if lines else "", "details": list(lines[1:])}
        for role, lines in printed.parties
    ]
    price = [printed.price_line] if printed.price_line else []
    return {
        "title": printed.title,
        "date": printed.date,
        "author": printed.signed_by,
        "foot": foot,
        "addressed": addressed,
        "parts": [
            {"heading": "", "paragraphs": [*price, *printed.paragraphs], "items": [], "rows": []},
            {"heading": printed.demand_heading, "paragraphs": [], "items": list(printed.demands), "rows": []},
        ],
        "attachments": list(printed.attachments),
        "signatures": [{"role": "", "name": printed.signed_by, "note": ""}] if printed.signed_by else [],
    }
