"""What could be robotised next: the ranking of categories that a built practice holds, with samples of their acts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tarazy.acts.models import Act
from tarazy.acts.practice_at_hand import practice_folder
from tarazy.jurimetrics.potential import Potential, discretion_marks
from tarazy.robot.models import Proposal

if TYPE_CHECKING:
    from tarazy.people.models import User

SAMPLES = 6


def ranking() -> tuple[Potential, ...]:
    """The categories, most determined first, thin ones last; empty where no practice was built."""
    path = practice_folder() / "potential.jsonl"
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _read(path, stamp)


def potential_of(category: str) -> Potential | None:
    """The figures of one category."""
    return next((one for one in ranking() if one.category == category), None)


def samples(user: User, category: str) -> list[tuple[Act, int | None]]:
    """Some acts of the first instance in this category that the user may see, each with its marks of discretion."""
    acts = (
        Act.objects.visible_to(user).filter(category=category, instance="first").order_by("-date", "act_id")
    )
    return [(act, discretion_marks(act.decision)) for act in acts[:SAMPLES]]


def proposals_by_category(user: User) -> dict[str, Proposal]:
    """The latest proposal of each category that the user may see."""
    return {one.category: one for one in Proposal.objects.visible_to(user).order_by("opened_at")}


@lru_cache(maxsize=2)
def _read(path: Path, stamp: int) -> tuple[Potential, ...]:
    with path.open(encoding="utf-8") as lines:
        return tuple(Potential.model_validate_json(line) for line in lines if line.strip())
