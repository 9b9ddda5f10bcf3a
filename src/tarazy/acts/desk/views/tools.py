"""What the editor asks while one writes: norms by words, a sum in figures and words."""

from __future__ import annotations

import re
from decimal import Decimal

from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tarazy.acts.desk.amounts import written_amount
from tarazy.acts.desk.norm_search import IN_FORCE, FoundNorm, search_norms
from tarazy.acts.desk.norms import suggest_norms
from tarazy.acts.desk.views.opening import AtDesk, at_the_desk
from tarazy.acts.text import Part

_SUM = re.compile(r"(\d{1,15})(?:[.,](\d{1,2}))?")
_PARTED = re.compile(r"(?<=\d)[\s\u00a0\u202f.,](?=\d{3}(?!\d))")


@require_GET
@at_the_desk
def norms(here: AtDesk) -> HttpResponseBase:
    """Norms for what was typed, as the act's language cites them, and whether they are in force today.

    With nothing typed: those that acts of this category cite in this part (`?part=`).
    """
    asked, language = here.request.GET, here.draft.language
    on = timezone.localdate(here.now)
    part = Part(asked["part"]) if asked.get("part") in set(Part) else Part.REASONS
    usual = suggest_norms(here.user, here.case.category, part, on, language, most=30)
    found = search_norms(asked.get("q", ""), language, on, usual=usual)
    words = ngettext("%(n)s norm found", "%(n)s norms found", len(found)) % {"n": len(found)}
    return JsonResponse({"norms": [_told(one) for one in found], "words": words})


@require_GET
@at_the_desk
def amount(here: AtDesk) -> HttpResponseBase:
    """The sum in figures and in the words of the act's language: «842 600 (восемьсот сорок две тысячи …) тенге»."""
    found = sum_of(here.request.GET.get("q", "")[:60])
    if found is None:
        return JsonResponse({"message": _("Write the sum in figures, e.g. 842 600 or 842 600,50.")})
    return JsonResponse({"text": written_amount(found, here.draft.language)})


def sum_of(figures: str) -> Decimal | None:
    """A sum as people type it: thousands parted by spaces, points or commas; hundredths after a point or a comma."""
    plain = "".join(_PARTED.sub("", figures.strip()).split())
    match = _SUM.fullmatch(plain)
    if match is None:
        return None
    return Decimal(f"{match[1]}.{match[2] or 0}")


def _told(one: FoundNorm) -> dict[str, object]:
    about = one.name
    if one.state == "unknown_edition":
        about = _("%(name)s · edition not known here") % {"name": about}
    elif one.share:
        about = _("%(name)s · in %(share)s %% of such acts") % {
            "name": about,
            "share": round(one.share * 100),
        }
    return {
        "code": one.code,
        "article": one.article,
        "point": one.point,
        "text": one.text,
        "about": about,
        "in_force": one.state in IN_FORCE,
    }
