"""Court papers from values: every value is shown as text and never as a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from tarazy.documents.rendering.typesetting import compile_paper, qr_svg

PAPERS = {
    "claim": "claim",
    "motion": "claim",
    "response": "claim",
    "complaint": "claim",
    "ruling": "act",
    "judgment": "act",
    "court_order": "act",
    "protocol": "act",
    "receipt": "receipt",
}
_FIELDS: dict[str, Any] = {
    "title": "",
    "subtitle": "",
    "number": "",
    "date": "",
    "place": "",
    "author": "",
    "foot": "",
    "header": [],
    "addressed": [],
    "parts": [],
    "blocks": [],
    "attachments": [],
    "signatures": [],
}


class UnknownPaper(Exception):
    """There is no paper of this name, or it has no such field."""


@dataclass(frozen=True)
class Stamp:
    """The stamp of registration: the court's name, the number, the date as printed."""

    court: str
    number: str
    date: str


def render_pdf(
    template: str,
    values: Mapping[str, Any],
    language: str,
    *,
    made: datetime,
    stamp: Stamp | None = None,
    verify_url: str = "",
    model_data: bool | None = None,
) -> bytes:
    """A paper of `PAPERS` as PDF/A-2b. The same arguments give the same bytes.

    `values`, all optional, all plain text: `title`, `subtitle`, `number`, `date`, `place` (strings as printed),
    `author` and `foot` (document's author; the line at the foot), `header` (lines of the court's name),
    `addressed` ([{role, name, details: [line]}]: to whom, from whom), `parts` ([{heading, paragraphs: [text],
    items: [numbered text], rows: [[label, text]]}]), `blocks` (of an act, in the order of its parts: {kind: paragraph
    or heading, runs}, {kind: quote, blocks}, {kind: points, items: [blocks]}; a run is {text, bold, italic}, a new
    line "\\n" in its text), `attachments` ([text]), `signatures` ([{role, name,
    note}]). `language` is kk, ru or en; `made` is aware. `verify_url` becomes a QR code. While the
    installation has model data every page says so; `model_data` says it for this paper alone. Raises `UnknownPaper`.
    """
    if template not in PAPERS:
        raise UnknownPaper(template)
    if foreign := set(values) - set(_FIELDS):
        raise UnknownPaper(f"{template}: {', '.join(sorted(foreign))}")
    content = _FIELDS | dict(values)
    content |= {
        "language": language,
        "made": [made.year, made.month, made.day],
        "model_data": bool(getattr(settings, "MODEL_DATA", False)) if model_data is None else model_data,
        "stamp": asdict(stamp) if stamp else None,
        "qr": qr_svg(verify_url) if verify_url else "",
        "words": frame_words(language),
    }
    return compile_paper(PAPERS[template], content, made)


def frame_words(language: str) -> dict[str, str]:
    """The words of the frame in a language, whatever language is active."""
    with override(language):
        return {
            "page": gettext("page"),
            "registered": gettext("Registered"),
            "attachments": gettext("Attachments"),
            "model_data": gettext("MODEL DATA"),
            "qr": gettext("QR code: the address at which this paper can be checked"),
        }
