"""What is stored of notices: what has yet to be told, what each person was told, by which way, and how it went.

No words are stored: a notice is put into words when it is shown or sent, so that a case that has been sealed since is
not named.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import Case

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class Subject(models.TextChoices):
    """What a notice is about."""

    DOCKET = "docket", _("an entry of the docket")
    SERVICE = "service", _("a document sent in the Court Cabinet")
    DEADLINE = "deadline", _("a time limit")


class Kind(models.TextChoices):
    """What people choose channels for."""

    PROGRESS = "progress", _("the case moves on")
    HEARING = "hearing", _("hearings and conciliation")
    DECISION = "decision", _("rulings and judgments")
    PAPER = "paper", _("papers of the other side")
    SERVICE = "service", _("documents served on you")
    DEADLINE = "deadline", _("time limits that end soon")
    MONEY = "money", _("payments")


class Channel(models.TextChoices):
    """How something leaves the house. The list in the cabinet is no channel: everything stands there."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    TELEGRAM = "telegram", _("Telegram")


class Happening(models.Model):
    """Something to be told, written in the transaction in which it happened; gone once its notices are written."""

    subject = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["subject", "subject_id"], name="happening_once"),)

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, each for its own person."""

    def visible_to(self, user: User | AnonymousUser | None) -> NoticeQuerySet:
        """The person's own."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user=user)


class Notice(models.Model):
    """One person is told of one thing. `code` names its words in `texts.yaml`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=10, choices=Subject.choices)
    subject_id = models.PositiveBigIntegerField()
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    due = models.DateField(null=True, blank=True)
    day_number = models.PositiveIntegerField(default=0)  # of `due`: a time limit that moved is told again
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "subject", "subject_id", "code", "day_number"], name="notice_once"
            ),
        )
        indexes = (
            models.Index(fields=["user", "-at"], name="notice_user"),
            models.Index(fields=["case", "-at"], name="notice_case"),
        )

    def __str__(self) -> str:
        return str(self.uuid)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries, seen by the court's side of the case."""

    def visible_to(self, user: User | AnonymousUser | None) -> DeliveryQuerySet:
        """Those in cases on whose court's side the user stands, and those to the user."""
        from tarazy.cases.visibility import court_side_cases

        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        court = Case.objects.filter(court_side_cases(user)).values("pk")
        return self.filter(Q(notice__user=user) | Q(notice__case__in=court))


class Delivery(models.Model):
    """A notice on its way by one channel. Its uuid is the key by which a gateway knows it again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        SENDING = "sending", _("is being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("may have arrived; not sent again")
        FAILED = "failed", _("not sent: given up")
        DROPPED = "dropped", _("not to be sent any more")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    in_digest = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True)  # of the worker that holds it
    claimed_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)  # from here on it may be with the addressee
    sent_at = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=60, blank=True)  # masked
    fault = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # the channel's own id

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_has_time"
            ),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="delivery_due"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class NoticeSettings(models.Model):
    """What a person chose. A kind that isn't in `channels` goes by the channel of the account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings"
    )
    channels: Any = models.JSONField(default=dict)  # kind → list of channels
    quiet = models.BooleanField(default=True)  # nothing at night unless it is urgent
    digest = models.BooleanField(default=False)  # what isn't urgent once a day in one message
    refused: Any = models.JSONField(default=dict)  # channel → SHA-256 of the address that took nothing

    def __str__(self) -> str:
        return str(self.user_id)


class TelegramCode(models.Model):
    """A one-time code that links a chat to an account; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)

    def open_at(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and now < self.expires_at


class TelegramCursor(models.Model):
    """How far the bot has read, and which worker reads at the moment. One row."""

    next_update = models.BigIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.next_update)
