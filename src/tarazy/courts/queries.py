"""Reads of courts that more than one room needs. Courts and judges are public knowledge."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from tarazy.courts.models import Absence, Court, Judge, Section
from tarazy.law import WorkingCalendar, calendar_of, load
from tarazy.people.models import RoleGrant
from tarazy.people.permissions import Role

REGISTRY = "registry"
_REGISTRY_NAMES = {"name_kk": "Кеңсе", "name_ru": "Канцелярия", "name_en": "Registry"}


def judges_of(court: Court | str, on: Date) -> QuerySet[Judge]:
    """The judges of a court whose powers run on that day, absent or not, by name."""
    code = court if isinstance(court, str) else court.pk
    in_office = Q(dismissed__isnull=True) | Q(dismissed__gt=on)
    return Judge.objects.filter(in_office, court_id=code, appointed__lte=on).order_by(
        "family_name", "given_name", "id"
    )


def judges_at_work(court: Court | str, on: Date) -> QuerySet[Judge]:
    """Those of `judges_of` who are not absent on that day."""
    away = Absence.objects.filter(judge=OuterRef("pk"), since__lte=on, until__gte=on)
    return judges_of(court, on).filter(~Exists(away))


def absences_of(court: Court | str, since: Date, until: Date) -> QuerySet[Absence]:
    """The absences of a court's judges that touch these days."""
    code = court if isinstance(court, str) else court.pk
    return Absence.objects.filter(judge__court_id=code, since__lte=until, until__gte=since).select_related(
        "judge", "entered_by"
    )


def registry_section(court_code: str) -> Section:
    """The registry of a court; made if the court has none yet, so that no filing is without an inbox."""
    section, _ = Section.objects.get_or_create(court_id=court_code, code=REGISTRY, defaults=_REGISTRY_NAMES)
    return section


def holders_of(role: Role, court_code: str, *, now: datetime) -> list[int]:
    """Ids of the active accounts that hold the role in the court (or everywhere, where it is of no court)."""
    grants = RoleGrant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        role=role,
        court_code__in=(court_code, ""),
        since__lte=now,
        user__is_active=True,
    )
    return list(grants.order_by("user_id").values_list("user_id", flat=True).distinct())


def working_calendar() -> WorkingCalendar:
    """The working days of the courts."""
    return calendar_of(load("kz"))
