"""Opening a case for a page: through the door, or 404 as if it weren't there.

Whoever works on the case for the court sees all of it (each rule of `visibility` says so); for them the door is asked
once. For parties each part is asked for by its own rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest

from tarazy.cases.models import (
    Assignment,
    Case,
    CaseDocument,
    Claim,
    Deadline,
    DocketEntry,
    Party,
    Proceeding,
    Task,
)
from tarazy.cases.presenting import ActionLink, TrackStop, offered, track
from tarazy.cases.queries import audited_cases
from tarazy.cases.reading import note_read
from tarazy.cases.visibility import (
    case_documents_open_to,
    cases_open_to,
    court_side_cases,
    deadlines_open_to,
    docket_open_to,
    own_parties,
    parties_open_to,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tarazy.people.models import User

LEAD_ROLES = {
    "claim": ("claimant", "applicant", "creditor"),
    "defence": ("defendant", "debtor", "state_body"),
}


@dataclass
class OpenedCase:
    """A case that this person may open, and what of it they may see. Each part is read when it is asked for."""

    case: Case
    user: User

    @cached_property
    def court_side(self) -> bool:
        """Whether the person works on the case for the court."""
        return Case.objects.filter(court_side_cases(self.user, case=self.case), pk=self.case.pk).exists()

    @cached_property
    def proceedings(self) -> list[Proceeding]:
        """The case through the instances."""
        return list(self.case.proceedings.select_related("court").order_by("filed_at", "id"))

    @cached_property
    def current(self) -> Proceeding:
        """The proceeding that goes on: the latest."""
        return self.proceedings[-1]

    @cached_property
    def parties(self) -> list[Party]:
        """Those in the case, without sealed ones where the person may not know of them."""
        seen = Q() if self.court_side else parties_open_to(self.user, case=self.case)
        return list(Party.objects.filter(seen, case=self.case))

    @cached_property
    def own_parties(self) -> list[Party]:
        """Which of the parties the person is or acts for."""
        own = set(own_parties(self.user).filter(case=self.case).values_list("pk", flat=True))
        return [party for party in self.parties if party.pk in own]

    @cached_property
    def claims(self) -> list[Claim]:
        """What is demanded."""
        return list(self.case.claims.select_related("party").order_by("number"))

    @cached_property
    def judges(self) -> list[Assignment]:
        """Who sits in the current proceeding."""
        return list(
            self.current.assignments.filter(until__isnull=True)
            .select_related("judge")
            .order_by("-seat", "id")
        )

    @property
    def deadlines(self) -> QuerySet[Deadline]:
        """Time limits that the person may see."""
        seen = Q() if self.court_side else deadlines_open_to(self.user, case=self.case)
        return Deadline.objects.filter(seen, proceeding__case=self.case)

    @property
    def docket(self) -> QuerySet[DocketEntry]:
        """Entries that the person may see."""
        seen = Q() if self.court_side else docket_open_to(self.user, case=self.case)
        return DocketEntry.objects.filter(seen, case=self.case)

    @property
    def documents(self) -> QuerySet[CaseDocument]:
        """Documents that the person may read."""
        seen = Q() if self.court_side else case_documents_open_to(self.user, case=self.case)
        return CaseDocument.objects.filter(seen, case=self.case)

    @property
    def tasks(self) -> QuerySet[Task]:
        """Tasks of the case in the person's inboxes."""
        return Task.objects.visible_to(self.user).filter(proceeding__case=self.case)

    @cached_property
    def tracks(self) -> list[tuple[Proceeding, list[TrackStop]]]:
        """Each proceeding with its stages."""
        return [(proceeding, track(proceeding)) for proceeding in self.proceedings]

    @cached_property
    def offered(self) -> list[ActionLink]:
        """What the rooms above let this person do."""
        return offered(self.user, self.case)

    @cached_property
    def next_deadline(self) -> Deadline | None:
        """The nearest open time limit that this person sees."""
        return self.deadlines.filter(state=Deadline.State.OPEN).order_by("due", "id").first()

    @cached_property
    def sees_audit(self) -> bool:
        """Whether the person may see who did and looked at what here."""
        return audited_cases(self.user).filter(pk=self.case.pk).exists()

    @cached_property
    def subject(self) -> list[Party]:
        """The first of the claim's side and the first of the defence's: how the case is called."""
        named = []
        for roles in LEAD_ROLES.values():
            named += [party for party in self.parties if party.role in roles][:1]
        return named


def open_case(request: HttpRequest, case_uuid: UUID, what: str = "case") -> OpenedCase:
    """The case, noted as looked at. Raises `Http404` for one that isn't there or isn't for this person."""
    user: User = request.user  # type: ignore[assignment]
    case = Case.objects.select_related("court").filter(uuid=case_uuid).first()
    if case is None or not Case.objects.filter(cases_open_to(user, case=case), pk=case.pk).exists():
        raise Http404
    opened = OpenedCase(case, user)
    if request.method == "GET":
        note_read(case, user, what)
    return opened
