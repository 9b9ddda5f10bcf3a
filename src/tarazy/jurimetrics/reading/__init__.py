"""From files and texts to `Decision`: what stands where in a judicial act, how sure, and since when."""

from tarazy.jurimetrics.reading.errors import Unreadable
from tarazy.jurimetrics.reading.files import PAGE_LIMIT, SIZE_LIMIT, file_text, read_file
from tarazy.jurimetrics.reading.likeness import looks_like_court_act
from tarazy.jurimetrics.reading.numbers import normalise_case_number
from tarazy.jurimetrics.reading.people import person_root
from tarazy.jurimetrics.reading.reader import read_text

__all__ = [
    "PAGE_LIMIT",
    "SIZE_LIMIT",
    "Unreadable",
    "file_text",
    "looks_like_court_act",
    "normalise_case_number",
    "person_root",
    "read_file",
    "read_text",
]
