"""The versions of an act: who saved which and when, two beside each other, going back to one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tarazy.acts.desk.drafting import CLOSED, Version, restore, version_text
from tarazy.acts.desk.drafting import history as versions_of
from tarazy.acts.desk.views.comparing import compared
from tarazy.acts.desk.views.opening import AtDesk, at_the_desk
from tarazy.cases.templatetags.case_words import moment
from tarazy.people.refusals import NotFound


@require_GET
@at_the_desk
def history(here: AtDesk) -> HttpResponseBase:
    """All versions, the latest first."""
    versions = versions_of(here.draft, here.unlocked)
    return render(here.request, "desk/history.html", _context(here, versions))


@require_GET
@at_the_desk
def version(here: AtDesk, number: int) -> HttpResponse:
    """What a version changed: it beside the one before it, or beside `?with=` another."""
    versions = versions_of(here.draft, here.unlocked)
    chosen = _found(versions, number)
    asked = here.request.GET.get("with", "")
    before = [one for one in versions if one.number < number]
    other = _found(versions, int(asked)) if asked.isdecimal() and len(asked) < 8 else (before or [chosen])[0]
    older, newer = sorted((chosen, other), key=lambda one: one.number)
    texts = [version_text(here.draft, one.number, here.unlocked) for one in (older, newer)]
    context = _context(here, versions) | {
        "chosen": chosen,
        "other": other,
        "compared": compared(*texts),
        "older": _words(older),
        "newer": _words(newer),
        "text": texts[0] if chosen is older else texts[1],
        "is_last": chosen.number == versions[0].number,
    }
    return render(here.request, "desk/version.html", context)


@require_POST
@at_the_desk
def go_back(here: AtDesk, number: int) -> HttpResponse:
    """Make the version the last one again; what stands between stays in the history."""
    restore(here.draft, number, here.unlocked, by=here.user, now=here.now)
    messages.success(here.request, _("Version %(number)s is the last one again.") % {"number": number})
    return redirect("desk:draft", here.draft.pk)


def _found(versions: list[Version], number: int) -> Version:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _words(one: Version) -> str:
    return _("Version %(number)s · %(name)s · %(at)s") % {
        "number": one.number,
        "name": one.by.short_name,
        "at": moment(one.at),
    }


def _context(here: AtDesk, versions: list[Version]) -> dict[str, object]:
    return {
        "draft": here.draft,
        "case": here.case,
        "number": here.number,
        "versions": versions,
        "title": here.text.title,
        "open": here.draft.state not in CLOSED,
    }
