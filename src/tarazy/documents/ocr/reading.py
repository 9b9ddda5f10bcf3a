"""One page through tesseract (kaz+rus): words with boxes, and the page as a PDF with text under its picture."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tarazy.documents.ocr.words import Word, words_of_tsv

LANGUAGES = "kaz+rus"
PAGE_SECONDS = 120
RASTER_SECONDS = 90
_SURE_OF_TURN = 3.0


class ReaderMissing(Exception):
    """tesseract, or one of its languages, is not installed."""


class ReadingFailed(Exception):
    """A page could not be read; `code` is `page_timeout` or `page_failed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class PageRead:
    """A page as read: the upright picture's size in pixels, the quarter turn and skew undone (degrees), words."""

    width: int
    height: int
    turn: int
    skew: float
    words: list[Word]


@lru_cache(maxsize=1)
def reader_version() -> str:
    """The version of tesseract. Raises `ReaderMissing` without it or without Kazakh or Russian."""
    program = shutil.which("tesseract")
    if program is None:
        raise ReaderMissing("tesseract")
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    ).stdout.split()
    for language in LANGUAGES.split("+"):
        if language not in listed:
            raise ReaderMissing(language)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20)
    return (version.stdout or version.stderr).split("\n")[0]


def read_page(source: Path, number: int, folder: Path, *, timeout: float = PAGE_SECONDS) -> PageRead:
    """Read page `number` (from 0) of a PDF or picture; leaves `page-N.png` and `page-N.pdf` in `folder`.

    Raises `ReaderMissing`, `ReadingFailed`.
    """
    reader_version()
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"page-{number}.png"
    levelled = _raster(source, number, picture)
    turn = _turn(picture)
    if turn:
        _rotate(picture, turn)
    words = _read(picture, timeout)
    width, height = int(levelled["width"]), int(levelled["height"])
    if turn in (90, 270):
        width, height = height, width
    return PageRead(width, height, turn, float(levelled["skew"]), words)


def _raster(source: Path, number: int, target: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tarazy.documents.ocr.raster", str(source), str(number), str(target)]
    result = _run(command, RASTER_SECONDS)
    levelled: dict[str, float] = json.loads(result)
    return levelled


def upright(source: Path, number: int, target: Path, dpi: int, skew: float, turn: int) -> Path:
    """The picture of a page levelled and turned as it was for reading, at another resolution, in `target`.

    Raises `ReadingFailed`.
    """
    command = [sys.executable, "-m", "tarazy.documents.ocr.raster", str(source), str(number), str(target)]
    _run([*command, str(dpi), str(skew)], RASTER_SECONDS)
    if turn:
        _rotate(target, turn)
    return target


def _read(picture: Path, timeout: float) -> list[Word]:
    base = picture.with_suffix("")
    command = ["tesseract", str(picture), str(base), "-l", LANGUAGES, "--psm", "3", "--oem", "1"]
    _run([*command, "-c", "tessedit_create_tsv=1", "-c", "tessedit_create_pdf=1"], timeout)
    tsv = base.with_suffix(".tsv")
    words = words_of_tsv(tsv.read_text(encoding="utf-8"))
    tsv.unlink()
    return words


def _turn(picture: Path) -> int:
    """The quarter turn (clockwise, degrees) that puts the page upright; 0 where tesseract isn't sure."""
    try:
        told = _run(["tesseract", str(picture), "-", "--psm", "0"], 60)
    except ReadingFailed:  # too few letters, or no `osd` language: the page is taken as it lies
        return 0
    turn = re.search(r"Rotate: (\d+)", told)
    sure = re.search(r"Orientation confidence: ([\d.]+)", told)
    return int(turn[1]) % 360 if turn and sure and float(sure[1]) >= _SURE_OF_TURN else 0


def _rotate(picture: Path, turn: int) -> None:
    from PIL import Image

    with Image.open(picture) as opened:
        turned = opened.rotate(-turn, expand=True)
        dpi = opened.info.get("dpi", (300, 300))
    turned.save(picture, dpi=dpi, compress_level=1)


def _run(command: list[str], timeout: float) -> str:
    nice = ["nice", "-n", "10"] if shutil.which("nice") else []
    try:
        result = subprocess.run(
            [*nice, *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
            env=os.environ | {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        raise ReadingFailed("page_timeout") from None
    except FileNotFoundError:
        raise ReaderMissing(command[0]) from None
    if result.returncode:
        raise ReadingFailed("page_failed")
    return result.stdout
