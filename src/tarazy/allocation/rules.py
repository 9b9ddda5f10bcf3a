"""Who may be drawn, with how many tickets, and when no draw is held. Pure: plain values in, plain values out.

Norms are GPK 35 (composition of the court by workload and specialisation), 37–38 (who may not sit), 179 (a judge whose
mediation failed), 31–32 and APPK 107 (cases taken to another region). Each answer cites the norm that the edition of
the rules gives for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from math import ceil, floor, sqrt

from .edition import Edition, Instance

# Why a judge is not in the list, in the order in which it is asked; the first that holds is given.
REASONS = (
    "not_of_court",
    "home_region",
    "no_powers",
    "earlier_part",
    "earlier_role",
    "relative",
    "interest",
    "recused",
    "replaced",
    "already_sits",
    "failed_mediation",
    "absent",
    "no_share",
    "specialisation",
)
CONFLICTS = frozenset(
    {"earlier_part", "earlier_role", "relative", "interest", "recused", "replaced", "already_sits"}
)
DIRECT_REASONS = ("insolvency", "joined", "refiled", "related")


@dataclass(frozen=True)
class OpenCase:
    """What makes a case heavy or light."""

    proceeding: str
    category: str = ""
    parties: int = 2
    claims: int = 1


@dataclass(frozen=True)
class JudgeFacts:
    """A judge as the list of the day has them. `load` is the complexity of their open cases, in hundredths.

    `absences` are first and last days, both included, the last `None` where it isn't known. `specialisations` empty:
    hears everything. `share` is the part of a full load, in percent, that the chair's order leaves the judge.
    """

    judge: str
    court: str
    region: str
    court_kind: str
    load: int = 0
    open_cases: int = 0
    specialisations: frozenset[str] = frozenset()
    powers_since: Date | None = None
    powers_until: Date | None = None
    absences: tuple[tuple[Date, Date | None], ...] = ()
    share: int = 100

    @property
    def relative_load(self) -> int:
        """The load as it would be on a full share."""
        return self.load * 100 // self.share if self.share else self.load

    def absent_on(self, on: Date) -> bool:
        """Whether one of the absences covers this day."""
        return any(first <= on and (last is None or on <= last) for first, last in self.absences)

    def has_powers_on(self, on: Date) -> bool:
        """Whether the judge holds office on this day."""
        begun = self.powers_since is None or self.powers_since <= on
        return begun and (self.powers_until is None or on <= self.powers_until)


@dataclass(frozen=True)
class CaseFacts:
    """A proceeding as far as its distribution depends on it.

    `conflicts` maps a judge to the codes of `CONFLICTS` that hold against them. `failed_mediation` are judges whose
    conciliation failed; with `mediation_consent` of the parties they may sit. `extraterritorial` draws over other
    regions than `region`.
    """

    court: str
    region: str
    court_kind: str
    instance: Instance
    case: OpenCase
    specialisation: str = ""
    conflicts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    failed_mediation: frozenset[str] = frozenset()
    mediation_consent: bool = False
    extraterritorial: bool = False


@dataclass(frozen=True)
class Exclusion:
    """Who isn't in the list, why (a code of `REASONS`), by which norm."""

    judge: str
    reason: str
    norm: str


@dataclass(frozen=True)
class Entry:
    """Who is in the list, with how many tickets, and the integers that the tickets come from."""

    judge: str
    weight: int
    reasons: Mapping[str, int]


@dataclass(frozen=True)
class Pool:
    """The frozen list, sorted by judge, and how many are to be drawn from it.

    `alarm` is empty, `few_eligible`, or `none_eligible` where the places can't be filled: then no draw is held and the
    higher court is asked for a transfer.
    """

    eligible: tuple[Entry, ...]
    excluded: tuple[Exclusion, ...]
    places: int
    alarm: str

    @property
    def can_be_drawn(self) -> bool:
        """Whether every place can be filled."""
        return len(self.eligible) >= self.places


@dataclass(frozen=True)
class ToFirstJudge:
    """No draw: the case goes to the judge who has the first one."""

    judges: tuple[str, ...]
    reason: str
    norm: str


@dataclass(frozen=True)
class EarlierCase:
    """A case that this one may follow: how (a code of `DIRECT_REASONS`), and who had it."""

    relation: str
    judges: tuple[str, ...]
    filed: Date


