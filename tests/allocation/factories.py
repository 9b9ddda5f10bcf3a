"""Judges, cases and lists for tests, as plain values."""

from __future__ import annotations

from datetime import date as Date

from tarazy.allocation.edition import Edition, Instance, in_force
from tarazy.allocation.rules import CaseFacts, JudgeFacts, OpenCase, Pool, pool_of

DAY = Date(2026, 11, 23)


def edition() -> Edition:
    return in_force(DAY)


def judge(number: int, **changed: object) -> JudgeFacts:
    facts: dict[str, object] = {
        "judge": f"00000000-0000-4000-8000-{number:012d}",
        "court": "7101",
        "region": "71",
        "court_kind": "district",
        "load": 2_000,
        "open_cases": 20,
    }
    return JudgeFacts(**(facts | changed))  # type: ignore[arg-type]


def case(**changed: object) -> CaseFacts:
    facts: dict[str, object] = {
        "court": "7101",
        "region": "71",
        "court_kind": "district",
        "instance": Instance.FIRST,
        "case": OpenCase("action"),
    }
    return CaseFacts(**(facts | changed))  # type: ignore[arg-type]


def pool(judges: int = 5, **changed: object) -> Pool:
    return pool_of(case(**changed), [judge(n, load=1_000 * n) for n in range(judges)], DAY, edition())
