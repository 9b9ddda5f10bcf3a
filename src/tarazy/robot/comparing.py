"""What a table in shadow mode would have drafted, held against what the judge really signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Q

from tarazy.acts.desk.rules import share_changed
from tarazy.acts.text import ActText
from tarazy.robot.models import ShadowRun

if TYPE_CHECKING:
    from tarazy.acts.desk.models import SignedAct

LEAST_COMPARED = 20  # before a table may be taken into use


@dataclass(frozen=True)
class Compared:
    """How a table did in shadow mode. `drafted` of `seen` materials got a draft; of `compared` drafts `same` led to
    the same act; `share` is the mean share of words that differ where they did."""

    seen: int
    drafted: int
    compared: int
    same: int
    share: float | None

    @property
    def same_share(self) -> float | None:
        """The share of drafts that led to the same act."""
        return self.same / self.compared if self.compared else None

    @property
    def enough(self) -> bool:
        """Whether enough drafts were compared to decide."""
        return self.compared >= LEAST_COMPARED


def compare(shadow: ShadowRun, act: SignedAct) -> ShadowRun:
    """The saved shadow run with what its draft has in common with the signed act. A material that it handed over is
    noted as seen and not judged."""
    shadow.signed_code, shadow.compared_at = act.code, act.signed_at
    if shadow.draft is not None:
        shadow.same_result = shadow.code == act.code
        if shadow.same_result:
            drafted = ActText.model_validate(shadow.draft)
            shadow.share = share_changed(drafted.plain(), act.words.plain())
    shadow.save(update_fields=["signed_code", "compared_at", "same_result", "share"])
    return shadow


def compared(table: str) -> Compared:
    """How the table did in shadow mode until now."""
    judged = Q(compared_at__isnull=False, draft__isnull=False)
    rows = ShadowRun.objects.filter(table=table).aggregate(
        seen=Count("pk"),
        drafted=Count("pk", filter=Q(draft__isnull=False)),
        compared=Count("pk", filter=judged),
        same=Count("pk", filter=judged & Q(same_result=True)),
        share=Avg("share"),
    )
    return Compared(**rows)
