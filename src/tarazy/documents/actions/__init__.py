"""What is done with documents: writes happen here and nowhere else."""

from tarazy.documents.actions.add_document import add_document, make_copy
from tarazy.documents.actions.adopt_documents import adopt_documents
from tarazy.documents.actions.confirm_words import confirm_words
from tarazy.documents.actions.purge_document import purge_document, release_unused, seal_document
from tarazy.documents.actions.read_scan import read_scan, start_ocr
from tarazy.documents.actions.scan_document import scan_document
from tarazy.documents.actions.stamp_copy import stamp_copy
from tarazy.documents.actions.upload_file import (
    append_to_upload,
    finish_upload,
    forget_uploads,
    start_upload,
    upload_of,
    upload_whole,
)

__all__ = [
    "add_document",
    "adopt_documents",
    "append_to_upload",
    "confirm_words",
    "finish_upload",
    "forget_uploads",
    "make_copy",
    "purge_document",
    "read_scan",
    "release_unused",
    "scan_document",
    "seal_document",
    "stamp_copy",
    "start_ocr",
    "start_upload",
    "upload_of",
    "upload_whole",
]
