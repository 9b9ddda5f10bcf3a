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


def _url(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "tantivy":
        return f"tantivy://{folder / 'search'}"
    running: RunningCluster = request.getfixturevalue("cluster")
    return running.url(f"acts-{uuid.uuid4().hex[:10]}")


@pytest.fixture(scope="module", params=["tantivy", "opensearch"])
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchEngine]:
    """An engine for tests that only read, to be filled once by their file."""
    engine = engine_at(_url(request, tmp_path_factory.mktemp("library")))
    yield engine
    engine.close()


@pytest.fixture(params=["tantivy", "opensearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[SearchEngine]:
    """An engine without entries, which is that of the installation too."""
    settings.SEARCH_URL = _url(request, tmp_path)
    yield open_engine()
    engine_at(search_url()).close()
