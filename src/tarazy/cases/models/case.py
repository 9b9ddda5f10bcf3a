"""A case and its proceedings, one per instance."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models.kinds import NumberType, Outcome, ProceedingKind, Stage
from tarazy.courts.models import Court, Instance
from tarazy.people.models import Language

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


def new_salt() -> str:
    """64 hexadecimal digits of randomness, to blind the case in public records."""
    return secrets.token_hex(32)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases; `visible_to` is the only door to a file, `public_cards` to what everybody may know."""

    def visible_to(self, user: User | AnonymousUser | None, *, now: datetime | None = None) -> CaseQuerySet:
        """The cases whose file this user may open: own, represented, of the court for its staff, opened in
        an emergency. Sealed cases only for their parties, their judges and team, and holders of
        READ_SEALED_CASES in the court."""
        from tarazy.cases.visibility import cases_open_to

        return self.filter(cases_open_to(user, now=now))

    def public_cards(self) -> CaseQuerySet:
        """Cases of which the public may know number, court, stage and shortened names: registered, not
        sealed."""
        return self.filter(sealed=False, number__isnull=False)


class Case(models.Model):
    """A dispute through all its instances. The number is that of its first proceeding, null until registered."""

    class Origin(models.TextChoices):
        ELECTRONIC = "electronic", _("electronic")
        PAPER = "paper", _("paper")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=40, null=True, blank=True, unique=True)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=ProceedingKind.choices)
    category = models.CharField(max_length=60, blank=True)  # slug of a category of the pack
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.KAZAKH)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ELECTRONIC)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    registered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    price = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="KZT")
    claim_data = models.JSONField(default=dict, blank=True)  # as the constructor or the clerk's card gave it
    # "person:key" of the request that filed it: the same request again gives the same case.
    filing_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of parties and subject, to find duplicates
    extraterritorial = models.CharField(max_length=20, blank=True)  # "" | agreement | claimant_choice
    sealed = models.BooleanField(default=False)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    docket_size = models.PositiveIntegerField(default=0)
    is_model = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-filed_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(registered_at__isnull=False),
                name="case_number_when_registered",
            ),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="case_price"),
        )
        indexes = (
            models.Index(fields=["court", "-filed_at"], name="case_court_filed"),
            models.Index(fields=["fingerprint"], name="case_fingerprint"),
            models.Index(fields=["category"], name="case_category"),
            models.Index(fields=["sealed", "-filed_at"], name="case_public"),
        )

    def __str__(self) -> str:
        return self.number or str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.uuid])


class ProceedingQuerySet(models.QuerySet["Proceeding"]):
    """Proceedings, seen through their case."""

    def visible_to(self, user: User | AnonymousUser | None) -> ProceedingQuerySet:
        """The proceedings of the cases that this user may open."""
        return self.filter(case__in=Case.objects.visible_to(user))


class Proceeding(models.Model):
    """A case before one instance: its number there, its stage, its outcome."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proceedings")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=40, null=True, blank=True, unique=True)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="proceedings")
    instance = models.CharField(max_length=10, choices=Instance.choices, default=Instance.FIRST)
    kind = models.CharField(max_length=20, choices=ProceedingKind.choices)
    stage = models.CharField(max_length=24, choices=Stage.choices, default=Stage.FILED)
    stage_since = models.DateTimeField()
    stage_before = models.CharField(max_length=24, blank=True)  # where a suspension or adjournment returns to
    filed_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, choices=Outcome.choices, blank=True)
    outcome_ground = models.CharField(max_length=60, blank=True)
    reviews = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reviewed_by"
    )

    objects = ProceedingQuerySet.as_manager()

    class Meta:
        ordering = ("filed_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="proceeding_stage_known"),
        )
        indexes = (
            models.Index(fields=["court", "stage", "stage_since"], name="proceeding_court_stage"),
            models.Index(fields=["case", "filed_at"], name="proceeding_case"),
        )

    def __str__(self) -> str:
        return self.number or str(self.uuid)


class NumberSeries(models.Model):
    """The last serial given in a court, year and type; its row is the lock that keeps numbers without gaps."""

    court_code = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=2)  # a NumberType, with the letter of the instance after it
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["court_code", "year", "type"], name="series_once"),)

    def __str__(self) -> str:
        return f"{self.court_code}-{self.year}-{self.type}"


class CaseLink(models.Model):
    """How two cases belong together."""

    class Kind(models.TextChoices):
        JOINED_INTO = "joined_into", _("joined into")
        SPLIT_FROM = "split_from", _("split from")
        RELATED = "related", _("related to")
        DUPLICATE_OF = "duplicate_of", _("the same as")
        REFILED_AFTER = "refiled_after", _("filed again after")
        COUNTERCLAIM_TO = "counterclaim_to", _("counterclaim to")
        TRANSFERRED_FROM = "transferred_from", _("transferred from")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    found_at = models.DateTimeField()
    confirmed = models.BooleanField(null=True)  # null: found by the system, nobody has looked yet
    evidence: Any = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "other", "kind"], name="case_link_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_link_two_cases"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


NUMBER_TYPES: dict[str, NumberType] = {
    ProceedingKind.CRIMINAL: NumberType.CRIMINAL,
    ProceedingKind.OFFENCE: NumberType.OFFENCE,
    ProceedingKind.ADMINISTRATIVE: NumberType.ADMINISTRATIVE,
}
