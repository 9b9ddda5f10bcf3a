"""The yearly review of a system's risk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from tarazy.cases.docket import digest
from tarazy.oversight.actions.raise_alarm import raise_alarm, settle_alarms
from tarazy.oversight.models import Alarm, Objection, RiskReview, SystemVersion, Use
from tarazy.oversight.noting import note_system
from tarazy.oversight.refusals import ReasonNeeded
from tarazy.oversight.registry import measures, review_rule, systems
from tarazy.oversight.rules import answered_in_words, next_review
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from datetime import date as Date

    from tarazy.people.models import User


def review_risk(
    slug: str,
    *,
    risks: str,
    people: str,
    measures_taken: str,
    decision: str,
    by: User,
    now: datetime,
    changes: str = "",
) -> RiskReview:
    """The saved review, with the figures of the year beside what was written; the next one is due a year on.

    Raises `NotPermitted`, `NotFound`, `ReasonNeeded`. Norm: AI law of 2025-11-17, 18 (unverified).
    """
    require(by, Permission.SWITCH_AI_SYSTEMS, now=now)
    if slug not in systems():
        raise NotFound
    least = int(measures()["objection"]["shortest_answer"])
    if not all(answered_in_words(text, least) for text in (risks, people, measures_taken)):
        raise ReasonNeeded(least=least)
    texts = {"risks": risks, "people": people, "changes": changes, "measures": measures_taken}
    months, _ = review_rule()
    with transaction.atomic():
        entry = note_system(
            "risk_review", slug, at=now, sha256=digest(texts), decision=decision, by=str(by.uuid)
        )
        made = RiskReview.objects.create(
            system=slug,
            at=now,
            by=by,
            decision=decision,
            figures=year_of(slug, now),
            next_due=next_review(timezone.localdate(now), months),
            ledger_stream=entry.stream,
            ledger_number=entry.number,
            **{name: text.strip() for name, text in texts.items()},
        )
        settle_alarms(slug, Alarm.Kind.REVIEW_DUE, now=now, by=by)
    return made


def year_of(slug: str, now: datetime) -> dict[str, Any]:
    """What happened around the system since its last review: uses, rejected ones, objections, alarms."""
    last = RiskReview.objects.filter(system=slug).order_by("-at").values_list("at", flat=True).first()
    since = last or now - timedelta(days=366)
    uses = Use.objects.filter(system=slug, at__gte=since)
    objections = [
        systems
        for systems in Objection.objects.filter(at__gte=since).values_list("systems", flat=True)
        if not systems or slug in systems
    ]
    return {
        "since": since.date().isoformat(),
        "uses": uses.count(),
        "rejected": uses.filter(did="rejected").count(),
        "objections": len(objections),
        "alarms": Alarm.objects.filter(system=slug, raised_at__gte=since).count(),
    }


def due_on(slug: str) -> Date | None:
    """When the review of a system is due: a year after the last, or after the system was first seen here."""
    last = RiskReview.objects.filter(system=slug).order_by("-at").values_list("next_due", flat=True).first()
    if last is not None:
        return last
    first = (
        SystemVersion.objects.filter(system=slug)
        .order_by("seen_at")
        .values_list("seen_at", flat=True)
        .first()
    )
    return next_review(timezone.localdate(first), review_rule()[0]) if first else None


def remind_of_reviews(now: datetime) -> int:
    """An alarm for each system whose review is due within the days of notice, until it is made; how many stand."""
    horizon = timezone.localdate(now) + timedelta(days=review_rule()[1])
    standing = 0
    for slug in systems():
        due = due_on(slug)
        if due is not None and due <= horizon:
            raise_alarm(slug, Alarm.Kind.REVIEW_DUE, due.isoformat(), {"due": due.isoformat()}, now=now)
            standing += 1
    return standing
