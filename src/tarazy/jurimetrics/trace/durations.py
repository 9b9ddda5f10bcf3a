"""How long stages take, with cases that have not ended counted as censored, and what becomes of acts above.

Kaplan, Meier (1958); variance by Greenwood (1926); interval of the curve by log(-log) transformation, of the
median by Brookmeyer and Crowley (1982); shares with Wilson's interval (1927).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date as Date

import numpy as np

from tarazy.jurimetrics.decision import Instance, Plain, Review
from tarazy.jurimetrics.trace.links import Links
from tarazy.jurimetrics.trace.track import ActPlace

Z95 = 1.959963984540054


class Survival(Plain):
    """A Kaplan-Meier curve: after `times[i]` days a share `alive[i]` has not ended, interval
    `low[i]`-`high[i]` (95 %).

    `median` is the first time at which at most half is left, None where the curve stays above; so are the
    ends of `median_interval`. `n` cases, of which `events` ended.
    """

    times: tuple[float, ...]
    alive: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    median: float | None
    median_interval: tuple[float | None, float | None]
    n: int
    events: int


class Share(Plain):
    """`count` of `n` as a share with its 95 % interval."""

    count: int
    n: int
    share: float
    low: float
    high: float


class ReviewShares(Plain):
    """What became of the reviewed acts of a group: `reviewed` of `acts`, and how the reviews ended."""

    group: str
    acts: int
    reviewed: Share
    upheld: Share
    changed: Share
    reversed: Share


def wilson(count: int, n: int, z: float = Z95) -> Share:
    """The share with Wilson's interval; for n = 0 the share is 0 and the interval the whole [0, 1]."""
    if n == 0:
        return Share(count=0, n=0, share=0.0, low=0.0, high=1.0)
    share = count / n
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if count == 0 else (middle - half) / scale
    high = 1.0 if count == n else (middle + half) / scale
    return Share(count=count, n=n, share=share, low=low, high=high)


def kaplan_meier(durations: Sequence[float], ended: Sequence[bool]) -> Survival:
    """The survival curve of `durations` (any unit, >= 0); `ended[i]` False where the case was only followed
    so long.

    Raises `ValueError` for unequal lengths or a negative duration.
    """
    if len(durations) != len(ended):
        raise ValueError("durations and ended differ in length")
    if any(duration < 0 for duration in durations):
        raise ValueError("a duration is negative")
    time = np.asarray(durations, dtype=float)
    happened = np.asarray(ended, dtype=bool)
    moments, deaths = np.unique(time[happened], return_counts=True)
    at_risk = len(time) - np.searchsorted(np.sort(time), moments, side="left")
    alive = np.cumprod(1 - deaths / at_risk) if len(moments) else np.empty(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(deaths / (at_risk * (at_risk - deaths)))
        spread = np.sqrt(greenwood) / np.abs(np.log(alive))
        inner = np.log(-np.log(alive))
        low = np.exp(-np.exp(inner + Z95 * spread))
        high = np.exp(-np.exp(inner - Z95 * spread))
    undefined = ~np.isfinite(low) | ~np.isfinite(high)
    low[undefined], high[undefined] = 0.0, alive[undefined]
    return Survival(
        times=tuple(moments.tolist()),
        alive=tuple(alive.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        median=_first(moments, alive),
        median_interval=(_first(moments, low), _first(moments, high)),
        n=len(time),
        events=int(happened.sum()),
    )


def _first(moments: np.ndarray, curve: np.ndarray) -> float | None:
    reached = np.flatnonzero(curve <= 0.5 + 1e-12)
    return float(moments[reached[0]]) if len(reached) else None


Grouping = Callable[[ActPlace], str]


def by_category(act: ActPlace) -> str:
    """Group by the slug of the category."""
    return act.category


def by_region(act: ActPlace) -> str:
    """Group by region."""
    return act.region


def by_year(act: ActPlace) -> str:
    """Group by the year of the act."""
    return str(act.date.year) if act.date else ""


def everything(_: ActPlace) -> str:
    """One group."""
    return "all"


def stage_durations(
    links: Links, instance: Instance, *, group: Grouping = everything, pending: Iterable[tuple[str, int]] = ()
) -> dict[str, Survival]:
    """Days of the stage that ends with the acts of `instance`: from filing (first) or the act below (others).

    `pending` are (group, days so far) of cases known to be at that stage still, counted as censored.
    """
    days: dict[str, list[float]] = {}
    ended: dict[str, list[bool]] = {}
    for act in links.acts.values():
        if act.instance != instance or act.date is None:
            continue
        below = links.below.get(act.id)
        since = links.acts[below].date if below else act.filed if instance is Instance.FIRST else None
        if since is None or since > act.date:
            continue
        days.setdefault(group(act), []).append((act.date - since).days)
        ended.setdefault(group(act), []).append(True)
    for name, so_far in pending:
        days.setdefault(name, []).append(so_far)
        ended.setdefault(name, []).append(False)
    return {name: kaplan_meier(days[name], ended[name]) for name in sorted(days)}


def time_to_review(
    links: Links, instance: Instance, *, as_of: Date | None = None, group: Grouping = everything
) -> dict[str, Survival]:
    """Days from an act of `instance` to its first review; acts not reviewed are censored at `as_of`.

    `as_of` is the last date of the collection when not given. 1 - alive is the share reviewed by that day.
    """
    dates = [act.date for act in links.acts.values() if act.date]
    end = as_of or max(dates, default=Date.min)
    days: dict[str, list[float]] = {}
    ended: dict[str, list[bool]] = {}
    for act in links.acts.values():
        if act.instance != instance or act.date is None or act.date > end:
            continue
        reviews = [links.acts[one].date for one in links.above.get(act.id, ())]
        review = min((date for date in reviews if date and act.date < date <= end), default=None)
        days.setdefault(group(act), []).append(((review or end) - act.date).days)
        ended.setdefault(group(act), []).append(review is not None)
    return {name: kaplan_meier(days[name], ended[name]) for name in sorted(days)}


def review_shares(
    links: Links, instance: Instance, *, group: Grouping = everything
) -> tuple[ReviewShares, ...]:
    """For acts of `instance`: the share reviewed above and, of those whose review is known, how it ended.

    An act with several reviews counts by its last one. Groups in the order of their names.
    """
    acts: Counter[str] = Counter()
    reviewed: Counter[str] = Counter()
    ends: dict[str, Counter[Review]] = {}
    for act in links.acts.values():
        if act.instance != instance:
            continue
        name = group(act)
        acts[name] += 1
        if above := links.above.get(act.id):
            reviewed[name] += 1
            if review := links.acts[above[-1]].review:
                ends.setdefault(name, Counter())[review] += 1
    shares = []
    for name in sorted(acts):
        found = ends.get(name, Counter())
        n = found.total()
        shares.append(
            ReviewShares(
                group=name,
                acts=acts[name],
                reviewed=wilson(reviewed[name], acts[name]),
                upheld=wilson(found[Review.UPHELD], n),
                changed=wilson(found[Review.CHANGED], n),
                reversed=wilson(found[Review.REVERSED], n),
            )
        )
    return tuple(shares)
