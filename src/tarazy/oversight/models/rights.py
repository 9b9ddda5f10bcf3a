"""What people want of AI in their case, and how judges want to work with it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import Case, Deadline, DocketEntry, Party, Proceeding

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class Told(models.Model):
    """The parties of a case were told once that systems of this family were used in it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ai_told")
    family = models.CharField(max_length=20)
    entry = models.ForeignKey(DocketEntry, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "family"], name="ai_told_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.family}"


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Objections and wishes, seen through their case."""

    def visible_to(self, user: User | AnonymousUser | None) -> ObjectionQuerySet:
        """Those of the cases whose file this user may open."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def standing(self) -> ObjectionQuerySet:
        """Those by which a system isn't used now: wishes, objections that wait for an answer or were upheld."""
        return self.filter(state__in=(Objection.State.OPEN, Objection.State.UPHELD, Objection.State.WISH))


class Objection(models.Model):
    """A party objects to the use of AI (and gets an answer), or wishes that the case be decided without it.

    `systems` names those objected to; empty means all. A wish needs no grounds and no answer: it stands until withdrawn.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        UPHELD = "upheld", _("upheld: not used in this case")
        REJECTED = "rejected", _("rejected")
        WISH = "wish", _("the case goes on without AI")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ai_objections")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="ai_objections")
    party = models.ForeignKey(Party, null=True, on_delete=models.SET_NULL, related_name="ai_objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    systems = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    deadline = models.ForeignKey(Deadline, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("upheld", "rejected")) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="objection_answered_in_words",
            ),
            models.UniqueConstraint(
                fields=["case", "party"], condition=Q(state="wish"), name="objection_one_wish"
            ),
        )
        indexes = (models.Index(fields=["case", "state"], name="objection_case"),)

    def __str__(self) -> str:
        return str(self.uuid)


class OwnChoice(models.Model):
    """How a judge (or another member of staff) wants to work: systems switched off, the forecast after an own note."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ai_choice")
    off = models.JSONField(default=list)
    own_note_first = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)


class CaseChoice(models.Model):
    """A judge works on this case without AI."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ai_choices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "user"], name="case_choice_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"
