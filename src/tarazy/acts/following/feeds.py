"""Feeds of public acts as Atom and RSS: titles and addresses, never texts, so that a reader's copy holds little."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language

from tarazy.acts.models import Act
from tarazy.acts.publication.models import Publication
from tarazy.acts.queries import LIST_COLUMNS, SearchRequest, question_of
from tarazy.acts.searching.opening import open_engine
from tarazy.acts.searching.question import Order
from tarazy.acts.templatetags.court_words import act_title, category_name, court_date

MOST = 50
FORMS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
COLUMNS = (*LIST_COLUMNS, "added")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """An act in a feed; `changed` is when it was published, last."""

    act: Act
    neutral: str
    changed: datetime


def newest(*, category: str = "", courts: Sequence[str] = ()) -> list[Entry]:
    """The public acts that came last, at most `MOST`, of a category or of a court by its names."""
    acts = Act.objects.visible_to(None)
    if category:
        acts = acts.filter(category=category)
    if courts:
        acts = acts.filter(court__in=courts)
    return _entries(list(acts.order_by("-pk").only(*COLUMNS)[:MOST]))


def found(asked: SearchRequest) -> list[Entry]:
    """The latest public acts that a search finds, at most `MOST`. Raises `SearchUnavailable`."""
    latest = SearchRequest(text=asked.text, filters=asked.filters, norm=asked.norm, order=Order.LATEST)
    hits = open_engine().search(question_of(AnonymousUser(), latest, size=MOST))
    by_row = {act.pk: act for act in Act.objects.visible_to(None).filter(pk__in=hits.rows).only(*COLUMNS)}
    return _entries([by_row[row] for row in hits.rows if row in by_row])


def _entries(acts: list[Act]) -> list[Entry]:
    published = {
        address: (neutral, changed)
        for address, neutral, changed in Publication.objects.published()
        .filter(address__in=[act.act_id for act in acts])
        .values_list("address", "neutral", "changed_at")
    }
    return [Entry(act, *published.get(act.act_id, ("", act.added))) for act in acts]


def feed(
    form: str, title: str, description: str, page: str, address: str, entries: Sequence[Entry], root: str
) -> bytes:
    """The feed in a form of `FORMS`; `page` and `address` (its own) are absolute, `root` is the site's."""
    made = FORMS[form](
        title=clean(title),
        link=page,
        description=clean(description),
        language=get_language() or "kk",
        feed_url=address,
        feed_guid=address,
    )
    for entry in entries:
        act = entry.act
        link = f"{root}{act.get_absolute_url()}"
        told = [court_date(act.date), act.court, category_name(act.category), entry.neutral]
        made.add_item(
            title=clean(act_title(act)),
            link=link,
            description=clean(" · ".join(part for part in told if part)),
            unique_id=link,
            pubdate=act.added,
            updateddate=entry.changed,
            categories=[clean(act.category)] if act.category else [],
        )
    if not entries:
        made.latest_post_date = lambda: datetime.fromisoformat("2000-01-01T00:00:00+00:00")  # type: ignore[method-assign]
    return made.writeString("utf-8").encode()


def clean(words: str) -> str:
    """The words without signs that XML doesn't admit."""
    return _NOT_XML.sub("", str(words))