def complexity(case: OpenCase, edition: Edition) -> int:
    """How heavy a case is, in hundredths of an ordinary one, within the bounds of the edition. Norm: GPK 35(7)."""
    table = edition.complexity
    heavy = table.proceedings.get(case.proceeding, table.otherwise)
    heavy = heavy * table.categories.get(case.category, 100) // 100
    heavy += table.party_over_two * max(0, case.parties - 2) + table.claim_over_one * max(0, case.claims - 1)
    return min(max(heavy, table.least), table.most)


def load_of(cases: Iterable[OpenCase], edition: Edition) -> int:
    """The complexity of these cases together, in hundredths. Norm: GPK 35(7)."""
    return sum(complexity(case, edition) for case in cases)


def places_of(instance: Instance, proceeding: str, edition: Edition) -> int:
    """How many judges sit. Norm: the edition's line for the instance, or for the proceeding where it has one."""
    fitting = [
        size for size in edition.panels if size.instance is instance and size.proceeding in (None, proceeding)
    ]
    return max(fitting, key=lambda size: size.proceeding is not None).places


def why_not(judge: JudgeFacts, case: CaseFacts, on: Date) -> str:
    """The first of `REASONS` for which this judge can't be drawn on this day; empty if there is none.

    Norms: GPK 35 (court, powers, absence, specialisation), 37 (earlier part), 38 (role, relative, interest), 40–41
    (recusal), 179 and 35(10) (failed mediation), 32 and APPK 107 (home region of an extraterritorial case).
    """
    holds = case.conflicts.get(judge.judge, frozenset())
    answers = {
        "not_of_court": judge.court_kind != case.court_kind
        if case.extraterritorial
        else judge.court != case.court,
        "home_region": case.extraterritorial and judge.region == case.region,
        "no_powers": not judge.has_powers_on(on),
        "failed_mediation": judge.judge in case.failed_mediation and not case.mediation_consent,
        "absent": judge.absent_on(on),
        "no_share": judge.share == 0,
        "specialisation": bool(
            case.specialisation and judge.specialisations and case.specialisation not in judge.specialisations
        ),
    }
    return next((reason for reason in REASONS if reason in holds or answers.get(reason)), "")


def tickets(loads: Mapping[str, int], heavy: int, edition: Edition) -> dict[str, tuple[int, dict[str, int]]]:
    """Tickets of each judge, and the integers behind them; `loads` and `heavy` in hundredths of a case.

    even · (mean + s) ÷ (load + s), rounded down and kept within lowest and highest, where s is the smoothing
    divided by the complexity of the case: the heavier the case, the more the loads count. As highest is at most
    twice lowest, of n judges nobody's share of the first place exceeds 2/(n+1) or falls below 1/(2n−1): who is next
    stays open. Norm: GPK 35(7).
    """
    if not loads:
        return {}
    scale = edition.weights
    mean = sum(loads.values()) // len(loads)
    smoothing = scale.smoothing * 100 // heavy
    found = {}
    for judge, load in loads.items():
        raw = scale.even * (mean + smoothing) // (load + smoothing)
        weight = min(max(raw, scale.lowest), scale.highest)
        found[judge] = (
            weight,
            {"complexity": heavy, "load": load, "mean": mean, "raw": raw, "smoothing": smoothing},
        )
    return found


def pool_of(
    case: CaseFacts, judges: Sequence[JudgeFacts], on: Date, edition: Edition, *, places: int | None = None
) -> Pool:
    """The list for this case on this day. The order of `judges` has no influence. Norm: GPK 35(7).

    `places`: how many seats are to be filled, where not the whole panel.

    In an extraterritorial draw judges of other kinds of court, who are most of the country, are left out silently;
    everybody else stands in the list or among the excluded.
    """
    candidates, excluded = [], []
    for judge in judges:
        reason = why_not(judge, case, on)
        if reason:
            if not (case.extraterritorial and reason == "not_of_court"):
                excluded.append(Exclusion(judge.judge, reason, _norm_of(reason, case, edition)))
        else:
            candidates.append(judge)
    weights = tickets(
        {one.judge: one.relative_load for one in candidates}, complexity(case.case, edition), edition
    )
    eligible = tuple(
        Entry(
            one.judge,
            weights[one.judge][0],
            weights[one.judge][1] | {"open_cases": one.open_cases, "share": one.share},
        )
        for one in sorted(candidates, key=lambda one: one.judge)
    )
    places = places or places_of(case.instance, case.case.proceeding, edition)
    return Pool(
        eligible=eligible,
        excluded=tuple(sorted(excluded, key=lambda one: one.judge)),
        places=places,
        alarm=alarm_of(len(eligible), places, edition),
    )


