"""The clerk decides whether two cases are the same dispute."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tarazy.cases import docket, tasks
from tarazy.cases.models import CaseLink
from tarazy.cases.queries import undecided_duplicates
from tarazy.cases.standing import opened
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def decide_duplicate(link_id: int, same: bool, *, by: User, now: datetime) -> CaseLink:
    """Confirm or dismiss a link that the system found; once none waits, the registry's task is done.

    A confirmed refusal of acceptance bars registration (GPK 151). Returns the saved link. Raises `NotFound`,
    `NotPermitted`.
    """
    with transaction.atomic():
        found = CaseLink.objects.filter(pk=link_id).values_list("case_id", flat=True).first()
        if found is None:
            raise NotFound
        case = opened(found, by, now=now)
        require(by, Permission.REGISTER_CASES, case.court_id, now=now)
        link = CaseLink.objects.select_related("other").get(pk=link_id)
        link.confirmed = same
        link.save(update_fields=["confirmed"])
        proceeding = case.proceedings.select_related("court").order_by("id").first()
        assert proceeding is not None  # a case has one from its filing
        docket.record(
            case, "duplicate_decided", by=by, at=now, proceeding=proceeding, visibility="court",
            params={"other": str(link.other), "same": same},
        )  # fmt: skip
        if not undecided_duplicates(case).exists():
            tasks.finish(proceeding, ("review_duplicate",), by=by, at=now)
    return link
