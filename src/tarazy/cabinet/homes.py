"""What the cabinet adds to the home pages: papers on their way, what was served, papers to take in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tarazy.cabinet.models import Filing, Intake
from tarazy.cabinet.queries import services_for
from tarazy.people.homes import Item, Section, register
from tarazy.people.permissions import Role

if TYPE_CHECKING:
    from tarazy.people.models import User

SHOWN = 6


def party(user: User, now: datetime) -> Iterator[Section]:
    """Documents served on one's parties and not opened yet; papers begun and not filed."""
    unopened = services_for(user, now=now).filter(opened_at__isnull=True)
    items = [
        Item(
            title=one.get_what_display().capitalize(),
            detail=str(one.proceeding.court),
            url=reverse("cabinet:service", args=[one.uuid]),
            due=timezone.make_aware(datetime.combine(one.due_on, time(23, 59))) if one.due_on else None,
            urgent=True,
        )
        for one in unopened[:SHOWN]
    ]
    total = unopened.count()
    yield Section(
        title=_("Served on you"), items=items, empty_text=_("Everything that the court sent you is opened."),
        more_url=reverse("cabinet:my_services"), urgent_count=total, total=total,
    )  # fmt: skip
    waiting = Filing.objects.visible_to(user).filter(filed_at__isnull=True)
    yield Section(
        title=_("To sign and file"),
        items=[
            Item(title=one.claim_data.title, url=reverse("cabinet:filing", args=[one.uuid]))
            for one in waiting[:SHOWN]
        ],
        empty_text=_("No paper waits for your signature."),
        more_url=reverse("cabinet:my_cases"),
        total=waiting.count(),
    )


def clerk(user: User, now: datetime) -> Iterator[Section]:
    """Scanned claims whose cards aren't confirmed yet."""
    waiting = Intake.objects.visible_to(user).filter(state=Intake.State.OPEN).select_related("document")
    yield Section(
        title=_("Papers taken in"),
        items=[
            Item(title=one.document.name, url=reverse("cabinet:intake", args=[one.uuid]))
            for one in waiting[:SHOWN]
        ],
        empty_text=_("No scanned claim waits."),
        more_url=reverse("cabinet:intakes"),
        total=waiting.count(),
    )


def register_all() -> None:
    """Tell the frame."""
    for role in (Role.CITIZEN, Role.COMPANY, Role.REPRESENTATIVE, Role.ADVOCATE):
        register(role, party)
    register(Role.REGISTRY_CLERK, clerk)
