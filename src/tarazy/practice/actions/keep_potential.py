"""Keeping the ranking of categories by their potential for drafting by rules."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tarazy.jurimetrics.potential import Potential
from tarazy.practice.models import CategoryPotential


@transaction.atomic
def keep_potential(ranking: Iterable[Potential]) -> int:
    """Put a new ranking in place of the old one. Returns the number of categories."""
    CategoryPotential.objects.all().delete()
    rows = CategoryPotential.objects.bulk_create(
        CategoryPotential(category=one.category, score=one.score, figures=one.model_dump(mode="json"))
        for one in ranking
    )
    return len(rows)
