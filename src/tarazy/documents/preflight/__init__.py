"""Whether a file can be filed: its real kind by content against its name, and nothing in it that acts or hides."""

from tarazy.documents.preflight.check import Checked, check_file
from tarazy.documents.preflight.faults import FileFault
from tarazy.documents.preflight.names import clean_name

__all__ = ["Checked", "FileFault", "check_file", "clean_name"]
