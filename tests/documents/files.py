"""Files for tests, whole and forged, made as they are needed."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import pikepdf
from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
WORD = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>Талап қою арызы</w:t></w:r></w:p></w:body></w:document>"
)


def pdf(pages: int = 1, *, size: tuple[float, float] = (595, 842), rotate: int = 0) -> bytes:
    """A PDF with empty pages."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=size)
        if rotate:
            page.obj.Rotate = rotate
    return saved(document)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    """The bytes of a PDF."""
    target = io.BytesIO()
    document.save(
        target, **({"deterministic_id": True} | options if "encryption" not in options else options)
    )  # type: ignore[arg-type]
    return target.getvalue()


def pdf_with(change: object) -> bytes:
    """A PDF of one page after `change(document)`."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    change(document)  # type: ignore[operator]
    return saved(document)


def encrypted_pdf(user: str = "secret", owner: str = "owner") -> bytes:
    """A PDF that needs a password (or, with an empty one for users, forbids changes)."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    return saved(document, encryption=pikepdf.Encryption(user=user, owner=owner))


def office(
    parts: Mapping[str, str | bytes] | None = None, main: str = "word/document.xml", text: str = WORD
) -> bytes:
    """A DOCX (or, by its main part, an XLSX) with further parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(main, text)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 80), frames: int = 1) -> bytes:
    """A white picture."""
    target = io.BytesIO()
    image = Image.new("L", size, 255)
    if frames > 1:
        image.save(target, kind, save_all=True, append_images=[image] * (frames - 1))
    else:
        image.save(target, kind)
    return target.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file with these streams, each at least 4,096 bytes long."""
    sector = 512
    body: list[bytes] = []
    chain: list[int] = []
    places: dict[str, int] = {}
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    entries = ["Root Entry", *padded]
    directory_sectors = (len(entries) * 128 + sector - 1) // sector
    chain += [*range(1, directory_sectors), 0xFFFFFFFE]
    for name, content in padded.items():
        count = (len(content) + sector - 1) // sector
        places[name] = len(chain)
        chain += [*range(len(chain) + 1, len(chain) + count), 0xFFFFFFFE]
        body.append(content.ljust(count * sector, b"\0"))
    directory = b""
    for name in entries:
        encoded = name.encode("utf-16-le") + b"\0\0"
        root = name == "Root Entry"
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), 5 if root else 2, 1)
        directory += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if root else 0xFFFFFFFF) + b"\0" * 36
        start, size = (0xFFFFFFFE, 0) if root else (places[name], len(padded[name]))
        directory += struct.pack("<IQ", start, size)
    directory = directory.ljust(directory_sectors * sector, b"\0")
    table_at = len(chain)
    chain.append(0xFFFFFFFD)
    assert len(chain) <= 128
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", table_at) + b"\xff" * (108 * 4)
    return header + directory + b"".join(body) + table


WORD_STREAM = b"\xec\xa5\xc1\0" + b"\0" * 6 + struct.pack("<H", 0) + b"\0" * 500
LOCKED_WORD_STREAM = b"\xec\xa5\xc1\0" + b"\0" * 6 + struct.pack("<H", 0x0100) + b"\0" * 500
EXCEL_STREAM = struct.pack("<HH", 0x0809, 16) + b"\0" * 16 + struct.pack("<HH", 0x000A, 0)
LOCKED_EXCEL_STREAM = struct.pack("<HH", 0x0809, 16) + b"\0" * 16 + struct.pack("<HH", 0x002F, 4) + b"\0" * 4
