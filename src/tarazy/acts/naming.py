"""Names of categories, regions, codes and norms in the reader's language, from the jurisdiction pack."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language, gettext

from tarazy import law
from tarazy.jurimetrics.decision import NormRef

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
def _regions() -> dict[str, dict[str, str]]:
    return {region.id: dict(region.names) for region in jurisdiction().regions}


@lru_cache(maxsize=1)
def _region_ids() -> dict[str, str]:
    return {name.lower(): key for key, names in _regions().items() for name in names.values()}


def category_slugs() -> list[str]:
    """The slugs of all categories in the order of the classifier."""
    return list(_categories())


def category_name(slug: str) -> str:
    """The name of a category; an unknown slug comes back as it is."""
    return _in_language(_categories().get(slug), slug)


def region_id(value: str) -> str:
    """The id of a region known by any of its names or by its id; another value comes back as it is."""
    return _region_ids().get(value.lower(), value)


def region_name(value: str) -> str:
    """The name of a region by its id or by a name in another language."""
    return _in_language(_regions().get(region_id(value)), value)


def code_name(code: str) -> str:
    """The full name of a code or law; an unknown id comes back as it is."""
    known = jurisdiction().codes_by_id.get(code)
    return _in_language(dict(known.names) if known else None, code)


def code_short(code: str) -> str:
    """The usual abbreviation of a code or law in the reader's language."""
    known = jurisdiction().codes_by_id.get(code)
    if known is None:
        return code
    usual = known.abbreviations.get(language(), ())
    return usual[0] if usual else _in_language(dict(known.names), code)


def norm_name(norm: NormRef) -> str:
    """A norm as a short reference: «ГПК, ст. 226», «АПК, 226-бап», "CPC, art. 226"."""
    article = gettext("art. %(article)s") % {"article": norm.article}
    return f"{code_short(norm.code)}, {article}" if norm.code else article


def _in_language(names: dict[str, str] | None, otherwise: str) -> str:
    if not names:
        return otherwise
    return names.get(language()) or names.get("en") or otherwise
