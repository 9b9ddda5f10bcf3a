"""Who closed what to others, why and by which norm; and whether every exit has let go of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tarazy.cases.models.case import Case
from tarazy.cases.models.docket import CaseDocument
from tarazy.cases.models.parties import Party


class Seal(models.Model):
    """A seal on a case, or on one party or one document of it. Never deleted: it is lifted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seals")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.CASCADE, related_name="seals")
    document = models.ForeignKey(
        CaseDocument, null=True, blank=True, on_delete=models.CASCADE, related_name="seals"
    )
    reason = models.TextField()
    norm = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_reason = models.TextField(blank=True)
    left_to_purge: Any = models.JSONField(default=list)  # names of the exits that haven't let go yet

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(party__isnull=True) | Q(document__isnull=True), name="seal_one_thing"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(lifted_at__isnull=True, party__isnull=True, document__isnull=True),
                name="seal_case_once",
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(lifted_at__isnull=True), name="seal_party_once"
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(lifted_at__isnull=True), name="seal_document_once"
            ),
        )
        indexes = (models.Index(fields=["case", "-at"], name="seal_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.party_id or ''} {self.document_id or ''}".strip()
