"""How large a file may be, by the settings of the installation."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The limits of one file: bytes, pages (or frames), pixels of one picture."""

    bytes: int = 20 * MEGABYTE
    pages: int = 500
    pixels: int = 80_000_000  # A3 at 600 dpi has 70 million

    @property
    def megabytes(self) -> int:
        """The size limit in whole megabytes of 1,000,000 bytes."""
        return self.bytes // MEGABYTE


def limits() -> Limits:
    """The limits in force: `DOCUMENT_MAX_BYTES`, `DOCUMENT_MAX_PAGES`, `DOCUMENT_MAX_PIXELS`."""
    usual = Limits()
    return Limits(
        bytes=getattr(settings, "DOCUMENT_MAX_BYTES", usual.bytes),
        pages=getattr(settings, "DOCUMENT_MAX_PAGES", usual.pages),
        pixels=getattr(settings, "DOCUMENT_MAX_PIXELS", usual.pixels),
    )
