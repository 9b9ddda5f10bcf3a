"""Where this installation keeps what it makes: the database, the bank of acts, indexes, models, its key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def in_checkout() -> bool:
    """Whether the program runs from its sources, not from an installed wheel."""
    return CHECKOUT.joinpath("pyproject.toml").is_file() and CHECKOUT.joinpath("src", "tarazy").is_dir()


def home() -> Path:
    """`TARAZY_HOME`, else `var/` of the checkout, else a folder in the home of the user."""
    if named := os.environ.get("TARAZY_HOME"):
        return Path(named).expanduser().resolve()
    if in_checkout():
        return CHECKOUT / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "tarazy"


def own_secret_key(folder: Path) -> str:
    """The key kept in `folder`, made on first use, readable by its owner only.

    Two processes that start together agree: the file appears complete under its name or not at all.
    """
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret-key.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
