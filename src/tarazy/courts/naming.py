"""Names of regions in the reader's language, from the jurisdiction pack."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from tarazy import law


@lru_cache(maxsize=1)
def _regions() -> dict[str, dict[str, str]]:
    pack = law.load(getattr(settings, "JURISDICTION", "kz"))
    return {region.id: dict(region.names) for region in pack.regions}


def region_name(region: str) -> str:
    """The name of a region by its id; an unknown one comes back as it is."""
    names = _regions().get(region, {})
    return names.get((get_language() or "kk")[:2]) or names.get("en") or region
