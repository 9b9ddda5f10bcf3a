"""A wish for a case without AI that came with the filing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tarazy.oversight.actions.object_to_ai import decide_without_ai
from tarazy.oversight.refusals import AlreadyAsked, NotAParty

if TYPE_CHECKING:
    from tarazy.cases.models import Case

KEY = "without_ai"  # a member of the claim's data, set where the person who files asked for it


def hear_filed(sender: object, case: Case, **more: Any) -> None:
    """`case_filed`: the wish stands from the first moment. Handled twice it is the same wish."""
    if not case.claim_data.get(KEY) or case.filed_by is None:
        return
    proceeding = case.proceedings.order_by("id").first()
    if proceeding is None:
        return
    try:
        decide_without_ai(proceeding.pk, by=case.filed_by, now=case.filed_at)
    except (AlreadyAsked, NotAParty):
        return
