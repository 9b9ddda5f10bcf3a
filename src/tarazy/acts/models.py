"""What the bank stores: an act as read, the norms that it cites, the links of one case across instances."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.acts.signals import acts_updated
from tarazy.jurimetrics.anonymise import mask_decision, mask_with
from tarazy.jurimetrics.decision import Decision, Instance, Kind, Outcome, Review, Span
from tarazy.people.permissions import Permission, may

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

KIND_NAMES = {
    Kind.JUDGMENT: _("judgment"),
    Kind.RULING: _("ruling"),
    Kind.APPEAL_RULING: _("appeal ruling"),
    Kind.CASSATION_RULING: _("cassation ruling"),
    Kind.COURT_ORDER: _("court order"),
    Kind.SENTENCE: _("sentence"),
    Kind.OFFENCE_RULING: _("ruling on an administrative offence"),
}
INSTANCE_NAMES = {
    Instance.FIRST: _("first instance"),
    Instance.APPEAL: _("appeal"),
    Instance.CASSATION: _("cassation"),
}
OUTCOME_NAMES = {
    Outcome.GRANTED: pgettext_lazy("outcome", "granted"),
    Outcome.GRANTED_IN_PART: pgettext_lazy("outcome", "granted in part"),
    Outcome.DENIED: pgettext_lazy("outcome", "denied"),
    Outcome.DISCONTINUED: pgettext_lazy("outcome", "discontinued"),
    Outcome.LEFT_UNCONSIDERED: pgettext_lazy("outcome", "left unconsidered"),
    Outcome.RETURNED: pgettext_lazy("outcome", "returned"),
}
REVIEW_NAMES = {
    Review.UPHELD: pgettext_lazy("review", "upheld"),
    Review.CHANGED: pgettext_lazy("review", "changed"),
    Review.REVERSED: pgettext_lazy("review", "reversed"),
}


def _choices(names: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(key.value, name) for key, name in names.items()]


class Visibility(models.TextChoices):
    """Who may see an act. Closed is the default: nothing becomes public by forgetting."""

    CLOSED = "closed", _("closed")
    PUBLIC = "public", _("public")


class Source(models.TextChoices):
    """Where an act came from."""

    MODEL = "model", _("model data")
    OWN = "own", _("own act")
    COURT = "court", _("published by the court")


class ActQuerySet(models.QuerySet["Act"]):
    """Acts; pages, API, search and exports take them only through `visible_to`."""

    def visible_to(self, user: User | AnonymousUser | None) -> ActQuerySet:
        """The acts that this user may see: public ones, one's own, and all for those with the permission."""
        if sees_closed_acts(user):
            return self.all()
        allowed = Q(visibility=Visibility.PUBLIC)
        if user is not None and user.is_authenticated:
            allowed |= Q(owner_id=user.pk)
        return self.filter(allowed)

    def without_text(self) -> ActQuerySet:
        """The same acts with the heavy columns left in the database."""
        return self.defer("text", "reading", "public_text")

    def update(self, **fields: Any) -> int:
        """As Django's; copies of the bank (files in bulk, letters) hear of it in the same transaction."""
        with transaction.atomic(using=self.db):
            before = list(self.order_by().values_list("pk", "court", "date", "visibility"))
            changed = super().update(**fields)
            acts_updated.send(Act, before=before)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]


def sees_closed_acts(user: User | AnonymousUser | None) -> bool:
    """True for an active user who may see closed acts (judges and their assistants)."""
    return may(user, Permission.READ_CLOSED_ACTS)


class Act(models.Model):
    """One judicial act. `reading` is the `Decision` without its text; the flat columns repeat it for
    filters.
    """

    act_id = models.CharField(max_length=200, unique=True)
    content_hash = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.CLOSED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=20, blank=True, choices=_choices(KIND_NAMES))
    instance = models.CharField(max_length=10, blank=True, choices=_choices(INSTANCE_NAMES))
    court = models.CharField(max_length=255, blank=True)
    region = models.CharField(max_length=120, blank=True)
    date = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    filed = models.DateField(null=True, blank=True)
    case_number = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=20, blank=True, choices=_choices(OUTCOME_NAMES))
    review = models.CharField(max_length=10, blank=True, choices=_choices(REVIEW_NAMES))
    added = models.DateTimeField(auto_now_add=True)
    text = models.TextField()
    reading = models.JSONField()
    public_text = models.TextField(default="")  # masked when taken in, so that lists never load names

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ("-date", "act_id")
        constraints = (
            models.CheckConstraint(
                condition=Q(visibility__in=[choice.value for choice in Visibility]),
                name="act_visibility_known",
            ),
        )
        indexes = (
            models.Index(
                fields=[
                    "visibility",
                    "court",
                    "region",
                    "year",
                    "category",
                    "outcome",
                    "instance",
                    "language",
                    "date",
                    "act_id",
                    "owner",
                ],
                name="act_facets",
            ),
            models.Index(fields=["visibility", "-date", "act_id"], name="act_latest"),
            models.Index(fields=["visibility", "category", "date"], name="act_category"),
            models.Index(fields=["case_number"], name="act_case_number"),
            models.Index(fields=["owner"], name="act_owner"),
        )

    def __str__(self) -> str:
        return f"{self.case_number or self.act_id} {self.date or ''}".strip()

    def get_absolute_url(self) -> str:
        return reverse("acts:act", args=[self.act_id])

    @cached_property
    def decision(self) -> Decision:
        """The act as read, with the names in it: for those who may see them and for computation."""
        return Decision.model_validate({**self.reading, "id": self.act_id, "text": self.text})

    @cached_property
    def public_decision(self) -> Decision:
        """The act as anyone may read it: people's names, numbers and addresses replaced, spans moved along.

        A text that is public as it stands was anonymised before it came here, and a person confirmed it.
        """
        return self.decision if self.public_text == self.text else mask_decision(self.decision)

    def public_with(self, spans: Sequence[Span]) -> tuple[Decision, list[Span]]:
        """As `public_decision`, with further places of the text moved along."""
        if self.public_text == self.text:
            return self.decision, list(spans)
        return mask_with(self.decision, spans)


class ActNorm(models.Model):
    """A norm cited in an act, once per act; answers "which other acts cite it"."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="norms")
    code = models.CharField(max_length=40)
    article = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["act", "code", "article"], name="act_norm_once"),)
        indexes = (models.Index(fields=["code", "article", "act"], name="norm_acts"),)

    def __str__(self) -> str:
        return f"{self.code} {self.article}"


class InstanceLink(models.Model):
    """Two acts of one case: `upper` reviews `lower`. `reasons` are {code, level, bits} for pages to phrase."""

    class Status(models.TextChoices):
        CERTAIN = "certain", _("certain")
        DOUBTFUL = "doubtful", _("to be checked")
        UNLIKELY = "unlikely", _("unlikely")
        CONFIRMED = "confirmed", _("confirmed by a person")
        REJECTED = "rejected", _("rejected by a person")

    lower = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="links_up")
    upper = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="links_down")
    probability = models.FloatField()
    reasons = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DOUBTFUL)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["lower", "upper"], name="link_once"),
            models.CheckConstraint(condition=~Q(lower=models.F("upper")), name="link_two_acts"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="link_probability"
            ),
        )

    def __str__(self) -> str:
        return f"{self.lower_id} → {self.upper_id}"
