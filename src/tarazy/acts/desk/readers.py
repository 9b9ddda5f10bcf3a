"""Who may read a draft: the judges who sit in the proceeding, and their assistant while it is being prepared."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tarazy.acts.desk.models import DeskKey, Draft, DraftKey
from tarazy.acts.desk.sealing import seal_to
from tarazy.cases.models import Assignment, Proceeding, StaffAssignment
from tarazy.people.models import User
from tarazy.people.permissions import Permission, may

if TYPE_CHECKING:
    from django.db.models import QuerySet


def bench(proceeding: Proceeding) -> QuerySet[User]:
    """The accounts of the judges who sit in the proceeding now, the presiding one first."""
    seats = Assignment.objects.filter(
        proceeding=proceeding, until__isnull=True, judge__user__isnull=False, judge__user__is_active=True
    )
    return User.objects.filter(pk__in=seats.values("judge__user")).order_by("pk")


def presiding(proceeding: Proceeding) -> User | None:
    """The account of the judge who presides, if there is one."""
    seat = (
        Assignment.objects.filter(proceeding=proceeding, until__isnull=True, seat=Assignment.Seat.PRESIDING)
        .select_related("judge__user")
        .first()
    )
    return seat.judge.user if seat else None


def assistants(proceeding: Proceeding) -> QuerySet[User]:
    """The judge's assistants in the proceeding now."""
    rows = StaffAssignment.objects.filter(
        proceeding=proceeding, until__isnull=True, task=StaffAssignment.Task.ASSISTANT
    )
    return User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("pk")


def sits(user: User, proceeding: Proceeding, *, now: datetime) -> bool:
    """Whether the user sits in the proceeding as a judge and may sign there."""
    return (
        may(user, Permission.SIGN_RULINGS, proceeding.court_id, now=now)
        and bench(proceeding).filter(pk=user.pk).exists()
    )


def assists(user: User, proceeding: Proceeding, *, now: datetime) -> bool:
    """Whether the user prepares drafts in the proceeding."""
    return (
        may(user, Permission.DRAFT_RULINGS, proceeding.court_id, now=now)
        and assistants(proceeding).filter(pk=user.pk).exists()
    )


def readers(draft: Draft) -> list[User]:
    """Whom the draft is meant for as it stands."""
    people = list(bench(draft.proceeding))
    if draft.state == Draft.State.PREPARING:
        people += [one for one in assistants(draft.proceeding) if one not in people]
    return people


def give_key(draft: Draft, key: bytes, people: list[User]) -> list[User]:
    """Seal the draft's key to those of `people` who have a desk key; those who were given it, without change for
    others. Written again where it is there already."""
    public = dict(DeskKey.objects.filter(user__in=people).values_list("user_id", "public"))
    given = [one for one in people if one.pk in public]
    for one in given:
        sealed = seal_to(bytes(public[one.pk]), key, key_context(draft, one.pk))
        DraftKey.objects.update_or_create(draft=draft, user=one, defaults={"sealed": sealed})
    return given


def take_keys(draft: Draft, people: list[User]) -> int:
    """Take the key from everybody else than `people`; how many lost it."""
    return draft.keys.exclude(user__in=people).delete()[0]


def key_context(draft: Draft, user_id: int) -> str:
    """What a sealed draft key is for."""
    return f"draft key {draft.pk} {user_id}"
