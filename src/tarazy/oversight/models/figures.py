"""Figures kept by the clock: bands of errors and outcomes, and the court in numbers. No row is about a judge."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Band(models.Model):
    """A share with its interval for one group of people, of one day's reckoning.

    `hidden` rows keep no figures: too few stand behind them, or a neighbour's would follow from them.
    """

    class Source(models.TextChoices):
        ACTS = "acts", _("acts of the bank")
        CASES = "cases", _("decided cases")
        FORECAST = "forecast", _("forecasts and what happened")

    class By(models.TextChoices):
        LANGUAGE = "language", _("language")
        REGION = "region", _("region")
        PARTY_KIND = "party_kind", _("kind of the claimant")
        SEX = "sex", _("sex of the claimant")

    measured_on = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices)
    by = models.CharField(max_length=10, choices=By.choices)
    group = models.CharField(max_length=120)
    count = models.PositiveIntegerField(null=True)
    n = models.PositiveIntegerField(null=True)
    share = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ("source", "by", "group")
        constraints = (
            models.UniqueConstraint(fields=["measured_on", "source", "by", "group"], name="band_once"),
            models.CheckConstraint(
                condition=models.Q(hidden=False) | models.Q(n__isnull=True, share__isnull=True),
                name="band_hidden_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.by} {self.group}"


class CourtFigure(models.Model):
    """Counts of a month (or, without one, of the last twelve) at a place, in a category or in all.

    `place` is a court's code, a region's id or "" for the country. Counts are null where they aren't shown: small, or
    to be reckoned from their neighbours. `pending` is at the end of the time. Days are from filing to the decision.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        COURT = "court", _("court")

    level = models.CharField(max_length=7, choices=Level.choices)
    place = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    month = models.DateField(null=True)
    filed = models.PositiveIntegerField(null=True)
    ended = models.PositiveIntegerField(null=True)
    pending = models.PositiveIntegerField(null=True)
    electronic = models.FloatField(null=True)
    reviewed = models.PositiveIntegerField(null=True)
    changed = models.FloatField(null=True)
    changed_low = models.FloatField(null=True)
    changed_high = models.FloatField(null=True)
    quarter_days = models.PositiveIntegerField(null=True)
    median_days = models.PositiveIntegerField(null=True)
    three_quarter_days = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("level", "place", "category", "month")
        constraints = (
            models.UniqueConstraint(fields=["level", "place", "category", "month"], name="court_figure_once"),
            models.UniqueConstraint(
                fields=["level", "place", "category"],
                condition=models.Q(month__isnull=True),
                name="court_figure_window_once",
            ),
        )
        indexes = (models.Index(fields=["level", "category", "month"], name="court_figure_level"),)

    def __str__(self) -> str:
        return f"{self.level} {self.place} {self.category} {self.month or ''}".strip()
