"""A further act to an earlier one: correction of slips, additional judgment, clarification."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tarazy.acts.desk.bench_rules import correction_rules
from tarazy.acts.desk.drafting import open_draft
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.refusals import NotAnActHere, NotCorrectable
from tarazy.acts.text import ActText
from tarazy.cases.naming import norm_words
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def open_correction(
    act_id: UUID, code: str, *, by: User, now: datetime, text: ActText | None = None
) -> Draft:
    """Begin the act `code` (of `data/corrections.yaml`) that changes or explains a signed one; the saved draft.

    Raises `NotFound`, `NotAnActHere`, `NotCorrectable`, and what `open_draft` raises. Norm: GPK 235, 236, 237.
    """
    earlier = (
        SignedAct.objects.visible_to(by).select_related("proceeding__case").filter(pk=act_id).first()
    )  # fmt: skip
    if earlier is None:
        raise NotFound
    rule = correction_rules().get(code)
    if rule is None:
        raise NotAnActHere({"code": code})
    if not rule.possible(earlier.code, earlier.proceeding.stage):
        raise NotCorrectable(norm=norm_words(rule.norm_for(earlier.proceeding.kind)))
    return open_draft(earlier.proceeding, code, by=by, now=now, text=text, corrects=earlier)


def corrections_possible(earlier: SignedAct) -> list[str]:
    """Codes of the further acts that the law allows to this act now."""
    stage = earlier.proceeding.stage
    return [code for code, rule in correction_rules().items() if rule.possible(earlier.code, stage)]
