"""The log of uses: what a model or a rule table was given, said, and what the person made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tarazy.cases.models import Case
from tarazy.cases.models.case import new_salt
from tarazy.people.permissions import Permission, courts_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class UseQuerySet(models.QuerySet["Use"]):
    """Uses; the whole row is for its own person and for those who oversee."""

    def visible_to(self, user: User | AnonymousUser | None) -> UseQuerySet:
        """One's own uses; for holders of SEE_AI_USES those of their courts (or of all).

        Uses in sealed cases only for whoever may see the sealed cases of that court.
        """
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        own = Q(by_id=user.pk) & (
            Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(user).values("pk"))
        )
        return self.filter(own | _overseen(user))

    def overseen_by(self, user: User | AnonymousUser | None) -> UseQuerySet:
        """What the export for an external audit holds: as above without the person's own."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(_overseen(user))


def _overseen(user: User | AnonymousUser) -> Q:
    found = Q(pk__in=())
    for permission, sealed in (
        (Permission.SEE_AI_USES, Q(case__isnull=True) | Q(case__sealed=False)),
        (Permission.READ_SEALED_CASES, Q(case__sealed=True)),
    ):
        courts = courts_where(user, Permission.SEE_AI_USES)
        if permission is Permission.READ_SEALED_CASES:
            more = courts_where(user, permission)
            courts = courts if more is None else more if courts is None else courts & more
        found |= sealed if courts is None else sealed & Q(court_code__in=courts)
    return found


class Use(models.Model):
    """One use, written once in the transaction of its entry of the ledger; `did` and `share` are the latest answer.

    `salt` blinds the row in the ledger. `output` is short and names nobody; `details` are the caller's own.
    """

    key = models.CharField(max_length=120, unique=True)
    system = models.CharField(max_length=60)
    versions = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    output = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="ai_uses")
    court_code = models.CharField(max_length=4, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="ai_uses"
    )
    at = models.DateTimeField()
    did = models.CharField(max_length=20, blank=True)
    share = models.FloatField(null=True)  # of words changed, 0 to 1
    answered_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    ledger_stream = models.CharField(max_length=16)
    ledger_number = models.PositiveBigIntegerField()

    objects = UseQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="use_share_of_one"
            ),
        )
        indexes = (
            models.Index(fields=["case", "system", "at"], name="use_case"),
            models.Index(fields=["system", "at"], name="use_system"),
            models.Index(fields=["by", "-at"], name="use_person"),
            models.Index(fields=["court_code", "-at"], name="use_court"),
        )

    def __str__(self) -> str:
        return f"{self.system} {self.key}"


class UseAnswer(models.Model):
    """What a person did with a use. `reason` is the judge's own note: only its hash is in the ledger and in exports."""

    use = models.ForeignKey(Use, on_delete=models.CASCADE, related_name="answers")
    did = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    share = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    ledger_stream = models.CharField(max_length=16)
    ledger_number = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.use_id} {self.did}"
