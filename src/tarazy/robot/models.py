"""What the room keeps: runs with their traces and drafts, rejections, batches, shadow runs, proposals, switches."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tarazy.acts.text import ActText
from tarazy.cases.models import Assignment, Case, Proceeding
from tarazy.people.models import Language
from tarazy.people.permissions import Permission, courts_where, may

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


def sees_rules(user: User | AnonymousUser | None) -> bool:
    """Who reads how tables do, and what could be robotised next: those who adopt rules, and auditors."""
    return may(user, Permission.ADOPT_RULES) or may(user, Permission.SEE_AI_USES)


class RunQuerySet(models.QuerySet["Run"]):
    """Runs; taken only through `visible_to`."""

    def visible_to(self, user: User | AnonymousUser | None) -> RunQuerySet:
        """The runs in proceedings where this user sits as a judge now: a draft is nobody else's to read."""
        if user is None or not user.is_authenticated or not may(user, Permission.SIGN_RULINGS):
            return self.none()
        seats = Assignment.objects.filter(judge__user_id=user.pk, until__isnull=True)
        return self.filter(proceeding__in=seats.values("proceeding"))

    def live(self) -> RunQuerySet:
        """Those that a judge still has to do something with."""
        return self.filter(state__in=Run.LIVE)


class Batch(models.Model):
    """Many materials at once. Its items are what is left to do: killed anywhere, it goes on with them."""

    class State(models.TextChoices):
        """How far it is."""

        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped by a person")
        DONE = "done", pgettext_lazy("batch", "done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=40)
    court_code = models.CharField(max_length=4, blank=True)  # "" for all courts
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)
    drafted = models.PositiveIntegerField(default=0)
    handed_over = models.PositiveIntegerField(default=0)
    passed_by = models.PositiveIntegerField(default=0)  # not to be decided by the robot any more
    started_at = models.DateTimeField()
    went_on_at = models.DateTimeField()  # after the last pause
    done_before = models.PositiveIntegerField(default=0)  # that pause
    beat_at = models.DateTimeField(null=True, blank=True)  # when a worker last kept a chunk
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at",)
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("robot:batch", args=[self.pk])

    @property
    def done(self) -> int:
        """How many materials are through."""
        return self.drafted + self.handed_over + self.passed_by

    @property
    def rate(self) -> float | None:
        """Materials a second since the last pause; None while that isn't known."""
        if self.beat_at is None or self.done <= self.done_before:
            return None
        seconds = (self.beat_at - self.went_on_at).total_seconds()
        return (self.done - self.done_before) / seconds if seconds > 0 else None


class BatchItem(models.Model):
    """One material of a batch that isn't through yet; its row goes with the result that replaces it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="+")
    worker = models.CharField(max_length=12, blank=True)  # who works on it
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["batch", "proceeding"], name="batch_item_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.proceeding_id}"


class Run(models.Model):
    """A material that the robot went through: what it found by which rules on which data, and its draft."""

    class State(models.TextChoices):
        """Where it stands."""

        GATHERING = "gathering", _("gathering data")
        DRAFTED = "drafted", _("draft ready")
        HANDED_OVER = "handed_over", _("handed over to the judge")
        TAKEN = "taken", _("taken to the desk")
        SIGNED = "signed", pgettext_lazy("run", "signed")
        REJECTED = "rejected", _("rejected by the judge")
        SUPERSEDED = "superseded", _("no longer needed")

    LIVE = (State.GATHERING, State.DRAFTED, State.HANDED_OVER, State.TAKEN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="runs")
    table = models.CharField(max_length=40)
    version = models.CharField(max_length=60, blank=True)  # of the table
    versions = models.JSONField(default=dict)  # of everything that made the draft
    state = models.CharField(max_length=12, choices=State.choices, default=State.GATHERING)
    language = models.CharField(max_length=2, choices=Language.choices)
    result = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40, blank=True)  # the act drafted, as in the registry's table of acts
    facts = models.JSONField(default=dict)  # datum by name: value, source, at, doubt
    trace: Any = models.JSONField(default=list)  # condition by condition
    reasons: Any = models.JSONField(default=list)  # why it was handed over
    draft = models.JSONField(null=True, blank=True)  # an ActText
    input_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    last_datum_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    draft_seconds = models.FloatField(null=True, blank=True)  # from the last datum to the draft
    asked_again_at = models.DateTimeField(null=True, blank=True)
    changed_since: Any = models.JSONField(default=list)  # data that differ since the draft was made
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    share = models.FloatField(null=True, blank=True)  # of words changed before signing
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["proceeding", "table"],
                condition=Q(state__in=["gathering", "drafted", "handed_over", "taken"]),
                name="one_live_run_of_a_table",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drafted", "taken"]) | Q(draft__isnull=False),
                name="drafted_has_draft",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="run_share_is_a_share"
            ),
        )
        indexes = (
            models.Index(fields=["state", "-ready_at"], name="run_state"),
            models.Index(fields=["table", "-ready_at"], name="run_table"),
            models.Index(fields=["batch", "state"], name="run_batch"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("robot:run", args=[self.pk])

    @property
    def first_reason(self) -> str:
        """The first reason of handing over, in the language that is active; "" for a draft."""
        words = self.reasons[0].get("words") or {} if self.reasons else {}
        return str(words.get((get_language() or "kk")[:2]) or words.get("ru") or "")

    @property
    def text(self) -> ActText | None:
        """The draft's words."""
        return ActText.model_validate(self.draft) if self.draft is not None else None


