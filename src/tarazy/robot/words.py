"""Words of findings in the three languages: doubts and reasons from `words.yaml`, conditions from their table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date as Date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tarazy.robot.table import LANGUAGES, Condition, DatumRow, Table

_PLACE = re.compile(r"\{([a-z_]+)\}")


def reason_words(
    code: str,
    table: Table,
    *,
    datum: DatumRow | None = None,
    condition: Condition | None = None,
    name: str = "",
) -> Mapping[str, str]:
    """Why a material is handed over, in kk, ru and en. A code without words of its own is named as it is."""
    key = (code, datum.name if datum else "", condition.id if condition else "", name)
    if key not in table.made and not name:
        table.made[key] = _reason(code, datum, condition, name)
    words: Mapping[str, str] = table.made.get(key) or _reason(code, datum, condition, name)
    return words


def _reason(code: str, datum: DatumRow | None, condition: Condition | None, name: str) -> dict[str, str]:
    texts = _raw()["reasons"].get(code) or _raw()["reasons"]["other"]
    found = {}
    for language in LANGUAGES:
        about = datum.words.get(language, datum.name) if datum else name
        if condition:
            about = filled(condition.says.get(language, condition.id), {})
        found[language] = texts[language].format(about=about.strip().rstrip("."), code=code)
    return found


def value_words(value: str, language: str) -> str:
    """A coded value of a register or a paper in the reader's language; what is no code comes back as it is."""
    found = _raw()["values"].get(value)
    return str(found.get(language) or value) if found else value


def said(row: Condition, told: Mapping[str, Any]) -> Mapping[str, str]:
    """The condition as the trace shows it, with what was reckoned for it."""
    if not any("{" in text for text in row.says.values()):
        return row.says
    return {language: filled(row.says.get(language, row.id), told) for language in LANGUAGES}


def filled(text: str, told: Mapping[str, Any]) -> str:
    """The text with `{threshold}`, `{last_day}` and the like; what isn't known stands as an ellipsis."""
    return _PLACE.sub(lambda found: _shown(told.get(found[1])), text) if "{" in text else text


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        shown = f"{value:,.2f}" if value != value.to_integral_value() else f"{value:,.0f}"
        return shown.replace(",", "\u00a0").replace(".", ",")
    if isinstance(value, Date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "…"
    return "…" if value is None else str(value)


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("tarazy.robot").joinpath("words.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
