"""Reads that more than one place of the room needs; each begins with what the user may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Avg, Case, Count, IntegerField, Max, Q, QuerySet, Value, When

from tarazy.people.refusals import NotPermitted
from tarazy.robot.comparing import Compared, compared
from tarazy.robot.covering import modes
from tarazy.robot.models import Batch, Rejection, Run, courts_of_rules, sees_rules
from tarazy.robot.sources.wanted import covered_tables
from tarazy.robot.table import Table, table_names
from tarazy.robot.words import filled

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

LATELY = timedelta(days=365)


def waiting_runs(user: User | AnonymousUser | None) -> QuerySet[Run]:
    """Drafts and hand-overs that wait for this judge: drafts first, the oldest before the newer."""
    order = Case(When(state=Run.State.DRAFTED, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Run.objects.visible_to(user).filter(state__in=(Run.State.DRAFTED, Run.State.HANDED_OVER))
    return (
        rows.annotate(first=order)
        .order_by("first", "ready_at")
        .select_related("proceeding__case")
        .defer("facts", "trace", "draft")
    )


@dataclass(frozen=True)
class TableFigures:
    """How a table does: counts of runs by state, the mean share of words changed, seconds to a draft, shadow mode."""

    name: str
    mode: str
    states: dict[str, int]
    share: float | None
    seconds: float | None
    slowest: float | None
    shadow: Compared

    @property
    def runs(self) -> int:
        """All runs but those superseded."""
        return sum(count for state, count in self.states.items() if state != Run.State.SUPERSEDED)

    @property
    def drafted(self) -> int:
        """Runs that came to a draft."""
        return sum(self.states.get(one, 0) for one in ("drafted", "taken", "signed", "rejected"))

    @property
    def rejected(self) -> int:
        """Drafts that judges didn't take."""
        return self.states.get("rejected", 0)


def seen_runs(user: User | AnonymousUser | None, now: datetime) -> QuerySet[Run]:
    """The runs that a user may count: of the own court for a chair, all for an auditor. Never a draft's text."""
    if not sees_rules(user):
        raise NotPermitted
    rows = Run.objects.filter(started_at__gte=now - LATELY)
    courts = courts_of_rules(user)
    return rows if courts is None else rows.filter(proceeding__court__in=courts)


def table_figures(user: User | AnonymousUser | None, now: datetime) -> list[TableFigures]:
    """Every table that there is or that is covered, with its figures of a year. Raises `NotPermitted`."""
    rows = seen_runs(user, now)
    known = modes()
    names = list(dict.fromkeys((*(one.table for one in covered_tables()), *table_names(), *known)))
    states: dict[str, dict[str, int]] = {}
    for table, state, count in rows.order_by().values_list("table", "state").annotate(n=Count("pk")):
        states.setdefault(table, {})[state] = count
    figures = {
        one["table"]: one
        for one in rows.order_by()
        .values("table")
        .annotate(share=Avg("share"), seconds=Avg("draft_seconds"), slowest=Max("draft_seconds"))
    }
    return [
        TableFigures(
            name=name,
            mode=known.get(name, "off"),
            states=states.get(name, {}),
            share=figures.get(name, {}).get("share"),
            seconds=figures.get(name, {}).get("seconds"),
            slowest=figures.get(name, {}).get("slowest"),
            shadow=compared(name),
        )
        for name in names
    ]


@dataclass(frozen=True)
class ConditionFigures:
    """How a row of a table came out, and how often judges said that it was judged wrongly."""

    condition: str
    number: str
    words: str
    met: int
    unmet: int
    doubtful: int
    rejections: int


def condition_figures(
    user: User | AnonymousUser | None, table: Table, language: str, now: datetime, most: int = 2000
) -> list[ConditionFigures]:
    """The rows of a table with what came of them in the latest runs."""
    traces = seen_runs(user, now).filter(table=table.name).values_list("trace", flat=True)[:most]
    counted: Counter[tuple[str, str]] = Counter()
    for trace in traces:
        counted.update((str(one["condition"]), str(one["state"])) for one in trace)
    wrong = Counter(
        rejections_of(user, table.name, now).exclude(condition="").values_list("condition", flat=True)
    )
    return [
        ConditionFigures(
            condition=row.id,
            number=row.number,
            words=filled(row.says.get(language, row.id), {}),
            met=counted[row.id, "met"],
            unmet=counted[row.id, "unmet"],
            doubtful=counted[row.id, "doubtful"],
            rejections=wrong[row.id],
        )
        for row in table.conditions
    ]


def rejections_of(user: User | AnonymousUser | None, table: str, now: datetime) -> QuerySet[Rejection]:
    """Rejections of drafts of a table, the latest first; pages show their reasons without a judge's name."""
    return Rejection.objects.filter(run__in=seen_runs(user, now).filter(table=table)).order_by("-at")


def reasons_counted(
    user: User | AnonymousUser | None, table: str, now: datetime, most: int = 2000
) -> list[tuple[str, int]]:
    """Why materials were handed over: codes with their counts, the commonest first."""
    rows = seen_runs(user, now).filter(table=table, state__in=("handed_over", "superseded", "signed"))
    counted: Counter[str] = Counter()
    for reasons in rows.values_list("reasons", flat=True)[:most]:
        counted.update({str(one["code"]) for one in reasons})
    return counted.most_common()


def batches_seen(user: User | AnonymousUser | None) -> QuerySet[Batch]:
    """Batches of the own court, or all."""
    if not sees_rules(user):
        raise NotPermitted
    courts = courts_of_rules(user)
    return Batch.objects.all() if courts is None else Batch.objects.filter(Q(court_code__in=courts))
