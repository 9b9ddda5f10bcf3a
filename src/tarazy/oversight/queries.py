"""Reads of oversight; each starts from what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q, QuerySet

from tarazy.cases.models import Case
from tarazy.oversight.models import Alarm, Band, CourtFigure, RiskReview, Switch, SystemVersion, Use
from tarazy.oversight.noting import SHADOW
from tarazy.oversight.registry import System, system_name, system_of, systems

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

    Viewer = User | AnonymousUser | None


@dataclass(frozen=True)
class UsedHere:
    """What parties are told of a system in their case: which, since when, how often; never what a judge noted."""

    slug: str
    name: str
    purpose: str
    role: str
    limits: str
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True)
class Standing:
    """How a system stands: its switch, its newest version, alarms, the last review, uses of the last year."""

    system: System
    switch: Switch | None
    version: SystemVersion | None
    alarms: int
    review: RiskReview | None

    @property
    def purpose(self) -> str:
        """What it is for, in the reader's language."""
        return self.system.words("purpose")

    @property
    def on(self) -> bool:
        """Whether it may be used at all."""
        return self.switch is None or self.switch.on


def used_in(case: Case) -> list[UsedHere]:
    """The systems used in a case that the reader has been found to be allowed to open, in the order of first use."""
    rows = (
        Use.objects.filter(case=case)
        .filter(Q(output__mode__isnull=True) | ~Q(output__mode=SHADOW))
        .order_by()
        .values("system")
        .annotate(first=Min("at"), last=Max("at"), times=Count("pk"), earliest=Min("pk"))
        .order_by("first", "earliest")
    )
    found = []
    for row in rows:
        system = system_of(row["system"])
        if system is not None and not system.in_case:
            continue
        found.append(
            UsedHere(
                slug=row["system"],
                name=system_name(row["system"]),
                purpose=system.words("purpose") if system else "",
                role=system.words("role") if system else "",
                limits=system.words("limits") if system else "",
                first=row["first"],
                last=row["last"],
                times=row["times"],
            )
        )
    return found


def uses_of(
    user: Viewer, *, system: str = "", since: Date | None = None, until: Date | None = None
) -> QuerySet[Use]:
    """The uses that the reader may see in full, the latest first."""
    return narrowed(Use.objects.visible_to(user), system, since, until).select_related("case", "by")


def narrowed(
    rows: QuerySet[Use], system: str = "", since: Date | None = None, until: Date | None = None
) -> QuerySet[Use]:
    """Those of one system (and what stands under it) and between two days."""
    if system:
        rows = rows.filter(Q(system=system) | Q(system__startswith=f"{system}."))
    if since:
        rows = rows.filter(at__date__gte=since)
    if until:
        rows = rows.filter(at__date__lte=until)
    return rows


def standings() -> list[Standing]:
    """Every system of the register with how it stands, a query for each kind of row."""
    switches = {row.system: row for row in Switch.objects.order_by("id")}
    versions = {row.system: row for row in SystemVersion.objects.order_by("seen_at", "id")}
    reviews = {row.system: row for row in RiskReview.objects.order_by("at", "id")}
    alarms = dict(
        Alarm.objects.filter(closed_at__isnull=True)
        .order_by()
        .values_list("system")
        .annotate(total=Count("pk"))
    )
    return [
        Standing(one, switches.get(slug), versions.get(slug), alarms.get(slug, 0), reviews.get(slug))
        for slug, one in systems().items()
    ]


def standing_of(system: System) -> Standing:
    """How one system stands."""
    slug = system.slug
    return Standing(
        system,
        Switch.objects.filter(system=slug).order_by("-id").first(),
        SystemVersion.objects.filter(system=slug).order_by("-seen_at", "-id").first(),
        Alarm.objects.filter(system=slug, closed_at__isnull=True).count(),
        RiskReview.objects.filter(system=slug).order_by("-at").first(),
    )


def latest_bands() -> tuple[Date | None, list[Band]]:
    """The bands measured last, and when."""
    on = Band.objects.order_by("-measured_on").values_list("measured_on", flat=True).first()
    return on, list(Band.objects.filter(measured_on=on)) if on else []


def court_series(level: str, place: str, category: str) -> list[CourtFigure]:
    """The months of a place (or of a category in the country), in their order; empty where none are kept."""
    rows = CourtFigure.objects.filter(level=level, place=place, category=category, month__isnull=False)
    return list(rows.order_by("month"))


def court_year(level: str, place: str, category: str) -> CourtFigure | None:
    """The last twelve months of a place in a category (or in all)."""
    return CourtFigure.objects.filter(level=level, place=place, category=category, month__isnull=True).first()


def breakdown(
    by: str, level: str, place: str, category: str, *, courts: list[str] | None = None
) -> list[CourtFigure]:
    """The last twelve months by region, court or category, the largest first; hidden counts stand last."""
    year = CourtFigure.objects.filter(month__isnull=True)
    if by == "category":
        rows = year.filter(level=level, place=place).exclude(category="")
    else:
        rows = year.filter(level=by, category=category)
        if courts is not None:
            rows = rows.filter(place__in=courts)
    return sorted(rows, key=lambda row: (row.filed is None, -(row.filed or 0), row.place, row.category))
