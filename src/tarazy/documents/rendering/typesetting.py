"""typst with its own fonts only: the same values give the same bytes on every machine.

Its fonts have every Kazakh letter (Libertinus Serif) and the sign of the tenge (New Computer Modern).
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import qrcode
import typst
from qrcode.image.svg import SvgPathImage

FOLDER = Path(__file__).resolve().parent / "papers"
STANDARD = "a-2b"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[])


def compile_pdf(paper: str, inputs: dict[str, str], made: datetime, *, archival: bool = True) -> bytes:
    """The PDF of `papers/<paper>.typ` with these inputs, dated `made` (aware); PDF/A-2b if `archival`.

    Raises `typst.TypstError`.
    """
    # A compiler of its own for each paper: inputs must never stay from the paper of somebody else.
    compiler = typst.Compiler(
        str(FOLDER / f"{paper}.typ"),
        root=str(FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    result = compiler.compile(
        format="pdf",
        pdf_standards=[STANDARD] if archival else [],
        timestamp=int(made.timestamp()),
    )
    assert isinstance(result, bytes)
    return result


def qr_svg(address: str) -> str:
    """A QR code of an address as SVG, error correction M (15 % may be covered)."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(address)
    target = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(target)
    return target.getvalue().decode()
