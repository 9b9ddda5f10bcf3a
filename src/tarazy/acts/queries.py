"""Reads of the bank that more than one place needs; each begins with `visible_to(user)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from tarazy.acts.models import Act, ActNorm, ActQuerySet, InstanceLink, Visibility, sees_closed_acts
from tarazy.acts.search import FACETS, open_index

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

PAGE_SIZE = 20
LIST_COLUMNS = (
    "pk", "act_id", "source", "visibility", "owner_id", "language", "kind", "instance", "court", "region", "date",
    "case_number", "category", "outcome", "review",
)  # fmt: skip


@dataclass(frozen=True)
class SearchRequest:
    """What is asked of the bank: words, values of facets (any of one facet's), a norm cited, a page from 1."""

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    norm: tuple[str, str] | None = None
    page: int = 1


@dataclass(frozen=True)
class SearchPage:
    """A page of what was found: `acts` in order, the total, and for each facet its values with their
    counts.
    """

    acts: list[Act]
    total: int
    facets: dict[str, list[tuple[str, int]]]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def search_acts(user: Viewer, request: SearchRequest) -> SearchPage:
    """Acts that the user may see and that match, best first if words are given, else the latest first.

    A facet's counts ignore its own filter, so that one sees what adding another value would bring.
    """
    acts = Act.objects.visible_to(user)
    if request.norm:
        code, article = request.norm
        acts = acts.filter(pk__in=ActNorm.objects.filter(code=code, article=article).values("act_id"))
    start = (request.page - 1) * PAGE_SIZE
    ranked: list[int] | None = None
    if request.text.strip():
        hits = open_index().search(
            request.text, request.filters, facets_seen_by(user), start=start, size=PAGE_SIZE
        )
        if hits is not None:
            acts = acts.filter(pk__row_in=hits.all_rows)
            ranked = hits.page
    matching = _narrowed(acts, request.filters)
    if ranked is None or request.norm:
        found = list(matching.only(*LIST_COLUMNS)[start : start + PAGE_SIZE])
    else:
        by_row = {act.pk: act for act in matching.filter(pk__in=ranked).only(*LIST_COLUMNS)}
        found = [by_row[row] for row in ranked if row in by_row]
    facets = {name: _counted(_narrowed(acts, request.filters, besides=name), name) for name in FACETS}
    return SearchPage(acts=found, total=matching.count(), facets=facets, page=request.page)


def _narrowed(acts: ActQuerySet, filters: Mapping[str, Sequence[str]], besides: str = "") -> ActQuerySet:
    return acts.filter(
        **{f"{name}__in": list(values) for name, values in filters.items() if values and name != besides}
    )


def _counted(acts: ActQuerySet, name: str) -> list[tuple[str, int]]:
    """The values of a facet with their counts, the most frequent first; acts without one are not counted."""
    rows = acts.order_by().values_list(name).annotate(total=Count("pk"))
    known = [(str(value), count) for value, count in rows if value not in ("", None)]
    return sorted(known, key=lambda pair: (-pair[1], pair[0]))


def matching_acts(user: Viewer, request: SearchRequest) -> ActQuerySet:
    """Every act that matches, without order or paging: for downloads."""
    acts = Act.objects.visible_to(user)
    if request.norm:
        code, article = request.norm
        acts = acts.filter(pk__in=ActNorm.objects.filter(code=code, article=article).values("act_id"))
    if request.text.strip():
        hits = open_index().search(request.text, request.filters, facets_seen_by(user), start=0, size=1)
        if hits is not None:
            acts = acts.filter(pk__row_in=hits.all_rows)
    return _narrowed(acts, request.filters)


def facets_seen_by(user: Viewer) -> list[str] | None:
    """The index's marks of acts that this user may see; None for everything."""
    if sees_closed_acts(user):
        return None
    own = [f"owner:{user.pk}"] if user.is_authenticated else []
    return [f"visibility:{Visibility.PUBLIC}", *own]


def shows_names(user: Viewer, act: Act) -> bool:
    """Whether this user reads the act with the names in it: staff of the court, and the act's own owner."""
    return sees_closed_acts(user) or bool(user.is_authenticated and act.owner_id == user.pk)


@dataclass(frozen=True)
class TrackStep:
    """An act of a case on its way through the instances, and the link that leads to it from the act below."""

    act: Act
    link: InstanceLink | None


def track_of(user: Viewer, act: Act) -> list[TrackStep]:
    """The acts of one case from the first instance up, as far as the user may see them.

    Follows links that are certain, doubtful or confirmed, never unlikely or rejected ones; doubt is shown
    beside the step.
    """
    known: dict[int, InstanceLink | None] = {act.pk: None}
    frontier = {act.pk}
    links: dict[int, InstanceLink] = {}
    for _ in range(4):
        found = InstanceLink.objects.filter(Q(lower__in=frontier) | Q(upper__in=frontier)).exclude(
            status__in=(InstanceLink.Status.REJECTED, InstanceLink.Status.UNLIKELY)
        )
        frontier = set()
        for link in found:
            if link.upper_id not in links or links[link.upper_id].probability < link.probability:
                links[link.upper_id] = link
            for row in (link.lower_id, link.upper_id):
                if row not in known:
                    known[row] = None
                    frontier.add(row)
        if not frontier:
            break
    acts = Act.objects.visible_to(user).filter(pk__in=known).only(*LIST_COLUMNS, "filed")
    order = {"first": 0, "appeal": 1, "cassation": 2}
    ordered = sorted(acts, key=lambda one: (order.get(one.instance, 0), str(one.date or ""), one.pk))
    return [TrackStep(one, links.get(one.pk)) for one in ordered]


def citing_acts(user: Viewer, code: str, article: str) -> ActQuerySet:
    """Acts that cite the article, latest first."""
    cited = ActNorm.objects.filter(code=code, article=article).values("act_id")
    return Act.objects.visible_to(user).filter(pk__in=cited).only(*LIST_COLUMNS)
