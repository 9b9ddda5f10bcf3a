"""A judge's or an assistant's matters: what waits in each, until when, which acts are being written. Urgent first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tarazy.acts.desk.drafting import CLOSED
from tarazy.acts.desk.models import Draft
from tarazy.cases.models import Deadline, Party, Proceeding, Task
from tarazy.cases.own_work import sits_in, works_in
from tarazy.cases.queries import inbox_of
from tarazy.cases.rulings import acts
from tarazy.cases.templatetags.case_words import urgency

if TYPE_CHECKING:
    from tarazy.people.models import User

MOST = 400
LEADS = ("claimant", "applicant", "creditor"), ("defendant", "debtor", "state_body")
TO_ACCEPT = ("accept_claim", "accept_complaint", "decide_order", "decide_sanction")
TO_WRITE = (
    "write_judgment",
    "decide_complaint",
    "decide_set_aside",
    "cancel_order",
    "decide_motion",
    "review_motion",
)

FILTERS: dict[str, str | Promise] = {
    "": _("All"),
    "urgent": _("Urgent"),
    "drafts": _("Being written"),
    "write": _("Acts to write"),
    "accept": _("To decide on acceptance"),
}


@dataclass
class Matter:
    """A proceeding of one's own with what waits in it."""

    proceeding: Proceeding
    parties: str = ""
    tasks: list[Task] = field(default_factory=list)
    limit: Deadline | None = None
    drafts: list[Draft] = field(default_factory=list)

    @property
    def due(self) -> Date | None:
        """The nearest day on which something is due: the court's own time limit or a task."""
        days = [task.due for task in self.tasks if task.due] + ([self.limit.due] if self.limit else [])
        return min(days, default=None)

    @property
    def urgency(self) -> str:
        """`late`, `urgent` (today, or a task that is urgent), or nothing."""
        how = urgency(self.due)
        if how == "late":
            return "late"
        pressing = any(task.priority == Task.Priority.URGENT for task in self.tasks)
        return "urgent" if how == "today" or pressing else ""

    def is_in(self, name: str) -> bool:
        """Whether it stands under the filter of this name."""
        codes = {task.code for task in self.tasks}
        return {
            "": True,
            "urgent": bool(self.urgency),
            "drafts": bool(self.drafts),
            "write": bool(codes & set(TO_WRITE)),
            "accept": bool(codes & set(TO_ACCEPT)),
        }[name]

    def meets(self, words: str) -> bool:
        """Whether the number, a party or the category has these words."""
        case = self.proceeding.case
        where = " ".join((self.proceeding.number or "", case.number or "", self.parties, case.category))
        return words.casefold() in where.casefold()


def matters_of(user: User, *, now: datetime) -> list[Matter]:
    """One's matters, those that are late or urgent first, then by the day that is nearest."""
    rows = Proceeding.objects.filter(Q(pk__in=sits_in(user)) | Q(pk__in=works_in(user)))
    rows = rows.select_related("case", "court").order_by("-stage_since", "-id")
    found = {row.pk: Matter(row) for row in rows[:MOST]}
    for task in inbox_of(user).filter(proceeding__in=list(found)):
        found[task.proceeding_id].tasks.append(task)  # type: ignore[index]
    limits = Deadline.objects.filter(
        proceeding__in=list(found), state=Deadline.State.OPEN, whose=Deadline.For.COURT
    )
    for limit in limits.order_by("-due", "-id"):
        found[limit.proceeding_id].limit = limit  # the nearest comes last and stays
    drafts = Draft.objects.visible_to(user).filter(proceeding__in=list(found)).exclude(state__in=CLOSED)
    for draft in drafts:
        found[draft.proceeding_id].drafts.append(draft)
    cases = {matter.proceeding.case_id for matter in found.values()}
    named = _named(list(cases))
    for matter in found.values():
        matter.parties = named.get(matter.proceeding.case_id, "")
    far = timezone.localdate(now).replace(year=9999)
    rank = {"late": 0, "urgent": 1, "": 2}
    return sorted(found.values(), key=lambda one: (rank[one.urgency], one.due or far, -one.proceeding.pk))


def title_of(draft: Draft, language: str) -> str:
    """What the act is called in the table of acts: a draft's own words stay sealed in lists."""
    act = acts().get(draft.code)
    return act.title.get(language, act.title["ru" if draft.language == "ru" else "kk"]) if act else draft.code


def _named(cases: list[int]) -> dict[int, str]:
    """The first of each side; who works on a case for the court knows its parties."""
    named: dict[int, dict[int, str]] = {}
    rows = Party.objects.filter(case__in=cases, left_at__isnull=True).order_by("id")
    for case, role, name in rows.values_list("case", "role", "name"):
        for place, roles in enumerate(LEADS):
            if role in roles:
                named.setdefault(case, {}).setdefault(place, name)
    return {case: " – ".join(sides[place] for place in sorted(sides)) for case, sides in named.items()}
