"""The desk's first page: one's matters; and beginning an act in one of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tarazy.acts.desk.case_fields import template_text
from tarazy.acts.desk.drafting import CLOSED, language_of, open_draft
from tarazy.acts.desk.keys import ensure_desk_key, has_desk_key, is_unlocked
from tarazy.acts.desk.matters import FILTERS, matters_of, title_of
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.readers import assists, sits
from tarazy.acts.desk.refusals import DraftOpenAlready, NoDeskKey
from tarazy.acts.desk.rules import kind_of
from tarazy.acts.desk.steps import ANNOUNCED, acts_written_here, is_announced, row_of
from tarazy.acts.desk.views.opening import to_unlock
from tarazy.acts.text import ActText
from tarazy.cases.actions.issue_act import possible_further
from tarazy.cases.models import Proceeding
from tarazy.cases.rulings import Act, acts
from tarazy.cases.views.opening import OpenedCase, open_case
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Refused

if TYPE_CHECKING:
    from tarazy.people.models import User


@require_GET
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """One's matters, the urgent first; by what waits, and by words."""
    user: User = request.user  # type: ignore[assignment]
    require(user, Permission.DRAFT_RULINGS)
    every = matters_of(user, now=timezone.now())
    words = request.GET.get("q", "").strip()[:100]
    shown = request.GET.get("what", "")
    shown = shown if shown in FILTERS else ""
    found = [one for one in every if one.is_in(shown) and (not words or one.meets(words))]
    language = _language()
    return render(
        request,
        "desk/index.html",
        {
            "matters": [
                (one, [(draft, title_of(draft, language)) for draft in one.drafts]) for one in found[:100]
            ],
            "more": max(0, len(found) - 100),
            "total": len(every),
            "q": words,
            "what": shown,
            "counts": [
                {"code": code, "title": title, "n": sum(one.is_in(code) for one in every)}
                for code, title in FILTERS.items()
            ],
            "open": is_unlocked(request),
            "has_key": has_desk_key(user),
        },
    )


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def start(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Which act to write: those that can be given now first, those that can only be prepared behind them."""
    opened = open_case(request, case_uuid)
    now = timezone.now()
    if not (sits(opened.user, opened.current, now=now) or assists(opened.user, opened.current, now=now)):
        raise Http404
    try:
        ensure_desk_key(opened.user, now=now)
    except NoDeskKey:
        return to_unlock(request)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            code = request.POST.get("code", "")[:40]
            text = from_template(opened.current, code, now=now)
            draft = open_draft(opened.current, code, by=opened.user, now=now, text=text)
        except DraftOpenAlready as there:
            return redirect("desk:draft", there.draft)
        except Refused as refusal:
            refused = refusal
        else:
            return redirect("desk:draft", draft.pk)
    possible, later = _choices(opened)
    response = render(
        request,
        "desk/start.html",
        {
            "opened": opened,
            "case": opened.case,
            "number": opened.current.number or opened.case.number,
            "possible": possible,
            "later": later,
            "language": language_of(opened.current),
            "drafts": _drafts(opened),
            "signed": SignedAct.objects.visible_to(opened.user).filter(proceeding__case=opened.case)[:20],
            "refused": refused,
        },
    )
    if refused:
        response.status_code = refused.status
    return response


def from_template(proceeding: Proceeding, code: str, *, now: datetime) -> ActText | None:
    """What stands in the act before the judge writes, filled from the case; None for an act without a template."""
    act = acts().get(code)
    if act is None:
        return None
    try:
        return template_text(proceeding, code, kind_of(act.kind, proceeding.kind).value, now=now)
    except KeyError:
        return None


def _choices(opened: OpenedCase) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(code, title) of the acts that can be given now, those that move the case first; and of the others."""
    proceeding, language = opened.current, _language()
    further = set(possible_further(proceeding, opened.user, now=timezone.now()))
    steps: list[str] = []
    now: list[tuple[str, str]] = []
    later: list[tuple[str, str]] = []
    announced_now = row_of(proceeding, ANNOUNCED) is not None
    for act in acts_written_here(proceeding):
        step = row_of(proceeding, act.code) is not None or act.code in further
        first = step or (announced_now and is_announced(proceeding, act.code))
        place = later if not (first or act.step) else now
        place.insert(len(steps) if first else len(place), (act.code, _title(act, language)))
        if first:
            steps.append(act.code)
    return now, later


def _drafts(opened: OpenedCase) -> list[tuple[Draft, str]]:
    rows = (
        Draft.objects.visible_to(opened.user).filter(proceeding__case=opened.case).exclude(state__in=CLOSED)
    )
    return [(one, title_of(one, _language())) for one in rows]


def _title(act: Act, language: str) -> str:
    return act.title.get(language, act.title["ru"])


def _language() -> str:
    language = (get_language() or "kk")[:2]
    return language if language in ("kk", "ru") else "ru"


def act_titles() -> dict[str, str]:
    """Titles of all acts in the reader's language, as far as the table has one."""
    return {code: _title(act, _language()) for code, act in acts().items()}
