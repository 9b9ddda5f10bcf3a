"""Acts of the court as values: what `data/rulings.yaml` says, filled with what a case is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

LANGUAGES = ("kk", "ru")


@dataclass(frozen=True)
class Act:
    """An act by which a step is made. `kind` is its paper and its kind in the file; `step` an event without stage."""

    code: str
    kind: str
    title: Mapping[str, str]
    found: Mapping[str, str]
    ruled: Mapping[str, tuple[str, ...]]
    end: str
    head: str
    in_the_name: bool
    step: str


@cache
def acts() -> dict[str, Act]:
    """Every act by its code."""
    return {
        code: Act(
            code=code,
            kind=row["kind"],
            title=row["title"],
            found=row["found"],
            ruled={language: tuple(row["ruled"][language]) for language in LANGUAGES},
            end=row["end"],
            head=row.get("head", "ruled"),
            in_the_name=row.get("name", False),
            step=row.get("step", ""),
        )
        for code, row in _raw()["acts"].items()
    }


def paper(
    act: Act,
    language: str,
    values: Mapping[str, str],
    *,
    rows: list[list[str]],
    reasons: str,
    operative: list[str],
) -> dict[str, Any]:
    """The values of a paper of the documents room: the case, what was found, the judge's reasons, what was ruled.

    `rows` describe the case; `operative` are the judge's own points, put where the act leaves them open.
    """
    found = [act.found[language].format_map(_Open(values))] if act.found[language] else []
    points: list[str] = []
    for text in act.ruled[language]:
        points += operative if text == "{operative}" else [text.format_map(_Open(values))]
    parts: list[dict[str, Any]] = [{"rows": rows}]
    if found or reasons:
        parts.append(
            {
                "heading": word("found", language),
                "paragraphs": [*found, *(line for line in reasons.splitlines() if line.strip())],
            }
        )
    parts.append({"heading": word(act.head, language), "items": points})
    if act.end != "none":
        parts.append({"paragraphs": [word(act.end, language)]})
    shown = {"title": act.title[language], "parts": parts}
    return shown | ({"subtitle": word("in_the_name", language)} if act.in_the_name else {})


def word(code: str, language: str) -> str:
    """A word of the frame."""
    text: str = _raw()["frame"][code][language]
    return text


class _Open(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "______"


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("tarazy.cases").joinpath("data/rulings.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
