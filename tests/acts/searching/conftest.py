"""Both engines for the same tests; the cluster is started once, by the first test that needs it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tarazy.acts.searching.engine import SearchEngine
from tarazy.acts.searching.opening import engine_at, open_engine, search_url
from tests.acts.searching.running_cluster import RunningCluster
from tests.database import sqlite_file  # noqa: F401


@pytest.fixture(scope="session")
def cluster() -> Iterator[RunningCluster]:
    """A real OpenSearch."""
    running = RunningCluster()
    yield running
    running.close()


@pytest.fixture(params=["tantivy", "opensearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[SearchEngine]:
    """An engine without entries, which is that of the installation too."""
    if request.param == "tantivy":
        settings.SEARCH_URL = f"tantivy://{tmp_path / 'search'}"
    else:
        running = request.getfixturevalue("cluster")
        settings.SEARCH_URL = running.url(f"acts-{uuid.uuid4().hex[:10]}")
    yield open_engine()
    engine_at(search_url()).close()
    engine_at.cache_clear()
