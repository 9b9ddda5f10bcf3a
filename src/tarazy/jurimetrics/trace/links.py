"""Links from an act of a higher instance to the act it reviews, each with its probability and its reasons."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date as Date
from enum import StrEnum
from functools import cached_property

from tarazy.jurimetrics.decision import Decision, Plain, Span
from tarazy.jurimetrics.trace.assign import one_review_each
from tarazy.jurimetrics.trace.blocking import may_review, meet
from tarazy.jurimetrics.trace.compare import FEATURES, MISSING, Comparer
from tarazy.jurimetrics.trace.linkage import Candidates, Levels, Weights, estimate, posterior
from tarazy.jurimetrics.trace.record import Record, court_codes, record_of
from tarazy.jurimetrics.trace.track import ActPlace, Track, track_of

SURE = 0.9
DOUBTFUL = 0.5
UNLIKELY = 0.1
SETTLED_BITS = 8.0  # evidence besides the number that makes a plain meeting by number enough


class LinkStatus(StrEnum):
    """SURE links stand; DOUBTFUL ones stand and wait in the queue; REJECTED ones only wait there."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"


class Reason(Plain):
    """One piece of evidence: feature, level of agreement, weight in bits (log2 m/u; minus speaks against)."""

    code: str
    level: str
    bits: float
    span: Span | None = None


class Link(Plain):
    """`act_id` reviews `reviewed_id`. `probability` is that of the record linkage; `status` its place."""

    act_id: str
    reviewed_id: str
    probability: float
    status: LinkStatus
    reasons: tuple[Reason, ...]


class Unlinked(Plain):
    """A reference without an act: the best candidate's probability, 0.0 where there was none to compare."""

    act_id: str
    best: float


class Links(Plain):
    """The links of a collection. `queue` is what a person should look at, the least sure first.

    `weights` are the bits of each feature and level that were estimated; `compared` the pairs compared.
    """

    links: tuple[Link, ...]
    doubtful: tuple[Link, ...]
    unlinked: tuple[Unlinked, ...]
    acts: dict[str, ActPlace]
    weights: dict[str, dict[str, float]]
    compared: int

    @cached_property
    def below(self) -> dict[str, str]:
        """The act that each act reviews."""
        return {link.act_id: link.reviewed_id for link in self.links}

    @cached_property
    def above(self) -> dict[str, tuple[str, ...]]:
        """The acts that review each act, in the order of their dates."""
        found: dict[str, list[str]] = {}
        for link in self.links:
            found.setdefault(link.reviewed_id, []).append(link.act_id)
        return {
            act: tuple(sorted(ids, key=lambda one: (self.acts[one].date or Date.max, one)))
            for act, ids in found.items()
        }

    @property
    def queue(self) -> tuple[Link, ...]:
        """Doubtful links and rejected best candidates, those nearest to even odds first."""
        return tuple(sorted(self.doubtful, key=lambda link: abs(link.probability - 0.5)))


def trace_case(links: Links, act_id: str) -> Track:
    """The acts of the act's case, over the instances. Raises `KeyError` for an unknown id."""
    return track_of(act_id, links.acts, links.below, links.above)


def link_acts(decisions: Iterable[Decision], *, seed: int = 0) -> Links:
    """Link every act of a higher instance among `decisions` to the act it reviews, if that is among them.

    Ids must be unique (`ValueError` otherwise). Acts of unknown instance count as first instance. Memory: one
    small record an act. Time: linear in the acts (see `blocking`). `seed` fixes the pairs drawn for u.
    """
    records = [record_of(decision) for decision in decisions]
    return link_records(records, seed=seed)


def link_records(records: Sequence[Record], *, seed: int = 0) -> Links:
    """As `link_acts`, from records that were taken before."""
    acts = {record.id: ActPlace.of(record) for record in records}
    if len(acts) != len(records):
        raise ValueError("ids of acts are not unique")
    reviewing = [record for record in records if record.rank > 0]
    names = Counter(party for record in records for party in set(record.parties))
    comparer = Comparer(names, court_codes(records))
    met: list[dict[str, Levels]] = [{} for _ in reviewing]
    for index, below in meet(reviewing, records, tolerant=False):
        met[index][below.id] = comparer.levels(reviewing[index], below)
    unsettled = [index for index, found in enumerate(met) if not _settled(found)]
    again = [reviewing[index] for index in unsettled]
    for place, below in meet(again, records, tolerant=True):
        index = unsettled[place]
        if below.id not in met[index]:
            met[index][below.id] = comparer.levels(reviewing[index], below)
    days = {rank: sorted(r.day for r in records if r.rank < rank and r.day is not None) for rank in (1, 2)}
    candidates = [
        Candidates(tuple(found.values()), _eligible(record, days))
        for record, found in zip(reviewing, met, strict=True)
    ]
    weights = estimate(candidates, _random_pairs(reviewing, records, comparer, seed))
    return _decide(reviewing, met, candidates, weights, acts)


