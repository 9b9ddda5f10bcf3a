"""Follow a case through the instances: links between acts, tracks, durations, what became of acts above."""

from tarazy.jurimetrics.trace.durations import (
    ReviewShares,
    Share,
    Survival,
    by_category,
    by_region,
    by_year,
    kaplan_meier,
    review_shares,
    stage_durations,
    time_to_review,
    wilson,
)
from tarazy.jurimetrics.trace.links import Link, Links, LinkStatus, Reason, Unlinked, link_acts, trace_case
from tarazy.jurimetrics.trace.track import ActPlace, Track, TrackStage

__all__ = [
    "ActPlace",
    "Link",
    "LinkStatus",
    "Links",
    "Reason",
    "ReviewShares",
    "Share",
    "Survival",
    "Track",
    "TrackStage",
    "Unlinked",
    "by_category",
    "by_region",
    "by_year",
    "kaplan_meier",
    "link_acts",
    "review_shares",
    "stage_durations",
    "time_to_review",
    "trace_case",
    "wilson",
]
