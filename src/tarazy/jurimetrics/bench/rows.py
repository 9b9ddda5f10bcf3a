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


def split_by_time(path: str | Path, folder: str | Path, date: str, share: float) -> tuple[int, int]:
    """Write `earlier.jsonl.gz` and `later.jsonl.gz` into `folder`; how many rows each has.

    About `share` of the rows are earlier. Rows of one date stay together, so that no later row is as old as
    an earlier one. Raises `ValueError` for a row without the field, or where all rows have one date.
    """
    rows = list(read_rows(path))
    for number, row in enumerate(rows, start=1):
        if row.get(date) in (None, ""):
            raise ValueError(f"row {number} of {path} has no {date}")
    rows.sort(key=lambda row: str(row[date]))
    cut = round(len(rows) * share)
    while 0 < cut < len(rows) and rows[cut - 1][date] == rows[cut][date]:
        cut += 1
    if cut in (0, len(rows)):
        raise ValueError(f"the rows of {path} can't be cut in two by {date}")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, part in (("earlier", rows[:cut]), ("later", rows[cut:])):
        with gzip.open(target / f"{name}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in part)
    return cut, len(rows) - cut
