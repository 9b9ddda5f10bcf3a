"""The act being written: the page, saving by itself, the paper as it would look."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from tarazy.acts.desk.drafting import CLOSED, save_version, version_text
from tarazy.acts.desk.models import Draft, DraftVersion
from tarazy.acts.desk.panels import panels_for
from tarazy.acts.desk.refusals import ChangedMeanwhile
from tarazy.acts.desk.steps import ANNOUNCED, is_announced, row_of
from tarazy.acts.desk.templatetags.desk_words import PART_NAMES, SHORT_NAMES
from tarazy.acts.desk.views.comparing import compared
from tarazy.acts.desk.views.file_beside import file_beside, timeline
from tarazy.acts.desk.views.looking import Looked, look
from tarazy.acts.desk.views.opening import AtDesk, at_the_desk
from tarazy.acts.desk.views.plain import from_plain, plain_lines
from tarazy.acts.text import MOST_CHARACTERS, ActText, Part
from tarazy.cases.models import Deadline
from tarazy.law import NoCalendar, calendar_of, load
from tarazy.people.refusals import Invalid, Refused

PRACTICE_SHUT = "desk_practice_shut"


@dataclass(frozen=True)
class PartShown:
    """A part of the act for the page."""

    code: str
    name: str
    short: str
    placeholder: str
    plain: str
    missing: int
    empty: bool
    hints: list[Any]


@require_http_methods(["GET", "POST"])
@at_the_desk
def draft(here: AtDesk) -> HttpResponseBase:
    """The desk. Posted to (without scripts) it saves what stands in the plain fields."""
    if here.request.method == "POST":
        return _saved_plainly(here)
    if here.draft.state in CLOSED:
        return _closed(here)
    return desk_page(here)


def desk_page(here: AtDesk, *, text: ActText | None = None, refused: Refused | None = None) -> HttpResponse:
    """The page with the words of the last version, or with those that could not be saved."""
    text = text or here.text
    looked = look(here, text)
    file = file_beside(here.opened)
    context = {
        "draft": here.draft,
        "proceeding": here.proceeding,
        "case": here.case,
        "number": here.number,
        "opened": here.opened,
        "judge": here.judge,
        "announces": announces(here),
        "text": text,
        "base": here.version.number,
        "parts": [_part(text, part, looked) for part in Part],
        "requisites": looked.ticks,
        "file": file,
        "timeline": timeline(here.opened),
        "saved_words": saved_words(here, here.version),
        "further": further_pages(here),
        "refused": refused,
        "practice_shut": practice_shut(here.request),
        "panels": [
            {"name": one.name, "title": one.title, "url": reverse(one.view, args=[here.draft.pk])}
            for one in panels_for(here.user, here.draft)
        ],
        "given": _given(here, text, looked),
        **_due(here),
    }
    response = render(here.request, "desk/desk.html", context)
    if refused:
        response.status_code = refused.status
    return response


@require_POST
@at_the_desk
def save(here: AtDesk) -> HttpResponseBase:
    """Keep what the editor sends; the answer says which version it is and what the act still needs.

    409 with both texts beside each other where another version was saved meanwhile: nothing is overwritten.
    """
    try:
        sent = json.loads(here.request.body)
        text = ActText.model_validate(sent["text"])
        base, kept = int(sent["base"]), bool(sent.get("kept"))
    except (ValueError, TypeError, KeyError, ValidationError):
        return JsonResponse({"message": _("The editor sent something that isn't an act.")}, status=400)
    try:
        version = save_version(
            here.draft, text, here.unlocked, by=here.user, now=here.now, kept=kept, base=base
        )
    except ChangedMeanwhile as refused:
        number = int(refused.params["version"])  # type: ignore[call-overload]
        other = version_text(here.draft, number, here.unlocked)
        both = {"compared": compared(other, text), "older": _("The other text"), "newer": _("Yours")}
        html = render_to_string("desk/both.html", both)
        return JsonResponse({"version": number, "html": html, "message": refused.words}, status=409)
    except Refused as refused:
        return JsonResponse({"message": refused.words}, status=refused.status)
    told = look(here, text).told(text)
    return JsonResponse({"version": version.number, "words": saved_words(here, version), **told})


@require_POST
@at_the_desk
def practice(here: AtDesk) -> HttpResponseBase:
    """Practice beside the act on or off for this case, its column shut or open for this judge in this browser."""
    asked = here.request.POST
    if here.judge and asked.get("case") in ("on", "off"):
        Draft.objects.visible_to(here.user).filter(pk=here.draft.pk).update(
            practice_shown=asked["case"] == "on"
        )
    response = redirect("desk:draft", here.draft.pk)
    if asked.get("column") in ("open", "shut"):
        response.set_cookie(
            PRACTICE_SHUT,
            "1" if asked["column"] == "shut" else "",
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=here.request.is_secure(),
        )
    return response


def practice_shut(request: HttpRequest) -> bool:
    """Whether this judge keeps the right side shut."""
    return request.COOKIES.get(PRACTICE_SHUT) == "1"


def saved_words(here: AtDesk, version: DraftVersion) -> str:
    """«Saved at 14:03:07 · only you see the draft»."""
    readers = here.draft.keys.count()
    at = f"{timezone.localtime(version.at):%H:%M:%S}"
    if timezone.localdate(version.at) != timezone.localdate(here.now):
        at = f"{timezone.localtime(version.at):%d.%m.%Y %H:%M}"
    seen = (
        _("only you see the draft")
        if readers < 2
        else ngettext("only you and %(n)s other see it", "only you and %(n)s others see it", readers - 1)
        % {"n": readers - 1}
    )
    return _("Saved at %(time)s · %(who)s") % {"time": at, "who": seen}


def announces(here: AtDesk) -> bool:
    """Whether the operative part is to be announced now, before the full text is signed."""
    return (
        here.draft.state == Draft.State.OPEN
        and here.draft.corrects_id is None
        and is_announced(here.proceeding, here.draft.code)
        and row_of(here.proceeding, ANNOUNCED) is not None
    )


def further_pages(here: AtDesk) -> list[dict[str, Any]]:
    """Where one can go on from the draft: announcing, opinions, discarding."""
    if not here.judge:
        return [_link("discard", here, _("Discard the draft"))]
    found = []
    if len(here.opened.judges) > 1:
        found.append(_link("opinions", here, _("Opinions of the panel")))
    return [*found, _link("discard", here, _("Discard the draft"))]


def _link(name: str, here: AtDesk, title: str) -> dict[str, Any]:
    return {"title": title, "url": reverse(f"desk:{name}", args=[here.draft.pk])}


def _part(text: ActText, part: Part, looked: Looked) -> PartShown:
    placeholders = {
        Part.INTRODUCTION: _("Court, date and place, who sat, who took part, what is demanded."),
        Part.DESCRIPTION: _("What the parties ask for and say, with sheets of the file."),
        Part.REASONS: _("What the court found, by which evidence, and the law it applies."),
        Part.OPERATIVE: _("What the court decided on each demand; costs; how and until when to appeal."),
    }
    return PartShown(
        code=part.value,
        name=str(PART_NAMES[part]),
        short=str(SHORT_NAMES[part]),
        placeholder=placeholders[part],
        plain=plain_lines(text.part(part)),
        missing=looked.missing(part),
        empty=not text.part(part),
        hints=looked.hints.get(part, []),
    )


def _given(here: AtDesk, text: ActText, looked: Looked) -> dict[str, Any]:
    """What the page's script needs, as data."""
    words = text.model_dump(mode="json")
    first = next((part.value for part in Part if not text.part(part)), Part.REASONS.value)
    id_ = here.draft.pk
    return {
        "kind": text.kind,
        "language": text.language,
        "title": text.title,
        "text": {part.value: words[part.value] for part in Part},
        "part": first,
        "version": here.version.number,
        "token": get_token(here.request),
        "save": reverse("desk:save", args=[id_]),
        "norms": reverse("desk:norms", args=[id_]),
        "amount": reverse("desk:amount", args=[id_]),
        **looked.told(text),
        "words": {
            "unsaved": _("Not saved yet"),
            "offline": _(
                "Not saved: there is no connection. What you wrote is kept on this page; leave it open."
            ),
            "locked": _("Not saved: the desk has locked itself. What you wrote is kept on this page."),
            "failed": _(
                "Not saved: the court's computer answered with a fault. This page keeps what you wrote."
            ),
            "conflict": _("Not saved: this act was changed in another window."),
            "stale": _("not in force"),
            "inserted": _("Put into the act."),
            "sheet": "(іс парағы {})" if text.language == "kk" else "(л. д. {})",
        },
    }


