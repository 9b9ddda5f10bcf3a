"""Papers to sign in tests."""

from __future__ import annotations

import io

import pikepdf


def a_paper(pages: int = 1, words: str = "Talap aryz") -> bytes:
    """A PDF with text on its pages."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        text = f"BT /F1 12 Tf 72 760 Td ({words} {number + 1}) Tj ET" + " " * 200
        page.Contents = pdf.make_stream(text.encode())
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, static_id=True)
    return out.getvalue()


def with_more_on_the_page(signed: bytes) -> bytes:
    """The signed PDF with other words on its first page, added as a later revision, as a forger would."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"BT /F1 30 Tf 72 700 Td (one million more) Tj ET")
    contents = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    page[generic.pdf_name("/Contents")] = contents
    writer.mark_update(page.container_ref)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
