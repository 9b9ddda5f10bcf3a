"""What the cabinet offers on the page of a case: papers for the parties, service and motions for the court."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tarazy.cabinet.offers import offers
from tarazy.cabinet.queries import open_motions
from tarazy.cases import events
from tarazy.cases.presenting import ActionLink, register_action
from tarazy.people.permissions import Permission, may

if TYPE_CHECKING:
    from tarazy.cases.models import Case
    from tarazy.people.models import User


def for_parties(user: User, case: Case) -> Iterator[ActionLink]:
    """The papers that a party may file now, those with a term before the others; the rest on a page of their own."""
    found = offers(user, case, now=timezone.now())
    for one in found:
        if not one.first:
            continue
        due = one.deadline.due if one.deadline and one.deadline.state == "open" else None
        about = _("until %(day)s") % {"day": due.strftime("%d.%m.%Y")} if due else ""
        url = reverse("cabinet:write", args=[case.uuid, one.code])
        yield ActionLink(title=one.title, url=url, about=about, primary=due is not None)
    if found:
        yield ActionLink(title=_("Motions and other papers"), url=reverse("cabinet:papers", args=[case.uuid]))


def for_the_court(user: User, case: Case) -> Iterator[ActionLink]:
    """Motions that wait for this judge, and service for those who serve."""
    for entry in open_motions(user, case, now=timezone.now()):
        yield ActionLink(
            title=_("Decide: %(motion)s") % {"motion": events.event(entry.code).told(entry.params)},
            url=reverse("cabinet:decide", args=[case.uuid, entry.number]),
        )
    if any(may(user, Permission.SERVE_DOCUMENTS, one.court_id) for one in case.proceedings.all()):
        yield ActionLink(title=_("Serve documents"), url=reverse("cabinet:serve", args=[case.uuid]))


def register_all() -> None:
    """Tell the registry's pages of both."""
    register_action(for_parties)
    register_action(for_the_court)
