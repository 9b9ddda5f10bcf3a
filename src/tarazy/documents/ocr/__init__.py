"""From pictures of paper to words: pages turned upright, read by tesseract, each word with its box and confidence."""

from tarazy.documents.ocr.reading import PageRead, ReaderMissing, ReadingFailed, read_page, reader_version
from tarazy.documents.ocr.words import Word, page_text

__all__ = [
    "PageRead",
    "ReaderMissing",
    "ReadingFailed",
    "Word",
    "page_text",
    "read_page",
    "reader_version",
]
