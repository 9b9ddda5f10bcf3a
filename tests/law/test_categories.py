"""The classifier of 51 categories."""

import pytest

from tarazy import law

KZ = law.load("kz")


def test_the_numbers_run_from_1_to_51() -> None:
    assert [category.number for category in KZ.categories] == list(range(1, 52))


@pytest.mark.parametrize("category", KZ.categories, ids=lambda category: category.slug)
def test_a_category_is_described_at_length_in_each_language(category: law.Category) -> None:
    for language in ("ru", "kk", "en"):
        description = category.descriptions[language]
        assert 3 <= description.count(". ") + 1 <= 8
        assert len(description) > 350
        assert len(category.lexicon[language]) >= 5


@pytest.mark.parametrize("category", KZ.categories, ids=lambda category: category.slug)
def test_a_category_is_found_by_whatever_it_is_called(category: law.Category) -> None:
    labels = [category.number, str(category.number), category.slug, *category.names.values()]
    for label in labels:
        assert law.resolve_category(label) == category.slug
        assert law.resolve_category(f"  {label} ".upper()) == category.slug
    assert law.category(category.slug) == category


def test_what_is_no_category_resolves_to_none() -> None:
    assert law.resolve_category("52") is None
    assert law.resolve_category(0) is None
    assert law.resolve_category("") is None
    assert law.category("nonsense") is None


def test_each_group_has_categories_and_no_category_is_without_a_group() -> None:
    counted = sum(len(law.categories_of(group.id, KZ)) for group in KZ.groups)
    assert counted == 51
    assert all(law.categories_of(group.id, KZ) for group in KZ.groups)


def test_a_stem_of_the_lexicon_speaks_for_few_categories() -> None:
    for language in ("ru", "kk", "en"):
        seen: dict[str, set[str]] = {}
        for category in KZ.categories:
            for stem in category.lexicon[language]:
                seen.setdefault(stem, set()).add(category.slug)
        assert {stem: slugs for stem, slugs in seen.items() if len(slugs) > 3} == {}
