"""A signature that can be seen on the page: who signed, when, and that the certificate is a test one."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import typst
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.stamp import StaticStampStyle

from . import refusals
from .certificates import Holder

WIDTH, HEIGHT, GAP = 230, 52, 8  # points; two stand side by side on a page of A4
MARGIN = 40
_TEMPLATE = """
#set page(width: {width}pt, height: {height}pt, margin: 5pt)
#set text(size: 7.5pt)
#rect(width: 100%, height: 100%, stroke: 0.7pt + rgb("#0b3a6f"), radius: 2pt, inset: 5pt)[
  #text(weight: "bold")[#sys.inputs.title] \\
  #sys.inputs.name \\
  #sys.inputs.number · #sys.inputs.moment \\
  #text(size: 6pt)[#sys.inputs.notice]
]
"""


@dataclass(frozen=True)
class Visible:
    """What `LocalPkcs12Signer.sign_pdf` needs to show a signature: where, and how it looks."""

    field: SigFieldSpec
    style: StaticStampStyle


def visible(pdf: bytes, holder: Holder, now: datetime) -> Visible:
    """A stamp at the foot of the last page, beside or above those that are there already, in the active language.

    The number is shortened to its last four digits: a paper may be read by others. Raises `DocumentUnreadable`.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        earlier = len(reader.embedded_regular_signatures)
        pages = int(reader.root["/Pages"]["/Count"])
    except (PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise refusals.DocumentUnreadable from error
    row, column = divmod(earlier, 2)
    left = MARGIN + column * (WIDTH + GAP)
    foot = MARGIN + row * (HEIGHT + GAP)
    drawn = _draw(
        _("Signed electronically"),
        holder.name,
        "•••• " + (holder.bin or holder.iin)[-4:],
        f"{timezone.localtime(now):%d.%m.%Y %H:%M}",
        _("Test certificate: no legal force. Serial %(serial)s") % {"serial": holder.serial[:16]},
    )
    return Visible(
        SigFieldSpec(
            f"Signature-{secrets.token_hex(6)}",
            on_page=pages - 1,
            box=(left, foot, left + WIDTH, foot + HEIGHT),
        ),
        StaticStampStyle(border_width=0, background=_DrawnPage(drawn), background_opacity=1.0),
    )


def _draw(title: str, name: str, number: str, moment: str, notice: str) -> bytes:
    """A page of the stamp's size. Words go in as inputs, so that no name is taken for a program."""
    given = {"title": title, "name": name, "number": number, "moment": moment, "notice": notice}
    drawn = typst.compile(_source(), sys_inputs=given)
    assert isinstance(drawn, bytes)
    return drawn


@lru_cache(maxsize=1)
def _source() -> bytes:
    return _TEMPLATE.format(width=WIDTH, height=HEIGHT).encode()


class _DrawnPage(PdfContent):
    """The only page of a PDF held in memory, put into another PDF."""

    def __init__(self, drawn: bytes) -> None:
        self._drawn = drawn
        super().__init__()

    def render(self) -> bytes:
        """The operators that place the page."""
        reader = PdfFileReader(io.BytesIO(self._drawn))
        form = self.writer.import_page_as_xobject(reader)
        self.resources.xobject["/Stamp"] = form
        left, foot, right, top = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - foot))
        return b"/Stamp Do"
