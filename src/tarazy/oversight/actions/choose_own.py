"""How a judge wants to work with AI: what is off, the forecast after an own note, a case without."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.cases.models import Case
from tarazy.cases.visibility import court_side_cases
from tarazy.oversight.models import CaseChoice, OwnChoice
from tarazy.oversight.registry import systems
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def choose_own(off: Iterable[str], *, own_note_first: bool, by: User, now: datetime) -> OwnChoice:
    """The saved choice. Raises `NotPermitted` for those who don't work on cases."""
    require(by, Permission.READ_COURT_CASES, now=now)
    known = sorted(set(off) & set(systems()))
    made, _ = OwnChoice.objects.update_or_create(
        user_id=by.pk, defaults={"off": known, "own_note_first": own_note_first, "changed_at": now}
    )
    return made


def choose_in_case(case_id: int, *, off: bool, by: User, now: datetime) -> bool:
    """Whether AI is off for this person in this case now. Raises `NotFound` unless they work on it for the court."""
    with transaction.atomic():
        case = Case.objects.filter(court_side_cases(by, now=now, case=[case_id]), pk=case_id).first()
        if case is None:
            raise NotFound
        if off:
            CaseChoice.objects.get_or_create(case=case, user_id=by.pk, defaults={"at": now})
        else:
            CaseChoice.objects.filter(case=case, user_id=by.pk).delete()
    return off
