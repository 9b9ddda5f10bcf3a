"""What is stored of publishing: an act on its way to the public, its texts, every replacement, readers' reports."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.acts.desk.models import SignedAct
from tarazy.acts.models import Act
from tarazy.cases.models import Proceeding
from tarazy.people.permissions import Permission, courts_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Acts on their way to the public; those who confirm take them through `visible_to`, readers `published`."""

    def visible_to(self, user: User | AnonymousUser | None) -> PublicationQuerySet:
        """Those of the courts where this user confirms, of cases that they may open."""
        courts = courts_where(user, Permission.CONFIRM_ANONYMISATION)
        found = self if courts is None else self.filter(court_code__in=courts)
        open_to = Proceeding.objects.visible_to(user)
        return found.filter(Q(proceeding__isnull=True) | Q(proceeding__in=open_to))

    def published(self) -> PublicationQuerySet:
        """Those whose text everybody may read now."""
        return self.filter(state=Publication.State.PUBLISHED)


class Publication(models.Model):
    """An act on its way to the public: a signed act of this court, or an act that was taken into the bank."""

    class State(models.TextChoices):
        """Where it stands."""

        GATHERED = "gathered", _("gathered")
        ANONYMISED = "anonymised", _("to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        PUBLISHED = "published", pgettext_lazy("act", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("act", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signed = models.OneToOneField(
        SignedAct, null=True, blank=True, on_delete=models.PROTECT, related_name="publication"
    )
    act = models.OneToOneField(
        Act, null=True, blank=True, on_delete=models.SET_NULL, related_name="publication"
    )
    proceeding = models.ForeignKey(
        Proceeding, null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    court_code = models.CharField(max_length=8, blank=True)  # whose ledger tells of it
    language = models.CharField(max_length=8)
    address = models.CharField(max_length=200, unique=True)  # the act's id in the bank: its permanent link
    neutral = models.CharField(max_length=80, blank=True)
    citation = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.GATHERED)
    gathered_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at",)
        indexes = (models.Index(fields=["court_code", "state", "-changed_at"], name="publication_court"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["gathered", "anonymised", "confirmed", "published", "withdrawn"]),
                name="publication_state_known",
            ),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def current(self) -> Version | None:
        """The version that the public reads, None before the first one and after a withdrawal."""
        found = self.versions.filter(published_at__isnull=False, replaced_at__isnull=True)
        return found.order_by("number").last()

    @property
    def draft(self) -> Version | None:
        """The version that is being prepared, None where nothing is."""
        last = self.versions.order_by("number").last()
        return last if last is not None and last.published_at is None else None


class Version(models.Model):
    """A text for the public. Once it is published nothing in it changes: a leak makes a further version."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    source = models.TextField()  # the text with the names, as signed
    text = models.TextField()  # as the public reads it
    sha256 = models.CharField(max_length=64)  # of `text` in UTF-8
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    ledger_stream = models.CharField(max_length=16, blank=True)
    ledger_number = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["publication", "number"], name="publication_version_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="version_confirmed_before_published",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.number}"


class Edit(models.Model):
    """One replacement: what stood there, what stands there for the public, who or what put it there."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="edits")
    start = models.PositiveIntegerField()  # in the version's source
    end = models.PositiveIntegerField()
    before = models.TextField()
    after = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20, blank=True)
    person = models.PositiveIntegerField(default=0)
    confidence = models.FloatField(default=1.0)
    source = models.CharField(max_length=10)
    by = models.ForeignKey(  # None: the anonymiser
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    instead_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("start", "id")
        constraints = (
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="edit_has_length"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.start}"


class LeakReport(models.Model):
    """What a reader, who needs no account, says is still to be read in a published act."""

    class Answer(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("not answered yet")
        REISSUED = "reissued", _("the act was published anew")
        NO_LEAK = "no_leak", _("it names nobody who must be withheld")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()  # of the version that was read
    passage = models.CharField(max_length=500)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=["answer", "-at"], name="leak_open"),)

    def __str__(self) -> str:
        return f"report {self.pk}"
