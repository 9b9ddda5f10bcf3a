"""Keeping what the detectors found in the bank."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice

from tarazy.acts.models import Act
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.practice.models import Anomaly

BATCH = 500


def keep_anomalies(cards: Iterable[AnomalyCard]) -> int:
    """Add the cards that are new; answers given to known ones stay. Returns how many were added.

    Cards of acts that the bank doesn't have are left out.
    """
    source = iter(cards)
    before = Anomaly.objects.count()
    while batch := list(islice(source, BATCH)):
        ids = {card.act_id for card in batch if card.act_id}
        rows = dict(Act.objects.filter(act_id__in=ids).values_list("act_id", "pk"))
        Anomaly.objects.bulk_create(
            [
                Anomaly(
                    fingerprint=fingerprint(card),
                    act_id=rows.get(card.act_id),
                    kind=card.kind.value,
                    q_value=card.q_value,
                    card=card.model_dump(mode="json", exclude={"status", "reason"}),
                )
                for card in batch
                if not card.act_id or card.act_id in rows
            ],
            ignore_conflicts=True,
        )
    return Anomaly.objects.count() - before


def fingerprint(card: AnomalyCard) -> str:
    """What makes two cards the same finding: act, kind, code, group and place, not the figures of one run."""
    where = ",".join(f"{span.start}-{span.end}" for span in card.spans)
    named = sorted(card.group.items())
    return hashlib.sha256(f"{card.act_id}\0{card.kind}\0{card.code}\0{named}\0{where}".encode()).hexdigest()
