"""What the law says on benches, dissents and further acts, read from `data/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True)
class BenchRule:
    """Norms of deciding together in a kind of proceedings; `sees` is the visibility of a dissent in the docket."""

    together: str
    dissent: str
    sees: str
    unverified: bool


@dataclass(frozen=True)
class CorrectionRule:
    """A further act to an earlier one: what it is (`SignedAct.Correction`), of which acts, until which stages."""

    code: str
    correction: str
    norm: str
    norms: Mapping[str, str] = field(default_factory=dict)
    unverified: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    not_stages: frozenset[str] = frozenset()

    def norm_for(self, kind: str) -> str:
        """The norm in this kind of proceedings."""
        return self.norms.get(kind, self.norm)

    def possible(self, act: str, stage: str) -> bool:
        """Whether the act can be changed in this way at the stage."""
        return (not self.of or act in self.of) and stage not in self.not_stages


def bench_rule(kind: str) -> BenchRule:
    """The rule for a kind of proceedings; what isn't named follows the civil one."""
    rows = _read("bench.yaml")
    return BenchRule(**rows.get(kind, rows["civil"]))


@cache
def correction_rules() -> dict[str, CorrectionRule]:
    """The rules of further acts, by the act's code."""
    return {
        code: CorrectionRule(
            code=code,
            correction=row["correction"],
            norm=row["norm"],
            norms=row.get("norms", {}),
            unverified=frozenset(row.get("unverified", ())),
            of=frozenset(row.get("of", ())),
            not_stages=frozenset(row.get("not_stages", ())),
        )
        for code, row in _read("corrections.yaml").items()
    }


@cache
def _read(name: str) -> dict[str, Any]:
    text = resources.files("tarazy.acts.desk").joinpath(f"data/{name}").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.safe_load(text)
    return rows