def _due(here: AtDesk) -> dict[str, Any]:
    """Until when the act must be given: the open time limit that it settles, else the court's nearest one here."""
    rows = here.proceeding.deadlines.filter(state=Deadline.State.OPEN, whose=Deadline.For.COURT)
    rows = rows.order_by("due", "id")
    steps = (row_of(here.proceeding, here.draft.code), row_of(here.proceeding, ANNOUNCED))
    settled = [limit for step in steps if step for limit in step.settles]
    own = rows.filter(limit__in=settled).first()
    due = own or rows.first()
    return {"due": due, "decides": own is not None, "days_left": days_left(due, here) if due else ""}


def days_left(due: Deadline, here: AtDesk) -> str:
    """«9 working days left», «today is the last day», «2 working days late»."""
    today = timezone.localdate(here.now)
    if due.due == today:
        return _("today is the last day")
    calendar = calendar_of(load("kz"))
    late = due.due < today
    try:
        days = calendar.working_days_between(min(today, due.due), max(today, due.due))
    except NoCalendar:
        return ""
    if late:
        return ngettext("%(days)s working day late", "%(days)s working days late", days) % {"days": days}
    return ngettext("%(days)s working day left", "%(days)s working days left", days) % {"days": days}


def _saved_plainly(here: AtDesk) -> HttpResponseBase:
    sent = here.request.POST
    before = here.text
    given = {
        part.value: from_plain(sent.get(part.value, "")[:MOST_CHARACTERS], before.part(part)) for part in Part
    }
    title = " ".join(sent.get("title", "").split())[:500] or before.title
    subtitle = " ".join(sent.get("subtitle", "").split())[:500]
    text = before.model_copy(update={**given, "title": title, "subtitle": subtitle})
    base = int(sent["base"]) if sent.get("base", "").isdecimal() else 0
    try:
        save_version(here.draft, text, here.unlocked, by=here.user, now=here.now, kept=True, base=base)
    except Invalid as refused:
        return desk_page(here, text=text, refused=refused)
    except ChangedMeanwhile as refused:
        return desk_page(here, text=text, refused=refused)
    return redirect("desk:draft", here.draft.pk)


def _closed(here: AtDesk) -> HttpResponseBase:
    signed = getattr(here.draft, "signed_act", None)
    return redirect("desk:act", signed.pk) if signed else redirect("desk:history", here.draft.pk)
