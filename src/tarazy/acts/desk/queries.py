"""Reads of the desk that more than one place needs; each starts from what the user may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date as Date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min

from tarazy.acts.desk.drafting import CLOSED
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.cases.models import Deadline

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from tarazy.people.models import User


def drafts_of(user: User | AnonymousUser) -> QuerySet[Draft]:
    """The open drafts that the user may read, the latest changed first."""
    rows = Draft.objects.visible_to(user).exclude(state__in=CLOSED)
    return rows.select_related("proceeding__case").order_by("-changed_at", "id")


def signed_acts_of(
    user: User | AnonymousUser, *, case: UUID | None = None, code: str = ""
) -> QuerySet[SignedAct]:
    """The signed acts whose paper the user may open, of one case or of one act of the registry's table."""
    rows = SignedAct.objects.visible_to(user)
    if case is not None:
        rows = rows.filter(proceeding__case__uuid=case)
    if code:
        rows = rows.filter(code=code)
    return rows.select_related("proceeding__case", "document", "xml").order_by("-signed_at", "id")


def nearest_due(proceedings: Collection[int]) -> dict[int, Date]:
    """The nearest day of the court's own running time limits, by proceeding."""
    rows = Deadline.objects.filter(
        proceeding__in=proceedings, state=Deadline.State.OPEN, whose=Deadline.For.COURT
    )
    return dict(rows.order_by().values_list("proceeding").annotate(Min("due")))
