"""The main navigation: what stands in the header, in which order, and which of it is the current page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """Its words, the view it leads to, what one finds there, view names (or beginnings) it is current for."""

    title: str | Promise
    view: str
    about: str | Promise
    current_for: tuple[str, ...] = ()

    def is_current(self, view_name: str) -> bool:
        """Whether a page whose view is `view_name` stands under this entry."""
        return view_name == self.view or view_name.startswith(self.current_for or ("\0",))


ITEMS = (
    Item(
        _("Ask"),
        "practice:ask",
        _("Paste a text or put in a file: category, cases alike, track, anomalies, forecast, with evidence."),
        ("practice:ask", "practice:answer"),
    ),
    Item(
        _("Bank of acts"),
        "acts:search",
        _("Search by words, court, date, category and outcome; a search in Russian finds Kazakh acts too."),
        ("acts:",),
    ),
    Item(
        _("Categories"),
        "practice:categories",
        _("How many cases, how they ended, how long they took and how often a higher court changed them."),
        ("practice:categor",),
    ),
    Item(
        _("Anomalies"),
        "practice:anomalies",
        _("Acts that differ from comparable cases or from a rule. Each shows what it was compared with."),
        ("practice:anomal",),
    ),
    Item(
        _("How sure is it?"),
        "practice:measures",
        _("Measured on cases with known answers: how often it is right, and whether its percentages hold."),
        ("practice:measure",),
    ),
)


def entries(request: HttpRequest) -> list[dict[str, object]]:
    """The entries for this request: title, url, whether current. A view that isn't installed has no entry."""
    match = request.resolver_match
    view_name = match.view_name if match else ""
    shown = []
    for item in ITEMS:
        try:
            url = reverse(item.view)
        except NoReverseMatch:
            continue
        shown.append(
            {"title": item.title, "about": item.about, "url": url, "current": item.is_current(view_name)}
        )
    return shown
