"""What is stored of draws, of the public randomness they wait for, and of who came out how often."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tarazy.cases.models import Case, Proceeding
from tarazy.courts.models import Judge

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class DrawQuerySet(models.QuerySet["Draw"]):
    """Draws: what the receipt says is public by its address, what belongs to the case only through the case."""

    def visible_to(self, user: User | AnonymousUser | None, *, now: datetime | None = None) -> DrawQuerySet:
        """Draws of the cases whose file this user may open."""
        return self.filter(proceeding__case__in=Case.objects.visible_to(user, now=now))

    def live(self) -> DrawQuerySet:
        """Those that stand: waiting for their round, drawn, or gone to the first judge."""
        return self.filter(state__in=Draw.LIVE)


class Draw(models.Model):
    """One distribution of one proceeding. What was frozen and committed is never changed."""

    class State(models.TextChoices):
        COMMITTED = "committed", _("waiting for the public randomness")
        DRAWN = "drawn", _("drawn")
        DIRECT = "direct", _("gone to the first judge")
        FAILED = "failed", _("not held")
        SUPERSEDED = "superseded", _("replaced by a later draw")

    class Alarm(models.TextChoices):
        NONE = "", _("none")
        FEW = "few_eligible", _("fewer than three judges could be drawn")
        EMPTY = "none_eligible", _("there were not enough judges for the places")

    LIVE = (State.COMMITTED, State.DRAWN, State.DIRECT)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="draws")
    court_code = models.CharField(max_length=4)
    state = models.CharField(max_length=10, choices=State.choices)
    alarm = models.CharField(max_length=20, choices=Alarm.choices, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    complexity = models.PositiveSmallIntegerField(default=100)  # hundredths of an ordinary case
    places = models.PositiveSmallIntegerField(default=1)
    rules_version = models.CharField(max_length=20)

    frozen: Any = models.JSONField(
        default=dict
    )  # list, exclusions, places, rules, round: what is committed to
    salt = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, null=True, unique=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    ledger_number = models.PositiveBigIntegerField(null=True, blank=True)
    beacon_kind = models.CharField(max_length=20, blank=True)
    beacon_round = models.CharField(max_length=64, blank=True)
    due = models.DateTimeField(null=True, blank=True)  # when the round appears

    randomness = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    selected: Any = models.JSONField(default=list)  # uuids of judges in the order drawn
    receipt: Any = models.JSONField(null=True, blank=True)
    receipt_sha256 = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    direct_reason = models.CharField(max_length=20, blank=True)
    norm = models.CharField(
        max_length=40, blank=True
    )  # of going to the first judge, of a redraw, of a transfer
    trouble = models.CharField(max_length=20, blank=True)  # why it was not held

    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )
    follows = models.OneToOneField(  # a draw that was not held, because its round never came
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    leaving: Any = models.JSONField(default=list)  # uuids of judges whose seats the judges drawn take
    reason_code = models.CharField(max_length=40, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signature: Any = models.JSONField(null=True, blank=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["proceeding"],
                condition=Q(state__in=["committed", "drawn", "direct"]),
                name="draw_one_live",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["committed", "drawn"])
                | Q(commitment__isnull=False, ledger_number__isnull=False, committed_at__isnull=False),
                name="draw_committed_first",
            ),
            models.CheckConstraint(
                condition=~Q(state="drawn") | Q(receipt__isnull=False, drawn_at__isnull=False),
                name="draw_has_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | (~Q(reason_code="") & Q(signature__isnull=False)),
                name="draw_redrawn_for_a_signed_reason",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True)
                | Q(committed_at__isnull=True)
                | Q(drawn_at__gte=F("committed_at")),
                name="draw_after_commitment",
            ),
        )
        indexes = (
            models.Index(fields=["beacon_kind", "beacon_round", "state"], name="draw_round"),
            models.Index(fields=["state", "due"], name="draw_due"),
            models.Index(fields=["court_code", "-created_at"], name="draw_court"),
        )

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("allocation:draw", args=[self.uuid])

    @property
    def reference(self) -> str:
        """What the assignment of a judge refers to."""
        return str(self.uuid)


class BeaconRound(models.Model):
    """A round of a drand chain whose signature was checked once."""

    chain = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    previous_signature = models.CharField(max_length=192)
    signature = models.CharField(max_length=192)
    randomness = models.CharField(max_length=64)
    verified_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "number"], name="beacon_round_once"),)

    def __str__(self) -> str:
        return f"{self.chain[:8]}/{self.number}"


class CourtsRound(models.Model):
    """A round of commit and reveal. `named` is its id, made of all promises once they are in."""

    class State(models.TextChoices):
        STANDING = "standing", _("committed, nothing revealed")
        REVEALING = "revealing", _("courts reveal")
        REVEALED = "revealed", _("revealed")
        FAILED = "failed", _("given up: somebody did not reveal")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    named = models.CharField(max_length=64, null=True, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDING)
    opened_at = models.DateTimeField()
    reveal_until = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)  # the first reveal
    randomness = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="standing"), name="courts_round_one_stands"
            ),
            models.CheckConstraint(
                condition=~Q(state="revealed") | ~Q(randomness=""), name="courts_round_revealed_with_value"
            ),
        )

    def __str__(self) -> str:
        return self.named or str(self.uuid)


class Contribution(models.Model):
    """What one court promised in a round, and what it revealed; without a value it is missing."""

    round = models.ForeignKey(CourtsRound, on_delete=models.CASCADE, related_name="contributions")
    court_code = models.CharField(max_length=8)
    public_key = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    ledger_number = models.PositiveBigIntegerField()
    value = models.CharField(max_length=64, blank=True)
    revealed_at = models.CharField(max_length=30, blank=True)  # as it was signed
    signature = models.CharField(max_length=128, blank=True)

    class Meta:
        ordering = ("court_code",)
        constraints = (models.UniqueConstraint(fields=["round", "court_code"], name="contribution_once"),)

    def __str__(self) -> str:
        return f"{self.court_code} in {self.round_id}"


class Conflict(models.Model):
    """Why a judge may not sit in a case, as declared: GPK 37–38, a granted recusal, failed conciliation."""

    class Code(models.TextChoices):
        EARLIER_PART = "earlier_part", _("took part in the case earlier")
        EARLIER_ROLE = "earlier_role", _("had another role in the case")
        RELATIVE = "relative", _("relative of a party or representative")
        INTEREST = "interest", _("interest in the outcome")
        RECUSED = "recused", _("recused")
        FAILED_MEDIATION = "failed_mediation", _("conciliation before this judge failed")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="conflicts")
    code = models.CharField(max_length=20, choices=Code.choices)
    consent = models.BooleanField(default=False)  # of the parties, after failed conciliation
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "judge", "code"], name="conflict_once"),)

    def __str__(self) -> str:
        return f"{self.judge_id} {self.code} {self.case_id}"


class DrawAlarm(models.Model):
    """Something about a draw that the chair and the auditor must look at."""

    class Code(models.TextChoices):
        FEW = "few_eligible", _("fewer than three judges could be drawn")
        EMPTY = "none_eligible", _("not enough judges for the places")
        ROUND = "round_failed", _("the named round did not come; the draw was held by another")

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="alarms")
    court_code = models.CharField(max_length=4)
    code = models.CharField(max_length=20, choices=Code.choices)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ("-raised_at", "-id")
        constraints = (models.UniqueConstraint(fields=["draw", "code"], name="alarm_once"),)
        indexes = (models.Index(fields=["court_code", "-raised_at"], name="alarm_court"),)

    def __str__(self) -> str:
        return f"{self.code} {self.draw_id}"


class Tally(models.Model):
    """How often a judge was in a list of a month, how often drawn, and how often to be expected.

    `expected` is the sum of the judge's chances, `variance` the sum of chance · (1 − chance).
    """

    court_code = models.CharField(max_length=4)
    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    draws = models.PositiveIntegerField(default=0)
    chosen = models.PositiveIntegerField(default=0)
    expected = models.FloatField(default=0)
    variance = models.FloatField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = (models.UniqueConstraint(fields=["court_code", "judge", "month"], name="tally_once"),)
        indexes = (models.Index(fields=["month", "court_code"], name="tally_month"),)

    def __str__(self) -> str:
        return f"{self.judge_id} {self.month}"
