"""`{% bundle "app.css" %}`: the address of a built file, whose name carries the hash of what is in it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django import template
from django.templatetags.static import static

register = template.Library()
DIST = Path(__file__).resolve().parents[1] / "static" / "dist"


class AssetsNotBuilt(Exception):
    """The static assets have not been built yet: `tarazy assets` builds them."""


@lru_cache(maxsize=4)
def _manifest(path: Path, modified_ns: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


@register.simple_tag
def bundle(name: str) -> str:
    """The URL of a bundle by its plain name. Raises `AssetsNotBuilt` when there is no such built file."""
    path = DIST / "manifest.json"
    try:
        return static(f"dist/{_manifest(path, path.stat().st_mtime_ns)[name]}")
    except (FileNotFoundError, KeyError):
        raise AssetsNotBuilt(f"no built file {name}: run `tarazy assets`") from None
