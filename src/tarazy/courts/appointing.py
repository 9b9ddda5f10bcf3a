"""Judges come and go with their role: whoever accepts an invitation as a judge can be drawn, and no longer when it ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from tarazy.courts.models import Court, Judge
from tarazy.people.models import RoleGrant
from tarazy.people.permissions import Role

OF_A_JUDGE = frozenset({Role.JUDGE, Role.COURT_CHAIR})


def appoint(sender: Any, *, grant: RoleGrant, now: datetime, **_rest: Any) -> None:
    """The judge of the court that the grant names; one who is there becomes its chair with that role."""
    if grant.role not in OF_A_JUDGE or not Court.objects.filter(pk=grant.court_code).exists():
        return
    user = grant.user
    judge, _made = Judge.objects.get_or_create(
        user=user,
        court_id=grant.court_code,
        dismissed=None,
        defaults={
            "family_name": user.family_name,
            "given_name": user.given_name,
            "patronymic": user.patronymic,
            "appointed": timezone.localdate(now),
        },
    )
    if grant.role == Role.COURT_CHAIR and not judge.is_chair:
        judge.is_chair = True
        judge.save(update_fields=["is_chair"])


def dismiss(sender: Any, *, grant: RoleGrant, now: datetime, **_rest: Any) -> None:
    """The powers end with the last of the two roles in that court; a chair who stays a judge is chair no longer."""
    if grant.role not in OF_A_JUDGE:
        return
    held = {role for role, court in grant.user.roles_at(now) if court == grant.court_code} & OF_A_JUDGE
    judges = Judge.objects.filter(user=grant.user, court_id=grant.court_code, dismissed=None)
    if held:
        judges.update(is_chair=Role.COURT_CHAIR in held)
    else:
        judges.update(dismissed=timezone.localdate(now), is_chair=False)
