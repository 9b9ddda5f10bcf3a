"""Rows of JSON Lines files, gzip or plain, as every bench takes them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as probe:
        packed = probe.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")


def read_rows(path: str | Path) -> Iterator[dict[str, Any]]:
    """Yield each row of a JSON Lines file, told gzip or plain by its first bytes, not by its name.

    Blank lines and a byte order mark are passed over. Raises `OSError` if the file can't be opened and
    `ValueError` with the line's number if a line is not a JSON object.
    """
    with _opened(Path(path)) as lines:
        for number, line in enumerate(lines, start=1):
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            if not text:
                continue
            try:
                row = json.loads(text)
            except json.JSONDecodeError as error:
                raise ValueError(f"line {number} of {path} is not JSON: {error.msg}") from error
            if not isinstance(row, dict):
                raise ValueError(f"line {number} of {path} is not a JSON object")
            yield row
