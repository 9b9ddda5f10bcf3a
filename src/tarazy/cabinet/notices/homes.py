"""Notices on home pages and on the page of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tarazy.cabinet.notices.models import Channel, Delivery
from tarazy.cabinet.notices.queries import failed_in_courts, figures, lines_of, own_notices, what_happened
from tarazy.cases.models import Case
from tarazy.cases.presenting import ActionLink, register_action
from tarazy.cases.visibility import court_side_cases
from tarazy.people.homes import Item, Section, register
from tarazy.people.models import User
from tarazy.people.permissions import Role

SHOWN = 5
PEOPLE = (
    Role.CITIZEN, Role.COMPANY, Role.REPRESENTATIVE, Role.ADVOCATE, Role.BAILIFF, Role.PROSECUTOR, Role.INVESTIGATOR,
)  # fmt: skip


def unread(user: User, now: datetime) -> Iterator[Section]:
    """What the person hasn't read yet."""
    rows = list(own_notices(user, unread=True)[:SHOWN])
    items = [
        Item(line.words, url=reverse("notices:open", args=[line.notice.uuid]), urgent=line.notice.urgent)
        for line in lines_of(rows, user)
    ]
    urgent = sum(item.urgent for item in items)
    yield Section(_("Notices"), items, _("You have read everything."), reverse("notices:notices"), urgent)


def undelivered(user: User, now: datetime) -> Iterator[Section]:
    """For the registry: who couldn't be reached lately; nothing where all went well."""
    rows = list(failed_in_courts(user, now - timedelta(days=7))[:SHOWN])
    if not rows:
        return
    items = [
        Item(
            row.notice.case.number or _("Not registered yet"),
            what_happened(row),
            reverse("notices:case_log", args=[row.notice.case.uuid]),
            tag=row.get_channel_display(),
        )
        for row in rows
    ]
    yield Section(_("Notices that arrived nowhere"), items)


def for_operator(user: User, now: datetime) -> Iterator[Section]:
    """How each channel did in the last day: counts alone."""
    items = []
    for channel, states in sorted(figures(now - timedelta(days=1)).items()):
        counts = [f"{Delivery.State(state).label}: {count}" for state, count in sorted(states.items())]
        items.append(
            Item(
                str(Channel(channel).label), "; ".join(counts), urgent=bool(states.get(Delivery.State.FAILED))
            )
        )
    yield Section(_("Notices of the last day"), items, _("Nothing was sent."))


def offered(user: User, case: Case) -> Iterable[ActionLink]:
    """The log of notices, for the court's side."""
    if Case.objects.filter(court_side_cases(user, case=case), pk=case.pk).exists():
        yield ActionLink(
            gettext_lazy("Notices sent in this case"), reverse("notices:case_log", args=[case.uuid])
        )


def register_all() -> None:
    """Tell the frame and the registry."""
    for role in PEOPLE:
        register(role, unread)
    register(Role.REGISTRY_CLERK, undelivered)
    register(Role.OPERATOR, for_operator)
    register_action(offered)
