"""Systems in time: signed versions of their files, switches, alarms, reviews of risk. All open to everybody."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SystemVersion(models.Model):
    """What a system consisted of when it was looked at: the hash of each of its files, and whose signature it bears.

    `text` is a signed note in the form of the ledger's checkpoints. Without `signed_at` somebody has yet to say that
    the change was meant.
    """

    system = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    files = models.JSONField(default=dict)
    seen_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)
    text = models.TextField(blank=True)
    ledger_stream = models.CharField(max_length=16, blank=True)
    ledger_number = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ("-seen_at", "-id")
        constraints = (models.UniqueConstraint(fields=["system", "sha256"], name="system_version_once"),)
        indexes = (models.Index(fields=["system", "-seen_at"], name="system_version_latest"),)

    def __str__(self) -> str:
        return f"{self.system} {self.label}"

    @property
    def label(self) -> str:
        """The beginning of its hash, by which people name it."""
        return self.sha256[:12]


class Switch(models.Model):
    """A system was switched on, off, or back to a version, with a reason. The latest row counts; none means on."""

    system = models.CharField(max_length=60)
    on = models.BooleanField()
    version = models.CharField(max_length=64, blank=True)  # the only one that may be used; "" for the newest
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    ledger_stream = models.CharField(max_length=16)
    ledger_number = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "switches"
        indexes = (models.Index(fields=["system", "-id"], name="switch_latest"),)

    def __str__(self) -> str:
        return f"{self.system} {'on' if self.on else 'off'}"


class Alarm(models.Model):
    """Something about a system that a person should look at; closed with what was found."""

    class Kind(models.TextChoices):
        CHANGED_FILE = "changed_file", _("a file was changed and nobody has signed for it")
        OUTPUT_DRIFT = "output_drift", _("what the system says has shifted")
        CALIBRATION = "calibration", _("what it said and what happened part")
        BANDS = "bands", _("groups of people differ")
        REVIEW_DUE = "review_due", _("the yearly review of risk is due")

    system = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    subject = models.CharField(max_length=120)  # what it is about within its kind: one open alarm for each
    figures = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    finding = models.TextField(blank=True)

    class Meta:
        ordering = ("-raised_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["system", "kind", "subject"],
                condition=models.Q(closed_at__isnull=True),
                name="alarm_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.system} {self.subject}"


class RiskReview(models.Model):
    """One yearly review of a system's risk (AI law of 2025-11-17, 18). Never changed: the next one follows it."""

    class Decision(models.TextChoices):
        KEEP = "keep", _("goes on as it is")
        LIMIT = "limit", _("goes on with limits")
        OFF = "off", _("is switched off")

    system = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    risks = models.TextField()
    people = models.TextField()
    changes = models.TextField(blank=True)
    measures = models.TextField()
    decision = models.CharField(max_length=6, choices=Decision.choices)
    figures = models.JSONField(default=dict)  # uses, objections, alarms since the last review
    next_due = models.DateField()
    ledger_stream = models.CharField(max_length=16)
    ledger_number = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["system", "-at"], name="review_latest"),)

    def __str__(self) -> str:
        return f"{self.system} {self.at:%Y}"
