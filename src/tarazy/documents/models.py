"""What is stored of documents: the bytes once, each filing of them, uploads on their way, what was read in scans."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.documents import access
from tarazy.documents.kinds import PICTURES, FileKind, kind_of_media_type
from tarazy.documents.rules import Mark, Marked, marked_words

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

UPLOAD_HOURS = 24


class StoredFile(models.Model):
    """Bytes that are in the store, once whatever number of documents have them."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    stored = models.DateTimeField(default=timezone.now)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents; they leave the database only through `visible_to`."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser | None, holder: str = "") -> DocumentQuerySet:
        """Those that this user may read: one's own, what rooms above allow, what `holder` put in without account.

        A document that isn't checked yet, or was refused, is seen by its owner only; a sealed one only by whom a
        provider for sealed documents names; a purged one by nobody.
        """
        # A subquery: conditions of rooms above join tables, and what is chosen can still be locked.
        readable = Document.objects.filter(access.allowed(user, holder)).values("pk")
        return self.filter(pk__in=readable, purged_at=None)

    def ready(self) -> DocumentQuerySet:
        """Those that passed every check."""
        return self.filter(status=Document.Status.READY, purged_at=None)


class Document(models.Model):
    """One file as somebody filed, scanned or made it. Its bytes never change: a change is another document."""

    class Status(models.TextChoices):
        """Whether it may be used."""

        CHECKING = "checking", _("being checked")
        READY = "ready", pgettext_lazy("document", "ready")
        REFUSED = "refused", pgettext_lazy("document", "refused")

    class Origin(models.TextChoices):
        """Where it came from."""

        UPLOADED = "uploaded", _("uploaded")
        SCANNED = "scanned", _("scanned paper")
        MADE = "made", _("made by the system")

    class Virus(models.TextChoices):
        """What the virus scanner said."""

        NOT_SCANNED = "not_scanned", _("no scanner")
        WAITING = "waiting", _("waiting for the scanner")
        CLEAN = "clean", _("nothing found")
        FOUND = "found", _("a virus was found")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )  # none once purged
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=3, blank=True)
    kind = models.CharField(
        max_length=40, blank=True
    )  # what it is in a case: claim, evidence … (rooms above)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="documents"
    )
    holder = models.CharField(max_length=64, blank=True, db_index=True)  # who put it in without an account
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.UPLOADED)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="made_from_it"
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.CHECKING)
    refused_code = models.CharField(max_length=40, blank=True)
    virus = models.CharField(max_length=12, choices=Virus.choices, default=Virus.NOT_SCANNED)
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)
    sealed_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-created", "id")
        indexes = (
            models.Index(fields=["owner", "-created"], name="document_owner_latest"),
            models.Index(fields=["status", "created"], name="document_waiting"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=["checking", "ready", "refused"]), name="document_status_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["uploaded", "scanned", "made"]), name="document_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(virus__in=["not_scanned", "waiting", "clean", "found"]),
                name="document_virus_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(virus__in=["not_scanned", "clean"]),
                name="document_ready_is_clean",
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.pk])

    @property
    def file_kind(self) -> FileKind | None:
        """The kind of its file."""
        return kind_of_media_type(self.media_type)

    @property
    def is_pdf(self) -> bool:
        """Whether its file is a PDF."""
        return self.file_kind is FileKind.PDF

    @property
    def is_picture(self) -> bool:
        """Whether its file is a picture of paper."""
        return self.file_kind in PICTURES

    @property
    def is_ready(self) -> bool:
        """Whether it passed every check and is there."""
        return self.status == self.Status.READY and self.purged_at is None


class Upload(models.Model):
    """A file on its way in pieces. `received` bytes are safe on the disk; what is beyond them is overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    holder = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)  # as the sender declares it
    received = models.PositiveBigIntegerField(default=0)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_received_within_size"),
        )
        indexes = (models.Index(fields=["expires"], name="upload_expires"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.expires is None:
            self.expires = self.created + timedelta(hours=UPLOAD_HOURS)
        super().save(*args, **kwargs)

    @property
    def path(self) -> Path:
        """Where its pieces are put together."""
        from tarazy.documents.store import workshop

        return workshop() / "uploads" / f"{self.pk}.part"


class OcrJob(models.Model):
    """The reading of one scan. Pages that are read stay read: after a stop it goes on with the next."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        READING = "reading", _("being read")
        DONE = "done", _("read")
        FAILED = "failed", _("could not be read")

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="ocr")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    pages = models.PositiveIntegerField()
    pages_done = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    reader = models.CharField(max_length=60, blank=True)
    searchable = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pages_done__lte=F("pages")), name="ocr_pages_done_within"),
        )

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self) -> int:
        """Pages read of all, 0–100."""
        return 100 * self.pages_done // self.pages if self.pages else 0


class OcrPage(models.Model):
    """A page as read: `words` as `ocr.Word.stored()`, boxes in pixels of the upright picture."""

    job = models.ForeignKey(OcrJob, on_delete=models.CASCADE, related_name="read_pages")
    number = models.PositiveIntegerField()  # from 0
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)
    skew = models.FloatField(default=0)
    words = models.JSONField(default=list)
    confidence = models.FloatField(default=0)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["job", "number"], name="ocr_page_once"),)

    @property
    def marked(self) -> list[Marked]:
        """The words that a person must confirm."""
        return marked_words(
            [word["text"] for word in self.words], [word["confidence"] for word in self.words]
        )


class Confirmation(models.Model):
    """What a person says that a marked word is: the same, or a correction; empty text means nothing stands there."""

    page = models.ForeignKey(OcrPage, on_delete=models.CASCADE, related_name="confirmations")
    word = models.PositiveIntegerField()
    mark = models.CharField(max_length=12, choices=[(mark.value, mark.value) for mark in Mark])
    text = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("word",)
        constraints = (models.UniqueConstraint(fields=["page", "word"], name="word_confirmed_once"),)
