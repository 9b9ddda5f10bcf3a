"""What is due and who does it: deadlines, tasks, internal papers on their way."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models.case import Case, Proceeding
from tarazy.cases.models.parties import Party
from tarazy.courts.models import Court, Section
from tarazy.documents.models import Document

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Deadlines, seen through their case."""

    def visible_to(self, user: User | AnonymousUser | None) -> DeadlineQuerySet:
        """Deadlines of the cases this user may open; the court's own ones for its staff only."""
        from tarazy.cases.visibility import deadlines_open_to

        return self.filter(deadlines_open_to(user))


class Deadline(models.Model):
    """A time limit that runs: computed by `law`, with its norm and its doubt."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        CANCELLED = "cancelled", _("no longer runs")

    class For(models.TextChoices):
        COURT = "court", _("the court")
        CLAIM = "claim", _("the claim's side")
        DEFENCE = "defence", _("the defence's side")
        EVERYBODY = "everybody", _("all parties")

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="deadlines")
    limit = models.CharField(max_length=60)  # id in the table of time limits of the pack
    whose = models.CharField(max_length=10, choices=For.choices, default=For.COURT)
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    starts = models.DateField()
    due = models.DateField()
    steps = models.JSONField(default=list)
    norm = models.CharField(max_length=80, blank=True)
    unverified = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)  # the day the proceeding was suspended
    told = models.PositiveSmallIntegerField(default=0)  # 1 the judge, 2 the team, 3 the chair
    warned_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=["state", "due"], name="deadline_open_due"),
            models.Index(fields=["proceeding", "state"], name="deadline_proceeding"),
        )

    def __str__(self) -> str:
        return f"{self.limit} {self.due}"


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, in inboxes."""

    def visible_to(self, user: User | AnonymousUser | None) -> TaskQuerySet:
        """Tasks in the user's own inbox, in those of their sections, and (for the chair) of the court."""
        from tarazy.cases.visibility import tasks_open_to

        return self.filter(tasks_open_to(user))


class Task(models.Model):
    """Something to be done by a person or a section, in a case or outside one."""

    class Priority(models.IntegerChoices):
        URGENT = 1, _("urgent")
        NORMAL = 2, _("normal")
        LOW = 3, _("when there is time")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    court = models.ForeignKey(Court, on_delete=models.CASCADE, related_name="tasks")
    proceeding = models.ForeignKey(
        Proceeding, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    code = models.CharField(max_length=40)  # register_filing, accept_claim, review_motion, …
    params = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("priority", "due", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(section__isnull=False) | Q(assignee__isnull=False), name="task_has_an_inbox"
            ),
        )
        indexes = (
            models.Index(fields=["assignee", "done_at", "priority", "due"], name="task_inbox"),
            models.Index(fields=["section", "done_at", "priority", "due"], name="task_section"),
        )

    def __str__(self) -> str:
        return self.code


class InternalPaperQuerySet(models.QuerySet["InternalPaper"]):
    """Internal papers, seen by those on their way."""

    def visible_to(self, user: User | AnonymousUser | None) -> InternalPaperQuerySet:
        """Papers that the user wrote, was given, or that passed through their section; the chair's court."""
        from tarazy.cases.visibility import papers_open_to

        return self.filter(papers_open_to(user))


class InternalPaper(models.Model):
    """A paper inside the court: letter, memorandum, request, order; with the steps of its way."""

    class Kind(models.TextChoices):
        INCOMING = "incoming", _("incoming letter")
        OUTGOING = "outgoing", _("outgoing letter")
        MEMORANDUM = "memorandum", _("memorandum")
        ORDER = "order", _("order of the chair")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        MOVING = "moving", _("on its way")
        APPROVED = "approved", _("approved")
        DISPATCHED = "dispatched", _("sent")
        CLOSED = "closed", _("closed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    court = models.ForeignKey(Court, on_delete=models.CASCADE, related_name="papers")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers")
    number = models.CharField(max_length=40, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="papers"
    )
    created_at = models.DateTimeField()

    objects = InternalPaperQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (models.UniqueConstraint(fields=["court", "number"], name="paper_number_once"),)

    def __str__(self) -> str:
        return self.number or self.subject


class PaperStep(models.Model):
    """One step of a paper's way: resolution, assignment, approval, dispatch; by whom, to whom, what came of it."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", _("resolution")
        ASSIGNMENT = "assignment", _("assignment")
        APPROVAL = "approval", _("approval")
        DISPATCH = "dispatch", _("dispatch")

    paper = models.ForeignKey(InternalPaper, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="paper_steps"
    )
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        ordering = ("paper", "number")
        constraints = (models.UniqueConstraint(fields=["paper", "number"], name="paper_step_once"),)

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.number} {self.kind}"
