"""Tests of people begin with nothing counted, and with home pages that no room above has filled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tarazy.people import homes


@pytest.fixture(autouse=True)
def nothing_of_others(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Counters of earlier tests don't count; the frame of home pages is empty."""
    monkeypatch.setattr(homes, "_BUILDERS", {})
    cache.clear()
    yield
    cache.clear()
