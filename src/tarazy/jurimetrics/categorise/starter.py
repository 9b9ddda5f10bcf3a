"""A categoriser that needs no training data: evidence by position, cited norms, and nearness of meaning.

Scores are sums of judged weights, not learnt; the temperature that turns them into probabilities is a
judgement too, until `calibrated` fits the conformal threshold on labelled acts.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from tarazy.jurimetrics.analysis import detect_language
from tarazy.jurimetrics.categorise.answer import Abstention, CategoryAnswer, Evidence, Zone
from tarazy.jurimetrics.categorise.meaning import Meaning
from tarazy.jurimetrics.categorise.patterns import (
    Pattern,
    WordIndex,
    evidence_version,
    leading,
    norm_hints,
    patterns_of,
    subordinate,
    zones_of,
)
from tarazy.jurimetrics.categorise.zoning import Stretch, find_stretches
from tarazy.jurimetrics.decision import Decision, Span
from tarazy.jurimetrics.learning.conformal import ConformalSets
from tarazy.jurimetrics.learning.metrics import Floats
from tarazy.jurimetrics.learning.pooling import softmax
from tarazy.law.pack import load

_FACTOR: Mapping[Zone, float] = {"title": 2.0, "demand": 1.3, "story": 0.9, "operative": 1.0, "body": 0.4}
_DECAY = (1.0, 0.5, 0.35, 0.25, 0.15, 0.1)
_NORMS_WEIGHT = 3.0
_MEANING_WEIGHT = 1.0
_NONE_SCORE = 3.0
# Title evidence this strong says what the case is about; then the rest of the act counts half.
_TELLING = 8.0
# The demand named first is the main one: by the end of a long title a term counts this much less.
_LATER = 0.35
# A subordinate demand beside a main one in the title.
_BESIDE = 0.3
# Its mention in a title never tells what a case is about.
_WEAKEST = "moral_harm"
_TEMPERATURE = 1.6
_READ = 30_000
# Words at which a pattern is tried within one stretch, and its places counted in the body.
_TRIED = 60
_REPEATED = 8


class StarterCategoriser:
    """Tells a case's category from judged evidence in Russian, Kazakh and English.

    `meaning` adds nearness of the claim's meaning to the descriptions of the categories (any language that
    the embedder knows); without it other languages are abstained on. `jurisdiction` is the pack whose
    classifier is used.
    """

    def __init__(
        self,
        jurisdiction: str = "kz",
        meaning: Meaning | None = None,
        conformal: ConformalSets | None = None,
        coverage: float = 0.9,
    ) -> None:
        self.slugs = tuple(category.slug for category in load(jurisdiction).categories)
        self.jurisdiction = jurisdiction
        self.meaning = meaning
        self.conformal = conformal
        self.coverage = coverage
        self.model = f"starter-{jurisdiction}@{evidence_version()}"

    def predict(self, act: Decision | str, top: int = 5) -> CategoryAnswer:
        """The answer for one act (its text, or as read, whose norms then count too)."""
        text = act.text if isinstance(act, Decision) else act
        if not any(char.isalpha() for char in text):
            return CategoryAnswer(abstained=True, reason="no_text", coverage=self.coverage, model=self.model)
        language = act.language if isinstance(act, Decision) else detect_language(text)
        scores, evidence, foreign = self._weigh(text, language, act if isinstance(act, Decision) else None)
        values = np.array([[*(scores[slug] for slug in self.slugs), _NONE_SCORE]])
        probabilities = softmax(values / _TEMPERATURE)
        order = np.argsort(-probabilities[0, :-1], kind="stable")
        best = self.slugs[order[0]]
        reason: Abstention | None = None
        if foreign > max(scores.values()):
            reason = "foreign_matter"
        elif scores[best] <= _NONE_SCORE:
            reason = "no_evidence"
        return CategoryAnswer(
            top=tuple((self.slugs[at], float(probabilities[0, at])) for at in order[:top]),
            conformal_set=self._set(probabilities, order),
            coverage=self.coverage,
            set_calibrated=self.conformal is not None,
            evidence=tuple(sorted(evidence[best], key=lambda e: -e.weight)[:10]),
            abstained=reason is not None,
            reason=reason,
            model=self.model,
        )

    def calibrated(self, acts: Sequence[Decision | str], labels: Sequence[str]) -> StarterCategoriser:
        """A copy whose conformal sets hold the truth in `coverage` of acts like these labelled ones."""
        rows = []
        for act in acts:
            answer = dict(self.predict(act, top=len(self.slugs)).top)
            rows.append([answer.get(slug, 0.0) for slug in self.slugs])
        truth = np.array([self.slugs.index(label) for label in labels], dtype=np.int64)
        fitted = ConformalSets.fit(np.array(rows), truth, self.coverage)
        return StarterCategoriser(self.jurisdiction, self.meaning, fitted, self.coverage)

    def _set(
        self, probabilities: Floats, order: np.ndarray[tuple[int], np.dtype[np.intp]]
    ) -> tuple[str, ...]:
        if self.conformal is not None:
            held = self.conformal.sets(probabilities[:, :-1])[0]
            return tuple(self.slugs[at] for at in order if held[at])
        mass = np.cumsum(probabilities[0, order])
        share = mass / mass[-1]
        return tuple(self.slugs[at] for at in order[: int(np.searchsorted(share, self.coverage)) + 1])

    def _weigh(
        self, text: str, language: str, act: Decision | None
    ) -> tuple[dict[str, float], dict[str, list[Evidence]], float]:
        """Scores by slug, evidence by slug, and the score of marks of foreign matter."""
        low = lower_case(text if len(text) <= 2 * _READ else text[:_READ] + text[-_READ:])
        words = WordIndex(low)
        zones = zones_of(language)
        stretches = find_stretches(low, zones)
        evidence: dict[str, list[Evidence]] = defaultdict(list)
        patterns = patterns_of(language, self.jurisdiction)
        for slug, lines in patterns.items():
            evidence[slug] = [found for line in lines if (found := _heard(line, words, stretches))]
        if act is not None:
            for slug, share in _norm_shares(act).items():
                evidence[slug].append(Evidence(term="norms", weight=_NORMS_WEIGHT * share, zone="norms"))
        if self.meaning is not None:
            digest = " ".join(low[s.start : s.end] for s in stretches if s.zone in ("title", "demand"))
            for slug, nearness in self.meaning.nearness(digest or low).items():
                evidence[slug].append(
                    Evidence(term="meaning", weight=_MEANING_WEIGHT * nearness, zone="meaning")
                )
        for first, second, least in leading():
            if _total(evidence[first]) >= least:
                evidence[first] = [*evidence[first], *evidence[second]]
        titles = [stretch for stretch in stretches if stretch.zone == "title"]
        if zones is not None and any(zones.main.search(low, at.start, at.end) for at in titles):
            for slug in subordinate():
                evidence[slug] = [e.model_copy(update={"weight": e.weight * _BESIDE}) for e in evidence[slug]]
        telling = [e for slug, found in evidence.items() if slug != _WEAKEST for e in found]
        if any(e.zone == "title" and e.weight >= _TELLING for e in telling):
            evidence = defaultdict(list, {slug: _title_first(found) for slug, found in evidence.items()})
        scores = {slug: _total(evidence[slug]) for slug in self.slugs}
        marks = [
            found for line in (zones.foreign if zones else ()) if (found := _heard(line, words, stretches))
        ]
        return scores, evidence, _total(marks)


def lower_case(text: str) -> str:
    """`text` in lower case with е for ё, of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(ch if len(small := ch.lower()) != 1 else small for ch in text)
    return low.replace("ё", "е")


