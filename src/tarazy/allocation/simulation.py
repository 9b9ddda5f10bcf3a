"""Many draws at once: whether the drawer keeps to its tickets, and what an attacker gains. Pure; chance from a seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from math import sqrt
from statistics import pstdev

from scipy.stats import chi2

from . import drawing
from .edition import Edition, Instance, in_force
from .rules import CaseFacts, JudgeFacts, OpenCase, pool_of, tickets

Drawer = Callable[[Sequence[tuple[str, int]], int, str], list[str]]
DAY = Date(2026, 11, 23)


@dataclass(frozen=True)
class Fit:
    """How well counts keep to what tickets promise: chi-square, degrees of freedom, p; share of each judge."""

    cases: int
    chi_square: float
    freedom: int
    p: float
    shares: dict[str, float]
    expected: dict[str, float]


@dataclass(frozen=True)
class Gain:
    """The probability that a favoured judge gets the case, without and with an attack; how it was found, in a code."""

    attack: str
    before: float
    after: float
    tries: int
    naive: float


def chi_square_fit(
    weights: Sequence[int], cases: int, *, chance: int = 0, drawer: Drawer = drawing.select
) -> Fit:
    """Draws one judge in each of `cases` cases with commitments and randomness of their own, and compares.

    Under honest drawing `p` is uniform on 0…1; a drawer that leans has a p near zero. Pearson's test.
    """
    eligible = [(f"{index:02d}", weight) for index, weight in enumerate(weights)]
    counts = dict.fromkeys((judge for judge, _ in eligible), 0)
    root = chance.to_bytes(8, "big")
    for number in range(cases):
        seeded = hashlib.sha256(root + number.to_bytes(8, "big")).hexdigest()
        counts[drawer(eligible, 1, seeded)[0]] += 1
    total = sum(weights)
    expected = {judge: weight / total for judge, weight in eligible}
    statistic = sum((counts[one] - cases * expected[one]) ** 2 / (cases * expected[one]) for one in counts)
    freedom = len(weights) - 1
    return Fit(
        cases=cases,
        chi_square=statistic,
        freedom=freedom,
        p=float(chi2.sf(statistic, freedom)),
        shares={judge: count / cases for judge, count in counts.items()},
        expected=expected,
    )


@dataclass(frozen=True)
class CourtYear:
    """A court that lived through many cases: how far each judge stands from expectation, and the loads at the end."""

    cases: int
    deviations: tuple[float, ...]
    chi_square: float
    p: float
    loads: tuple[int, ...]
    largest_share: float
    unevenness: float


def court_life(judges: int, cases: int, *, chance: int = 0, drawer: Drawer = drawing.select) -> CourtYear:
    """Cases of mixed weight arrive, are drawn by load and end; the tickets change with every one.

    `deviations` are standard ones, (count − Σp) ÷ √Σp(1−p): about normal while the drawer is honest. The statistic
    sums their squares, corrected for the one that follows from the others; `unevenness` is the mean coefficient of
    variation of the loads over the later half.
    """
    edition = in_force(DAY)
    random_source = random.Random(chance)
    names = [f"{index:02d}" for index in range(judges)]
    loads = dict.fromkeys(names, 0)
    running: list[tuple[str, int]] = []
    count, expected, variance = (dict.fromkeys(names, 0.0) for _ in range(3))
    largest, uneven = 0.0, 0.0
    for number in range(cases):
        heavy = random_source.choice((10, 35, 100, 100, 140, 300))
        weights = tickets(loads, heavy, edition)
        eligible = [(name, weights[name][0]) for name in names]
        total = sum(weight for _, weight in eligible)
        for name, weight in eligible:
            share = weight / total
            expected[name] += share
            variance[name] += share * (1 - share)
            largest = max(largest, share)
        seeded = hashlib.sha256(chance.to_bytes(8, "big") + number.to_bytes(8, "big")).hexdigest()
        chosen = drawer(eligible, 1, seeded)[0]
        count[chosen] += 1
        loads[chosen] += heavy
        running.append((chosen, heavy))
        if len(running) > 40 * judges:
            ended, weight = running.pop(random_source.randrange(len(running)))
            loads[ended] -= weight
        if number >= cases // 2:
            uneven += pstdev(loads.values()) / (sum(loads.values()) / judges) / (cases - cases // 2)
    deviations = tuple((count[name] - expected[name]) / sqrt(variance[name]) for name in names)
    statistic = sum(one**2 for one in deviations) * (judges - 1) / judges
    return CourtYear(
        cases=cases,
        deviations=deviations,
        chi_square=statistic,
        p=float(chi2.sf(statistic, judges - 1)),
        loads=tuple(loads.values()),
        largest_share=largest,
        unevenness=uneven,
    )


def leaning(judge: str, strength: float) -> Drawer:
    """A drawer that in a share `strength` of cases gives `judge` what is another's: what the tests must catch."""

    def draw(eligible: Sequence[tuple[str, int]], places: int, seeded: str) -> list[str]:
        chosen = drawing.select(eligible, places, seeded)
        if judge not in chosen and int(seeded[-8:], 16) / 16**8 < strength:
            chosen[0] = judge
        return chosen

    return draw


