"""Figures of categories, each counted over acts that the user may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date as Date
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth

from tarazy.acts.models import Act, InstanceLink
from tarazy.jurimetrics.decision import Instance, Outcome, Review
from tarazy.jurimetrics.trace import Share, Survival, kaplan_meier, wilson
from tarazy.practice.models import Anomaly, AnomalyQuerySet, CategoryPotential, UniformityNote

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

GRANTED = (Outcome.GRANTED.value, Outcome.GRANTED_IN_PART.value)
LONGEST_DAYS = 3650


@dataclass(frozen=True)
class CategoryLine:
    """A category in the list: acts, share granted (in full or part), share changed above, potential."""

    slug: str
    acts: int
    granted: Share
    changed: Share
    potential: float | None


@dataclass(frozen=True)
class CategoryFigures:
    """Everything that a category's page shows. Months are first days; shares have 95 % intervals."""

    slug: str
    acts: int
    flow: list[tuple[Date, int]]
    outcomes: list[tuple[str, int, Share]]
    durations: Survival | None
    reviews: list[tuple[str, Share]]
    changed: Share
    reviewed: Share
    potential: CategoryPotential | None


def category_lines(user: Viewer) -> list[CategoryLine]:
    """All categories that have acts, the fullest first."""
    acts = Act.objects.visible_to(user).exclude(category="").order_by()
    first = Q(instance__in=("", Instance.FIRST.value))
    above = Q(instance__in=(Instance.APPEAL.value, Instance.CASSATION.value))
    counted = acts.values("category").annotate(
        total=Count("pk"),
        decided=Count("pk", filter=first & ~Q(outcome="")),
        granted=Count("pk", filter=first & Q(outcome__in=GRANTED)),
        reviewed=Count("pk", filter=above & ~Q(review="")),
        changed=Count("pk", filter=above & Q(review__in=(Review.CHANGED.value, Review.REVERSED.value))),
    )
    potential = dict(CategoryPotential.objects.values_list("category", "score"))
    lines = [
        CategoryLine(
            slug=row["category"],
            acts=row["total"],
            granted=wilson(row["granted"], row["decided"]),
            changed=wilson(row["changed"], row["reviewed"]),
            potential=potential.get(row["category"]),
        )
        for row in counted
    ]
    return sorted(lines, key=lambda line: (-line.acts, line.slug))


def category_figures(user: Viewer, slug: str) -> CategoryFigures:
    """The figures of one category; `acts` is 0 for a category without acts."""
    acts = Act.objects.visible_to(user).filter(category=slug).order_by()
    first = acts.filter(instance__in=("", Instance.FIRST.value))
    months = Counter(
        {
            row["month"]: row["total"]
            for row in acts.exclude(date=None)
            .annotate(month=TruncMonth("date"))
            .values("month")
            .annotate(total=Count("pk"))
        }
    )
    outcomes = Counter(dict(first.exclude(outcome="").values_list("outcome").annotate(total=Count("pk"))))
    decided = sum(outcomes.values())
    reviews = Counter(dict(acts.exclude(review="").values_list("review").annotate(total=Count("pk"))))
    reviewed = sum(reviews.values())
    changed = reviews[Review.CHANGED.value] + reviews[Review.REVERSED.value]
    first_count = first.count()
    linked = (
        InstanceLink.objects.filter(lower__in=first.values("pk"), upper__in=acts.values("pk"))
        .exclude(status__in=(InstanceLink.Status.REJECTED, InstanceLink.Status.UNLIKELY))
        .values("lower")
        .distinct()
        .count()
    )
    return CategoryFigures(
        slug=slug,
        acts=sum(months.values()) or acts.count(),
        flow=_every_month(months),
        outcomes=[(name, count, wilson(count, decided)) for name, count in outcomes.most_common()],
        durations=_durations(first),
        reviews=[(name.value, wilson(reviews[name.value], reviewed)) for name in Review if reviewed],
        changed=wilson(changed, reviewed),
        reviewed=wilson(linked, first_count),
        potential=CategoryPotential.objects.filter(category=slug).first(),
    )


