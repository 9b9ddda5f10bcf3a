"""Feeds: newest acts, of a search, of a category, of a court."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tarazy.acts import naming
from tarazy.acts.following import feeds
from tarazy.acts.following.bulk import names_of
from tarazy.acts.following.feeds import Entry
from tarazy.acts.following.models import BulkMonth
from tarazy.acts.following.searches import cleaned, request_of
from tarazy.acts.following.views.saved import in_words
from tarazy.acts.searching.engine import SearchUnavailable
from tarazy.acts.templatetags.court_words import category_name
from tarazy.courts.models import Court

TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}


@require_safe
def newest(request: HttpRequest, form: str) -> HttpResponse:
    """The acts that became public last."""
    return _answer(request, form, _("New judicial acts"), reverse("acts:search"), feeds.newest())


@require_safe
def search(request: HttpRequest, form: str) -> HttpResponse:
    """The latest acts that a search finds, by the same parameters as the search page."""
    query = cleaned(request.GET)
    asked = request_of(query)
    try:
        entries = feeds.found(asked)
    except SearchUnavailable as refused:
        answer = HttpResponse(refused.words, status=refused.status, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(refused.retry_after)
        return answer
    return _answer(request, form, in_words(asked), f"{reverse('acts:search')}?{query}", entries, query)


@require_safe
def category(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The newest acts of a category."""
    if slug not in naming.category_slugs():
        raise Http404
    page = f"{reverse('acts:search')}?category={slug}"
    return _answer(request, form, category_name(slug), page, feeds.newest(category=slug))


@require_safe
def court(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The newest acts of a court, by its code or by the key of its bulk files."""
    known = Court.objects.filter(code=key).first()
    month = None if known else BulkMonth.objects.filter(court_key=key).first()
    if known is None and month is None:
        raise Http404
    title = known.name if known else month.court_name if month else ""
    entries = feeds.newest(courts=names_of(key, title))
    return _answer(request, form, title, reverse("acts:search"), entries)


def _answer(
    request: HttpRequest, form: str, title: str, page: str, entries: Sequence[Entry], query: str = ""
) -> HttpResponse:
    """The feed, or "not changed" to whoever has it as it is. Nobody may keep it unasked: acts can be sealed."""
    root = f"{request.scheme}://{request.get_host()}"
    told = [f"{form} {get_language()} {root} {title}"]
    told += [f"{one.act.pk} {one.act.act_id} {one.changed.isoformat()} {one.neutral}" for one in entries]
    etag = f'"{hashlib.sha256(chr(10).join(told).encode()).hexdigest()[:32]}"'
    changed = max((one.changed for one in entries), default=None)
    modified = int(changed.timestamp()) if changed else None
    description = _("Public acts of the bank, the latest %(most)s.") % {"most": feeds.MOST}
    if settings.MODEL_DATA:
        description = f"{description} {_('Model data: people, companies and courts are invented.')}"
    answer = HttpResponse(content_type=TYPES[form])
    answer["ETag"] = etag
    if modified is not None:
        answer["Last-Modified"] = http_date(modified)
    patch_cache_control(answer, no_cache=True)
    address = f"{root}{request.path}{'?' if query else ''}{query}"
    answer.content = feeds.feed(
        form, f"{title} · Таразы", description, f"{root}{page}", address, entries, root
    )
    # An act that is gone changes the ETag but no date: the date alone never says "not changed".
    asked_by_tag = request.headers.get("If-None-Match")
    return get_conditional_response(request, etag, None, answer) or answer if asked_by_tag else answer
