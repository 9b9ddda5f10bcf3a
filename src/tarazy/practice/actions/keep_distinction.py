"""Keeping with a question what justifies that its case differs from others."""

from __future__ import annotations

from django.db import transaction

from tarazy.practice.models import AskAnswer, AskJob

LONGEST = 5000


def keep_distinction(job: AskJob, card: int, reason: str) -> bool:
    """Put the reason on the card of the answer "anomalies"; False if there is no such card."""
    with transaction.atomic():
        given = AskAnswer.objects.select_for_update().filter(job=job, name="anomalies").first()
        if given is None or given.content is None or not 0 <= card < len(given.content):
            return False
        given.content[card]["reason"] = reason[:LONGEST]
        given.content[card]["status"] = "justified_distinction"
        given.save(update_fields=["content"])
    return True
