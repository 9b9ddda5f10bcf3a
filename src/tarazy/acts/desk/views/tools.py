"""What the editor asks while one writes: norms by words, a sum in figures and words."""

from __future__ import annotations

from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from tarazy.acts.desk.views.opening import AtDesk, at_the_desk


@require_GET
@at_the_desk
def norms(here: AtDesk) -> HttpResponseBase:
    """Norms for what was typed: as they are cited in the act's language, and whether they are in force."""
    return JsonResponse({"norms": [], "words": ""})


@require_GET
@at_the_desk
def amount(here: AtDesk) -> HttpResponseBase:
    """The sum in figures and in the words of the act's language."""
    return JsonResponse({"text": ""})
