"""Why a file or an act on a document is refused, in words, each with its cure."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tarazy.documents.preflight.faults import FileFault
from tarazy.people.refusals import Refused

Words = tuple[str | Promise, str | Promise]

FAULTS: dict[str, Words] = {
    "bad_name": (
        _("The name of the file has signs that a name may not have."),
        _("Rename the file: letters, digits, spaces, dots and dashes, no more than 200 characters."),
    ),
    "empty": (
        _("The file is empty."),
        _("Save it again and look whether it opens, then upload it once more."),
    ),
    "too_large": (
        _("The file is larger than %(limit_megabytes)s MB."),
        _("Scan at 300 dpi in grey, save the PDF in a smaller size, or divide it into parts."),
    ),
    "wrong_type": (
        _("The court doesn't take files of this kind."),
        _("Save it as PDF. PDF, DOC, DOCX, XLS, XLSX, JPEG, PNG and TIFF are taken."),
    ),
    "other_type": (
        _("The name ends in “%(claimed)s”, but the content is “%(found)s”."),
        _("Give the file the ending that fits, or save it again as PDF."),
    ),
    "mixed": (
        _("The file is two kinds of file at once, which programs would read differently."),
        _("Open it in the program that made it and save it again as PDF."),
    ),
    "encrypted": (
        _("The file opens with a password only."),
        _("Take the password off (open it, then save or print it to PDF) and upload it again."),
    ),
    "restricted": (
        _("The PDF is protected against changes, so the court can't put its stamp on a copy."),
        _("Open it and print it to PDF; upload the new file."),
    ),
    "damaged": (
        _("The file is damaged or was cut short."),
        _("Open it and save it again, or scan it again; then upload it once more."),
    ),
    "too_many_pages": (
        _("The file has %(pages)s pages; %(limit)s are the most."),
        _("Divide it into parts and upload each."),
    ),
    "active": (
        _("The file has a script or an action in it that would run on the reader's computer."),
        _("Open it and print it to PDF: the text stays, the script doesn't."),
    ),
    "attachments": (
        _("Other files are hidden in the file."),
        _("Save the files in it and upload each on its own; print this one to PDF."),
    ),
    "form": (
        _("It is a dynamic form (XFA), which many programs show as an empty page."),
        _("Open it in the program in which you filled it in and print it to PDF."),
    ),
    "macros": (
        _("The file has macros, which are programs."),
        _("Save it as PDF, or as DOCX or XLSX without macros."),
    ),
    "remote_parts": (
        _("Parts of the file are fetched from elsewhere when it is opened, so its content could change."),
        _("Save it as PDF and upload that."),
    ),
    "bomb": (
        _("The file would unpack to a size that no paper has."),
        _("Open it, save it again as PDF, and upload that."),
    ),
    "too_many_pixels": (
        _("A picture in the file is larger than a scan can be."),
        _("Scan at 300 dpi, or make the picture smaller."),
    ),
    "virus": (
        _("The virus scanner found something in the file. It was deleted."),
        _("Check your computer for viruses, then make the file again."),
    ),
    "hash_differs": (
        _("The file that arrived isn't the one that was sent."),
        _("Upload it again; if this happens twice, tell the court."),
    ),
    "incomplete": (
        _("The file has not arrived whole yet."),
        _("Wait until the upload is complete, or start it again."),
    ),
}


class FileRefused(Refused):
    """A file that isn't taken: `code` and the words by the fault."""

    status = 422

    def __init__(self, code: str, **params: object) -> None:
        if isinstance(limit := params.get("limit"), int):
            params["limit_megabytes"] = limit // 1_000_000
        super().__init__(**params)
        self.code = code  # type: ignore[misc]
        self.message, self.what_next = FAULTS[code]  # type: ignore[misc]

    @classmethod
    def of(cls, fault: FileFault) -> FileRefused:
        """The refusal for a fault of the preflight."""
        return cls(fault.code, **fault.params)


class WrongOffset(Refused):
    """A piece that doesn't follow on what was received; `offset` is where to go on."""

    code = "wrong_offset"
    status = 409
    message: ClassVar[str | Promise] = _("This piece of the file doesn't follow on what has arrived.")
    what_next: ClassVar[str | Promise] = _("Ask how much has arrived and go on from there.")


class UploadGone(Refused):
    """The upload isn't there: unknown, of somebody else, or its time is over."""

    code = "upload_gone"
    status = 404
    message = _("This upload is no longer there.")
    what_next = _("Start it again.")


class TooManyUploads(Refused):
    """Somebody has more uploads on their way than a person needs."""

    code = "too_many_uploads"
    status = 429
    message = _("Too many files are on their way at once.")
    what_next = _("Wait until some of them have arrived.")


class NotReady(Refused):
    """The document isn't checked yet, was refused, or isn't there any more."""

    code = "document_not_ready"
    message = _("The document isn't ready yet.")
    what_next = _("Its check takes a moment; try again in a minute.")


class NotAScan(Refused):
    """Only PDFs and pictures are read by machine."""

    code = "not_a_scan"
    message = _("Only PDFs and pictures can be read by machine.")
    what_next = _("This document has its text already.")


class ReaderNotInstalled(Refused):
    """This installation has no tesseract with Kazakh and Russian."""

    code = "reader_missing"
    status = 503
    message = _("This court has no program for reading scans.")
    what_next = _("The document can be used as it is; its details are typed in by hand.")


class WordsDiffer(Refused):
    """Words that aren't there or aren't marked."""

    code = "words_differ"
    status = 422
    message = _("These aren't the words of this page that need confirming.")
    what_next = _("Load the page again.")


class NotStampable(Refused):
    """Only a PDF can carry a stamp."""

    code = "not_stampable"
    message = _("Only a PDF can carry the court's stamp.")
    what_next = _("Make a PDF of the document first.")
