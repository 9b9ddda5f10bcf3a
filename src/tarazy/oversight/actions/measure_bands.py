"""Non-discrimination: how outcomes and errors of the forecast differ between groups, and an alarm where they part."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from tarazy.acts.models import Act
from tarazy.acts.naming import region_id
from tarazy.jurimetrics.decision import Instance
from tarazy.jurimetrics.decision import Outcome as ActOutcome
from tarazy.oversight.actions.raise_alarm import raise_alarm
from tarazy.oversight.models import Alarm, Band
from tarazy.oversight.outcomes import decided_cases, forecasts
from tarazy.oversight.registry import measures, systems
from tarazy.oversight.rules import bands_apart, hidden, shares

Counted = dict[tuple[str, str], dict[str, tuple[int, int]]]  # (source, by) -> group -> (count, n)
FORECAST = "forecast"
GRANTED = (ActOutcome.GRANTED.value, ActOutcome.GRANTED_IN_PART.value)
DECIDED = (*GRANTED, ActOutcome.DENIED.value)
DAYS_KEPT = 400


def measure_bands(now: datetime) -> int:
    """Keep today's bands and raise alarms; how many bands. Judges are no group: nothing here knows who decided."""
    today = timezone.localdate(now)
    counted = of_acts() | of_cases()
    fewest = int(measures()["fewest"])
    rows = []
    for (source, by), groups in counted.items():
        bands = shares(groups)
        sizes = {name: band.n for name, band in bands.items()}
        total = sum(sizes.values())
        gone = hidden({**sizes, "\0all": total}, [[*sizes, "\0all"]], fewest)
        for name, band in bands.items():
            row = Band(measured_on=today, source=source, by=by, group=name, hidden=name in gone)
            if not row.hidden:
                row.count, row.n = band.count, band.n
                row.share, row.low, row.high = band.share, band.low, band.high
            rows.append(row)
    with transaction.atomic():
        Band.objects.filter(measured_on=today).delete()
        Band.objects.filter(measured_on__lt=today.fromordinal(today.toordinal() - DAYS_KEPT)).delete()
        Band.objects.bulk_create(rows, batch_size=500)
        _alarm(counted, now)
    return len(rows)


def of_acts() -> Counted:
    """Shares granted among public acts of first instance, by language and by region."""
    acts = Act.objects.visible_to(None).filter(outcome__in=DECIDED, instance__in=("", Instance.FIRST.value))
    found: Counted = {}
    for by in ("language", "region"):
        groups: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        rows = acts.order_by().exclude(**{by: ""}).values_list(by)
        for name, granted, total in rows.annotate(
            granted=Count("pk", filter=Q(outcome__in=GRANTED)), total=Count("pk")
        ):
            key = region_id(name) if by == "region" else name
            before = groups[key]
            groups[key] = (before[0] + granted, before[1] + total)
        found["acts", by] = dict(groups)
    return found


def of_cases() -> Counted:
    """Shares granted among decided cases, and shares of wrong forecasts, by language, region, kind and sex.

    A forecast is wrong where it gave the outcome that happened less than an even chance.
    """
    said = forecasts(systems()[FORECAST])
    tally: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for one in decided_cases():
        for by in Band.By.values:
            group = one.group(by)
            if not group:
                continue
            cell = tally["cases", by][group]
            cell[0] += one.granted
            cell[1] += 1
            told = said.get(one.case)
            if told is not None and told[1] <= one.at:
                cell = tally[FORECAST, by][group]
                cell[0] += (told[0] >= 0.5) != one.granted
                cell[1] += 1
    return {key: {name: (cell[0], cell[1]) for name, cell in groups.items()} for key, groups in tally.items()}


def _alarm(counted: Counted, now: datetime) -> None:
    rule = measures()["bands"]
    standing: set[tuple[str, str]] = set()
    for (source, by), groups in counted.items():
        bands = shares(groups)
        system = FORECAST if source == FORECAST else ""
        for high, low in bands_apart(bands, gap=rule["gap"], fewest=rule["fewest"]):
            subject = f"{source}.{by}.{high}/{low}"[:120]
            standing.add((system, subject))
            figures = {
                "source": source, "by": by, "high": high, "low": low,
                "high_share": round(bands[high].share, 4), "low_share": round(bands[low].share, 4),
                "high_n": bands[high].n, "low_n": bands[low].n,
            }  # fmt: skip
            raise_alarm(system, Alarm.Kind.BANDS, subject, figures, now=now)
    for alarm in Alarm.objects.filter(kind=Alarm.Kind.BANDS, closed_at__isnull=True):
        if (alarm.system, alarm.subject) not in standing:
            alarm.closed_at = now
            alarm.save(update_fields=["closed_at"])
