"""What is stored of courts. Courts are addressed by their four-digit code everywhere."""

from __future__ import annotations

import uuid
from datetime import date as Date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class CourtKind(models.TextChoices):
    """Kinds of courts (constitutional law on the judicial system, 3; GPK 27; APPC 102)."""

    DISTRICT = "district", _("district court")
    ECONOMIC = "economic", _("specialised inter-district economic court")
    ADMINISTRATIVE = "administrative", _("specialised inter-district administrative court")
    JUVENILE = "juvenile", _("specialised inter-district juvenile court")
    CRIMINAL = "criminal", _("specialised inter-district criminal court")
    INVESTIGATING = "investigating", _("specialised investigating court")
    OFFENCES = "offences", _("specialised court on administrative offences")
    MILITARY = "military", _("military court")
    APPEAL = "appeal", _("oblast or equivalent court")
    CASSATION = "cassation", _("cassation court")
    SUPREME = "supreme", _("Supreme Court")


class Instance(models.TextChoices):
    """Which time round a case is heard."""

    FIRST = "first", _("first instance")
    APPEAL = "appeal", pgettext_lazy("instance", "appeal")
    CASSATION = "cassation", pgettext_lazy("instance", "cassation")


class Court(models.Model):
    """A court. Public knowledge: everybody may see it."""

    code = models.CharField(max_length=4, primary_key=True)
    kind = models.CharField(max_length=20, choices=CourtKind.choices)
    instance = models.CharField(max_length=10, choices=Instance.choices, default=Instance.FIRST)
    region = models.CharField(max_length=40)  # the id of a region of the jurisdiction pack
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    higher = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="lower_courts"
    )
    is_model = models.BooleanField(default=False)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^\d{4}$"), name="court_code_four_digits"),
        )
        indexes = (models.Index(fields=["kind", "region"], name="court_kind_region"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language that is active."""
        return self.name_in(get_language() or settings.LANGUAGE_CODE)

    def name_in(self, language: str) -> str:
        """Its name in kk, ru or en."""
        return str(getattr(self, f"name_{language[:2]}", "") or self.name_kk)


class Judge(models.Model):
    """A judge in a court. One person may have several rows in time, one at a time."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="judgeships"
    )
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="judges")
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    patronymic = models.CharField(max_length=80, blank=True)
    is_chair = models.BooleanField(default=False)
    appointed = models.DateField()
    dismissed = models.DateField(null=True, blank=True)
    # Categories and groups of the pack that the judge hears; empty means all of the court's.
    specialisations = models.JSONField(default=list, blank=True)
    share_percent = models.PositiveSmallIntegerField(
        default=100
    )  # part of a full load, by order of the chair

    class Meta:
        ordering = ("family_name", "given_name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(share_percent__gte=0, share_percent__lte=100), name="judge_share_percent"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(dismissed__isnull=True, user__isnull=False), name="judge_once"
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Family name, given name, patronymic."""
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Family name and initials."""
        initials = "".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)
        return f"{self.family_name} {initials}".strip()

    def in_office(self, on: Date) -> bool:
        """Whether the powers run on that day."""
        return self.appointed <= on and (self.dismissed is None or on < self.dismissed)


class Absence(models.Model):
    """Days on which a judge is not there. Entered with who entered it: absence moves the distribution."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("leave")
        ILLNESS = "illness", _("illness")
        STUDY = "study", _("study")
        TRIP = "trip", _("business trip")
        OTHER = "other", _("other duty")

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateField()
    until = models.DateField()  # the last day of absence
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_ends_after_start"),
        )
        indexes = (models.Index(fields=["judge", "until"], name="absence_judge_until"),)

    def __str__(self) -> str:
        return f"{self.judge_id}: {self.since}–{self.until}"


class Section(models.Model):
    """A unit of the court with an inbox of its own: registry, civil section, archive."""

    court = models.ForeignKey(Court, on_delete=models.CASCADE, related_name="sections")
    code = models.SlugField(max_length=30)
    name_kk = models.CharField(max_length=120)
    name_ru = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="sections", blank=True)

    class Meta:
        ordering = ("court", "code")
        constraints = (models.UniqueConstraint(fields=["court", "code"], name="section_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the language that is active."""
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        return str(getattr(self, f"name_{language}", "") or self.name_kk)


class Room(models.Model):
    """A courtroom."""

    court = models.ForeignKey(Court, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=60)
    seats = models.PositiveSmallIntegerField(default=20)

    class Meta:
        ordering = ("court", "name")
        constraints = (models.UniqueConstraint(fields=["court", "name"], name="room_once"),)

    def __str__(self) -> str:
        return self.name
