"""From files and texts to `Decision`: what stands where in a judicial act, how sure, and since when."""

from tarazy.jurimetrics.reading.errors import Unreadable
from tarazy.jurimetrics.reading.numbers import normalise_case_number
from tarazy.jurimetrics.reading.people import person_root
from tarazy.jurimetrics.reading.reader import read_text

__all__ = ["Unreadable", "normalise_case_number", "person_root", "read_text"]
