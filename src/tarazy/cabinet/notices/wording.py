"""Notices in words, from `texts.yaml`, in the language of whom they are for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from tarazy.cabinet.notices.models import Notice
from tarazy.cases.events import all_events

LANGUAGES = ("kk", "ru", "en")
Words = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """An event that people are told of."""

    code: str
    kind: str
    urgent: bool
    words: Words


@dataclass(frozen=True)
class Message:
    """What leaves the house: a subject, a short text without it, where to read more."""

    subject: str
    text: str
    url: str
    language: str


@cache
def _texts() -> dict[str, Any]:
    text = resources.files("tarazy.cabinet.notices").joinpath("texts.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


@cache
def told_events() -> dict[str, Told]:
    """Every event that people are told of, by its code."""
    return {
        code: Told(code, row["kind"], row.get("urgent", False), row.get("words") or all_events()[code].words)
        for code, row in _texts()["events"].items()
    }


def frame(name: str, language: str, **values: object) -> str:
    """A phrase around what happened. Raises `KeyError` for a name that `texts.yaml` lacks."""
    said: str = _texts()["frames"][name][_known(language)]
    return said.format(**values)


def bot_words(name: str, language: str) -> str:
    """A phrase of the Telegram bot."""
    said: str = _texts()["bot"][name][_known(language)]
    return said


def what(code: str, language: str) -> str:
    """What happened, beginning small as it stands inside a sentence; a code that is gone says nothing particular."""
    told = told_events().get(code)
    if told is None:
        return frame("sealed", language).rstrip(".")
    return told.words[_known(language)]


def day(when: Date) -> str:
    """A day in figures, the same in the three languages."""
    return f"{when:%d.%m.%Y}"


def address(notice: Notice, language: str) -> str:
    """Where the notice leads: an address that tells nothing, and looks again at who may read."""
    with override(_known(language)):
        return site_url() + reverse("notices:open", args=[notice.uuid])


def site_url() -> str:
    """The address of this site as people type it, without a slash at its end."""
    return str(getattr(settings, "SITE_URL", "") or "http://localhost:8000").rstrip("/")


def line(notice: Notice, language: str, *, sealed: bool) -> str:
    """One notice in a sentence or two, without a link. Of a sealed case only that there is something."""
    if sealed:
        return frame("sealed", language)
    number = notice.case.number or frame("unnumbered", language)
    said = frame("line", language, number=number, what=what(notice.code, language))
    return f"{said} {frame('due', language, due=day(notice.due))}" if notice.due else said


def message(notices: Iterable[Notice], language: str) -> Message:
    """The notices as one message; more than one make a digest. A sealed case is read from each notice's case."""
    many = list(notices)
    first = many[0]
    if len(many) == 1:
        url, sealed = address(first, language), first.case.sealed
        number = first.case.number or frame("unnumbered", language)
        subject = frame("sealed_subject", language) if sealed else frame("subject", language, number=number)
        return Message(subject, line(first, language, sealed=sealed), url, _known(language))
    with override(_known(language)):
        url = site_url() + reverse("notices:notices")
    lines = list(dict.fromkeys(line(one, language, sealed=one.case.sealed) for one in many))
    return Message(frame("digest_subject", language), "\n".join(lines), url, _known(language))


def _known(language: str) -> str:
    return language if language in LANGUAGES else "kk"
