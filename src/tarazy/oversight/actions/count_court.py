"""Counting the court: flows, times, shares, by place, category and month, kept so that pages only read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tarazy.cases.models import Case, Outcome, Proceeding, Seal
from tarazy.courts.models import Court, Instance
from tarazy.jurimetrics.trace.durations import wilson
from tarazy.oversight.models import CourtFigure
from tarazy.oversight.registry import measures
from tarazy.oversight.rules import hidden, pending_shown, quartiles

Key = tuple[str, str, str, Date | None]  # level, place, category, month
EVERY = timedelta(hours=1)
CHANGED = frozenset(
    {
        Outcome.CHANGED, Outcome.REVERSED_NEW_DECISION, Outcome.REVERSED_DISCONTINUED, Outcome.REVERSED_LEFT,
        Outcome.TAKEN_OVER, Outcome.REVERSED_REMITTED, Outcome.REVERSED_RESOLVED, Outcome.RESTORED_FIRST_INSTANCE,
        Outcome.REMITTED_TO_APPEAL, Outcome.REMITTED,
    }
)  # fmt: skip
REVIEWED = CHANGED | {Outcome.UPHELD}


@dataclass
class Count:
    """What is counted for one key; `first` are the filings of first instance."""

    filed: int = 0
    ended: int = 0
    first: int = 0
    electronic: int = 0
    reviewed: int = 0
    changed: int = 0
    days: Counter[int] = field(default_factory=Counter)


def count_if_due(now: datetime) -> int:
    """Count if an hour has passed, or a case was sealed or unsealed since. Rows that stand."""
    last = CourtFigure.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()
    if last is not None and now - last < EVERY:
        sealed = Seal.objects.filter(at__gt=last) | Seal.objects.filter(lifted_at__gt=last)
        if not sealed.exists():
            return 0
    return count_court(now)


def count_court(now: datetime) -> int:
    """Put new figures in the place of the old ones; how many rows. Sealed and unregistered cases aren't counted."""
    tally = _Tally(timezone.localdate(now))
    tally.read()
    rows = list(tally.rows(now))
    with transaction.atomic():
        CourtFigure.objects.all().delete()
        CourtFigure.objects.bulk_create(rows, batch_size=400)
    return len(rows)