def _settled(found: dict[str, Levels]) -> bool:
    """Whether a plain meeting by number is backed by court, date or parties, so that no further search is
    needed.
    """
    at = {name: place for place, name in enumerate(FEATURES)}
    backing = ("court", "date", "parties")
    for levels in found.values():
        backed = [levels[at[name]] in {"same", "all_rare", "all_common", "some_rare"} for name in backing]
        if levels[at["number"]] == "same" and sum(backed) >= 2:
            return True
    return False


def _eligible(record: Record, days: dict[int, list[int]]) -> int:
    below = days[record.rank]
    return len(below) if record.day is None else bisect_left(below, record.day)


def _random_pairs(
    above: Sequence[Record], records: Sequence[Record], comparer: Comparer, seed: int, size: int = 20_000
) -> list[Levels]:
    """Levels of pairs of acts drawn at random: almost all unrelated, which is what u measures."""
    chance = random.Random(seed)
    if not above or len(records) < 50:
        return []
    pairs = ((chance.choice(above), chance.choice(records)) for _ in range(min(size, 20 * len(records))))
    return [comparer.levels(one, other) for one, other in pairs if may_review(one, other)]


def _decide(
    reviewing: Sequence[Record],
    met: Sequence[dict[str, Levels]],
    candidates: Sequence[Candidates],
    weights: Weights,
    acts: dict[str, ActPlace],
) -> Links:
    chances = [
        dict(zip(found, posterior(weights, one), strict=True))
        for found, one in zip(met, candidates, strict=True)
    ]
    chosen = one_review_each(
        [(record.rank, chance) for record, chance in zip(reviewing, chances, strict=True)]
    )
    links, doubtful, unlinked = [], [], []
    for record, found, chance, choice in zip(reviewing, met, chances, chosen, strict=True):
        if choice is None or choice.probability < UNLIKELY:
            unlinked.append(Unlinked(act_id=record.id, best=max(chance.values(), default=0.0)))
            continue
        probability = choice.probability
        status = status_of(probability)
        link = Link(
            act_id=record.id,
            reviewed_id=choice.id,
            probability=probability,
            status=status,
            reasons=reasons_of(record, found[choice.id], weights),
        )
        if status != LinkStatus.REJECTED:
            links.append(link)
        else:
            unlinked.append(Unlinked(act_id=record.id, best=probability))
        if status != LinkStatus.SURE:
            doubtful.append(link)
    bits = {
        name: {level: weights.log2(_only(name, level))[FEATURES.index(name)] for level in levels}
        for name, levels in weights.m.items()
    }
    return Links(
        links=tuple(links),
        doubtful=tuple(doubtful),
        unlinked=tuple(unlinked),
        acts=acts,
        weights=bits,
        compared=sum(len(found) for found in met),
    )


def _only(name: str, level: str) -> Levels:
    return tuple(level if feature == name else MISSING for feature in FEATURES)


def status_of(probability: float) -> LinkStatus:
    """Where a link of that probability stands."""
    if probability >= SURE:
        return LinkStatus.SURE
    return LinkStatus.DOUBTFUL if probability >= DOUBTFUL else LinkStatus.REJECTED


def reasons_of(record: Record, levels: Levels, weights: Weights) -> tuple[Reason, ...]:
    """The evidence of a pair, feature by feature, with its place in the text of the reviewing act."""
    spans = record.reference.spans if record.reference else {}
    return tuple(
        Reason(code=name, level=level, bits=round(bits, 2), span=spans.get(name))
        for name, level, bits in zip(FEATURES, levels, weights.log2(levels), strict=True)
        if level != MISSING
    )
