"""What is stored: searches that readers keep, the order in which acts became public, letters, bulk files."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser


class Alert(models.TextChoices):
    """When its owner is told of new acts."""

    NONE = "none", _("Don't write to me")
    DAILY = "daily", _("Once a day, in the morning")
    AT_ONCE = "at_once", _("Soon after publication")


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Saved searches; what somebody looks for is nobody else's business, whatever their role."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser | None) -> SavedSearchQuerySet:
        """One's own."""
        if user is None or not user.is_authenticated:
            return self.none()
        return self.filter(owner_id=user.pk)


class SavedSearch(models.Model):
    """A search of the bank that its owner comes back to. `query` is the search's address, cleaned."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=120)
    query = models.TextField(blank=True)
    alert = models.CharField(max_length=8, choices=Alert.choices, default=Alert.NONE)
    made_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    # Numbers of `NewAct`: acts up to `since` were there when the search was saved, up to `looked_up_to` at the last look.
    since = models.PositiveBigIntegerField(default=0)
    looked_up_to = models.PositiveBigIntegerField(default=0)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(alert__in=["none", "daily", "at_once"]), name="saved_search_alert_known"
            ),
        )

    def __str__(self) -> str:
        return f"saved search {self.pk}"


class Progress(models.Model):
    """One row: how far the clock has come. Whoever goes on with it locks it."""

    first_row = models.PositiveBigIntegerField()  # acts of the bank up to this row were there before we began
    highest_row = models.PositiveBigIntegerField()
    numbered = models.PositiveBigIntegerField(default=0)
    matched = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.numbered}"


class NewAct(models.Model):
    """An act that became public, by its row in the bank.

    `number` is given by the clock under a lock, so that numbers appear in order: an order of rows or times would
    skip what a slower transaction saves later.
    """

    row = models.PositiveBigIntegerField(unique=True)
    number = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}: {self.row}"


class Letter(models.Model):
    """An e-mail to one person about new acts. What stands in it is read when it is sent, never before."""

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False
    )  # its Message-ID, the same at each try
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    daily = models.BooleanField()
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)  # a process sends it now
    settled_at = models.DateTimeField(null=True, blank=True)  # sent, or nothing in it is public any more

    class Meta:
        indexes = (
            models.Index(fields=["settled_at", "held_until"], name="letter_to_send"),
            models.Index(fields=["owner", "daily", "-made_at"], name="letter_last"),
        )

    def __str__(self) -> str:
        return f"letter {self.key}"


class Match(models.Model):
    """A new act that a saved search finds; told once, by `letter`."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches")
    row = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="matches"
    )
    told = models.BooleanField(default=False)  # or let go: the owner wanted no letters when it was found

    class Meta:
        constraints = (models.UniqueConstraint(fields=["search", "row"], name="match_once"),)
        indexes = (
            models.Index(fields=["search", "number"], name="match_since"),
            models.Index(fields=["told", "letter"], name="match_to_tell"),
            models.Index(fields=["row"], name="match_row"),
        )

    def __str__(self) -> str:
        return f"{self.search_id}: {self.row}"


class BulkMonth(models.Model):
    """The public acts of one court and month as two files. Without `made_at` nothing is served.

    `wanted` counts changes, `built` how many of them are in the files. `drops` counts acts that left the public: files
    begun before such a moment are thrown away.
    """

    court_key = models.CharField(max_length=16)
    court_name = models.CharField(max_length=255)
    # Under which names acts of the court were taken into the files, each in a line: courts are renamed afterwards.
    names = models.TextField(blank=True)
    month = models.DateField()  # its first day
    wanted = models.PositiveBigIntegerField(default=1)
    built = models.PositiveBigIntegerField(default=0)
    drops = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    acts = models.PositiveIntegerField(default=0)
    jsonl_bytes = models.PositiveBigIntegerField(default=0)
    jsonl_sha256 = models.CharField(max_length=64, blank=True)
    parquet_bytes = models.PositiveBigIntegerField(default=0)
    parquet_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-month", "court_name", "court_key")
        constraints = (
            models.UniqueConstraint(fields=["court_key", "month"], name="bulk_month_once"),
            models.CheckConstraint(condition=Q(built__lte=F("wanted")), name="bulk_built_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The files' name without its ending: `7510-2025-03`."""
        return f"{self.court_key}-{self.month:%Y-%m}"