class Rejection(models.Model):
    """Why a judge didn't take a draft. It feeds the report on the table, there without the judge's name."""

    class Why(models.TextChoices):
        """The kind of reason."""

        CONDITION = "condition", _("a condition was judged wrongly")
        DATUM = "datum", _("a datum is wrong")
        NOT_COVERED = "not_covered", _("the table doesn't know such a case")
        WORDS = "words", _("the words of the draft")
        DISCRETION = "discretion", _("the law leaves a choice here")
        OTHER = "other", _("something else")

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="rejection")
    why = models.CharField(max_length=12, choices=Why.choices)
    condition = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.run_id} {self.why}"


class TableSwitch(models.Model):
    """How a table is used since when: the latest row counts. Rows are never changed."""

    class Mode(models.TextChoices):
        """What becomes of its drafts."""

        OFF = "off", _("off")
        SHADOW = "shadow", _("in shadow: drafts are kept from everybody and compared")
        USE = "use", _("in use: judges get the drafts")

    table = models.CharField(max_length=40)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name_plural = "table switches"
        indexes = (models.Index(fields=["table", "-at"], name="table_switch_latest"),)

    def __str__(self) -> str:
        return f"{self.table} {self.mode}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals; taken only through `visible_to`."""

    def visible_to(self, user: User | AnonymousUser | None) -> ProposalQuerySet:
        """All of them for those who adopt rules and for auditors, none for others."""
        return self.all() if sees_rules(user) else self.none()


class Proposal(models.Model):
    """What to robotise next: a category with its figures of that day, discussed, adopted or declined."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("being discussed")
        SHADOW = "shadow", _("adopted, in shadow mode")
        IN_USE = "in_use", _("in use")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    why = models.TextField()
    figures = models.JSONField(default=dict)  # the Potential of the day it was opened
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    table = models.CharField(max_length=40, blank=True)  # the rule table that carries it out
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["shadow", "in_use"]) | ~Q(table=""), name="adopted_has_a_table"
            ),
            models.UniqueConstraint(
                fields=["category"], condition=Q(state__in=["open", "shadow"]), name="one_proposal_a_category"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("robot:proposal", args=[self.pk])


class ProposalComment(models.Model):
    """What somebody says of a proposal, or the decision on it with its reason."""

    class Kind(models.TextChoices):
        """What it is."""

        COMMENT = "comment", _("comment")
        ADOPTED = "adopted", _("adopted in shadow mode")
        DECLINED = "declined", _("declined")
        SWITCHED_ON = "switched_on", _("taken into use")
        SWITCHED_OFF = "switched_off", _("switched off")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.COMMENT)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"


class ShadowRun(models.Model):
    """What a table in shadow mode would have drafted, kept from everybody, and how the judge's own act differs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="shadow_runs")
    table = models.CharField(max_length=40)
    version = models.CharField(max_length=60)
    result = models.CharField(max_length=40)
    code = models.CharField(max_length=40, blank=True)
    reasons: Any = models.JSONField(default=list)
    draft = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField()
    signed_code = models.CharField(max_length=40, blank=True)  # of the act that the judge gave
    same_result = models.BooleanField(null=True)
    share = models.FloatField(null=True, blank=True)  # of words that differ
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(fields=["proceeding", "table"], name="shadow_run_once"),
            models.CheckConstraint(
                condition=Q(compared_at__isnull=True) | ~Q(signed_code=""), name="compared_with_an_act"
            ),
        )
        indexes = (models.Index(fields=["table", "compared_at"], name="shadow_table"),)

    def __str__(self) -> str:
        return f"{self.table} {self.proceeding_id}"


def courts_of_rules(user: User | AnonymousUser | None) -> frozenset[str] | None:
    """Codes of the courts whose runs a user may count (None: all): chairs their own, auditors all."""
    found: set[str] = set()
    for permission in (Permission.ADOPT_RULES, Permission.SEE_AI_USES):
        courts = courts_where(user, permission)
        if courts is None:
            return None
        found |= courts
    return frozenset(found)


class BanSubmissionQuerySet(models.QuerySet["BanSubmission"]):
    """Materials of travel bans on their way to the court, seen by the bailiff who makes them."""

    def visible_to(self, user: User | AnonymousUser | None) -> BanSubmissionQuerySet:
        """One's own."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(by_id=user.pk)


class BanSubmission(models.Model):
    """A bailiff's travel-ban material: what was typed and attached, until it is signed and a case of the registry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()  # a Ban
    documents: Any = models.JSONField(default=list)  # [document id, kind, title]
    prepared_at = models.DateTimeField()  # the date on the paper that is signed
    case = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="ban_submission"
    )
    filed_at = models.DateTimeField(null=True, blank=True)

    objects = BanSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ("-prepared_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True, case__isnull=True)
                | Q(filed_at__isnull=False, case__isnull=False),
                name="ban_filed_is_a_case",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
