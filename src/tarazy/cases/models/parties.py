"""Who takes part in a case, who acts for them, what they demand."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models.case import Case
from tarazy.cases.models.kinds import Outcome, PartyRole, Side
from tarazy.people.models import Language, Organisation, PowerOfAttorney

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class PartyQuerySet(models.QuerySet["Party"]):
    """Parties, seen through their case; a sealed party only by the court and by itself."""

    def visible_to(self, user: User | AnonymousUser | None) -> PartyQuerySet:
        """The parties of the cases this user may open, without the sealed ones of others."""
        from tarazy.cases.visibility import parties_open_to

        return self.filter(parties_open_to(user))


class Party(models.Model):
    """Somebody in a case, as the papers name them; linked to an account when they have one."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        COMPANY = "company", _("company")
        STATE_BODY = "state_body", _("state body")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.CharField(max_length=30, choices=PartyRole.choices)
    side = models.CharField(max_length=10, choices=Side.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSON)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="parties"
    )
    name = models.CharField(max_length=300)  # full name of a person or of an organisation
    iin = models.CharField(max_length=12, blank=True)
    bin = models.CharField(max_length=12, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.KAZAKH)
    sealed = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    # From when this party may open the file: the claim's side at filing, the defence's when the claim is
    # accepted and served; witnesses, experts and interpreters never.
    access_since = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "parties"
        constraints = (
            models.CheckConstraint(condition=Q(role__in=PartyRole.values), name="party_role_known"),
        )
        indexes = (
            models.Index(fields=["case", "role"], name="party_case_role"),
            models.Index(fields=["iin"], name="party_iin"),
            models.Index(fields=["bin"], name="party_bin"),
            models.Index(fields=["user", "case"], name="party_user"),
            models.Index(fields=["name"], name="party_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """As the public may read it: a person's family-name initial and initials, an organisation in full."""
        if self.kind != self.Kind.PERSON:
            return self.name
        return " ".join(f"{part[0]}." for part in self.name.split() if part)


class Representation(models.Model):
    """Who acts for a party in this case, from when, by which power."""

    class Ground(models.TextChoices):
        POWER = "power", _("power of attorney")
        OFFICE = "office", _("head of the organisation")
        LAW = "law", _("by law")
        ADVOCATE = "advocate", _("advocate's notice of defence")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="representations")
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="representations"
    )
    ground = models.CharField(max_length=10, choices=Ground.choices)
    power = models.ForeignKey(PowerOfAttorney, null=True, blank=True, on_delete=models.SET_NULL)
    reads_file = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["party", "representative"],
                condition=Q(until__isnull=True),
                name="representation_once",
            ),
        )
        indexes = (models.Index(fields=["representative", "party"], name="representation_user"),)

    def __str__(self) -> str:
        return f"{self.representative_id} for {self.party_id}"


class Claim(models.Model):
    """One demand of a party, and what became of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="claims")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims")
    number = models.PositiveSmallIntegerField()
    demand = models.CharField(max_length=60)  # code of a demand, e.g. recover_debt
    text = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="KZT")
    is_counterclaim = models.BooleanField(default=False)
    filed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, choices=Outcome.choices, blank=True)
    awarded = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("case", "number")
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="claim_number_once"),)

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"
