"""From facts to what is kept: the finding of the table, the draft where there is one, everything as plain JSON."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from tarazy.acts.text import ActText
from tarazy.cases.ai_use import hash_of
from tarazy.robot.drafting import draft
from tarazy.robot.facts import Datum, Facts
from tarazy.robot.rules import Reason, Step, decide
from tarazy.robot.table import Norm, Table


@dataclass(frozen=True)
class Made:
    """What the robot made of a material: by which table, what it found, the draft unless it handed over."""

    table: str
    version: str
    versions: Mapping[str, str]
    input_hash: str
    result: str
    code: str
    facts: Mapping[str, Any]
    trace: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    text: ActText | None
    seconds: float  # of deciding and drafting

    @property
    def drafted(self) -> bool:
        """Whether there is a draft."""
        return self.text is not None

    @property
    def said(self) -> dict[str, Any]:
        """The result for the log of uses: codes only, nothing of the case."""
        return {
            "result": self.result,
            "unmet": [one["condition"] for one in self.trace if one["state"] == "unmet"],
            "reasons": sorted({one["code"] for one in self.reasons}),
        }


def make(table: Table, facts: Facts, head: Mapping[str, Any], language: str, at: datetime) -> Made:
    """Decide, and draft where nothing is in doubt. A draft that can't be written is handed over, never guessed."""
    began = time.monotonic()
    finding = decide(table, facts, at)
    text, reasons, result = None, finding.reasons, finding.result
    if finding.act:
        try:
            text = draft(table, finding, facts, head, language)
        except (LookupError, ValueError, TypeError, AttributeError) as fault:
            reasons = (*reasons, Reason("not_written", words=_NOT_WRITTEN, datum=str(fault)[:80]))
            result = "handed_over"
    told = {name: plain(one) for name, one in facts.items()}
    return Made(
        table=table.name,
        version=table.version,
        versions=versions_of(table),
        input_hash=hash_of({"facts": told, "language": language}),
        result=result,
        code=finding.act if text is not None else "",
        facts=told,
        trace=[step_json(one) for one in finding.trace],
        reasons=[reason_json(one) for one in reasons],
        text=text,
        seconds=time.monotonic() - began,
    )


_NOT_WRITTEN = {
    "kk": "Жоба жазылмады: үлгіге керек мән жоқ.",
    "ru": "Проект не составлен: для образца не хватает значения.",
    "en": "The draft couldn't be written: the pattern lacks a value.",
}


def versions_of(table: Table) -> dict[str, str]:
    """The versions of everything that a draft comes from."""
    return {"table": f"{table.name} {table.version}", "tarazy": _package()}


def plain(value: Any) -> Any:
    """A value as JSON keeps it: days and moments in ISO 8601, sums as text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Datum):
        return {
            "name": value.name,
            "value": plain(value.value),
            "source": value.source,
            "at": value.at.isoformat(),
            "doubt": value.doubt,
        }
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    if isinstance(value, datetime | Date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def step_json(step: Step) -> dict[str, Any]:
    """A condition of the trace."""
    return {
        "condition": step.condition,
        "number": step.number,
        "norms": [_norm(one) for one in step.norms],
        "state": str(step.state),
        "words": dict(step.words),
        "unverified": step.unverified,
        "told": plain(step.told),
        "data": [one.name for one in step.data],  # in the run's facts
    }


@lru_cache(maxsize=1024)
def _norm(norm: Norm) -> dict[str, Any]:
    return norm.model_dump(mode="json", exclude_none=True)


def reason_json(reason: Reason) -> dict[str, Any]:
    """A reason of handing over."""
    return {
        "code": reason.code,
        "condition": reason.condition,
        "datum": reason.datum,
        "words": dict(reason.words),
        "until": reason.until.isoformat() if reason.until else None,
    }


def facts_of(kept: Mapping[str, Any]) -> Facts:
    """Facts back from JSON."""
    return {
        name: Datum(name, row["value"], row["source"], datetime.fromisoformat(row["at"]), row["doubt"])
        for name, row in kept.items()
    }


@cache
def _package() -> str:
    try:
        return version("tarazy")
    except PackageNotFoundError:
        return "0"
