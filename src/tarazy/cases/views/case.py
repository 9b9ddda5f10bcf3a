"""The pages of one case: overview, parties, the file, time limits, tasks, related cases, audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.cases.actions.decide_duplicate import decide_duplicate
from tarazy.cases.events import all_events
from tarazy.cases.models import (
    Case,
    CaseLink,
    Deadline,
    DocketEntry,
    Representation,
    StaffAssignment,
)
from tarazy.cases.presenting import docket_lines
from tarazy.cases.queries import audit_of, audited_cases
from tarazy.cases.reading import note_read
from tarazy.cases.standing import standing
from tarazy.cases.views.opening import OpenedCase, open_case
from tarazy.cases.views.tabs import tabs
from tarazy.cases.visibility import cases_open_to
from tarazy.people.models import User
from tarazy.people.permissions import Permission, may

LATEST_EVENTS = 6
AUDIT_LINES = 300


def page(request: HttpRequest, opened: OpenedCase, name: str, **context: Any) -> HttpResponse:
    """A tab of a case, with what its head needs."""
    context |= {"opened": opened, "case": opened.case, "tabs": tabs(opened, name), "tab": name}
    return render(request, f"cases/case_{name}.html", context)


@login_required
@require_GET
def case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The case at a glance: where it stands, who is in it, what is demanded, what can be done, what is due."""
    from tarazy.cases.views.acting import possible_links

    opened = open_case(request, case_uuid)
    latest = list(opened.docket.order_by("-number").select_related("party", "by")[:LATEST_EVENTS])
    return page(
        request,
        opened,
        "overview",
        latest=docket_lines(latest, [], known={party.pk for party in opened.parties}),
        due=list(opened.deadlines.filter(state=Deadline.State.OPEN).order_by("due", "id")[:5]),
        links=possible_links(opened),
    )


@login_required
@require_GET
def parties(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Who takes part and who acts for them; the court's own people too for its side."""
    opened = open_case(request, case_uuid)
    acting: dict[int, list[Representation]] = {}
    rows = Representation.objects.filter(party__in=opened.parties, until__isnull=True)
    for row in rows.select_related("representative", "power"):
        acting.setdefault(row.party_id, []).append(row)
    staff = StaffAssignment.objects.filter(proceeding__case=opened.case, until__isnull=True)
    own = {party.pk for party in opened.own_parties}
    stands = standing(opened.user, opened.current, now=timezone.now())
    presides, represents = "presiding" in stands, bool(stands & {"court", "registry"})
    return page(
        request,
        opened,
        "parties",
        rows=[(party, acting.get(party.pk, [])) for party in opened.parties],
        own=own,
        presides=presides,
        represents=represents,
        staff=list(staff.select_related("user")) if opened.court_side else [],
    )


@login_required
@require_GET
def file(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The documents of the case in the order of its docket, with their pages."""
    opened = open_case(request, case_uuid, "file")
    rows = list(
        opened.documents.select_related("document", "entry", "filed_by").order_by("entry__number", "id")[
            :1000
        ]
    )
    at = 1
    shown = []
    for row in rows:
        pages = row.document.pages or 0
        first = row.page_from or at
        shown.append((row, first if pages else None, first + pages - 1 if pages else None))
        at = first + pages
    return page(request, opened, "file", rows=shown, leaves=at - 1)


@login_required
@require_GET
def case_deadlines(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Time limits of the case, open ones first, each with how it was counted."""
    opened = open_case(request, case_uuid)
    rows = list(opened.deadlines.select_related("proceeding", "party").order_by("due", "id")[:300])
    return page(
        request,
        opened,
        "deadlines",
        presides="presiding" in standing(opened.user, opened.current, now=timezone.now()),
        open_rows=[row for row in rows if row.state == Deadline.State.OPEN],
        settled_rows=[row for row in reversed(rows) if row.state != Deadline.State.OPEN],
    )


@login_required
@require_GET
def tasks(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What is to be done in the case, for those of the court."""
    opened = open_case(request, case_uuid)
    if not opened.court_side:
        raise Http404
    rows = opened.tasks.select_related("assignee", "section", "done_by")
    return page(
        request,
        opened,
        "tasks",
        open_rows=list(rows.filter(done_at__isnull=True)[:200]),
        done_rows=list(rows.filter(done_at__isnull=False).order_by("-done_at")[:50]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def related(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Cases that belong together with this one, as far as the person may open them; possible duplicates."""
    opened = open_case(request, case_uuid)
    if request.method == "POST":
        link = CaseLink.objects.filter(case=opened.case, pk=_row(request.POST.get("link", ""))).first()
        if link is None:
            raise Http404
        decide_duplicate(link.pk, request.POST.get("same") == "yes", by=opened.user, now=timezone.now())
        return redirect("cases:related", case_uuid)
    here = CaseLink.objects.filter(case=opened.case).select_related("other__court")
    back = CaseLink.objects.filter(other=opened.case).select_related("case__court")
    if not opened.court_side:
        here, back = here.filter(confirmed=True), back.filter(confirmed=True)
    links = [*here[:100], *back[:100]]
    others = {link.other_id if link.case_id == opened.case.pk else link.case_id for link in links}
    may_open = set(
        Case.objects.visible_to(opened.user).filter(pk__in=others).values_list("pk", flat=True)
    )  # fmt: skip
    rows = [
        (link, other, link.case_id == opened.case.pk)
        for link in links
        if (other := link.other if link.case_id == opened.case.pk else link.case).pk in may_open
    ]
    decides = may(opened.user, Permission.REGISTER_CASES, opened.case.court_id)
    return page(request, opened, "related", rows=rows, decides=decides)


@login_required
@require_GET
def audit(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Who did what in the case and who looked at it, the latest first; emergencies with their reasons.

    An auditor sees it without the file: names of those who did and looked, not what the file says.
    """
    case = audited_cases(request.user).filter(uuid=case_uuid).first()
    if case is None:
        raise Http404
    lines = audit_of(case, request.user, most=AUDIT_LINES)
    people = User.objects.in_bulk([line.user_id for line in lines if line.user_id])
    opens = Case.objects.filter(cases_open_to(request.user, case=case), pk=case.pk).exists()
    told = _told(case, [line.entry for line in lines if line.entry], with_params=opens)
    rows = [
        {
            "line": line,
            "who": people.get(line.user_id) if line.user_id else None,
            "did": told.get(line.entry or 0, line.did),
        }
        for line in lines
    ]
    context = {
        "rows": rows,
        "emergencies": list(case.emergencies.select_related("user", "reviewed_by").order_by("-since")),
    }
    note_read(case, request.user, "audit")
    if opens:
        return page(request, open_case(request, case_uuid, "audit"), "audit", **context)
    return render(request, "cases/audit_alone.html", context | {"case": case})


def _told(case: Case, numbers: list[int], *, with_params: bool) -> dict[int, str]:
    """Words of these entries by their numbers; what the file says in them only for whom it is open."""
    known = all_events()
    rows = DocketEntry.objects.filter(case=case, number__in=numbers).values_list("number", "code", "params")
    return {
        number: known[code].told(params if with_params else None) if code in known else code
        for number, code, params in rows
    }


def _row(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
