"""Oversight on home pages, and on the page of a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tarazy.cases.models import Case
from tarazy.cases.presenting import ActionLink, register_action
from tarazy.oversight.models import Alarm, Objection, OwnChoice
from tarazy.oversight.registry import system_name
from tarazy.people.homes import Item, Section, register
from tarazy.people.models import User
from tarazy.people.permissions import Role

SHOWN = 8


def watchers(user: User, now: datetime) -> Iterator[Section]:
    """Alarms about systems, for those who run or oversee them."""
    alarms = list(Alarm.objects.filter(closed_at__isnull=True)[: SHOWN + 1])
    items = [
        Item(
            alarm.get_kind_display(),
            system_name(alarm.system) if alarm.system else "",
            reverse("oversight:alarm", args=[alarm.pk]),
            urgent=alarm.kind != Alarm.Kind.REVIEW_DUE,
        )
        for alarm in alarms[:SHOWN]
    ]
    total = Alarm.objects.filter(closed_at__isnull=True).count() if len(alarms) > SHOWN else None
    yield Section(
        _("AI systems: alarms"),
        items,
        _("No alarm stands."),
        reverse("oversight:alarms"),
        sum(item.urgent for item in items),
        total,
    )


def judge(user: User, now: datetime) -> Iterator[Section]:
    """Nothing but the way to one's own settings: what waits to be answered is a task."""
    own = OwnChoice.objects.filter(user_id=user.pk).first()
    off = len(own.off) if own else 0
    detail = _("%(count)s switched off") % {"count": off} if off else _("All systems are on for you.")
    yield Section(
        _("AI beside your work"),
        [Item(_("Switches and own note first"), detail, reverse("oversight:own"))],
        total=0,  # it waits for nobody
    )


def offered(user: User, case: Case) -> Iterator[ActionLink]:
    """For everybody who may open a case: what AI did in it, and how to object."""
    waiting = Objection.objects.filter(case=case, state=Objection.State.OPEN).exists()
    yield ActionLink(
        title=_("AI in this case"),
        url=reverse("oversight:case", args=[case.uuid]),
        about=_("An objection waits for an answer.")
        if waiting
        else _("Which systems were used, what for; how to object or go on without them."),
    )


def register_all() -> None:
    """Tell the frame and the registry's pages."""
    for role in (Role.AUDITOR, Role.OPERATOR, Role.COURT_CHAIR):
        register(role, watchers)
    for role in (Role.JUDGE, Role.COURT_CHAIR):
        register(role, judge)
    register_action(offered)
