"""Bytes by their hash: whole or not at all, verified, gone when nobody has them."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from tarazy.documents.store import (
    ContentDamaged,
    ContentMissing,
    DjangoStore,
    FolderStore,
    content_store,
    local_copy,
    make_draft,
    workshop,
)


def keep(content: bytes) -> str:
    draft = make_draft(io.BytesIO(content), workshop() / "drafts")
    content_store().keep(draft)
    draft.discard()
    return draft.sha256


def test_what_is_kept_comes_back_and_is_kept_once(own_store: Path) -> None:
    first, second = keep(b"paper"), keep(b"paper")
    assert first == second
    with content_store().open(first) as file:
        assert file.read() == b"paper"
    kept = [path for path in (own_store / "files").rglob("*") if path.is_file()]
    assert [path.relative_to(own_store / "files").as_posix() for path in kept] == [
        f"{first[:2]}/{first[2:4]}/{first}"
    ]
    assert not list((own_store / "documents" / "drafts").iterdir())


def test_changed_bytes_are_noticed_when_read(own_store: Path) -> None:
    sha256 = keep(b"paper")
    (own_store / "files" / sha256[:2] / sha256[2:4] / sha256).write_bytes(b"peper")
    with pytest.raises(ContentDamaged):
        content_store().open(sha256)


def test_removed_bytes_are_gone_and_removing_again_is_nothing() -> None:
    sha256 = keep(b"paper")
    content_store().remove(sha256)
    content_store().remove(sha256)
    assert not content_store().has(sha256)
    with pytest.raises(ContentMissing):
        content_store().open(sha256)


@pytest.mark.parametrize(
    "hash_given", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "0" * 62 + "/.."]
)
def test_what_is_no_hash_is_no_path(hash_given: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        content_store().open(hash_given)


def test_a_draft_that_breaks_off_leaves_nothing(own_store: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("gone")
            return super().read(3)

    with pytest.raises(OSError, match="gone"):
        make_draft(Broken(b"paper"), own_store / "drafts")
    assert not list((own_store / "drafts").iterdir())


def test_twenty_megabytes_never_sit_in_memory(own_store: Path) -> None:
    source = own_store / "large"
    source.write_bytes(b"x" * 20_000_000)
    tracemalloc.start()
    with source.open("rb") as file:
        draft = make_draft(file, own_store / "drafts")
    content_store().keep(draft)
    with local_copy(draft.sha256) as path:
        assert path.stat().st_size == 20_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


def test_a_storage_of_django_serves_as_well(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "elsewhere")},
        }
    }
    settings.STORAGE_URL = "storages://documents"
    assert isinstance(content_store(), DjangoStore)
    sha256 = keep(b"paper")
    assert keep(b"paper") == sha256
    with local_copy(sha256) as path:
        assert path.read_bytes() == b"paper"
    content_store().remove(sha256)
    assert not content_store().has(sha256)


def test_addresses_of_stores(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/some%20where"
    store = content_store()
    assert isinstance(store, FolderStore) and store.root == tmp_path / "some where"
    for wrong in ("s3://bucket", "file://relative", "/plain"):
        settings.STORAGE_URL = wrong
        with pytest.raises(ImproperlyConfigured):
            content_store()


@given(st.binary(max_size=3000))
def test_any_bytes_come_back(content: bytes) -> None:
    with content_store().open(keep(content)) as file:
        assert file.read() == content
