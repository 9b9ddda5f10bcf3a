"""Who of the court works on a case, who opened it in an emergency, who looked at it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models.case import Case, Proceeding
from tarazy.courts.models import Judge


class Assignment(models.Model):
    """A judge in a proceeding, from the draw (or its lawful substitute) until replaced."""

    class Seat(models.TextChoices):
        PRESIDING = "presiding", _("presiding judge")
        MEMBER = "member", _("judge")

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="assignments")
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="assignments")
    seat = models.CharField(max_length=10, choices=Seat.choices, default=Seat.PRESIDING)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # the draw's id
    ended_reason = models.CharField(max_length=60, blank=True)
    # What the case weighs for this judge; set at the draw, so that workload is a sum of a column.
    complexity = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proceeding", "judge"], condition=Q(until__isnull=True), name="assignment_once"
            ),
            models.UniqueConstraint(
                fields=["proceeding"],
                condition=Q(until__isnull=True, seat="presiding"),
                name="assignment_one_presides",
            ),
        )
        indexes = (models.Index(fields=["judge", "until"], name="assignment_judge"),)

    def __str__(self) -> str:
        return f"{self.judge_id} in {self.proceeding_id}"


class StaffAssignment(models.Model):
    """An assistant or a secretary in a proceeding."""

    class Task(models.TextChoices):
        ASSISTANT = "assistant", _("judge's assistant")
        SECRETARY = "secretary", _("hearing secretary")
        CLERK = "clerk", _("registry clerk")

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_work")
    task = models.CharField(max_length=10, choices=Task.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["user", "until"], name="staff_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.proceeding_id}"


class BreakGlass(models.Model):
    """A case opened in an emergency: a written reason, at most a day; chair and auditor are told."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="emergencies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="emergencies")
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(until__gt=F("since")), name="break_glass_ends"),)
        indexes = (models.Index(fields=["user", "until"], name="break_glass_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.case_id}"


class CaseRead(models.Model):
    """Who looked at what of a case, and when: the reading half of the audit view."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)  # case | docket | document | export | …
    document = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["case", "-at"], name="read_case"),
            models.Index(fields=["user", "-at"], name="read_user"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.what} {self.case_id}"