def alarm_of(eligible: int, places: int, edition: Edition) -> str:
    """`none_eligible` if the places can't be filled, `few_eligible` below the limit, else empty. Norm: GPK 35, 34.

    A panel needs as many judges more as it has places more, or the draw would only put them in order.
    """
    if eligible < places:
        return "none_eligible"
    return "few_eligible" if eligible < edition.alarm.fewer_than + places - 1 else ""


def _norm_of(reason: str, case: CaseFacts, edition: Edition) -> str:
    if reason == "home_region" and case.case.proceeding == "administrative":
        return edition.extraterritorial["administrative"].norm
    return edition.exclusions[reason].norm


def first_judge(
    case: CaseFacts, earlier: Sequence[EarlierCase], judges: Sequence[JudgeFacts], on: Date, edition: Edition
) -> ToFirstJudge | None:
    """Where the case goes without a draw, or `None`: the judges of the earliest case that it follows.

    Insolvency disputes go before re-filed claims and joined ones. If one of those judges may not sit now (absence for
    a while is no reason: the case waits for its judge), the case is drawn. Norms: GPK 35(8), and the edition.
    """
    known = {judge.judge: judge for judge in judges}
    order = {relation: place for place, relation in enumerate(DIRECT_REASONS)}
    for one in sorted(earlier, key=lambda one: (order[one.relation], one.filed, one.judges)):
        places = places_of(case.instance, case.case.proceeding, edition)
        able = [known[judge] for judge in one.judges if judge in known]
        if len(able) != places or len(one.judges) != places:
            continue
        if all(why_not(judge, case, on) in ("", "absent", "no_share", "specialisation") for judge in able):
            return ToFirstJudge(one.judges, one.relation, edition.direct[one.relation].norm)
    return None


def may_go_elsewhere(
    proceeding: str,
    *,
    agreement: bool,
    claimants_choice: bool,
    exclusive_jurisdiction: bool,
    hearing_set: bool,
    on: Date,
    edition: Edition,
) -> tuple[bool, str, str]:
    """Whether a case may be drawn over other regions, a code of the reason, and the norm.

    Civil cases by agreement of the parties, never those of exclusive jurisdiction; administrative ones by the claimant's
    choice until the case is set for hearing. Norms: GPK 31, 32; APPK 107.
    """
    kind = "administrative" if proceeding == "administrative" else "civil"
    rule = edition.extraterritorial[kind]
    if exclusive_jurisdiction and rule.never == "exclusive_jurisdiction":
        return False, "exclusive_jurisdiction", rule.never_norm or rule.norm
    if rule.since is not None and on < rule.since:
        return False, "not_yet_law", rule.norm
    if hearing_set:
        return False, "hearing_set", rule.norm
    if rule.by == "claimant":
        return (True, "claimants_choice", rule.norm) if claimants_choice else (False, "not_chosen", rule.norm)
    return (True, "agreement", rule.norm) if agreement else (False, "no_agreement", rule.norm)


def may_redraw(reason: str, edition: Edition) -> str:
    """The norm by which a draw may be held again for this reason; empty if it may not. Norm: GPK 35(9–10)."""
    found = edition.redraws.get(reason)
    return found.norm if found else ""


def deviation(chosen: int, expected: float, variance: float) -> float:
    """How far a count lies from expectation, in standard deviations; 0 where nothing could vary."""
    return (chosen - expected) / sqrt(variance) if variance > 0 else 0.0


def band(expected: float, variance: float, draws: int) -> tuple[int, int]:
    """The counts between which 95 of 100 judges with these chances come out, both included.

    A count of draws with different chances is Poisson-binomial; mean and variance fix its refined normal
    approximation well enough from some ten draws on, and half a count of continuity keeps it from being too narrow.
    """
    reach = 1.96 * sqrt(max(variance, 0.0)) + 0.5
    return max(0, ceil(expected - reach)), min(draws, floor(expected + reach))