def _heard(pattern: Pattern, words: WordIndex, stretches: Sequence[Stretch]) -> Evidence | None:
    """The strongest place where a pattern stands; in the body repetition adds a little."""
    beginnings = pattern.beginnings(words)
    if not beginnings:
        return None
    ends: dict[int, int] = {}
    for stretch in stretches:
        found = _matches(pattern, words.text, beginnings, stretch, ends)
        if not found:
            continue
        factor = _FACTOR[stretch.zone]
        if stretch.zone == "title":
            factor *= 1 - _LATER * min(1.0, (found[0] - stretches[0].start) / 120)
        if stretch.zone == "body":
            factor += 0.1 * math.log2(len(found))
        return Evidence(
            term=" ".join(words.text[found[0] : ends[found[0]]].split()),
            weight=pattern.weight * factor,
            span=Span(start=found[0], end=ends[found[0]]),
            zone=stretch.zone,
        )
    return None


def _matches(
    pattern: Pattern, text: str, beginnings: Sequence[int], stretch: Stretch, ends: dict[int, int]
) -> list[int]:
    """Where the pattern stands in a stretch: its first place, in the body up to eight.

    `ends` keeps for each place tried where the match ends, -1 for none.
    """
    most = _REPEATED if stretch.zone == "body" else 1
    first = bisect_left(beginnings, stretch.start)
    found: list[int] = []
    for place in beginnings[first : first + _TRIED]:
        if place >= stretch.end or len(found) == most:
            break
        if place not in ends:
            match = pattern.expression.match(text, place)
            ends[place] = match.end() if match else -1
        if 0 <= ends[place] <= stretch.end:
            found.append(place)
    return found


def _title_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with everything outside the title counting half."""
    return [e if e.zone == "title" else e.model_copy(update={"weight": e.weight / 2}) for e in evidence]


def _total(evidence: Sequence[Evidence]) -> float:
    """The sum with each weaker term counting less, so that synonyms don't add up to certainty."""
    weights = sorted((e.weight for e in evidence), reverse=True)
    return sum(w * _DECAY[min(place, len(_DECAY) - 1)] for place, w in enumerate(weights))


def _norm_shares(act: Decision) -> dict[str, float]:
    """For each category hinted at by the norms of an act, its share of the hints, damped
    where they are few.
    """
    counts: Counter[str] = Counter()
    hints = norm_hints()
    for found in act.norms:
        norm = found.value
        if norm.code is None:
            continue
        number = int("".join(ch for ch in norm.article.split("-")[0].split(".")[0] if ch.isdigit()) or 0)
        for first, last, slug in hints.get((norm.jurisdiction, norm.code), ()):
            if first <= number <= last:
                counts[slug] += 1
    total = sum(counts.values())
    return {slug: count / (total + 2) for slug, count in counts.items()}
