"""The places where an act leans on others: what stands around a reference says what the other act is
about.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_GAP = 100  # references nearer than this are one place


@cache
def _marks(language: str) -> re.Pattern[str]:
    raw: dict[str, Any] = yaml.safe_load(
        files("tarazy.jurimetrics.analogues").joinpath("citing.yaml").read_text(encoding="utf-8")
    )
    return re.compile("|".join(f"(?:{mark})" for mark in [*raw["common"], *raw.get(language, [])]))


def citing_contexts(text: str, language: str, before: int, after: int) -> list[str]:
    """The text around each reference to another act: `before` characters before it and `after` after it.

    References so near that they share a context are taken once. Empty if the act refers to none.
    """
    found = []
    reached = -1
    for match in _marks(language).finditer(text):
        if match.start() >= reached:
            found.append(text[max(0, match.start() - before) : match.end() + after])
            reached = match.end() + _GAP
    return found
