"""Names of categories, time limits and norms in the reader's language, from the jurisdiction pack."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, gettext

from tarazy import law

LANGUAGES = ("kk", "ru", "en")


def jurisdiction() -> law.Jurisdiction:
    """The pack of the country whose court this is (`JURISDICTION` in the settings)."""
    return law.load(getattr(settings, "JURISDICTION", "kz"))


def language() -> str:
    """The language of the page, one of the three."""
    current = (get_language() or "en")[:2]
    return current if current in LANGUAGES else "en"


@lru_cache(maxsize=1)
def _categories() -> dict[str, dict[str, str]]:
    return {category.slug: dict(category.names) for category in jurisdiction().categories}


@lru_cache(maxsize=1)
def _limits() -> dict[str, dict[str, str]]:
    return {limit.id: dict(limit.names) for limit in law.time_limits(jurisdiction())}


def category_name(slug: str) -> str:
    """The name of a category; an unknown slug comes back as it is."""
    return in_language(_categories().get(slug), slug)


def limit_name(limit: str) -> str:
    """The name of a time limit of the pack; an unknown id comes back as it is, in words."""
    return in_language(_limits().get(limit), limit.replace("_", " "))


def norm_words(norm: str) -> str:
    """A norm as tables write it, «GPK 150-152», as the reader's language does: «ГПК, ст. 150-152»."""
    code, _, article = norm.partition(" ")
    known = jurisdiction().codes_by_id.get(code)
    if known is None:
        return norm
    usual = known.abbreviations.get(language(), ())
    short = usual[0] if usual else in_language(dict(known.names), code)
    if not article:
        return short
    cited = gettext("art. %(article)s") % {"article": article}
    return f"{short}, {cited}"


def in_language(names: dict[str, str] | None, otherwise: str) -> str:
    """The name in the reader's language, else in English, else `otherwise`."""
    if not names:
        return otherwise
    return names.get(language()) or names.get("en") or otherwise
