"""What the robot adds to the home pages: drafts to read, a bailiff's materials, proposals that wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from tarazy.people.homes import Item, Section, register
from tarazy.people.permissions import Role
from tarazy.robot.actions.submit_ban import Ban
from tarazy.robot.models import BanSubmission, Proposal, Run
from tarazy.robot.presenting import submission_tag
from tarazy.robot.queries import waiting_runs

if TYPE_CHECKING:
    from tarazy.people.models import User

SHOWN = 6


def judge(user: User, now: datetime) -> Iterator[Section]:
    """Drafts of the robot to read, and what it handed over."""
    waiting = waiting_runs(user)
    found = list(waiting[:SHOWN])
    yield Section(
        title=_("Drafts by the robot"),
        items=[
            Item(
                title=str(one.proceeding),
                detail=one.first_reason,
                url=one.get_absolute_url(),
                tag=one.get_state_display(),
                urgent=one.state == Run.State.HANDED_OVER,
            )
            for one in found
        ],
        empty_text=_("Nothing of the robot waits for you."),
        more_url=reverse("robot:runs"),
        total=waiting.count() if len(found) == SHOWN else len(found),
    )


def bailiff(user: User, now: datetime) -> Iterator[Section]:
    """Materials to sign and those on their way."""
    rows = BanSubmission.objects.visible_to(user).select_related("case")
    found = list(rows[:SHOWN])
    yield Section(
        title=_("Travel bans"),
        items=[
            Item(
                title=Ban.of(one.values).person_name,
                detail=Ban.of(one.values).enforcement_number,
                url=one.case.get_absolute_url() if one.case else reverse("robot:sign_ban", args=[one.pk]),
                tag=submission_tag(one),
                urgent=one.case is None,
            )
            for one in found
        ],
        empty_text=_("You have submitted nothing yet."),
        more_url=reverse("robot:bans"),
        total=rows.count() if len(found) == SHOWN else len(found),
    )


def administration(user: User, now: datetime) -> Iterator[Section]:
    """Proposals that are being discussed."""
    rows = Proposal.objects.visible_to(user).filter(state=Proposal.State.OPEN)
    yield Section(
        title=_("What to robotise next"),
        items=[Item(title=one.title, url=one.get_absolute_url()) for one in rows[:SHOWN]],
        empty_text=_("No proposal is being discussed."),
        more_url=reverse("robot:potential"),
        total=rows.count(),
    )


def register_all() -> None:
    """Tell the frame."""
    for role in (Role.JUDGE, Role.COURT_CHAIR):  # a chair is drawn for cases like every judge
        register(role, judge)
    register(Role.COURT_CHAIR, administration)
    register(Role.AUDITOR, administration)
    register(Role.BAILIFF, bailiff)
