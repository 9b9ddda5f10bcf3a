"""Reads of the bank that more than one place needs; each begins with `visible_to(user)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from tarazy.acts.models import Act, ActNorm, ActQuerySet, InstanceLink, Visibility, sees_closed_acts
from tarazy.acts.searching.opening import open_engine
from tarazy.acts.searching.question import DEEPEST, NORM, Order, Question, clauses_of, norm_value

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

PAGE_SIZE = 20
FACET_VALUES = 48
LIST_COLUMNS = (
    "pk", "act_id", "source", "visibility", "owner_id", "language", "kind", "instance", "court", "region", "date",
    "case_number", "category", "outcome", "review",
)  # fmt: skip


@dataclass(frozen=True)
class SearchRequest:
    """What is asked of the bank: words, values of facets (any of one facet's), a norm cited, an order, a page from 1."""

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    norm: tuple[str, str] | None = None
    order: Order = Order.BEST
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
        """How many pages can be turned to, at least one."""
        return max(1, -(-min(self.total, DEEPEST) // PAGE_SIZE))


def search_acts(user: Viewer, request: SearchRequest) -> SearchPage:
    """Acts that the user may see and that match, best first if words are given, else the latest first.

    A facet's counts ignore its own filter, so that one sees what adding another value would bring. Raises
    `SearchUnavailable`.
    """
    question = question_of(
        user, request, start=(request.page - 1) * PAGE_SIZE, size=PAGE_SIZE, facet_values=FACET_VALUES
    )
    hits = open_engine().search(question)
    # The index says what matches; the database, what may be seen now.
    acts = Act.objects.visible_to(user).filter(pk__in=hits.rows).only(*LIST_COLUMNS)
    by_row = {act.pk: act for act in acts}
    found = [by_row[row] for row in hits.rows if row in by_row]
    return SearchPage(acts=found, total=hits.total, facets=hits.facets, page=request.page)


def question_of(
    user: Viewer, request: SearchRequest, *, start: int = 0, size: int = PAGE_SIZE, facet_values: int = 0
) -> Question:
    """What the engine is asked for this user."""
    filters = dict(request.filters)
    if request.norm:
        filters[NORM] = [norm_value(*request.norm)]
    seen_by = facets_seen_by(user)
    return Question(
        clauses=clauses_of(request.text),
        filters=filters,
        seen_by=tuple(seen_by) if seen_by is not None else None,
        order=request.order,
        start=start,
        size=size,
        facet_values=facet_values,
    )


def matching_acts(user: Viewer, request: SearchRequest, most: int) -> ActQuerySet:
    """Every act that matches, at most `most` (the latest), without order or paging: for downloads."""
    rows = open_engine().rows(question_of(user, request), most)
    return Act.objects.visible_to(user).filter(pk__row_in=rows)


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
