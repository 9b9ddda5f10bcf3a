"""Pictures: whole, and no larger when unpacked than a scan can be. Nothing is decoded."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tarazy.documents.kinds import FileKind
from tarazy.documents.limits import Limits
from tarazy.documents.preflight.content import tail
from tarazy.documents.preflight.faults import FileFault

_NAMES = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.TIFF: "TIFF"}
_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES = 273, 279, 324, 325


def check(path: Path, kind: FileKind, limits: Limits) -> int:
    """The number of pictures (pages) in the file. Raises `FileFault` as `check_file` says."""
    try:
        return _frames(path, kind, limits)
    except FileFault:
        raise
    except Image.DecompressionBombError:
        raise FileFault("too_many_pixels", pixels=0, limit=limits.pixels) from None
    except Exception:  # a broken picture makes Pillow raise almost anything
        raise FileFault("damaged") from None


def _frames(path: Path, kind: FileKind, limits: Limits) -> int:
    size = path.stat().st_size
    with Image.open(path, formats=[_NAMES[kind]]) as picture:
        frames = int(getattr(picture, "n_frames", 1)) if kind is FileKind.TIFF else 1
        if frames > limits.pages:
            raise FileFault("too_many_pages", pages=frames, limit=limits.pages)
        for number in range(frames):
            if frames > 1:
                picture.seek(number)
            pixels = picture.width * picture.height
            if pixels > limits.pixels:
                raise FileFault("too_many_pixels", pixels=pixels, limit=limits.pixels)
            if kind is FileKind.TIFF:
                _within(picture, size)
        if kind is FileKind.PNG:
            picture.verify()
    if kind is FileKind.JPEG and not tail(path).rstrip(b"\0\r\n ").endswith(b"\xff\xd9"):
        raise FileFault("damaged")
    if kind is FileKind.PNG and b"IEND" not in tail(path, 1024):
        raise FileFault("damaged")
    return frames


def _within(picture: Image.Image, size: int) -> None:
    tags = picture.tag_v2  # type: ignore[attr-defined]
    starts = tags.get(_STRIPS) or tags.get(_TILES) or ()
    sizes = tags.get(_STRIP_SIZES) or tags.get(_TILE_SIZES) or ()
    ends = [start + length for start, length in zip(starts, sizes, strict=False)]
    if not ends or max(ends) > size:
        raise FileFault("damaged")
