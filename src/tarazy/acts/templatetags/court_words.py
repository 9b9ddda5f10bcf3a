"""How courts write dates, sums and shares in each language, and the names of what is coded."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tarazy.acts import naming
from tarazy.acts.models import INSTANCE_NAMES, KIND_NAMES, OUTCOME_NAMES, REVIEW_NAMES

register = template.Library()

LINK_REASONS = {
    ("number", "same"): gettext_lazy("the same case number"),
    ("number", "one_edit"): gettext_lazy("the case number differs by one sign"),
    ("number", "two_edits"): gettext_lazy("the case number differs by two signs"),
    ("number", "differs"): gettext_lazy("another case number"),
    ("court", "same"): gettext_lazy("the court named is the same"),
    ("court", "alike"): gettext_lazy("the court named is alike"),
    ("court", "differs"): gettext_lazy("another court is named"),
    ("date", "same"): gettext_lazy("the date named is the same"),
    ("date", "swapped"): gettext_lazy("the date has its day and month exchanged"),
    ("date", "near"): gettext_lazy("the date is a few days apart"),
    ("date", "other_year"): gettext_lazy("the date differs by the year"),
    ("date", "differs"): gettext_lazy("another date is named"),
    ("parties", "all_rare"): gettext_lazy("the same parties, with rare names"),
    ("parties", "all_common"): gettext_lazy("the same parties, with common names"),
    ("parties", "some_rare"): gettext_lazy("some of the parties, with rare names"),
    ("parties", "some_common"): gettext_lazy("some of the parties, with common names"),
    ("parties", "none"): gettext_lazy("other parties"),
    ("subject", "both"): gettext_lazy("the same category and claims"),
    ("subject", "one"): gettext_lazy("the same category or claims"),
    ("subject", "none"): gettext_lazy("another subject"),
    ("amounts", "shared"): gettext_lazy("a shared amount"),
    ("amounts", "none"): gettext_lazy("no shared amount"),
    ("outcome", "same"): gettext_lazy("the outcome named is the same"),
    ("outcome", "differs"): gettext_lazy("another outcome is named"),
    ("step", "next_below"): gettext_lazy("the instance just below"),
    ("step", "further"): gettext_lazy("an instance further below"),
}

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


@register.filter
def court_date(value: Date | str | None) -> str:
    """A day in words: «2025 жылғы 5 наурыз», «5 марта 2025 года», "5 March 2025"."""
    if not value:
        return ""
    day = Date.fromisoformat(value) if isinstance(value, str) else value
    tongue = naming.language()
    month = MONTHS[tongue][day.month - 1]
    if tongue == "kk":
        return f"{day.year}{NO_BREAK}жылғы {day.day}{NO_BREAK}{month}"
    ending = f"{NO_BREAK}года" if tongue == "ru" else ""
    return f"{day.day}{NO_BREAK}{month} {day.year}{ending}"


@register.filter
def number(value: float | Decimal | None, digits: int = 0) -> str:
    """A number with its thousands apart and the decimal mark of the language."""
    if value is None:
        return ""
    written = f"{value:,.{digits}f}"
    if naming.language() == "en":
        return written
    return written.translate(str.maketrans({",": NO_BREAK, ".": ","}))


@register.filter
def money(value: Any) -> str:
    """A sum: «842 600 ₸». Takes a `Money`, its dict, or a bare number of tenge; hundredths only if there
    are any.
    """
    if value is None:
        return ""
    if isinstance(value, dict):
        amount, currency = value["amount"], value.get("currency", "KZT")
    else:
        amount, currency = getattr(value, "amount", value), getattr(value, "currency", "KZT")
    exact = Decimal(str(amount))
    digits = 0 if exact == exact.to_integral_value() else 2
    return f"{number(exact, digits)}{NO_BREAK}{SIGNS.get(currency, currency)}"


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """A share in [0, 1] as per cent: «62 %», "62%"; under half a unit it is "less than"."""
    if value is None:
        return ""
    smallest = 10.0 ** -(digits + 2)
    sign = "%" if naming.language() == "en" else f"{NO_BREAK}%"
    if 0 < value < smallest / 2:
        return f"<{NO_BREAK}{number(smallest * 100, digits)}{sign}"
    return f"{number(value * 100, digits)}{sign}"


@register.filter
def percent_bare(value: float | None) -> str:
    """A share in [0, 1] as a whole number of per cent without the sign, for ranges such as 48–75."""
    return "" if value is None else number(value * 100)


@register.filter
def category_name(slug: str) -> str:
    """The name of a category in the reader's language."""
    return naming.category_name(slug)


@register.filter
def region_name(value: str) -> str:
    """The name of a region in the reader's language."""
    return naming.region_name(value)


@register.filter
def norm_name(norm: Any) -> str:
    """A short reference to a norm in the reader's language."""
    return naming.norm_name(norm)


@register.filter
def language_name(code: str) -> str:
    """The name of a language of acts; a code that we have no name for comes back as it is."""
    return {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}.get(code, code)


@register.filter
def coded(value: str, name: str) -> str:
    """The words for a coded value: `name` is kind, instance, outcome, review, category, region or language."""
    tables: dict[str, Any] = {
        "kind": KIND_NAMES,
        "instance": INSTANCE_NAMES,
        "outcome": OUTCOME_NAMES,
        "review": REVIEW_NAMES,
    }
    if name in tables:
        return str(tables[name].get(value, value))
    if name == "category":
        return naming.category_name(value)
    if name == "region":
        return naming.region_name(value)
    if name == "language":
        return language_name(value)
    return str(value)


@register.filter
def act_title(act: Any) -> str:
    """The title of an act: kind and number."""
    kind = str(KIND_NAMES.get(act.kind, _("act")))
    kind = kind[:1].upper() + kind[1:]
    if act.case_number:
        return pgettext("title of an act", "%(kind)s No. %(number)s") % {
            "kind": kind,
            "number": act.case_number,
        }
    return kind


@register.filter
def capital(value: Any) -> str:
    """The words with a capital first letter."""
    words = str(value)
    return words[:1].upper() + words[1:]


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or None."""
    return mapping.get(key) if mapping else None


@register.filter
def unlocalised(value: float) -> str:
    """A number as drawings want it, with a point in every language."""
    return f"{value:g}"


@register.filter
def link_reason(reason: Any) -> str:
    """The words for one piece of evidence of a link between instances, a `Reason` or its dict."""
    code, level = (
        (reason["code"], reason["level"]) if isinstance(reason, dict) else (reason.code, reason.level)
    )
    return str(LINK_REASONS.get((code, level), code))
