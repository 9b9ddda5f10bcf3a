"""Why a file can't be taken."""

from __future__ import annotations

from typing import Any


class FileFault(Exception):
    """A file that can't be filed: `code` says why, `params` with what figures. The words stand in `refusals`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
