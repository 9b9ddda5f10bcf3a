"""A person's answer to an anomaly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyStatus, answer
from tarazy.people.permissions import Permission, may
from tarazy.practice.models import Anomaly, AnomalyAnswer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


def may_answer(user: User | AnonymousUser) -> bool:
    """Those with the permission; and whoever sits at an installation that serves its own machine only."""
    return bool(getattr(settings, "LOCAL", False) or may(user, Permission.ANSWER_ANOMALIES))


def answer_anomaly(anomaly_id: int, status: AnomalyStatus, reason: str, by: User | AnonymousUser) -> Anomaly:
    """Keep the answer in the card's history and move the card.

    Raises `PermissionDenied`, `Anomaly.DoesNotExist` and `AnswerRefused` (a distinction without its reason,
    or a move that the table of answers doesn't have).
    """
    if not may_answer(by):
        raise PermissionDenied
    with transaction.atomic():
        anomaly = Anomaly.objects.visible_to(by).select_for_update().get(pk=anomaly_id)
        card = AnomalyCard.model_validate({**anomaly.card, "status": anomaly.status})
        answered = answer(card, status, reason)
        AnomalyAnswer.objects.create(
            anomaly=anomaly,
            status=answered.status.value,
            reason=answered.reason,
            by_id=by.pk if by.is_authenticated else None,
        )
        anomaly.status = answered.status.value
        anomaly.save(update_fields=["status"])
    return anomaly
