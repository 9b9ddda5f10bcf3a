"""How the pages of the registry write dates, sums and coded values in each language."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tarazy.cases import naming
from tarazy.cases.models import Outcome, PartyRole, ProceedingKind, Stage
from tarazy.cases.presenting import TrackStop, track
from tarazy.cases.tasks_told import task_words

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
SIGNS = {"KZT": "₸", "RUB": "₽", "KGS": "с", "USD": "$", "EUR": "€"}
MONTHS = {
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}

READ = {
    "case": gettext_lazy("the case"),
    "file": gettext_lazy("the file"),
    "docket": gettext_lazy("the docket"),
    "document": gettext_lazy("a document"),
    "export": gettext_lazy("the docket as a file"),
    "audit": gettext_lazy("this page"),
    "api": gettext_lazy("the case, by a program"),
}


@register.filter
def day(value: Date | datetime | None) -> str:
    """A day in words, with the year if it isn't this one: «5 наурыз», «5 марта 2025», "5 March 2025"."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    tongue = naming.language()
    month = MONTHS[tongue][on.month - 1]
    this_year = on.year == timezone.localdate().year
    if tongue == "kk":
        return (
            f"{on.day}{NO_BREAK}{month}" if this_year else f"{on.year}{NO_BREAK}ж. {on.day}{NO_BREAK}{month}"
        )
    return f"{on.day}{NO_BREAK}{month}" if this_year else f"{on.day}{NO_BREAK}{month} {on.year}"


@register.filter
def full_day(value: Date | datetime | None) -> str:
    """A day as papers write it: «2025 жылғы 5 наурыз», «5 марта 2025 года», "5 March 2025"."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    tongue = naming.language()
    month = MONTHS[tongue][on.month - 1]
    if tongue == "kk":
        return f"{on.year}{NO_BREAK}жылғы {on.day}{NO_BREAK}{month}"
    return f"{on.day}{NO_BREAK}{month} {on.year}" + (f"{NO_BREAK}года" if tongue == "ru" else "")


@register.filter
def moment(value: datetime | None) -> str:
    """A day with its hour: «5 марта, 09:14»."""
    if value is None:
        return ""
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"


@register.filter
def iso(value: Date | datetime | None) -> str:
    """A date or moment for the attribute `datetime` of a `time`."""
    if value is None:
        return ""
    return timezone.localtime(value).isoformat() if isinstance(value, datetime) else value.isoformat()


@register.filter
def left(due: Date | None) -> str:
    """How far a day is: «today», «in 3 days», «2 days ago»."""
    if due is None:
        return ""
    days = (due - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}


@register.filter
def urgency(due: Date | None) -> str:
    """`late`, `today`, `soon` (within a week) or nothing, for the colour beside the words."""
    if due is None:
        return ""
    days = (due - timezone.localdate()).days
    return "late" if days < 0 else "today" if days == 0 else "soon" if days <= 7 else ""


@register.filter
def sum_of(value: Decimal | None, currency: str = "KZT") -> str:
    """A sum: «842 600 ₸», hundredths only if there are any."""
    if value is None:
        return ""
    exact = Decimal(value)
    digits = 0 if exact == exact.to_integral_value() else 2
    written = f"{exact:,.{digits}f}"
    if naming.language() != "en":
        written = written.translate(str.maketrans({",": NO_BREAK, ".": ","}))
    return f"{written}{NO_BREAK}{SIGNS.get(currency, currency)}"


@register.filter
def category_name(slug: str) -> str:
    """The name of a category in the reader's language."""
    return naming.category_name(slug) if slug else ""


@register.filter
def limit_name(limit: str) -> str:
    """The name of a time limit in the reader's language."""
    return naming.limit_name(limit)


@register.filter
def norm_words(norm: str) -> str:
    """A norm in the reader's language."""
    return naming.norm_words(norm) if norm else ""


@register.filter
def task_title(task: Any) -> str:
    """What is to be done, in words."""
    return task_words(task.code)


@register.filter
def track_of(proceeding: Any) -> list[TrackStop]:
    """The stages of a proceeding, for its picture."""
    return track(proceeding)


@register.filter
def read_words(what: str) -> str:
    """What of a case somebody looked at."""
    return str(READ.get(what, what))


@register.filter
def stage_words(value: str) -> str:
    """The words of a stage."""
    return str(dict(Stage.choices).get(value, value))


@register.filter
def kind_words(value: str) -> str:
    """The words of a kind of proceedings."""
    return str(dict(ProceedingKind.choices).get(value, value))


@register.filter
def role_words(value: str) -> str:
    """The words of a party's role."""
    return str(dict(PartyRole.choices).get(value, value))


@register.filter
def outcome_words(value: str) -> str:
    """The words of an outcome."""
    return str(dict(Outcome.choices).get(value, value))


@register.filter
def capital(value: Any) -> str:
    """The words with a capital first letter."""
    words = str(value)
    return words[:1].upper() + words[1:]


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or None."""
    return mapping.get(key) if mapping else None
