"""typst with fonts of its own and of this folder only: the same values give the same bytes on every machine.

They have every Kazakh letter (Libertinus Serif, PT Serif) and the sign of the tenge (New Computer Modern).
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import qrcode
import typst
from qrcode.image.svg import SvgPathImage

FOLDER = Path(__file__).resolve().parent / "papers"
FONTS = Path(__file__).resolve().parent / "fonts"
STANDARD = "a-2b"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


# Letters that the fonts surely have: Latin, Cyrillic with Kazakh, marks of writing, tenge, euro, №, ™, −.
_WIDE = re.compile(
    r"[^\n\x20-\x7e\xa0-\u017f\u0400-\u045f\u048a-\u0513\u2010-\u2027\u2030-\u203a\u20ac\u20b8\u2116\u2122\u2212]"
)
_NARROW = re.compile(r"[^\n\x20-\x7e\xa0«»\u0401\u0410-\u044f\u0451ӘәҒғҚқҢңӨөҰұҮүҺһІі–—“”„’…₸№]")


def compile_paper(paper: str, values: Any, made: datetime, *, archival: bool = True) -> bytes:
    """The PDF of `papers/<paper>.typ` with these values (JSON), dated `made` (aware); PDF/A-2b if `archival`.

    PDF/A has no place for a letter without a shape: one that the fonts lack (another script, an emoji) is printed
    as its code point, <U+4E2D>. Control characters are left out.
    """
    plain = _mapped(values, _without_controls)
    for foreign in (None, _WIDE, _NARROW):
        shown = plain if foreign is None else _mapped(plain, partial(foreign.sub, _code_point))
        try:
            return _compile(paper, json.dumps(shown, ensure_ascii=False), made, archival)
        except typst.TypstError as error:
            if foreign is _NARROW or "could not be displayed" not in str(error):
                raise
    raise AssertionError("unreachable")


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: one if key == "qr" else _mapped(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(one, change) for one in value]
    return value


def _without_controls(text: str) -> str:
    """A tab is a space; marks that turn the direction of writing would show something else than was written."""
    return "".join(
        char if char == "\n" or unicodedata.category(char)[0] != "C" else " " if char in "\t\r" else ""
        for char in unicodedata.normalize("NFC", text)
    )


def _code_point(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


def _compile(paper: str, values: str, made: datetime, archival: bool) -> bytes:
    # A compiler of its own for each paper: inputs must never stay from the paper of somebody else.
    compiler = typst.Compiler(
        str(FOLDER / f"{paper}.typ"),
        root=str(FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"values": values},
    )
    result = compiler.compile(
        format="pdf", pdf_standards=[STANDARD] if archival else [], timestamp=int(made.timestamp())
    )
    assert isinstance(result, bytes)
    # A signature is written after the end of the file: its first object must begin on a line of its own (PDF/A, 6.1.9).
    return result if result.endswith(b"\n") else result + b"\n"


def qr_svg(address: str) -> str:
    """A QR code of an address as SVG, error correction M (15 % may be covered)."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(address)
    target = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(target)
    return target.getvalue().decode()
