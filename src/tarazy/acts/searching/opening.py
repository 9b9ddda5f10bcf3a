"""The engine of this installation, opened once a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from tarazy.acts.searching.engine import SearchEngine


def search_url() -> str:
    """`SEARCH_URL` of the settings; without it a folder (`ACTS_INDEX`, else one of the installation's home)."""
    if given := getattr(settings, "SEARCH_URL", ""):
        return str(given)
    folder = getattr(settings, "ACTS_INDEX", None) or Path(settings.TARAZY_HOME) / "search"
    return f"tantivy://{Path(folder).absolute()}"


@lru_cache(maxsize=8)
def engine_at(url: str) -> SearchEngine:
    """The engine that the URL names: `tantivy:///folder`, `opensearch://host:port,host:port/prefix`, or the latter
    with `opensearch+https`. Raises `ImproperlyConfigured` for another.
    """
    parts = urlsplit(url)
    # An engine is imported when it is opened: no installation needs both.
    if parts.scheme == "tantivy" and parts.path:
        from tarazy.acts.searching.tantivy_engine import TantivyEngine

        return TantivyEngine(Path(parts.path))
    if parts.scheme in ("opensearch", "opensearch+https") and parts.netloc:
        from tarazy.acts.searching.opensearch_engine import OpenSearchEngine

        return OpenSearchEngine.at(url)
    raise ImproperlyConfigured("SEARCH_URL must be tantivy:///folder or opensearch://host:port/prefix")


def open_engine() -> SearchEngine:
    """The engine of this installation."""
    return engine_at(search_url())
