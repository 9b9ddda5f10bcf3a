"""What the desk stores: drafts that only the panel can read, their history, opinions, and acts once they are signed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.acts.delivery.header import ActHeader
from tarazy.acts.models import KIND_NAMES
from tarazy.acts.text import ActText
from tarazy.cases.models import Assignment, CaseDocument, DocketEntry, Proceeding, StaffAssignment
from tarazy.documents.models import Document
from tarazy.people.permissions import Permission, courts_where

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

KINDS = [(key.value, name) for key, name in KIND_NAMES.items()]


class DeskKey(models.Model):
    """A judge's key pair for drafts (X25519). The private half is kept only as sealed by the judge's own word, and
    once more by a recovery code that the judge keeps on paper."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_key")
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField(max_length=200)
    recovery = models.BinaryField(max_length=200)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"desk key {self.pk}"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts; taken only through `visible_to`."""

    def visible_to(self, user: User | AnonymousUser | None) -> DraftQuerySet:
        """Drafts whose key was sealed to this user and who still belongs to their readers: a judge of the panel as long
        as they sit there (of a signed act: always), an assistant until deliberation begins."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if courts_where(user, Permission.READ_COURT_CASES) == frozenset():
            return self.none()
        seats = Assignment.objects.filter(judge__user=user, until__isnull=True).values("proceeding")
        assists = StaffAssignment.objects.filter(
            user=user, until__isnull=True, task=StaffAssignment.Task.ASSISTANT
        ).values("proceeding")
        belongs = (
            Q(state=Draft.State.SIGNED)
            | Q(proceeding__in=seats)
            | Q(state=Draft.State.PREPARING, proceeding__in=assists)
        )
        own = DraftKey.objects.filter(user_id=user.pk).values("draft")
        return self.filter(belongs, pk__in=own)


class Draft(models.Model):
    """An act that is being written. Its words stand, encrypted, in its versions; here is only what the registry knows
    anyway."""

    class State(models.TextChoices):
        """Where a draft stands."""

        PREPARING = "preparing", _("being prepared by an assistant")
        OPEN = "open", _("being written")
        ANNOUNCED = "announced", _("operative part announced")
        SIGNED = "signed", pgettext_lazy("draft", "signed")
        DISCARDED = "discarded", _("discarded")

    class Origin(models.TextChoices):
        """Who wrote the first version."""

        JUDGE = "judge", _("judge")
        ASSISTANT = "assistant", _("judge's assistant")
        ROBOT = "robot", _("robot")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="drafts")
    code = models.CharField(max_length=40)  # the act, as in the registry's table of acts
    kind = models.CharField(max_length=20, choices=KINDS)
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.JUDGE)
    based_on = models.CharField(max_length=60, blank=True)  # the robot's draft it began as
    corrects = models.ForeignKey(
        "SignedAct", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    practice_shown = models.BooleanField(default=True)  # the judge's switch for this case

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["proceeding", "code"],
                condition=Q(state__in=["preparing", "open", "announced"], corrects__isnull=True),
                name="one_open_draft_of_an_act",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class DraftKey(models.Model):
    """The key of a draft, sealed to one reader's public key: who has no row here can't read it, the operator included."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="keys")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "user"], name="draft_key_once"),)

    def __str__(self) -> str:
        return f"key {self.pk}"


class DraftVersion(models.Model):
    """The words of a draft at one moment, encrypted: an `ActText` as JSON."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = models.BooleanField(default=False)  # by the writer's wish; others are thinned out with time

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once"),)

    def __str__(self) -> str:
        return f"version {self.number}"


class Opinion(models.Model):
    """What a member of the panel thinks of a draft, or a dissent that is put into the file with the act; encrypted."""

    class Kind(models.TextChoices):
        """What the member says."""

        AGREES = "agrees", _("agrees")
        REMARK = "remark", _("remark")
        DISSENT = "dissent", _("dissenting opinion")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField()  # of the draft that was read
    sealed = models.BinaryField()
    at = models.DateTimeField()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # of a dissent, once it is in the file

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SignedActQuerySet(models.QuerySet["SignedAct"]):
    """Signed acts; taken only through `visible_to`."""

    def visible_to(self, user: User | AnonymousUser | None) -> SignedActQuerySet:
        """The acts whose paper this user may open in the file: of an open case, under an entry they see, not sealed."""
        papers = CaseDocument.objects.visible_to(user).values("document")
        return self.filter(proceeding__in=Proceeding.objects.visible_to(user), document__in=papers)


class SignedAct(models.Model):
    """An act of the court as signed: its words, its paper, its place in the docket. Nothing here ever changes."""

    class Correction(models.TextChoices):
        """What a further act does to an earlier one (GPK 235, 236, 237)."""

        SLIP = "correction", _("correction of slips")
        ADDITIONAL = "additional", _("additional judgment")
        CLARIFICATION = "clarification", _("clarification")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="signed_acts")
    draft = models.OneToOneField(
        Draft, null=True, blank=True, on_delete=models.PROTECT, related_name="signed_act"
    )
    entry = models.ForeignKey(DocketEntry, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=KINDS)
    language = models.CharField(max_length=2)
    text = models.JSONField()  # an ActText
    around = models.JSONField(default=dict)  # an ActHeader: court, panel, parties, identifier as they were
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")  # PDF/A, signed
    xml = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")  # Akoma Ntoso
    sha256 = models.CharField(max_length=64)  # of the signed paper
    panel = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    announced_at = models.DateTimeField(null=True, blank=True)  # of the operative part
    signed_at = models.DateTimeField()
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction = models.CharField(max_length=14, blank=True, choices=Correction.choices)

    objects = SignedActQuerySet.as_manager()

    class Meta:
        ordering = ("-signed_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction="")
                | (Q(corrects__isnull=False) & ~Q(correction="")),
                name="act_corrects_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"

    @property
    def words(self) -> ActText:
        """The text as signed."""
        return ActText.model_validate(self.text)

    @property
    def header(self) -> ActHeader:
        """What stood around the text when it was signed, its identifier among it."""
        return ActHeader.model_validate(self.around)