class _Tally:
    """One pass over the proceedings, then what may be shown of it."""

    def __init__(self, today: Date) -> None:
        shown = measures()["statistics"]
        self.fewest = int(measures()["fewest"])
        this = today.replace(day=1)
        self.months = [_before(this, back) for back in range(int(shown["months"]) - 1, -1, -1)]
        self.window = frozenset(self.months[-int(shown["window_months"]) :])
        self.regions = dict(Court.objects.values_list("pk", "region"))
        self.counts: dict[Key, Count] = defaultdict(Count)
        self.stock: dict[tuple[str, str, str], int] = defaultdict(int)  # pending before the first month shown
        self.open: dict[tuple[str, str, str], int] = defaultdict(int)  # pending now
        self.seen: set[tuple[str, str, str]] = set()

    def read(self) -> None:
        """Count every proceeding of every case that the public may know of."""
        cases = Case.objects.public_cards()
        rows = Proceeding.objects.filter(case__in=cases).order_by()
        columns = (
            "court_id",
            "case__category",
            "case__origin",
            "instance",
            "filed_at",
            "decided_at",
            "ended_at",
        )
        for court, category, origin, instance, filed, decided, ended in rows.values_list(*columns).iterator(
            5000
        ):
            done = decided or ended
            filed_on = timezone.localdate(filed)
            for level, place, named in self._kinds(court, category):
                self._flow(level, place, named, filed_on, timezone.localdate(done) if done else None)
                if instance == Instance.FIRST:
                    for count in self._at(level, place, named, filed_on):
                        count.first += 1
                        count.electronic += origin == Case.Origin.ELECTRONIC
        reviews = rows.filter(reviews__isnull=False, outcome__in=REVIEWED, decided_at__isnull=False)
        columns = ("reviews__court_id", "case__category", "outcome", "decided_at")
        for court, category, outcome, decided in reviews.values_list(*columns).iterator(5000):
            for level, place, named in self._kinds(court, category):
                for count in self._at(level, place, named, timezone.localdate(decided)):
                    count.reviewed += 1
                    count.changed += outcome in CHANGED

    def _kinds(self, court: str, category: str) -> Iterator[tuple[str, str, str]]:
        places = (("country", ""), ("region", self.regions.get(court, "")), ("court", court))
        for level, place in places:
            yield level, place, ""
            if category:
                yield level, place, category

    def _flow(self, level: str, place: str, category: str, filed: Date, done: Date | None) -> None:
        kind = (level, place, category)
        self.seen.add(kind)
        self.open[kind] += done is None
        start = self.months[0]
        if filed < start:
            self.stock[kind] += 1
        if done is not None and done < start:
            self.stock[kind] -= 1
        for count in self._at(*kind, filed):
            count.filed += 1
        if done is not None:
            for count in self._at(*kind, done):
                count.ended += 1
                count.days[max(0, (done - filed).days)] += 1

    def _at(self, level: str, place: str, category: str, day: Date) -> Iterator[Count]:
        month = day.replace(day=1)
        if month < self.months[0] or month > self.months[-1]:
            return
        if not category or level == "country":
            yield self.counts[level, place, category, month]
        if month in self.window:
            yield self.counts[level, place, category, None]

    def rows(self, now: datetime) -> Iterator[CourtFigure]:
        """The rows, small numbers left out."""
        keys = list(self._keys())
        sums = list(self._sums())
        gone = {
            name: hidden({key: getattr(self.counts[key], name) for key in keys}, sums, self.fewest)
            for name in ("filed", "ended", "reviewed")
        }
        for kind in sorted(self.seen):
            level, _place, category = kind
            months: list[Date | None] = list(self.months) if not category or level == "country" else []
            flows_hidden = [
                (*kind, month) in gone["filed"] or (*kind, month) in gone["ended"] for month in months
            ]
            stock = self.stock[kind]
            for month, shown in zip(months, pending_shown(flows_hidden), strict=True):
                count = self.counts[*kind, month]
                stock += count.filed - count.ended
                yield self._row((*kind, month), stock if shown else None, gone, now)
            yield self._row((*kind, None), self.open[kind], gone, now)

    def _row(self, key: Key, stock: int | None, gone: dict[str, set[Key]], now: datetime) -> CourtFigure:
        level, place, category, month = key
        count = self.counts[key]
        few = self.fewest
        ended_shown = key not in gone["ended"] and count.ended >= few
        quarters = quartiles(count.days) if ended_shown else None
        reviewed_shown = key not in gone["reviewed"]
        changed = wilson(count.changed, count.reviewed) if reviewed_shown and count.reviewed >= few else None
        return CourtFigure(
            level=level,
            place=place,
            category=category,
            month=month,
            filed=None if key in gone["filed"] else count.filed,
            ended=None if key in gone["ended"] else count.ended,
            pending=None if stock is None or 0 < stock < few else max(0, stock),
            electronic=count.electronic / count.first
            if key not in gone["filed"] and count.first >= few
            else None,
            reviewed=count.reviewed if reviewed_shown else None,
            changed=changed.share if changed else None,
            changed_low=changed.low if changed else None,
            changed_high=changed.high if changed else None,
            quarter_days=quarters[0] if quarters else None,
            median_days=quarters[1] if quarters else None,
            three_quarter_days=quarters[2] if quarters else None,
            counted_at=now,
        )

    def _keys(self) -> Iterator[Key]:
        for kind in self.seen:
            if not kind[2] or kind[0] == "country":
                for month in self.months:
                    yield (*kind, month)
            yield (*kind, None)

    def _sums(self) -> Iterator[list[Key]]:
        """What is the sum of what: courts of regions, regions of the country, categories of all, months of the year."""
        parts: dict[Key, list[Key]] = defaultdict(list)
        for key in self._keys():
            level, place, category, month = key
            if level == "court":
                parts["region", self.regions.get(place, ""), category, month].append(key)
            elif level == "region":
                parts["country", "", category, month].append(key)
        yield from ([total, *found] for total, found in parts.items())
        named: dict[Key, list[Key]] = defaultdict(list)
        for key in self._keys():
            level, place, category, month = key
            if category:
                named[level, place, "", month].append(key)
        yield from ([total, *found] for total, found in named.items())
        for kind in self.seen:
            if not kind[2] or kind[0] == "country":
                yield [(*kind, None), *((*kind, month) for month in self.window)]


def _before(month: Date, back: int) -> Date:
    year, place = divmod(month.year * 12 + month.month - 1 - back, 12)
    return Date(year, place + 1, 1)
