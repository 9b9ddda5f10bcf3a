"""What waits for each role on its home page: short lists from the person's own rows, with a link to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tarazy.cases.models import (
    BreakGlass,
    Case,
    CaseLink,
    Deadline,
    DocketEntry,
    InternalPaper,
    Party,
    Proceeding,
    Stage,
    Task,
)
from tarazy.cases.naming import category_name, limit_name
from tarazy.cases.own_work import own_cases, own_limits, sits_in, works_in
from tarazy.cases.presenting import docket_lines
from tarazy.cases.queries import audited_cases, inbox_of
from tarazy.cases.tasks_told import task_words
from tarazy.cases.visibility import deadlines_open_to, docket_open_to, parties_open_to
from tarazy.people.homes import MOST_COUNTED, Item, Section, register
from tarazy.people.permissions import Permission, Role, courts_where

if TYPE_CHECKING:
    from tarazy.people.models import User

SHOWN = 8
DUPLICATES = (CaseLink.Kind.DUPLICATE_OF, CaseLink.Kind.REFILED_AFTER)
FOR_REGISTRY = ("register_filing", "distribute", "open_appeal", "open_complaint", "open_cassation")
TO_ACCEPT = ("accept_claim", "accept_complaint", "decide_order", "decide_sanction")
TO_WRITE = ("write_judgment",)


def clerk(user: User, now: datetime) -> Iterator[Section]:
    """To register, possible duplicates, other tasks, time limits of the court that are near."""
    tasks = inbox_of(user)
    yield _task_section(
        _("To register"), tasks.filter(code__in=FOR_REGISTRY), _("Every filing is registered."), now
    )
    yield _duplicates(user)
    yield _task_section(
        _("Other tasks"), tasks.exclude(code__in=FOR_REGISTRY), _("Nothing else waits."), now
    )  # fmt: skip
    yield _papers(user)


def judge(user: User, now: datetime) -> Iterator[Section]:
    """New cases to accept, what is due, motions and papers, acts to be written, own cases by stage."""
    tasks = inbox_of(user)
    yield _task_section(
        _("New cases to decide on"), tasks.filter(code__in=TO_ACCEPT), _("No new cases."), now
    )
    yield _limits(_("Due this week"), own_limits(user, now=now), now, _("Nothing is due this week."))
    yield _task_section(
        _("Acts to write"), tasks.filter(code__in=TO_WRITE), _("No act waits to be written."), now
    )
    rest = tasks.exclude(code__in=(*TO_ACCEPT, *TO_WRITE))
    yield _task_section(_("Motions, papers and other tasks"), rest, _("Nothing else waits."), now)
    hearings = Proceeding.objects.filter(
        pk__in=sits_in(user), stage__in=(Stage.PREPARATION, Stage.PRELIMINARY_HEARING, Stage.HEARING)
    )
    yield _cases(_("In preparation and hearing"), hearings, _("No case is being heard."))


def assistant(user: User, now: datetime) -> Iterator[Section]:
    """Tasks, what is due in the cases of one's judges, internal papers."""
    yield _task_section(_("Tasks"), inbox_of(user), _("Nothing waits."), now)
    yield _limits(_("Due this week"), own_limits(user, now=now), now, _("Nothing is due this week."))
    yield _papers(user)


def secretary(user: User, now: datetime) -> Iterator[Section]:
    """Tasks and the cases that are heard."""
    yield _task_section(_("Tasks"), inbox_of(user), _("Nothing waits."), now)
    heard = Proceeding.objects.filter(
        pk__in=works_in(user), stage__in=(Stage.PRELIMINARY_HEARING, Stage.HEARING, Stage.ADJOURNED)
    )
    yield _cases(_("Cases being heard"), heard, _("No case is being heard."))


def chair(user: User, now: datetime) -> Iterator[Section]:
    """Alarms and tasks, what is overdue in the court, emergency openings to review, papers to approve."""
    yield _task_section(_("Alarms and tasks"), inbox_of(user), _("Nothing waits."), now)
    codes = courts_where(user, Permission.MANAGE_ABSENCE, now=now)
    for code in sorted(codes or ()):
        late = Deadline.objects.filter(
            proceeding__court=code, state=Deadline.State.OPEN, due__lt=timezone.localdate(now)
        )
        yield _limits(_("Overdue in the court"), late, now, _("Nothing is overdue."), of=user, court=code)
    yield _emergencies(user)
    yield _papers(user)


