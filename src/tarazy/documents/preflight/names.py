"""Names of files: kept as given as long as they are only names."""

from __future__ import annotations

import re
import unicodedata

from tarazy.documents.preflight.faults import FileFault

LONGEST_NAME = 200
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


def clean_name(name: str) -> str:
    """The name in composed Unicode without spaces around it.

    Raises `FileFault` `bad_name` for a path, a control character, a mark that turns the direction of writing (so
    that `fdp.exe` looks like `exe.pdf`), a name of a device, or more than 200 characters.
    """
    composed = unicodedata.normalize("NFC", name).replace("\u00a0", " ").strip()
    if (
        not composed.strip(". ")
        or len(composed) > LONGEST_NAME
        or any(char in "/\\" for char in composed)
        or not composed.isprintable()
        or composed.startswith("..")
        or composed.endswith(".")
        or _RESERVED.match(composed)
    ):
        raise FileFault("bad_name")
    return composed
