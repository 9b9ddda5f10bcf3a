"""What the room raises when something can't be read: a code and parameters, never a sentence for people."""

from __future__ import annotations

from typing import Literal

Code = Literal[
    "empty",
    "encrypted",
    "too_many_pages",
    "no_text_layer",
    "wrong_type",
    "bad_encoding",
    "too_large",
    "damaged",
]


class Unreadable(ValueError):
    """A file or text from which no act can be read.

    `code` says why, `params` the figures that a message needs (for example `pages` and `limit`); the site
    phrases both in the reader's language.
    """

    def __init__(self, code: Code, **params: int | str) -> None:
        super().__init__(code, params)
        self.code: Code = code
        self.params: dict[str, int | str] = params

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({shown})" if shown else self.code
