"""What the room keeps: questions while they live, anomalies with their answers, figures of categories."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tarazy.acts.desk.models import Draft
from tarazy.acts.models import Act, sees_closed_acts
from tarazy.jurimetrics.decision import Decision

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

ANSWERS = ("category", "analogues", "trace", "anomalies", "forecast")
LIFETIME = timedelta(hours=2)


def end_of_life() -> datetime:
    """When a question asked now is forgotten."""
    return timezone.now() + LIFETIME


class AskJobQuerySet(models.QuerySet["AskJob"]):
    """Questions; one is seen only from the session that asked it, or by its address if the API asked it."""

    def visible_to(self, session_key: str | None) -> AskJobQuerySet:
        """The living questions of this session, and those that belong to no session."""
        alive = self.filter(expires__gt=timezone.now())
        return alive.filter(session_key__in={"", session_key or ""})


class AskJob(models.Model):
    """One question: the text while it lives, what was read in it, how far the answers are."""

    class Status(models.TextChoices):
        READING = "reading", _("reading")
        ANSWERING = "answering", _("answering")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session_key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.READING)
    error = models.CharField(max_length=40, blank=True)
    error_params = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)
    touched = models.DateTimeField(auto_now=True)
    expires = models.DateTimeField(default=end_of_life, db_index=True)
    text = models.TextField(blank=True)
    reading = models.JSONField(null=True)

    objects = AskJobQuerySet.as_manager()

    class Meta:
        ordering = ("-created",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="failed") | Q(text="", reading__isnull=True), name="failed_keeps_no_text"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"

    @cached_property
    def decision(self) -> Decision | None:
        """What was read, None until it is."""
        if self.reading is None:
            return None
        return Decision.model_validate({**self.reading, "text": self.text})

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.status in (self.Status.DONE, self.Status.FAILED)


class AskAnswer(models.Model):
    """One of the five answers, as it came; `error` is set where this answer could not be given."""

    job = models.ForeignKey(AskJob, on_delete=models.CASCADE, related_name="answers")
    name = models.CharField(max_length=20, choices=[(name, name) for name in ANSWERS])
    content = models.JSONField(null=True)
    error = models.CharField(max_length=40, blank=True)
    seconds = models.FloatField(default=0.0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["job", "name"], name="answer_once"),)

    def __str__(self) -> str:
        return f"{self.job_id} {self.name}"


KIND_NAMES = {
    "outcome_departs": _("outcome departs from like cases"),
    "amount_departs": _("amount departs from like cases"),
    "court_drift": _("a court or region departs"),
    "term_out_of_range": _("term or fine outside the article"),
    "arithmetic": _("arithmetic of amounts"),
    "impossible_date": _("impossible date"),
    "unanswered_claim": _("claim left unanswered"),
    "contradiction": _("operative part contradicts the reasons"),
    "norm_not_in_force": _("norm not in force"),
}
STATUS_NAMES = {
    "open": _("to be looked at"),
    "justified_distinction": _("justified distinction"),
    "confirmed": _("confirmed"),
}


class AnomalyQuerySet(models.QuerySet["Anomaly"]):
    """Anomalies; each is as visible as the act that it speaks of."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser | None) -> AnomalyQuerySet:
        """Anomalies of acts that the user may see, and those of no one act (a court's drift)."""
        if sees_closed_acts(user):
            return self.all()
        return self.filter(Q(act__isnull=True) | Q(act__in=Act.objects.visible_to(user).values("pk")))


class Anomaly(models.Model):
    """One anomaly card of the bank, and where its answer stands. `card` is the `AnomalyCard` as found."""

    fingerprint = models.CharField(max_length=64, unique=True)
    act = models.ForeignKey(Act, null=True, on_delete=models.CASCADE, related_name="anomalies")
    kind = models.CharField(max_length=20, choices=list(KIND_NAMES.items()))
    status = models.CharField(max_length=24, choices=list(STATUS_NAMES.items()), default="open")
    q_value = models.FloatField(null=True)
    card = models.JSONField()
    found = models.DateTimeField(auto_now_add=True)

    objects = AnomalyQuerySet.as_manager()

    class Meta:
        ordering = ("q_value", "pk")
        indexes = (models.Index(fields=["status", "kind", "q_value"], name="anomaly_queue"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.act_id or ''}".strip()


class AnomalyAnswer(models.Model):
    """What a person said of an anomaly, never changed afterwards: the history of its card."""

    anomaly = models.ForeignKey(Anomaly, on_delete=models.CASCADE, related_name="answers")
    status = models.CharField(max_length=24, choices=list(STATUS_NAMES.items()))
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.anomaly_id} {self.status}"


class CategoryPotential(models.Model):
    """How far a category may be drafted by rules: the `Potential` of its last reckoning."""

    category = models.CharField(max_length=60, unique=True)
    score = models.FloatField()
    figures = models.JSONField()

    class Meta:
        ordering = ("-score",)

    def __str__(self) -> str:
        return self.category


class OwnNote(models.Model):
    """What a judge thinks of a case before seeing the forecast; encrypted under the key of the draft, like its words."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "by"], name="own_note_once"),)

    def __str__(self) -> str:
        return f"note {self.pk}"


class DraftDistinction(models.Model):
    """A judge's answer to what differs in a draft; the reason is encrypted under the key of the draft.

    `fingerprint` names the finding whatever version it stands in. The reason belongs to the judge; only with `shared`
    does it go, without a name, into the report on uniformity, and only once the act is signed.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=list(KIND_NAMES.items()))
    category = models.CharField(max_length=60, blank=True)
    sealed = models.BinaryField()
    shared = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=["draft", "by", "fingerprint"], name="distinction_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class UniformityNote(models.Model):
    """A distinction of a signed act as the report on uniformity keeps it: no judge, no case, no day, a month."""

    kind = models.CharField(max_length=20, choices=list(KIND_NAMES.items()))
    category = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2)
    reason = models.TextField()
    month = models.DateField()  # its first day

    class Meta:
        ordering = ("-month", "category", "kind")

    def __str__(self) -> str:
        return f"{self.kind} {self.category}"
