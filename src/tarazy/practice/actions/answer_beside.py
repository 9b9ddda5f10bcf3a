"""A judge's answer to something that differs in a draft: a justified distinction, and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.acts.desk.sealing import seal_words
from tarazy.people.refusals import Invalid, NotFound
from tarazy.practice.beside.own_words import distinctions, reason_context
from tarazy.practice.messages import NOTHING_WRITTEN
from tarazy.practice.models import DraftDistinction, UniformityNote

if TYPE_CHECKING:
    from tarazy.acts.desk.keys import Unlocked
    from tarazy.acts.desk.models import Draft, SignedAct
    from tarazy.jurimetrics.anomalies.card import AnomalyCard

LONGEST = 5000


def answer_beside(
    draft: Draft,
    card: AnomalyCard,
    fingerprint: str,
    reason: str,
    unlocked: Unlocked,
    *,
    shared: bool,
    category: str,
    now: datetime,
) -> DraftDistinction:
    """Keep why the case differs: sealed under the key of the draft, for the judge; `shared` lets it go without a name into
    the report on uniformity once the act is signed. An empty reason takes an earlier answer back.

    Raises `Invalid` where there is nothing to take back, `NotFound` for who isn't among the draft's readers.
    """
    key, said = unlocked.key_of(draft), reason.strip()[:LONGEST]
    own = DraftDistinction.objects.filter(draft=draft, by_id=unlocked.user_id, fingerprint=fingerprint)
    if not said:
        row = own.first()
        if row is None:
            raise Invalid({"reason": NOTHING_WRITTEN})
        row.delete()
        return row
    context = reason_context(draft, unlocked.user_id, fingerprint)
    row, _ = DraftDistinction.objects.update_or_create(
        draft=draft,
        by_id=unlocked.user_id,
        fingerprint=fingerprint,
        defaults={
            "kind": card.kind.value,
            "category": category[:60],
            "sealed": seal_words(key, said, context),
            "shared": shared,
            "at": now,
        },
    )
    return row


def give_to_the_report(act: SignedAct, unlocked: Unlocked) -> int:
    """Put the shared answers of the judge who signed into the report on uniformity, without a name; how many.

    Once an act: a second call adds nothing.
    """
    if act.draft is None:
        return 0
    month = timezone.localdate(act.signed_at).replace(day=1)
    with transaction.atomic():
        try:
            shared = [one for one in distinctions(act.draft, unlocked).values() if one.shared]
        except NotFound:
            return 0
        own = DraftDistinction.objects.filter(draft=act.draft, by_id=unlocked.user_id, shared=True)
        own.update(shared=False)  # given: they stay the judge's own alone
        UniformityNote.objects.bulk_create(
            UniformityNote(
                kind=one.kind, category=one.category, language=act.language, reason=one.reason, month=month
            )
            for one in shared
        )
    return len(shared)
