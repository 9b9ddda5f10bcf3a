"""What of the desk stands on a home page and on the page of a case: drafts that wait, and the way to begin an act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tarazy.acts.desk.drafting import CLOSED
from tarazy.acts.desk.matters import title_of
from tarazy.acts.desk.models import Draft
from tarazy.acts.desk.readers import assists, sits
from tarazy.cases.models import Case
from tarazy.cases.presenting import ActionLink, register_action
from tarazy.people.homes import Item, Section, register
from tarazy.people.permissions import Permission, Role, may

if TYPE_CHECKING:
    from tarazy.people.models import User

SHOWN = 8


def drafts(user: User, now: datetime) -> Iterator[Section]:
    """Acts being written, the latest first: what act it is and in which case, none of its words."""
    rows = Draft.objects.visible_to(user).exclude(state__in=CLOSED).select_related("proceeding__case")
    found = list(rows[:SHOWN])
    language = (get_language() or "kk")[:2]
    items = [
        Item(
            title=title_of(one, language),
            detail=one.proceeding.number or one.proceeding.case.number or "",
            url=reverse("desk:draft", args=[one.pk]),
            tag=one.get_state_display(),
        )
        for one in found
    ]
    total = len(found) if len(found) < SHOWN else rows.count()
    yield Section(
        _("Acts being written"), items, _("No act is being written."), reverse("desk:index"), 0, total
    )


def begin(user: User, case: Case) -> Iterator[ActionLink]:
    """The way to the desk from a case, for its judge and the judge's assistant."""
    if not may(user, Permission.DRAFT_RULINGS, case.court_id):
        return
    latest = case.proceedings.order_by("filed_at", "id").last()
    now = timezone.now()
    if latest is not None and (sits(user, latest, now=now) or assists(user, latest, now=now)):
        about = _("In a structured editor, with the file and practice beside it.")
        yield ActionLink(_("Write an act at the desk"), reverse("desk:start", args=[case.uuid]), about)


def register_homes() -> None:
    """Tell the frame and the registry."""
    for role in (Role.JUDGE, Role.COURT_CHAIR, Role.JUDGE_ASSISTANT):
        register(role, drafts)
    register_action(begin)
