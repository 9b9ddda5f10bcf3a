"""What the search reads: words by which a case is found, and what everybody may know of it.

Both are made from the case by `cases.search.index_cases` and hold nothing of their own. A sealed case has no
public card and no word for the public, so that a search has nothing to hide: it can't find, count or be slowed by it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CharField, Lookup, Q

from tarazy.cases.models.case import Case, Proceeding
from tarazy.cases.models.kinds import Outcome, ProceedingKind, Stage
from tarazy.courts.models import Court, Instance, Judge


@CharField.register_lookup
class Begins(Lookup):  # type: ignore[type-arg]
    """`column__begins="ива"`: a prefix, letter for letter, that both engines answer from an ordinary index."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A range where letters are compared by their codes (SQLite), a pattern where they are not."""
        left, left_params = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        if connection.vendor == "postgresql":
            escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            return f"{left} LIKE %s", [*left_params, escaped + "%"]
        return f"({left} >= %s AND {left} < %s)", [*left_params, prefix, *left_params, prefix + "\U0010ffff"]


class CaseTerm(models.Model):
    """A word of a party's name, an IIN or BIN, a number; in each court that has the case."""

    class Audience(models.TextChoices):
        EVERYBODY = "all"
        FILE = "file"  # whoever may open the file
        COURT = "court"  # the court's side only: names of sealed parties

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="terms")
    court_code = models.CharField(max_length=4)
    term = models.CharField(max_length=60)
    audience = models.CharField(max_length=5, choices=Audience.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "court_code", "term"], name="case_term_once"),)
        indexes = (
            models.Index(
                fields=["court_code", "term"],
                opclasses=["varchar_ops", "varchar_pattern_ops"],
                name="case_term_court",
            ),
            models.Index(
                fields=["term"],
                opclasses=["varchar_pattern_ops"],
                condition=Q(audience="all"),
                name="case_term_public",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.term}"


class PublicCardQuerySet(models.QuerySet["PublicCard"]):
    """Cards; the door is asked once more when they leave the database."""

    def public(self) -> PublicCardQuerySet:
        """Cards of cases that are registered and not sealed."""
        return self.filter(case__sealed=False, case__number__isnull=False)


class PublicCard(models.Model):
    """What everybody may know of a case before one instance: number, court, stage, dates, shortened names."""

    proceeding = models.OneToOneField(Proceeding, on_delete=models.CASCADE, related_name="card")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="cards")
    number = models.CharField(max_length=40)
    key = models.CharField(max_length=40, unique=True)  # the number as it is compared
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    instance = models.CharField(max_length=10, choices=Instance.choices)
    kind = models.CharField(max_length=20, choices=ProceedingKind.choices)
    category = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=24, choices=Stage.choices)
    stage_since = models.DateTimeField()
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, choices=Outcome.choices, blank=True)
    judge = models.ForeignKey(Judge, null=True, on_delete=models.SET_NULL, related_name="+")
    parties: Any = models.JSONField(default=list)  # [[role, shortened name], …]

    objects = PublicCardQuerySet.as_manager()

    class Meta:
        ordering = ("-filed_at", "-id")
        indexes = (
            models.Index(fields=["-filed_at", "-id"], name="card_filed"),
            models.Index(fields=["court", "-filed_at", "-id"], name="card_court"),
            models.Index(fields=["stage", "-filed_at", "-id"], name="card_stage"),
            models.Index(fields=["court", "stage", "-filed_at", "-id"], name="card_court_stage"),
            models.Index(fields=["judge", "-filed_at", "-id"], name="card_judge"),
        )

    def __str__(self) -> str:
        return self.number
