"""Which acts became public since the last time, in an order of our own, and which saved searches they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import TruncMonth

from tarazy.acts.following.bulk import want
from tarazy.acts.following.models import Alert, Match, NewAct, Progress, SavedSearch
from tarazy.acts.following.searches import Asked, Held, answers, request_of
from tarazy.acts.models import Act, ActNorm
from tarazy.acts.searching.entry import COLUMNS, SearchEntry

AT_ONCE = 500  # acts in one transaction
# Rows are looked at again: one given out earlier may be saved later, by a slower transaction.
OVERLAP = 5000


def learn(*, now: datetime) -> int:
    """Number the acts that became public and note which saved searches they answer; how many were numbered."""
    learnt = 0
    while count := number_new(now=now):
        learnt += count
    while match_new():
        pass
    return learnt


def number_new(*, now: datetime) -> int:
    """Number at most `AT_ONCE` acts; how many. The first time ever it notes where the bank stands, and numbers none."""
    with transaction.atomic():
        progress, made = _progress()
        if made:
            dated = Act.objects.visible_to(None).filter(date__isnull=False).annotate(month=TruncMonth("date"))
            for court, month in dated.order_by().values_list("court", "month").distinct():
                want(court, month)
            return 0
        after = max(progress.first_row, progress.highest_row - OVERLAP)
        known = NewAct.objects.filter(row__gt=after).values("row")
        fresh = list(
            Act.objects.visible_to(None)
            .filter(pk__gt=after)
            .exclude(pk__in=known)
            .order_by("pk")
            .values_list("pk", "court", "date")[:AT_ONCE]
        )
        NewAct.objects.bulk_create([NewAct(row=row, noted_at=now) for row, _court, _date in fresh])
        for court, date in {(court, date) for _row, court, date in fresh}:
            want(court, date)
        waiting = list(NewAct.objects.filter(number__isnull=True).order_by("pk"))
        for place, one in enumerate(waiting, progress.numbered + 1):
            one.number = place
        NewAct.objects.bulk_update(waiting, ["number"], batch_size=200)
        progress.numbered += len(waiting)
        if fresh:
            progress.highest_row = max(progress.highest_row, fresh[-1][0])
        progress.save()
    return len(waiting)


def match_new() -> int:
    """Hold at most `AT_ONCE` numbered acts against all saved searches; how many were held."""
    progress = Progress.objects.filter(pk=1).first()
    if progress is None:
        return 0
    numbers = dict(
        NewAct.objects.filter(number__gt=progress.matched)
        .order_by("number")
        .values_list("row", "number")[:AT_ONCE]
    )
    if not numbers:
        return 0
    searches = [(search, Asked(request_of(search.query))) for search in SavedSearch.objects.order_by("pk")]
    found = [
        Match(search=search, row=act.entry.row, number=numbers[act.entry.row])
        for act in (map(Held, _entries(numbers)) if searches else ())
        for search, asked in searches
        if numbers[act.entry.row] > search.since and answers(act, asked)
    ]
    with transaction.atomic():
        locked = Progress.objects.select_for_update().get(pk=1)
        if locked.matched == progress.matched:  # nobody else did the same meanwhile
            # A search that was saved meanwhile begins after these acts: it takes its place under the same lock.
            alerts = dict(SavedSearch.objects.values_list("pk", "alert"))
            kept = [one for one in found if one.search_id in alerts]
            for one in kept:
                one.told = alerts[one.search_id] == Alert.NONE
            Match.objects.bulk_create(kept, ignore_conflicts=True, batch_size=500)
            locked.matched = max(numbers.values())
            locked.save(update_fields=["matched"])
    return len(numbers)


def where_we_are(*, now: datetime) -> int:
    """The number of the last act that became public; what is public now has no higher one.

    Within a caller's transaction nothing is numbered or matched by others until its end.
    """
    with transaction.atomic():
        while number_new(now=now):
            pass
        return Progress.objects.select_for_update().get(pk=1).numbered


def _progress() -> tuple[Progress, bool]:
    """The row, locked, and whether it was made now; within a transaction."""
    progress = Progress.objects.select_for_update().filter(pk=1).first()
    if progress is not None:
        return progress, False
    highest = Act.objects.aggregate(highest=Max("pk"))["highest"] or 0
    _row, made = Progress.objects.get_or_create(pk=1, defaults={"first_row": highest, "highest_row": highest})
    return Progress.objects.select_for_update().get(pk=1), made


def _entries(rows: Iterable[int]) -> list[SearchEntry]:
    wanted = list(rows)
    norms: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row, code, article in ActNorm.objects.filter(act__in=wanted).values_list("act", "code", "article"):
        norms[row].append((code, article))
    acts = Act.objects.visible_to(None).filter(pk__in=wanted).only(*COLUMNS)
    return [SearchEntry.of(act, norms[act.pk]) for act in acts]
