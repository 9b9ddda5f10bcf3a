"""The main navigation: what stands in the header, in which order, and which of it is the current page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.people.permissions import Permission, may

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


@dataclass(frozen=True)
class Item:
    """Its words, the view it leads to, what one finds there, view names (or beginnings) it is current for.

    `parts` are the pages one goes to from there; they stand in a second line while one is in this part of the house.
    With `needs` it is for those alone who hold the permission, with `unless` for those alone who don't.
    """

    title: str | Promise
    view: str
    about: str | Promise
    current_for: tuple[str, ...] = ()
    parts: tuple[Item, ...] = ()
    needs: Permission | None = None
    unless: Permission | None = None

    def is_for(self, user: User | AnonymousUser | None) -> bool:
        """Whether it stands in this person's navigation."""
        return (self.needs is None or may(user, self.needs)) and not (self.unless and may(user, self.unless))

    def is_current(self, view_name: str) -> bool:
        """Whether a page whose view is `view_name` stands under this entry."""
        return (
            view_name == self.view
            or view_name.startswith(self.current_for or ("\0",))
            or any(part.is_current(view_name) for part in self.parts)
        )


ITEMS = (
    Item(
        pgettext_lazy("judge", "Desk"),
        "desk:index",
        _("Your matters, the urgent first, and the acts you are writing."),
        ("desk:", "robot:run", "robot:take", "robot:reject"),
        needs=Permission.DRAFT_RULINGS,
    ),
    Item(
        _("Go to court"),
        "constructor:index",
        _(
            "Answer one question at a time. You get a finished claim, what it costs and which court it goes to."
        ),
        ("constructor:", "cabinet:"),
        unless=Permission.DRAFT_RULINGS,  # who writes acts goes to court as a person, from the own home page
    ),
    Item(
        _("Find a case"),
        "cases:search",
        _("By number, party, court, judge or date: where the case stands and what comes next."),
        ("cases:", "courts:"),
        (
            Item(_("Cases"), "cases:search", "", ("cases:",)),
            Item(_("Courts"), "courts:courts", "", ("courts:",)),
        ),
    ),
    Item(
        _("Bank of acts"),
        "acts:search",
        _("Search by words, court, date, category and outcome; a search in Russian finds Kazakh acts too."),
        ("acts:",),
    ),
    Item(
        _("Acts to publish"),
        "publication:inbox",
        _("Read what the program replaced, and confirm that an act names nobody before everybody reads it."),
        ("publication:",),
        needs=Permission.CONFIRM_ANONYMISATION,
    ),
    Item(
        _("Practice"),
        "practice:ask",
        _("Put in a claim or a judgment and see how such cases were decided, each answer with its evidence."),
        ("practice:",),
        (
            Item(_("Ask"), "practice:ask", "", ("practice:answer",)),
            Item(_("Categories"), "practice:categories", "", ("practice:categor",)),
            Item(_("Anomalies"), "practice:anomalies", "", ("practice:anomal",)),
            Item(_("How sure is it?"), "practice:measures", "", ("practice:measure",)),
        ),
    ),
    Item(
        _("Verify"),
        "ledger:ledger",
        _("Recompute how a judge was drawn, check a signed paper, see that no record was changed."),
        ("ledger:", "allocation:"),
        (
            Item(_("Ledger"), "ledger:ledger", "", ("ledger:",)),
            Item(_("Distribution of cases"), "allocation:fairness", "", ("allocation:",)),
        ),
    ),
    Item(
        _("Open court"),
        "oversight:statistics",
        _(
            "The court in numbers, its AI systems with their limits and figures, and whether people are treated alike."
        ),
        ("oversight:",),
        (
            Item(_("The court in numbers"), "oversight:statistics", "", ("oversight:statistics",)),
            Item(
                _("AI systems"),
                "oversight:systems",
                "",
                tuple(
                    f"oversight:{name}"
                    for name in ("system", "switch", "review", "sign", "alarm", "own", "uses")
                ),
            ),
            Item(_("Equal treatment"), "oversight:bands", "", ("oversight:bands",)),
        ),
    ),
)


def entries(request: HttpRequest) -> list[dict[str, object]]:
    """The entries for this request: title, url, whether current, parts. A view not installed has no entry."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    items = tuple(item for item in ITEMS if item.is_for(user))
    return _shown(items, match.view_name if match else "")


def _shown(items: tuple[Item, ...], view_name: str) -> list[dict[str, object]]:
    shown: list[dict[str, object]] = []
    for item in items:
        try:
            url = reverse(item.view)
        except NoReverseMatch:
            continue
        shown.append(
            {
                "title": item.title,
                "about": item.about,
                "url": url,
                "current": item.is_current(view_name),
                "parts": _shown(item.parts, view_name),
            }
        )
    return shown
