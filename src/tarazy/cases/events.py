"""The coded events of dockets: their words, who sees them, their norms. Read from `data/events.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.utils.translation import get_language

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Event:
    """A code. `words` say what happened, `do` what a button says; `{name}` in them names a parameter.

    `sees`: "parties", "court" or "one_side"; `kind` groups events for filters and icons; `norm` may be empty.
    """

    code: str
    kind: str
    words: Mapping[str, str]
    do: Mapping[str, str]
    sees: str = "parties"
    norm: str = ""
    unverified: bool = False

    def told(self, params: Mapping[str, Any] | None = None, language: str | None = None) -> str:
        """What happened, in the language (the active one if none is named)."""
        return _said(self.words, params, language)

    def asked(self, language: str | None = None) -> str:
        """What doing it is called, for buttons and lists of what is possible."""
        return _said(self.do or self.words, None, language)


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _said(words: Mapping[str, str], params: Mapping[str, Any] | None, language: str | None) -> str:
    asked = (language or get_language() or "kk")[:2]
    text = words.get(asked) or words["kk"]
    return text.format_map(_Known(params or {})) if "{" in text else text


@cache
def all_events() -> dict[str, Event]:
    """Every event by its code, in the order of the file."""
    text = resources.files("tarazy.cases").joinpath("data/events.yaml").read_text(encoding="utf-8")
    return {
        code: Event(
            code=code,
            kind=row["kind"],
            words=row["words"],
            do=row.get("do", {}),
            sees=row.get("sees", "parties"),
            norm=row.get("norm", ""),
            unverified=row.get("unverified", False),
        )
        for code, row in yaml.safe_load(text).items()
    }


def event(code: str) -> Event:
    """The event with this code. Raises `KeyError`."""
    return all_events()[code]