def auditor(user: User, now: datetime) -> Iterator[Section]:
    """Emergency openings that nobody has reviewed, and tasks."""
    yield _emergencies(user)
    yield _task_section(_("Tasks"), inbox_of(user), _("Nothing waits."), now)


def party(user: User, now: datetime) -> Iterator[Section]:
    """One's cases, what is due from oneself, what changed in them."""
    ids = own_cases(user, now=now)
    limits = Deadline.objects.filter(proceeding__case__in=ids).exclude(whose=Deadline.For.COURT)
    yield _limits(_("What is due from you"), limits, now, _("Nothing is due from you."), days=3650, of=user)
    filed = Case.objects.filter(filed_by=user, registered_at__isnull=True).values_list("pk", flat=True)
    cases = Proceeding.objects.filter(case__in=[*ids[:300], *filed[:100]])
    yield _cases(_("My cases"), cases.filter(ended_at__isnull=True), _("You have no cases that go on."))
    yield _changes(user, ids[:50], now)


def participant(user: User, now: datetime) -> Iterator[Section]:
    """For those who come into cases by office: tasks, and the cases in which they take part."""
    tasks = inbox_of(user)
    if tasks.exists():
        yield _task_section(_("Tasks"), tasks, _("Nothing waits."), now)
    yield from party(user, now)


def _task_section(title: str, rows: QuerySet[Task], empty: str, now: datetime) -> Section:
    found = list(rows[:SHOWN])
    today = timezone.localdate(now)
    urgent = rows.filter(Q(priority=Task.Priority.URGENT) | Q(due__lte=today))
    items = [
        Item(
            title=task_words(task.code),
            detail=_about(task.proceeding) if task.proceeding else str(task.court),
            url=reverse("cases:task", args=[task.uuid]),
            due=task.due,
            urgent=task.priority == Task.Priority.URGENT or (task.due is not None and task.due <= today),
            tag="" if task.assignee_id else str(task.section or ""),
        )
        for task in found
    ]
    # "Show all" leads to where these are: one's own inbox has nothing of what waits for a whole section.
    shared = {task.section_id for task in found if not task.assignee_id}
    of_section = len(shared) == 1 and None not in shared and all(not task.assignee_id for task in found)
    everything = reverse("cases:section_inbox", args=[shared.pop()]) if of_section else reverse("cases:inbox")
    return Section(title, items, empty, everything, _count(urgent) if found else 0, _total(rows, found))


def _limits(
    title: str,
    rows: QuerySet[Deadline],
    now: datetime,
    empty: str,
    *,
    days: int = 7,
    of: User | None = None,
    court: str = "",
) -> Section:
    """Open time limits up to some days ahead; with `of` only those that this person may see."""
    today = timezone.localdate(now)
    rows = rows.filter(state=Deadline.State.OPEN, due__lte=today + timedelta(days=days))
    ordered = rows.select_related("proceeding__case").order_by("due", "id")
    found = list(ordered[: SHOWN * 3 if of else SHOWN])
    if of:
        cases = {row.proceeding.case_id for row in found}
        seen = set(
            Deadline.objects.filter(
                deadlines_open_to(of, case=cases), pk__in=[row.pk for row in found]
            ).values_list("pk", flat=True)
        )
        found = [row for row in found if row.pk in seen][:SHOWN]
    items = [
        Item(
            title=limit_name(row.limit),
            detail=_about(row.proceeding),
            url=reverse("cases:case", args=[row.proceeding.case.uuid]),
            due=row.due,
            urgent=row.due <= today,
        )
        for row in found
    ]
    more = reverse("cases:deadlines") + (f"?court={court}" if court else "")
    return Section(title, items, empty, more, sum(item.urgent for item in items), court_code=court)


def _cases(title: str, rows: QuerySet[Proceeding], empty: str) -> Section:
    found = list(rows.select_related("case").order_by("-stage_since", "-id")[:SHOWN])
    named = _named([row.case_id for row in found])
    items = [
        Item(
            title=row.number or row.case.number or _("Not registered yet"),
            detail=" · ".join(
                part for part in (category_name(row.case.category), named.get(row.case_id, "")) if part
            ),
            url=reverse("cases:case", args=[row.case.uuid]),
            tag=str(row.get_stage_display()),
        )
        for row in found
    ]
    return Section(title, items, empty, reverse("cases:search"), 0, _total(rows, found))


