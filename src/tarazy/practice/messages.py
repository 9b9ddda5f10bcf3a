"""What went wrong with a question, in words: what happened, what was kept, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tarazy.acts.templatetags.court_words import number

NOTHING_WRITTEN = gettext_lazy("Write it in a few words.")
TYPES = "PDF, DOCX, HTML, TXT, XML (Akoma Ntoso)"


@dataclass(frozen=True)
class Message:
    """Three sentences for a person."""

    happened: str
    kept: str
    next: str


_NEXT = {
    "busy": gettext_lazy("Wait a minute and ask again; what you typed is still in the form."),
    "nothing_given": gettext_lazy("Choose a file or paste a text."),
    "empty": gettext_lazy("Choose another file, or paste the text of the act."),
    "encrypted": gettext_lazy(
        "Open the file, save a copy without a password and put that in, or paste the text."
    ),
    "no_text_layer": gettext_lazy(
        "Recognise the text first (OCR with Kazakh and Russian) and put in the PDF with its text, or paste the text."
    ),
    "bad_encoding": gettext_lazy(
        "Save the file as UTF-8 (“Save as… → Encoding: UTF-8”) and put it in again, or paste the text."
    ),
    "damaged": gettext_lazy(
        "Open the file in its own program, save it anew and put it in again, or paste the text."
    ),
    "not_court": gettext_lazy(
        "Put in a claim, a judgment or another act of a court; the whole text works best."
    ),
    "too_slow": gettext_lazy("Put in a shorter part of the document, or paste the text of the act alone."),
    "no_practice": gettext_lazy(
        "Start the installation with “make demo”, or build the practice with “tarazy practice build”."
    ),
    "stopped": gettext_lazy("Ask again: put in the same text or file once more."),
}


def message(code: str, params: dict[str, Any]) -> Message:
    """The message for a code of the reader or of this room; an unknown code gets the words for a damaged
    file.
    """
    nothing = _("Nothing of the file or text was kept.")
    happened = _happened(code, params)
    if code == "too_many_pages":
        then = ngettext(
            "Put in the act alone, without annexes: up to %(limit)s page.",
            "Put in the act alone, without annexes: up to %(limit)s pages.",
            int(params.get("limit", 2)),
        ) % {"limit": params.get("limit", "")}
    elif code in ("wrong_type", "too_large"):
        then = {
            "wrong_type": _("Put in one of these: %(types)s.") % {"types": TYPES},
            "too_large": _("Put in the act alone, without annexes or pictures, or paste its text."),
        }[code]
    else:
        then = str(_NEXT.get(code, _NEXT["damaged"]))
    return Message(happened=happened, kept=nothing, next=then)


def _happened(code: str, params: dict[str, Any]) -> str:
    if code == "too_many_pages" and "pages" in params:
        pages = int(params["pages"])
        return ngettext(
            "The file has %(pages)s page, which is more than can be read at once.",
            "The file has %(pages)s pages, which is more than can be read at once.",
            pages,
        ) % {"pages": number(pages)}
    if code == "too_large" and "size" in params:
        return _("The file has %(size)s MB, more than the %(limit)s MB that can be put in.") % {
            "size": number(float(params["size"]) / 1_000_000, 1),
            "limit": number(float(params["limit"]) / 1_000_000),
        }
    plain = {
        "busy": _("Too many questions are being answered just now."),
        "nothing_given": _("Neither a text nor a file was put in."),
        "empty": _("There is no text in it."),
        "encrypted": _("The file is protected by a password, so it can't be read."),
        "too_many_pages": _("The file has too many pages to be read at once."),
        "no_text_layer": _(
            "The pages of the file are pictures: there is no text in them that could be read."
        ),
        "wrong_type": _("This type of file can't be read here."),
        "bad_encoding": _(
            "The letters of the text are garbled: it is not in UTF-8 or another known encoding."
        ),
        "too_large": _("The file or text is too large."),
        "damaged": _("The file is damaged and could not be opened."),
        "not_court": _("The text doesn't look like a claim or an act of a court."),
        "too_slow": _("Reading took too long and was stopped."),
        "no_practice": _("The practice of the courts has not been built on this installation yet."),
        "stopped": _("The work on the question was interrupted."),
    }
    return plain.get(code, plain["damaged"])
