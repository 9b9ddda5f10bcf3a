"""The docket: coded events of a case in their order, and the documents that came with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models.case import Case, Proceeding
from tarazy.cases.models.parties import Party
from tarazy.documents.models import Document

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class DocketVisibility(models.TextChoices):
    """Who of those that may open the case sees the entry."""

    PARTIES = "parties", _("court and parties")
    COURT = "court", _("court only")
    ONE_SIDE = "one_side", _("court and the party that filed it")


class DocketQuerySet(models.QuerySet["DocketEntry"]):
    """Docket entries, seen through their case."""

    def visible_to(self, user: User | AnonymousUser | None) -> DocketQuerySet:
        """Entries of cases this user may open; those for the court only for its staff."""
        from tarazy.cases.visibility import docket_open_to

        return self.filter(docket_open_to(user))


class DocketEntry(models.Model):
    """One coded event. Written once by `docket.record`, never changed: a correction is a further entry."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="docket")
    proceeding = models.ForeignKey(Proceeding, null=True, on_delete=models.CASCADE, related_name="docket")
    number = models.PositiveIntegerField()  # 1, 2, 3 … in the case
    code = models.CharField(max_length=40)  # of data/events.yaml
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    params = models.JSONField(default=dict, blank=True)
    visibility = models.CharField(
        max_length=10, choices=DocketVisibility.choices, default=DocketVisibility.PARTIES
    )
    ledger_stream = models.CharField(max_length=8)
    ledger_number = models.PositiveBigIntegerField()

    objects = DocketQuerySet.as_manager()

    class Meta:
        ordering = ("case", "number")
        verbose_name_plural = "docket entries"
        constraints = (
            models.UniqueConstraint(fields=["case", "number"], name="docket_number_once"),
            models.UniqueConstraint(fields=["ledger_stream", "ledger_number"], name="docket_ledger_once"),
        )
        indexes = (
            models.Index(fields=["case", "code", "at"], name="docket_case_code"),
            models.Index(fields=["case", "-at"], name="docket_case_at"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.code}"


class CaseDocumentQuerySet(models.QuerySet["CaseDocument"]):
    """Documents in cases, seen through case, docket entry and seals."""

    def visible_to(self, user: User | AnonymousUser | None) -> CaseDocumentQuerySet:
        """Documents this user may read in the cases they may open."""
        from tarazy.cases.visibility import case_documents_open_to

        return self.filter(case_documents_open_to(user))


class CaseDocument(models.Model):
    """A document in the file of a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    entry = models.ForeignKey(DocketEntry, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="in_cases")
    kind = models.CharField(max_length=40)  # claim, evidence, power, fee_proof, ruling, receipt, …
    title = models.CharField(max_length=200, blank=True)
    filed_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    page_from = models.PositiveIntegerField(null=True, blank=True)  # pages of the file, when bound
    sealed = models.BooleanField(default=False)

    objects = CaseDocumentQuerySet.as_manager()

    class Meta:
        ordering = ("entry", "id")
        constraints = (
            models.UniqueConstraint(fields=["case", "entry", "document"], name="case_document_once"),
        )
        indexes = (models.Index(fields=["document", "case"], name="case_document_document"),)

    def __str__(self) -> str:
        return self.title or self.kind