def attacks(judges: int = 10, tries: int = 4000, *, chance: int = 0) -> list[Gain]:
    """What somebody gains who wants one judge: probabilities before and after, and after under naive rules.

    `naive` is the same attack on a system without the defence: strict turns (least loaded next), draws for every
    repeated claim, seeds from the clock, or a beacon that uses whatever was revealed.
    """
    edition = in_force(DAY)
    return [
        _absence(judges, edition),
        _identical_claims(judges, tries, chance),
        _filing_time(judges, tries, chance),
        _last_revealer(judges, tries, chance),
        _load_dumping(judges, edition),
    ]


def _shares(loads: Sequence[int], absent: frozenset[int], edition: Edition) -> list[float]:
    facts = [
        JudgeFacts(
            f"{index:02d}",
            "7101",
            "71",
            "district",
            load=load,
            absences=((DAY, DAY),) if index in absent else (),
        )
        for index, load in enumerate(loads)
    ]
    case = CaseFacts("7101", "71", "district", Instance.FIRST, OpenCase("action"))
    pool = pool_of(case, facts, DAY, edition)
    total = sum(one.weight for one in pool.eligible)
    share = {one.judge: one.weight / total for one in pool.eligible}
    return [share.get(f"{index:02d}", 0.0) for index in range(len(loads))]


def _absence(judges: int, edition: Edition) -> Gain:
    """Two colleagues who don't favour the party report absence on the day of filing.

    Where the least loaded is simply next, the favoured judge needs only that those before them are away.
    """
    loads = [3_000 + 50 * index for index in range(judges)]
    favoured = 2
    before = _shares(loads, frozenset(), edition)[favoured]
    return Gain("absence", before, _shares(loads, frozenset({0, 1}), edition)[favoured], 2, 1.0)


def _identical_claims(judges: int, tries: int, chance: int) -> Gain:
    """The claim is filed five times, to keep the one that the favoured judge gets.

    The repeated ones follow the first, so there is one draw.
    """
    copies = 5
    got = liked = 0
    eligible = [(f"{index:02d}", 140) for index in range(judges)]
    for number in range(tries):
        drawn = [
            drawing.select(eligible, 1, hashlib.sha256(b"%d/%d/%d" % (chance, number, copy)).hexdigest())[0]
            for copy in range(copies)
        ]
        got += drawn[0] == "00"
        liked += "00" in drawn
    return Gain("identical_claims", 1 / judges, got / tries, copies, liked / tries)


def _filing_time(judges: int, tries: int, chance: int) -> Gain:
    """The attacker knows list and tickets and picks the second of filing out of sixty.

    With a seed from the clock every second's outcome is known beforehand; with a round that doesn't exist yet all
    seconds look alike, so that the best that can be done is to guess.
    """
    eligible = [(f"{index:02d}", 140) for index in range(judges)]
    got = naive = 0
    for number in range(tries):
        clock = [hashlib.sha256(b"%d/%d/%d" % (chance, number, second)).hexdigest() for second in range(60)]
        outcomes = [drawing.select(eligible, 1, seeded)[0] for seeded in clock[:60]] if number < 400 else []
        naive += "00" in outcomes
        chosen = next((second for second, one in enumerate(outcomes) if one == "00"), 0)
        unknown = hashlib.sha256(b"round/%d/%d" % (chance, number)).hexdigest()
        seeded = drawing.seed(clock[chosen], unknown)
        got += drawing.select(eligible, 1, seeded)[0] == "00"
    return Gain("filing_time", 1 / judges, got / tries, 60, naive / min(tries, 400))


def _last_revealer(judges: int, tries: int, chance: int, colluding: int = 3) -> Gain:
    """Courts that reveal last look first, and withhold when they don't like what they see.

    A round in which somebody withholds is given up, and those are left out of the next: each withholding buys one new
    round that nobody knows, so at most 1 − (1−p)^(m+1) with m colluding. Naive: the randomness of those that did reveal
    counts, and m withholders choose among 2^m outcomes that they see.
    """
    source = random.Random(chance)
    eligible = [(f"{index:02d}", 140) for index in range(judges)]

    def outcome() -> bool:
        return drawing.select(eligible, 1, source.randbytes(32).hex())[0] == "00"

    got = sum(any(outcome() for _ in range(colluding + 1)) for _ in range(tries))
    naive = 1 - (1 - 1 / judges) ** (2**colluding)
    return Gain("last_revealer", 1 / judges, got / tries, colluding, naive)


def _load_dumping(judges: int, edition: Edition) -> Gain:
    """The favoured judge's list is kept empty, everybody else's full: how far the cap lets it go."""
    even = _shares([3_000] * judges, frozenset(), edition)[0]
    empty = _shares([0] + [40_000] * (judges - 1), frozenset(), edition)[0]
    return Gain("load", even, empty, 1, 1.0)
