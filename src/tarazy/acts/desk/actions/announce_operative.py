"""The operative part is announced first; the full text follows within the limit that the announcement starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tarazy.acts.desk.drafting import draft_for
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.opinions import check_heard, same_order
from tarazy.acts.desk.papers import operative_text
from tarazy.acts.desk.refusals import NotAnnounceable
from tarazy.acts.desk.signing import (
    Prepared,
    check_step,
    keep_act,
    prepared,
    signed_paper,
    still_open,
    words_to_sign,
)
from tarazy.acts.desk.steps import ANNOUNCED, announcing, is_announced
from tarazy.cases.actions.issue_ruling import PDF, give
from tarazy.cases.models import CaseDocument
from tarazy.cases.rulings import acts
from tarazy.cases.standing import opened_proceeding

if TYPE_CHECKING:
    from tarazy.people.models import User


def operative_to_sign(
    draft_id: UUID,
    unlocked: Unlocked,
    *,
    by: User,
    made: datetime,
    params: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Prepared:
    """The operative part of the draft as an unsigned PDF; nothing is kept.

    Arguments and refusals as of `paper_to_sign`; `NotAnnounceable` for an act whose operative part isn't announced.
    """
    draft = draft_for(draft_id, by)
    if not is_announced(draft.proceeding, draft.code) or draft.corrects_id is not None:
        raise NotAnnounceable
    text, number = words_to_sign(draft, unlocked, version)
    check_step(draft.proceeding, announcing(draft.proceeding), by, params or {}, made)
    check_heard(draft, text, unlocked, by, same_order)
    return prepared(draft, operative_text(text), number, made)


def announce_operative(
    draft_id: UUID,
    unlocked: Unlocked,
    *,
    by: User,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    signing: Mapping[str, Any] | None = None,
    signed: bytes | None = None,
    made: datetime | None = None,
    version: int | None = None,
) -> SignedAct:
    """Announce the operative part: signed, its step made, the limit for the full text running, in one transaction.

    `params`: `outcome`. Signing and refusals as of `sign_act`. Returns the announced part as a signed act of its own;
    the draft stays open for the reasons. Norm: GPK 223; UPK 387, APPK 151 through the table of transitions.
    """
    ready = operative_to_sign(draft_id, unlocked, by=by, made=made or now, params=params, version=version)
    draft = draft_for(draft_id, by)
    act = acts()[ANNOUNCED]
    paper = signed_paper(ready, act, by=by, now=now, signing=signing, signed=signed)
    with transaction.atomic():
        draft.proceeding = proceeding = opened_proceeding(draft.proceeding_id, by, now=now)
        locked = still_open(draft, ready)
        step = announcing(proceeding)
        values = check_step(proceeding, step, by, params or {}, now)
        check_heard(locked, ready.text, unlocked, by, same_order)
        entry = give(proceeding.pk, step, act, paper, by=by, now=now, params=values)
        row = CaseDocument.objects.select_related("document").get(entry=entry, document__media_type=PDF)
        kept = keep_act(
            locked, ANNOUNCED, ready, row.document, [], now=now, of_draft=False, announced_at=now
        )  # fmt: skip
        locked.state, locked.changed_at = Draft.State.ANNOUNCED, now
        locked.save(update_fields=["state", "changed_at"])
    return kept
