"""Fairness over all draws, from the tallies: quick however many draws there were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from django.db.models import Count, QuerySet, Sum
from scipy.stats import chi2

from tarazy.allocation.models import Draw, DrawAlarm, Tally
from tarazy.allocation.rules import band, deviation
from tarazy.cases.models import Proceeding, Stage
from tarazy.courts.models import Judge
from tarazy.people.models import User
from tarazy.people.permissions import Permission, courts_where


@dataclass(frozen=True)
class Share:
    """How often a judge came out, and between which counts that was to be expected in 95 of 100 such judges."""

    name: str
    court_code: str
    draws: int
    chosen: int
    expected: float
    low: int
    high: int
    deviation: float

    @property
    def inside(self) -> bool:
        """Whether the count is within the band."""
        return self.low <= self.chosen <= self.high


@dataclass(frozen=True)
class Fairness:
    """Shares of judges, and what to make of them together: `p` is small if the draws don't keep to their tickets."""

    shares: list[Share]
    draws: int
    p: float | None
    outside: int
    alarms: int
    redraws: int


def fairness(court_code: str = "", *, since: Date | None = None) -> Fairness:
    """The figures of a court, or of all together where none is named. Public: sums of what receipts show."""
    tallies = Tally.objects.all()
    draws = Draw.objects.filter(state__in=(Draw.State.DRAWN, Draw.State.SUPERSEDED), receipt__isnull=False)
    alarms, redraws = DrawAlarm.objects.all(), Draw.objects.filter(supersedes__isnull=False)
    if court_code:
        tallies, draws = tallies.filter(court_code=court_code), draws.filter(court_code=court_code)
        alarms, redraws = alarms.filter(court_code=court_code), redraws.filter(court_code=court_code)
    if since:
        tallies, draws = (
            tallies.filter(month__gte=since.replace(day=1)),
            draws.filter(created_at__date__gte=since),
        )
        alarms, redraws = (
            alarms.filter(raised_at__date__gte=since),
            redraws.filter(created_at__date__gte=since),
        )
    sums = list(
        tallies.values_list("court_code", "judge").annotate(
            Sum("draws"), Sum("chosen"), Sum("expected"), Sum("variance")
        )
    )
    names = {judge.pk: judge.short_name for judge in Judge.objects.filter(pk__in={row[1] for row in sums})}
    shares = []
    statistic, freedom = 0.0, 0
    for code, judge, drawn, chosen, expected, variance in sums:
        low, high = band(expected, variance, drawn)
        found = deviation(chosen, expected, variance)
        shares.append(Share(names.get(judge, ""), code, drawn, chosen, expected, low, high, found))
        if variance > 0:
            statistic, freedom = statistic + found**2, freedom + 1
    # Within a court the counts add up to the places, which takes one degree of freedom and shrinks the squares.
    courts = len({code for code, *_ in sums})
    p = None
    if freedom > courts:
        p = float(chi2.sf(statistic * (freedom - courts) / freedom, freedom - courts))
    return Fairness(
        shares=sorted(shares, key=lambda one: (one.court_code, one.name)),
        draws=draws.count(),
        p=p,
        outside=sum(not one.inside for one in shares),
        alarms=alarms.count(),
        redraws=redraws.count(),
    )


def courts_with_draws() -> list[tuple[str, int]]:
    """(code, draws) of the courts that have drawn."""
    found = Draw.objects.filter(receipt__isnull=False).order_by("court_code").values_list("court_code")
    return list(found.annotate(Count("id")))


def alarms_for(user: User, court_code: str = "") -> QuerySet[DrawAlarm]:
    """Alarms of the courts whose fairness this user watches over."""
    courts = courts_where(user, Permission.SEE_FAIRNESS)
    found = DrawAlarm.objects.select_related("draw")
    if courts is not None:
        found = found.filter(court_code__in=courts)
    return found.filter(court_code=court_code) if court_code else found


def redraws_for(user: User, court_code: str = "") -> QuerySet[Draw]:
    """Draws that replaced others, in the courts whose fairness this user watches over."""
    courts = courts_where(user, Permission.SEE_FAIRNESS)
    found = Draw.objects.filter(supersedes__isnull=False)
    if courts is not None:
        found = found.filter(court_code__in=courts)
    return found.filter(court_code=court_code) if court_code else found


def to_be_drawn(user: User) -> QuerySet[Proceeding]:
    """Registered proceedings that wait for their draw, which this user may start and see."""
    courts = courts_where(user, Permission.START_DRAW)
    found = (
        Proceeding.objects.visible_to(user)
        .filter(stage=Stage.REGISTERED, number__isnull=False)
        .exclude(draws__state__in=Draw.LIVE)
        .select_related("case", "court")
    )
    return found if courts is None else found.filter(court__in=courts)
