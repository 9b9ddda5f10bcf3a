"""What somebody is in a proceeding: the words that the table of transitions uses for who may do what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import Assignment, Case, Party, Proceeding, Side, StaffAssignment
from tarazy.cases.visibility import own_parties
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

SYSTEM = "system"
WORDS = {
    "presiding": _("the presiding judge"),
    "court": _("the judge and the judge's team"),
    "registry": _("the registry"),
    "draw": _("the distribution"),
    "chair": _("the chair of the court"),
    "claim": _("the claim's side"),
    "defence": _("the defence's side"),
    SYSTEM: _("the system itself"),
}
_BY_PERMISSION = {
    "registry": Permission.REGISTER_CASES,
    "draw": Permission.START_DRAW,
    "chair": Permission.REPLACE_JUDGE,
}


def standing(user: User | None, proceeding: Proceeding, *, now: datetime) -> frozenset[str]:
    """What the user is in this proceeding; nobody (the system's own work) is `system`."""
    if user is None:
        return frozenset({SYSTEM})
    found = {
        name for name, needed in _BY_PERMISSION.items() if may(user, needed, proceeding.court_id, now=now)
    }
    seats = set(
        Assignment.objects.filter(proceeding=proceeding, judge__user=user, until__isnull=True).values_list(
            "seat", flat=True
        )
    )
    if seats and may(user, Permission.SIGN_RULINGS, proceeding.court_id, now=now):
        found.add("court")
        if Assignment.Seat.PRESIDING in seats:
            found.add("presiding")
    elif (
        may(user, Permission.READ_COURT_CASES, now=now)
        and StaffAssignment.objects.filter(proceeding=proceeding, user=user, until__isnull=True).exists()
    ):
        found.add("court")
    sides = set(own_parties(user, now=now).filter(case=proceeding.case_id).values_list("side", flat=True))
    found |= sides & {Side.CLAIM.value, Side.DEFENCE.value}
    return frozenset(found)


def party_of(user: User | None, case: Case, *, now: datetime, side: str | None = None) -> Party | None:
    """The party that the user is or acts for in the case, of that side if one is named."""
    if user is None:
        return None
    parties = own_parties(user, now=now).filter(case=case)
    return (parties.filter(side=side) if side else parties).order_by("id").first()


def opened(case_id: int, by: User | None, *, now: datetime) -> Case:
    """The case, its row locked until the transaction ends. Raises `NotFound` unless its file is open to `by`."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None or (
        by is not None and not Case.objects.visible_to(by, now=now).filter(pk=case_id).exists()
    ):
        raise NotFound
    return case


def opened_proceeding(proceeding_id: int, by: User | None, *, now: datetime) -> Proceeding:
    """The proceeding, its case locked. Raises `NotFound` as `opened` does."""
    found = Proceeding.objects.filter(pk=proceeding_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound
    case = opened(found, by, now=now)
    proceeding = Proceeding.objects.select_related("court").get(pk=proceeding_id)
    proceeding.case = case
    return proceeding
