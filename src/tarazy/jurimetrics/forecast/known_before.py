"""What is known of a case before its decision: the text as the parties told it, and the facts of the claims.

Everything a forecast learns from or looks at comes through this module. Judges, courts, regions and names of
persons are not among it, nor is anything whose `available_from` is the decision.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from tarazy.jurimetrics.analysis import sentences
from tarazy.jurimetrics.decision import (
    Claim,
    Decision,
    Found,
    Instance,
    Outcome,
    PartName,
    PartyRole,
    Stage,
)
from tarazy.jurimetrics.learning.terms import full_analyser_for

_NUMBER = re.compile(r"\d")
_SIDES = {PartyRole.CLAIMANT: "claimant", PartyRole.APPLICANT: "claimant", PartyRole.DEFENDANT: "defendant"}
LONGEST_WORD_GRAM = 2


@dataclass(frozen=True)
class Case:
    """One claim with its features, and, for cases that are over, what became of it.

    `chain` names the case over all its acts, so that it never stands on both sides of a split. `share` is
    of the amount claimed, None where there is none; `days` run from filing to the act.
    """

    act_id: str
    chain: str
    date: Date | None
    category: str
    claim: str
    features: dict[str, float]
    outcome: Outcome | None
    share: float | None
    days: int | None
    stage: Stage = Stage.HEARING


@cache
def _marks(file: str, language: str) -> re.Pattern[str] | None:
    loaded = yaml.safe_load(files(__package__).joinpath(file).read_text("utf-8"))
    lines = loaded.get(language)
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE) if lines else None


def told_before(decision: Decision, stage: Stage = Stage.HEARING) -> str:
    """The text of the claim and the response, without sentences in which the court tells the outcome.

    With `Stage.CLAIM` only what stands before the first sentence that speaks of a response.

    Of an act it is the description; of a text without the parts of an act it is all of it. Names of parties,
    persons and judges are blanked.
    """
    span = decision.parts.get(PartName.DESCRIPTION)
    decided = decision.parts.get(PartName.REASONING) or decision.parts.get(PartName.OPERATIVE)
    if span is None and decided is not None:
        introduction = decision.parts.get(PartName.INTRODUCTION)
        start, end = (introduction.start, introduction.end) if introduction else (0, 0)
    else:
        start, end = (span.start, span.end) if span else (0, len(decision.text))
    told = list(decision.text[start:end])
    for hidden in _names(decision):
        if hidden.span and hidden.span.start < end and hidden.span.end > start:
            for place in range(max(hidden.span.start, start), min(hidden.span.end, end)):
                told[place - start] = " "
    text = "".join(told)
    leak = _marks("leaks.yaml", decision.language)
    response = _marks("responses.yaml", decision.language) if stage is Stage.CLAIM else None
    kept: list[str] = []
    for a, b in sentences(text, decision.language):
        sentence = text[a:b]
        plain = sentence.replace("ё", "е")
        if response is not None and kept and response.search(plain):
            break
        if leak is None or not leak.search(plain):
            kept.append(sentence)
    return " ".join(kept)


def _names(decision: Decision) -> Iterator[Found[object]]:
    yield from decision.judges  # type: ignore[misc]
    yield from decision.persons  # type: ignore[misc]
    yield from decision.parties  # type: ignore[misc]


def words_of(decision: Decision, stage: Stage = Stage.HEARING) -> set[str]:
    """Stems and pairs of stems of what was told before the decision; figures are no words."""
    analyser = full_analyser_for(decision.language)
    stems = [term for term in analyser.tokens(told_before(decision, stage)) if not _NUMBER.search(term)]
    found = {stem for stem in stems if len(stem) > 1}
    found.update(f"{one} {other}" for one, other in pairwise(stems))
    return found


def claims_before(decision: Decision) -> Iterator[Claim]:
    """The claims as they were made: outcome and sum awarded are taken off."""
    for found in decision.claims:
        if found.available_from is not Stage.DECISION:
            yield found.value.model_copy(update={"outcome": None, "awarded": None, "outcome_span": None})


def features_of(decision: Decision, claim: Claim, words: set[str]) -> dict[str, float]:
    """Features of one claim: its sort and size, the sorts of the parties, the words; each also per
    category.
    """
    category = decision.category.value if decision.category else ""
    facts = [f"claim={claim.type}", f"claims={min(len(decision.claims), 4)}"]
    for found in decision.parties:
        side = _SIDES.get(found.value.role)
        if side and found.available_from is not Stage.DECISION:
            facts.append(f"{side}={found.value.kind.value}")
    if claim.amount and claim.amount.amount > 0:
        facts.append(f"amount={round(2 * math.log10(float(claim.amount.amount)))}")
    features = {f"category={category}": 1.0, f"{category}/{claim.type}": 1.0}
    for fact in facts:
        features[fact] = 1.0
        features[f"{category}/{fact}"] = 1.0
    weight = 1.0 / math.sqrt(max(len(words), 1)) * 6.0
    for word in words:
        features[f"w:{word}"] = weight
        if " " not in word:
            features[f"{category}/w:{word}"] = weight
    return features


def cases_of(decision: Decision, stage: Stage = Stage.HEARING) -> list[Case]:
    """A case for each claim of a first-instance act; empty for higher instances and acts without claims.

    Features are of what was known at `stage`: with the claim alone, or with all that was told until the hearing.
    """
    if decision.instance is not None and decision.instance.value is not Instance.FIRST:
        return []
    words = words_of(decision, stage)
    days = None
    if decision.date and decision.filed and decision.date.value >= decision.filed.value:
        days = (decision.date.value - decision.filed.value).days
    found = []
    claims = [one for one in decision.claims if one.available_from is not Stage.DECISION]
    for told, claim in zip(claims, claims_before(decision), strict=True):
        ended = told.value.outcome or (
            decision.outcome.value if decision.outcome and len(claims) == 1 else None
        )
        found.append(
            Case(
                act_id=decision.id,
                chain=decision.case_numbers[0].value if decision.case_numbers else decision.id,
                date=decision.date.value if decision.date else None,
                category=decision.category.value if decision.category else "",
                claim=claim.type,
                features=features_of(decision, claim, words),
                outcome=ended,
                share=_share(told.value, ended),
                days=days,
                stage=stage,
            )
        )
    return found


def _share(claim: Claim, ended: Outcome | None) -> float | None:
    if claim.amount is None or claim.amount.amount <= 0 or ended is None:
        return None
    if ended is Outcome.GRANTED:
        return 1.0
    if ended is not Outcome.GRANTED_IN_PART:
        return 0.0
    if claim.awarded is None:
        return None
    return min(float(claim.awarded.amount / claim.amount.amount), 1.0)
