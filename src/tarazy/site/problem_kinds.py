"""Every kind of problem that the API can answer with: its code, its status, its words in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from tarazy.documents.refusals import FAULTS, FileRefused
from tarazy.people.refusals import Refused
from tarazy.practice.api import ASK_CODES
from tarazy.practice.messages import message
from tarazy.site.problems import BY_STATUS, TYPES

_PARAM = re.compile(r"%\(\w+\)[sd]")


@dataclass(frozen=True)
class Kind:
    """A kind of problem. What depends on the case stands as “…”."""

    code: str
    statuses: tuple[int, ...]
    words: tuple[str | Promise, ...]
    what_next: str | Promise = ""

    @property
    def told(self) -> str:
        """What happened, in the active language."""
        return " / ".join(dict.fromkeys(_PARAM.sub("…", str(words)) for words in self.words))

    @property
    def advice(self) -> str:
        """What to do next, in the active language."""
        return _PARAM.sub("…", str(self.what_next))

    def document(self) -> dict[str, Any]:
        """For programs, in all languages."""
        told: dict[str, str] = {}
        advice: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                told[language], advice[language] = self.told, self.advice
        return {
            "type": TYPES + self.code,
            "code": self.code,
            "statuses": list(self.statuses),
            "title": told,
            "what_next": advice,
        }


def kinds() -> dict[str, Kind]:
    """All kinds by their code, in the order of the codes."""
    found: dict[str, Kind] = {}
    for one in _all():
        if before := found.get(one.code):
            statuses = tuple(sorted({*before.statuses, *one.statuses}))
            one = Kind(one.code, statuses, (*before.words, *one.words), before.what_next or one.what_next)
        found[one.code] = one
    return dict(sorted(found.items()))


def _all() -> Iterator[Kind]:
    for status, (code, words) in BY_STATUS.items():
        yield Kind(code, (status,), (words,))
    for code, (words, what_next) in FAULTS.items():
        yield Kind(code, (FileRefused.status,), (words,), what_next)
    for code, status in ASK_CODES.items():
        said = message(code, {})
        yield Kind(code, (status,), (_Later(code, "happened"),), _Later(code, "next") if said.next else "")
    for refused in _below(Refused):
        own = refused.__module__.startswith("tarazy.")
        if own and refused is not FileRefused and not hasattr(refused, "many_codes"):
            yield Kind(refused.code, (refused.status,), (refused.message,), refused.what_next)


class _Later:
    """Words of practice, made when they are read."""

    def __init__(self, code: str, part: str) -> None:
        self.code, self.part = code, part

    def __str__(self) -> str:
        return str(getattr(message(self.code, {}), self.part))


def _below(parent: type[Refused]) -> Iterator[type[Refused]]:
    for one in parent.__subclasses__():
        yield one
        yield from _below(one)
