"""The banks of texts, read once: every string becomes a parsed template."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tarazy.modelcourt.phrases import Template

BANKS = (
    "obligations",
    "harm",
    "property",
    "family",
    "labour_housing",
    "special",
    "public",
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _parse(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return Template.parse(value)
    if isinstance(value, list):
        return list(value) if key in ("objects", "cr", "dr") else [_parse(item) for item in value]
    if isinstance(value, dict):
        return {name: _parse(item, name) for name, item in value.items()}
    return value


def _read(language: str, name: str) -> dict[str, Any]:
    path = files("tarazy.modelcourt").joinpath("texts", language, f"{name}.yaml")
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    parsed: dict[str, Any] = _parse(loaded)
    return parsed


@cache
def bank(language: str, name: str) -> dict[str, Any]:
    """One file of texts (common, claims, norms, higher, penal) with its strings parsed."""
    return _read(language, name)


@cache
def categories(language: str) -> dict[str, Any]:
    """The texts of every category by slug: objects, stories, facts."""
    out: dict[str, Any] = {}
    for name in BANKS:
        out.update(_read(language, name))
    return out
