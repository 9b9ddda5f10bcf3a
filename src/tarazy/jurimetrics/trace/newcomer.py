"""Placing one new act among acts that are linked already, without linking the whole collection anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tarazy.jurimetrics.decision import Decision
from tarazy.jurimetrics.trace.blocking import meet
from tarazy.jurimetrics.trace.compare import FEATURES, Comparer
from tarazy.jurimetrics.trace.linkage import Candidates, Levels, Weights, posterior, starting
from tarazy.jurimetrics.trace.links import UNLIKELY, Link, Links, reasons_of, status_of
from tarazy.jurimetrics.trace.record import Record, record_of
from tarazy.jurimetrics.trace.track import ActPlace, Track, track_of


def place_newcomer(
    decision: Decision, links: Links, records: Sequence[Record], comparer: Comparer
) -> tuple[Track, tuple[Link, ...]]:
    """The track of the case of `decision` with the acts of the collection, and the links that join it to
    them.

    `records` and `comparer` are those that `links` was made of; the weights are the estimated ones. An act
    that is already linked by a sure reference may still be offered: the person sees both. One pass over
    `records`.
    """
    act = record_of(decision)
    others = [record for record in records if record.id != act.id]
    weights = _weights(links)
    joined: list[Link] = []
    if act.rank > 0:
        joined += _best([act], others, comparer, weights)
    above = [record for record in others if record.rank > act.rank and record.reference is not None]
    joined += [link for link in _best(above, [act], comparer, weights) if link.reviewed_id == act.id]
    below = {**links.below, **{link.act_id: link.reviewed_id for link in joined}}
    acts = {**links.acts, act.id: ActPlace.of(act)}
    return track_of(act.id, acts, below, _above(below, acts)), tuple(joined)


def _best(
    above: Sequence[Record], below: Sequence[Record], comparer: Comparer, weights: Weights
) -> list[Link]:
    """The likeliest act below for each act above, where it is at all likely."""
    met: dict[int, dict[str, Levels]] = {}
    for tolerant in (False, True):
        for index, candidate in meet(above, below, tolerant=tolerant):
            met.setdefault(index, {})[candidate.id] = comparer.levels(above[index], candidate)
    found = []
    for index, levels in sorted(met.items()):
        chances = posterior(weights, Candidates(tuple(levels.values()), len(below)))
        probability, reviewed = max(zip(chances, levels, strict=True))
        if probability >= UNLIKELY:
            found.append(
                Link(
                    act_id=above[index].id,
                    reviewed_id=reviewed,
                    probability=probability,
                    status=status_of(probability),
                    reasons=reasons_of(above[index], levels[reviewed], weights),
                )
            )
    return found


def _weights(links: Links) -> Weights:
    """The estimated weights as ratios: only m/u is ever used once they are estimated."""
    first = starting()
    ratios = {
        name: {level: 2.0 ** links.weights.get(name, {}).get(level, 0.0) for level in first.m[name]}
        for name in FEATURES
    }
    even = {name: dict.fromkeys(levels, 1.0) for name, levels in ratios.items()}
    return Weights(ratios, even, first.linked_share)


def _above(below: Mapping[str, str], acts: Mapping[str, ActPlace]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for act, reviewed in below.items():
        if act in acts and reviewed in acts:
            found.setdefault(reviewed, []).append(act)
    return {reviewed: tuple(sorted(ids)) for reviewed, ids in found.items()}
