"""What of publication stands on a home page: acts that wait to be confirmed, readers' reports first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from tarazy.acts.publication.queries import waiting
from tarazy.people.homes import Item, Section, register
from tarazy.people.permissions import Role

if TYPE_CHECKING:
    from tarazy.people.models import User

SHOWN = 5


def to_confirm(user: User, now: datetime) -> Iterator[Section]:
    """Acts to be confirmed before everybody reads them."""
    rows = waiting(user)
    found = list(rows[:SHOWN])
    items = [
        Item(
            title=one.proceeding.number or one.address if one.proceeding else one.address,
            detail=one.neutral,
            url=reverse("publication:confirming", args=[one.pk]),
            urgent=one.open_reports > 0,
            tag=_("a reader's report") if one.open_reports else one.get_state_display(),
        )
        for one in found
    ]
    total = len(found) if len(found) < SHOWN else rows.count()
    if items:
        yield Section(_("Acts to publish"), items, "", reverse("publication:inbox"), 0, total)


def register_homes() -> None:
    """Tell the frame."""
    for role in (Role.REGISTRY_CLERK, Role.JUDGE_ASSISTANT):
        register(role, to_confirm)
