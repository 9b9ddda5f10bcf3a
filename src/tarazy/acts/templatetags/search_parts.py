"""The parts of the search page that repeat hundreds of times: made by code, because templates would take most of the
time in which the page must be there. Everything that comes from outside goes through `escape`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tarazy.acts import naming
from tarazy.acts.models import Act, Source, Visibility
from tarazy.acts.templatetags.court_words import act_title, capital, coded, court_date, number
from tarazy.jurimetrics.decision import Review

if TYPE_CHECKING:
    from tarazy.acts.presenting import Piece
    from tarazy.acts.views.search import Choice, Result

register = template.Library()
REVIEWS = {
    Review.UPHELD: ("tz-good", "▲ "),
    Review.CHANGED: ("tz-bad", "▼ "),
    Review.REVERSED: ("tz-bad", "▼ "),
}


@lru_cache(maxsize=20_000)
def _words(language: str, name: str, value: str) -> str:
    """Escaped words of a coded value, with a capital."""
    return escape(capital(coded(value, name)))


@register.simple_tag
def choices(name: str, shown: Sequence[Choice]) -> SafeString:
    """The values of a facet as checkboxes with their counts; an id stays with its value wherever that moves."""
    language = naming.language()
    boxes = []
    for one in shown:
        key = f"{name}-{zlib.crc32(one.value.encode()):x}"
        boxes.append(
            f'<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" id="{key}" '
            f'name="{name}" value="{escape(one.value)}"{" checked" if one.chosen else ""}>'
            f'<label class="govuk-label govuk-checkboxes__label" for="{key}">{_words(language, name, one.value)} '
            f'<span class="tz-muted tz-figures">{number(one.count)}</span></label></div>'
        )
    return mark_safe(f'<div class="govuk-checkboxes govuk-checkboxes--small">{"".join(boxes)}</div>')


@register.simple_tag
def result(one: Result, query: str) -> SafeString:
    """An act found: title, court and day, the passage with the words marked, tags."""
    act = one.act
    language = naming.language()
    address = act.get_absolute_url() + (f"?q={quote(query)}" if query else "")
    line = [escape(court_date(act.date))] if act.date else []
    if act.court:
        line.append(f'<span lang="{escape(act.language)}">{escape(act.court)}</span>')
    if act.category:
        line.append(_words(language, "category", act.category))
    return mark_safe(
        '<li class="tz-card rr-result">'
        f'<h2 class="rr-result__title"><a class="govuk-link" href="{escape(address)}">{escape(act_title(act))}</a></h2>'
        f'<p class="rr-result__line">{" · ".join(line)}</p>'
        f'<p class="rr-result__snippet" lang="{escape(act.language)}">{_passage(one.snippet)}</p>'
        f'<p class="rr-result__tags">{" ".join(_tags(act, language))}</p></li>'
    )


def _passage(pieces: Sequence[Piece]) -> str:
    return "".join(
        f"<mark>{escape(piece.text)}</mark>" if piece.mark else escape(piece.text) for piece in pieces
    )


def _tags(act: Act, language: str) -> Iterator[str]:
    for name in ("instance", "outcome", "review", "language"):
        if value := getattr(act, name):
            look, sign = REVIEWS.get(value, ("", "")) if name == "review" else ("", "")
            yield f'<span class="rr-tag {look}">{sign}{_words(language, name, value)}</span>'
    if act.source == Source.MODEL:
        yield f'<span class="rr-tag rr-tag--model">{escape(_("Model data"))}</span>'
    if act.visibility == Visibility.CLOSED:
        yield f'<span class="rr-tag rr-tag--closed">{escape(_("Closed act"))}</span>'
