"""A calculation shown step by step: the site phrases each step in the reader's language."""

from __future__ import annotations

from .model import Fact

Value = str | int | bool
"""Plain values of a step; sums are decimal strings, dates ISO 8601."""


class Step(Fact):
    """One step: what was done (`code`), with what (`params`), by which norm, whether that is unverified."""

    code: str
    params: dict[str, Value]
    norm: str | None = None
    unverified: bool = False
