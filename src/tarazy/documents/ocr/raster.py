"""A page of a file as an upright grey picture. Runs as a program of its own: a hostile file can only end itself.

`python -m tarazy.documents.ocr.raster FILE PAGE TARGET.png [DPI [SKEW]]` prints the turn and the skew as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

DPI = 300
SMALLEST, LARGEST = 600, 6000  # pixels of the longer side
MEMORY = 3_000_000_000
SECONDS = 60
STEEPEST_SKEW = 5.0  # degrees
_STEP = 0.25


def page_picture(path: Path, number: int, dpi: int = DPI):  # type: ignore[no-untyped-def]
    """Page `number` (from 0) of a PDF, or that picture of a file, as a grey Pillow image at about `dpi`."""
    from PIL import Image, ImageOps

    with path.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    if is_pdf:
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        page = document[number]
        width, height = page.get_size()
        scale = min(dpi / 72, LARGEST / max(width, height, 1))
        return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")
    picture = Image.open(path, formats=["JPEG", "PNG", "TIFF"])
    picture.seek(number)
    upright = ImageOps.exif_transpose(picture) or picture
    if upright.mode in ("RGBA", "LA", "P"):
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright)
    grey = upright.convert("L")
    longer = max(grey.size)
    stated = float(picture.info.get("dpi", (0, 0))[0] or 0)
    # A photo states no resolution that means anything: take it as a page of paper 11.7 inches long.
    factor = dpi / stated if 100 <= stated <= 1200 else dpi * 11.7 / longer
    factor = min(factor, LARGEST / longer, 3.0)
    if abs(factor - 1) > 0.15:
        grey = grey.resize(
            (round(grey.width * factor), round(grey.height * factor)), Image.Resampling.LANCZOS
        )
    return grey


def skew_of(picture) -> float:  # type: ignore[no-untyped-def]
    """The angle in degrees by which the picture must be turned so that its lines lie level, 0 if none is clear.

    Lines are level where the sums of ink along rows differ most from row to row.
    """
    import numpy as np
    from PIL import Image

    small = picture.resize((max(1, picture.width // 4), max(1, picture.height // 4)), Image.Resampling.BOX)
    ink = 255 - np.asarray(small, dtype=np.int32)
    dark = Image.fromarray(((ink > max(60, int(ink.mean()) + 40)) * 255).astype(np.uint8))

    def sharpness(angle: float) -> float:
        rows = np.asarray(dark.rotate(angle, resample=Image.Resampling.NEAREST), dtype=np.float64).sum(axis=1)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    level = sharpness(0.0)
    coarse = max((angle * 0.5 for angle in range(-10, 11)), key=sharpness)
    best = max((coarse - _STEP, coarse, coarse + _STEP), key=sharpness)
    return best if abs(best) >= _STEP and sharpness(best) > 1.05 * level else 0.0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main(arguments: list[str]) -> None:
    """Write the picture and say how it was levelled."""
    _limit()
    path, number, target = Path(arguments[0]), int(arguments[1]), Path(arguments[2])
    dpi = int(arguments[3]) if len(arguments) > 3 else DPI
    picture = page_picture(path, number, dpi)
    skew = float(arguments[4]) if len(arguments) > 4 else skew_of(picture)
    if skew:
        from PIL import Image

        picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    picture.save(target, dpi=(dpi, dpi), compress_level=1)
    sys.stdout.write(json.dumps({"skew": skew, "width": picture.width, "height": picture.height}))


if __name__ == "__main__":
    main(sys.argv[1:])
