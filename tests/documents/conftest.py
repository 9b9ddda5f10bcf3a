"""What the tests of documents share: a store and a workshop of their own, a small factory."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tarazy.documents import access
from tarazy.documents.actions import add_document
from tarazy.documents.models import Document
from tarazy.people.models import User
from tests.documents import files


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> Path:
    """Each test keeps its files in a folder of its own; tasks run at once."""
    settings.TARAZY_HOME = tmp_path
    settings.STORAGE_URL = ""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    return tmp_path


@pytest.fixture
def no_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms above name nothing."""
    monkeypatch.setattr(access, "_providers", [])
    monkeypatch.setattr(access, "_sealed_providers", [])


MakeDocument = Callable[..., Document]


@pytest.fixture
def a_document(db: None) -> MakeDocument:
    """`a_document(owner, content, name)`: a document as somebody put it in."""

    def make(
        owner: User | None = None, content: bytes = b"", name: str = "арыз.pdf", **more: object
    ) -> Document:
        return add_document(
            io.BytesIO(content or files.pdf()),
            name,
            by=owner,
            now=timezone.now(),
            **more,  # type: ignore[arg-type]
        )

    return make