FEWEST = 20


@dataclass(frozen=True)
class PublicFigures:
    """How claims of a category ended at first instance, over public acts: share granted (in full or part), its
    95 % interval, half of the cases ended within `median_days` (None where unknown).
    """

    granted: Share
    median_days: int | None


def public_figures(category: str, region: str = "") -> PublicFigures | None:
    """The figures of a category (in a region), None with fewer than `FEWEST` decided cases: that says nothing."""
    first = Act.objects.visible_to(None).filter(category=category, instance__in=("", Instance.FIRST.value))
    if region:
        first = first.filter(region=region)
    first = first.exclude(outcome="").order_by()
    counted = first.aggregate(total=Count("pk"), granted=Count("pk", filter=Q(outcome__in=GRANTED)))
    if counted["total"] < FEWEST:
        return None
    durations = _durations(first)
    median = durations.median if durations else None
    return PublicFigures(
        wilson(counted["granted"], counted["total"]), round(median) if median is not None else None
    )


def _every_month(months: Counter[Date]) -> list[tuple[Date, int]]:
    if not months:
        return []
    month, last, every = min(months), max(months), []
    while month <= last and len(every) < 600:
        every.append((month, months[month]))
        month = Date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return every


def _durations(first: object) -> Survival | None:
    """Days from filing to the act; cases filed whose act isn't there yet are counted as going on until the
    last act.
    """
    rows = list(first.exclude(filed=None).values_list("filed", "date"))  # type: ignore[attr-defined]
    if not rows:
        return None
    last = max((date for _, date in rows if date), default=None)
    days, ended = [], []
    for filed, date in rows:
        end = date or last
        if end is None or not 0 <= (end - filed).days <= LONGEST_DAYS:
            continue
        days.append(float((end - filed).days))
        ended.append(date is not None)
    return kaplan_meier(days, ended) if days else None


@dataclass(frozen=True)
class Queue:
    """A page of the anomalies queue, with how many there are by kind and by status under the other filter."""

    anomalies: list[Anomaly]
    total: int
    kinds: dict[str, int]
    statuses: dict[str, int]


def anomaly_queue(user: Viewer, *, kind: str = "", status: str = "", page: int = 1, size: int = 20) -> Queue:
    """Anomalies that the user may see, the surest first."""
    seen = Anomaly.objects.visible_to(user)
    chosen = _narrow(seen, kind, status)
    found = list(
        chosen.select_related("act").defer("act__text", "act__reading")[(page - 1) * size : page * size]
    )
    kinds = _narrow(seen, "", status).order_by().values_list("kind").annotate(total=Count("pk"))
    statuses = _narrow(seen, kind, "").order_by().values_list("status").annotate(total=Count("pk"))
    return Queue(found, chosen.count(), dict(kinds), dict(statuses))


def _narrow(seen: AnomalyQuerySet, kind: str, status: str) -> AnomalyQuerySet:
    narrowed = seen.filter(kind=kind) if kind else seen
    return narrowed.filter(status=status) if status else narrowed


def last_act(user: Viewer) -> Date | None:
    """The date of the latest act that the user may see."""
    latest: Date | None = Act.objects.visible_to(user).aggregate(latest=Max("date"))["latest"]
    return latest


def acts_by_id(user: Viewer, ids: list[str]) -> dict[str, Act]:
    """Those of the acts that the user may see, by id, with their texts."""
    return {act.act_id: act for act in Act.objects.visible_to(user).filter(act_id__in=ids)}


@dataclass(frozen=True)
class UniformityLine:
    """How many acts of a category differed from practice in one way, with a reason."""

    category: str
    kind: str
    count: int


def uniformity_lines() -> list[UniformityLine]:
    """The counts of the report on uniformity, the most frequent first."""
    counted = UniformityNote.objects.order_by().values("category", "kind").annotate(total=Count("pk"))
    lines = [UniformityLine(row["category"], row["kind"], row["total"]) for row in counted]
    return sorted(lines, key=lambda line: (-line.count, line.category, line.kind))
