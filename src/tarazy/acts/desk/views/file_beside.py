"""The left side of the desk: documents of the file by their sheets, and the course of the case. Lists only: nothing is
opened or drawn, so a file of hundreds of sheets costs no more than a short one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg
from django.urls import reverse
from django.utils.translation import gettext as _

from tarazy.cases.models import CaseDocument
from tarazy.cases.presenting import DocketLine, docket_lines
from tarazy.cases.views.opening import OpenedCase
from tarazy.documents.models import Document, OcrPage

MOST_DOCUMENTS = 400
LATEST_LINES = 8
RECORDINGS = ("audio/", "video/")


@dataclass(frozen=True)
class FileRow:
    """A document of the file: its sheets counted through the file, a word about a scan or a recording."""

    id: str
    title: str
    url: str
    first: int | None
    last: int | None
    note: str = ""
    length: str = ""  # of a recording

    @property
    def range(self) -> str:
        """Its sheets: «5» or «5–9»."""
        return (
            ""
            if self.first is None
            else f"{self.first}"
            if self.first == self.last
            else f"{self.first}–{self.last}"
        )


@dataclass(frozen=True)
class FileBeside:
    """The documents shown, how many there are in all, how many sheets."""

    rows: list[FileRow]
    total: int
    sheets: int

    @property
    def citable(self) -> list[FileRow]:
        """Those with sheets to cite."""
        return [row for row in self.rows if row.first is not None]

    @property
    def more(self) -> int:
        """How many aren't shown."""
        return self.total - len(self.rows)


def file_beside(opened: OpenedCase) -> FileBeside:
    """The file in the order of the docket, as the registry counts its sheets."""
    rows = list(
        opened.documents.select_related("document")
        .only(
            "title",
            "page_from",
            "document__name",
            "document__pages",
            "document__media_type",
            "document__origin",
        )
        .order_by("entry__number", "id")[:MOST_DOCUMENTS]
    )
    read = _read_how_well([row.document_id for row in rows if row.document.origin == Document.Origin.SCANNED])
    at = 1
    shown = []
    for row in rows:
        pages = row.document.pages or 0
        first = row.page_from or at
        last = first + pages - 1
        shown.append(
            FileRow(
                id=str(row.document_id),
                title=row.title or row.document.name,
                url=reverse("documents:document", args=[row.document_id]),
                first=first if pages else None,
                last=last if pages else None,
                note=_note(row, read),
                length="▸" if row.document.media_type.startswith(RECORDINGS) else "",
            )
        )
        at = first + pages
    total = len(rows) if len(rows) < MOST_DOCUMENTS else opened.documents.count()
    return FileBeside(shown, total, at - 1)


def timeline(opened: OpenedCase) -> list[DocketLine]:
    """The latest entries of the docket, the oldest of them first."""
    entries = list(opened.docket.order_by("-number").select_related("party", "by")[:LATEST_LINES])
    return docket_lines(entries[::-1], [], known={party.pk for party in opened.parties})


def _read_how_well(ids: list[object]) -> dict[object, float]:
    """How sure the reading of each scan is, 0–1."""
    if not ids:
        return {}
    rows = (
        OcrPage.objects.filter(job__document__in=ids).values("job__document").annotate(sure=Avg("confidence"))
    )
    return {row["job__document"]: row["sure"] for row in rows.order_by()}


def _note(row: CaseDocument, read: dict[object, float]) -> str:
    if row.document.media_type.startswith(RECORDINGS):
        return _("recording")
    if row.document.origin != Document.Origin.SCANNED:
        return ""
    sure = read.get(row.document_id)
    return _("scan") if sure is None else _("scan, read with %(percent)s %%") % {"percent": round(sure * 100)}