def _duplicates(user: User) -> Section:
    courts = courts_where(user, Permission.REGISTER_CASES)
    rows = CaseLink.objects.filter(confirmed__isnull=True, kind__in=DUPLICATES, case__sealed=False)
    if courts is not None:
        rows = rows.filter(case__court__in=courts)
    found = list(rows.select_related("case", "other").order_by("-found_at")[:SHOWN])
    items = [
        Item(
            title=link.case.number or _("Not registered yet"),
            detail=str(link.get_kind_display()),
            url=reverse("cases:related", args=[link.case.uuid]),
        )
        for link in found
    ]
    return Section(_("Possible duplicates"), items, _("No duplicates were found."))


def _papers(user: User) -> Section:
    rows = InternalPaper.objects.visible_to(user).filter(
        steps__to=user, steps__done_at__isnull=True, state=InternalPaper.State.MOVING
    )
    items = [
        Item(
            title=paper.subject,
            detail=str(paper.get_kind_display()),
            url=reverse("cases:paper", args=[paper.uuid]),
        )
        for paper in rows.distinct()[:SHOWN]
    ]
    return Section(_("Internal papers"), items, _("No papers wait for you."), reverse("cases:papers"))


def _emergencies(user: User) -> Section:
    rows = BreakGlass.objects.filter(reviewed_at__isnull=True, case__in=audited_cases(user)).exclude(
        user=user
    )
    items = [
        Item(
            title=opening.case.number or _("Not registered yet"),
            detail=f"{opening.user.short_name}: {opening.reason}"[:140],
            url=reverse("cases:emergency", args=[opening.pk]),
            urgent=True,
        )
        for opening in rows.select_related("case", "user").order_by("-since")[:SHOWN]
    ]
    return Section(
        _("Emergency openings to review"), items, _("Nothing waits to be reviewed."), urgent_count=len(items)
    )


def _changes(user: User, ids: list[int], now: datetime) -> Section:
    """The latest entries of the docket in one's cases, by others."""
    rows = (
        DocketEntry.objects.filter(
            docket_open_to(user, case=ids), case__in=ids, at__gte=now - timedelta(days=30)
        )
        .exclude(by=user)
        .select_related("case")
        .order_by("-at", "-number")[:SHOWN]
    )
    known = set(
        Party.objects.filter(parties_open_to(user, case=ids), case__in=ids).values_list("pk", flat=True)
    )
    items = [
        Item(
            title=line.words,
            detail=line.entry.case.number or _("Not registered yet"),
            url=f"{reverse('cases:docket', args=[line.entry.case.uuid])}#entry-{line.entry.number}",
            tag=f"{timezone.localtime(line.entry.at):%d.%m}",
        )
        for line in docket_lines(list(rows), [], known=known)
    ]
    return Section(_("What changed"), items, _("Nothing has changed in the last thirty days."))


def _about(proceeding: Proceeding) -> str:
    case = proceeding.case
    return " · ".join(
        part
        for part in (
            proceeding.number or case.number or _("Not registered yet"),
            category_name(case.category),
        )
        if part
    )


def _named(ids: list[int]) -> dict[int, str]:
    """The first of each side, for lists of cases that are open to the reader; sealed parties aren't named."""
    named: dict[int, dict[str, str]] = {}
    rows = Party.objects.filter(case__in=ids, left_at__isnull=True, sealed=False).order_by("id")
    for case, side, name in rows.values_list("case", "side", "name"):
        named.setdefault(case, {}).setdefault(side, name)
    return {
        case: " – ".join(sides[side] for side in ("claim", "defence") if side in sides)
        for case, sides in named.items()
    }


def _count(rows: QuerySet[Task]) -> int:
    return len(rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])


def _total(rows: QuerySet[Task] | QuerySet[Proceeding], found: list[Task] | list[Proceeding]) -> int:
    """How many there are, up to a bound: never a count over everything."""
    return len(found) if len(found) < SHOWN else _count(rows)  # type: ignore[arg-type]


def register_homes() -> None:
    """Tell the frame what each role's home page shows of the registry."""
    for role, builder in (
        (Role.REGISTRY_CLERK, clerk),
        (Role.JUDGE, judge),
        (Role.JUDGE_ASSISTANT, assistant),
        (Role.HEARING_SECRETARY, secretary),
        (Role.COURT_CHAIR, chair),
        (Role.AUDITOR, auditor),
        (Role.CITIZEN, party),
        (Role.COMPANY, party),
        (Role.REPRESENTATIVE, party),
        (Role.ADVOCATE, party),
        (Role.BAILIFF, participant),
        (Role.PROSECUTOR, participant),
        (Role.INVESTIGATOR, participant),
        (Role.MEDIATOR, participant),
    ):
        register(role, builder)
