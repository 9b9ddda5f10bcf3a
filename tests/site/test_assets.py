"""The built files and the files that pin what they are built with."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from tarazy.site import assets

ROOT = Path(__file__).resolve().parents[2]
HOST = re.compile(r"https?://|--index-url|--extra-index-url|--find-links")


@pytest.mark.parametrize("name", ["core.txt", "build.txt", "dev.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_host(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert not HOST.search(text)
    entries = re.split(r"\n(?=[a-z0-9])", text)
    pinned = [entry for entry in entries if "==" in entry]
    assert len(pinned) > 5
    assert all("--hash=sha256:" in entry for entry in pinned)


def test_every_direct_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = set(
        re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements" / "core.txt").read_text(), re.MULTILINE)
    )
    wanted = {re.split(r"[<>=\[ ]", name)[0].lower() for name in project["project"]["dependencies"]}
    assert wanted <= pinned


def test_the_lock_of_the_frontend_has_integrity_hashes_and_names_no_host() -> None:
    lock = json.loads((assets.FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 20
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert not [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")]


@pytest.fixture
def manifest() -> dict[str, str]:
    assets.build()
    names: dict[str, str] = json.loads((assets.DIST / "manifest.json").read_text(encoding="utf-8"))
    return names


def test_built_files_are_those_of_the_sources(manifest: dict[str, str]) -> None:
    assert assets.up_to_date()
    assert not assets.build()
    for plain, hashed in manifest.items():
        assert (assets.DIST / hashed).is_file()
        assert re.fullmatch(r".+-[0-9A-Z]{8}\.\w+", hashed), plain


def test_scripts_of_a_page_stay_under_200_kb(manifest: dict[str, str]) -> None:
    everywhere = sum((assets.DIST / manifest[name]).stat().st_size for name in ("app.js", "supported.js"))
    assert everywhere < 200_000
    with_pictures = sum(
        len(gzip.compress((assets.DIST / manifest[name]).read_bytes()))
        for name in ("app.js", "supported.js", "plots.js")
    )
    assert with_pictures < 200_000


def test_no_crown_and_no_font_of_another_state_is_carried(manifest: dict[str, str]) -> None:
    css = (assets.DIST / manifest["app.css"]).read_text(encoding="utf-8")
    assert "GDS Transport" not in css
    assert "crest" not in css
    assert "crown" not in css
    assert not re.search(r"url\(\"?https?:", css)


def test_a_failed_build_says_what_npm_said_and_keeps_the_old_files(
    manifest: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "frontend"
    (broken / "src").mkdir(parents=True)
    (broken / "package.json").write_text('{"name": "x", "dependencies": {"not-in-the-lock": "1.0.0"}}')
    (broken / "package-lock.json").write_text('{"name": "x", "lockfileVersion": 3, "packages": {"": {}}}')
    monkeypatch.setattr(assets, "FRONTEND", broken)
    with pytest.raises(assets.AssetsFailed, match="npm ci"):
        assets.build()
    assert (assets.DIST / manifest["app.css"]).is_file()
