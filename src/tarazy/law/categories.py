"""The pack's classifier of cases: finding a category by whatever it is called."""

from __future__ import annotations

from functools import cache

from .model import Category, Jurisdiction
from .pack import load


def category(slug: str, jurisdiction_id: str = "kz") -> Category | None:
    """The category with this slug in the pack of this country, or None."""
    return _by_slug(jurisdiction_id).get(slug)


def resolve_category(label: str | int, jurisdiction_id: str = "kz") -> str | None:
    """The slug of the category called `label`: its number (1 or "1"), slug, or name in any language.

    Case and spaces around are ignored. None when nothing is called so.
    """
    key = " ".join(str(label).split()).casefold().replace("ё", "е")
    return _by_label(jurisdiction_id).get(key)


def categories_of(group_id: str, jurisdiction: Jurisdiction) -> tuple[Category, ...]:
    """The categories of one group, in the classifier's order."""
    return tuple(category for category in jurisdiction.categories if category.group == group_id)


@cache
def _by_slug(jurisdiction_id: str) -> dict[str, Category]:
    return {category.slug: category for category in load(jurisdiction_id).categories}


@cache
def _by_label(jurisdiction_id: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for entry in load(jurisdiction_id).categories:
        for label in (str(entry.number), entry.slug, *entry.names.values()):
            labels[label.casefold().replace("ё", "е")] = entry.slug
    return labels
