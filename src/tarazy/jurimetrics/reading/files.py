"""From a file to text: the type is told by the content, hostile or broken files end in `Unreadable`."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from lxml import etree, html

from tarazy.jurimetrics.decision import Decision
from tarazy.jurimetrics.reading.encodings import decode
from tarazy.jurimetrics.reading.errors import Unreadable
from tarazy.jurimetrics.reading.reader import read_text

PAGE_LIMIT = 300
SIZE_LIMIT = 50_000_000
_TEXT_LIMIT = 20_000_000
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "pre",
        "title",
        "dt",
        "dd",
        "paragraph",
        "num",
        "heading",
        "block",
        "point",
        "introduction",
        "background",
        "motivation",
        "decision",
    ]
)
_SILENT = frozenset(("script", "style", "noscript", "template", "head", "meta", "nav"))
_SIGNATURES = (
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "media"),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|body|head|div|p|table|span|br)\b", re.IGNORECASE)


def read_file(
    source: str | Path | bytes,
    name: str | None = None,
    *,
    jurisdictions: tuple[str, ...] = ("kz", "ru", "kg"),
    page_limit: int = PAGE_LIMIT,
    size_limit: int = SIZE_LIMIT,
) -> Decision:
    """Return the act read from a file (a path or its bytes): txt, html, docx, pdf with text, Akoma Ntoso XML, JSON.

    The type is told by the content; `name`, if given, becomes the id. Raises `Unreadable` with a code: `empty`,
    `encrypted`, `too_many_pages` (`pages`, `limit`), `no_text_layer`, `wrong_type` (`found`), `bad_encoding`,
    `too_large` (`size`, `limit`) or `damaged`. Raises `OSError` if a path can't be opened.
    """
    text = file_text(source, page_limit=page_limit, size_limit=size_limit)
    given = name or (Path(source).name if isinstance(source, str | Path) else "")
    return read_text(text, jurisdictions=jurisdictions, id=given)


def file_text(
    source: str | Path | bytes, *, page_limit: int = PAGE_LIMIT, size_limit: int = SIZE_LIMIT
) -> str:
    """Return the text of a file, as `read_file` sees it. Raises what `read_file` raises."""
    if isinstance(source, bytes):
        raw = source
    else:
        size = Path(source).stat().st_size
        if size > size_limit:
            raise Unreadable("too_large", size=size, limit=size_limit)
        raw = Path(source).read_bytes()
    if len(raw) > size_limit:
        raise Unreadable("too_large", size=len(raw), limit=size_limit)
    text = _text_of(raw, page_limit)
    if not any(char.isalnum() for char in text):
        raise Unreadable("empty")
    if len(text) > _TEXT_LIMIT:
        raise Unreadable("too_large", size=len(text), limit=_TEXT_LIMIT)
    return text


def _text_of(raw: bytes, page_limit: int) -> str:
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Unreadable("empty")
    if b"%PDF-" in raw[:1024]:
        return _pdf(raw, page_limit)
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _docx(raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in raw
        raise Unreadable("encrypted") if locked else Unreadable("wrong_type", found="doc")
    for signature, found in _SIGNATURES:
        if raw.startswith(signature):
            raise Unreadable("wrong_type", found=found)
    start = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _json(raw)
    if start.startswith(b"<?xml") or re.match(rb"<(?:\w+:)?akomaNtoso\b", start):
        return _xml(raw)
    if _MARKUP.search(start):
        return _html(raw)
    return decode(raw)


def _pdf(raw: bytes, page_limit: int) -> str:
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable("encrypted") from error
        raise Unreadable("damaged", found="pdf") from error
    try:
        pages = len(document)
        if pages > page_limit:
            raise Unreadable("too_many_pages", pages=pages, limit=page_limit)
        texts = list(_page_texts(document))
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged", found="pdf") from error
    finally:
        document.close()
    text = "\n".join(texts)
    if sum(char.isalpha() for char in text) < 20:
        raise Unreadable("no_text_layer", pages=pages)
    # pdfium marks a hyphen at the end of a line: the word goes on
    return re.sub(r"[\ufffe\x02]\r?\n?", "", text)


def _page_texts(document: Any) -> Iterator[str]:
    for page in document:
        layer = page.get_textpage()
        yield layer.get_text_bounded()
        layer.close()
        page.close()


def _docx(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise Unreadable("wrong_type", found="zip")
            entry = archive.getinfo("word/document.xml")
            if entry.flag_bits & 1:
                raise Unreadable("encrypted")
            if entry.file_size > SIZE_LIMIT:
                raise Unreadable("too_large", size=entry.file_size, limit=SIZE_LIMIT)
            body = archive.read(entry)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("damaged", found="docx") from error
    except Exception as error:  # zlib.error has no common base with the rest
        raise Unreadable("damaged", found="docx") from error
    root = _tree(body, "docx")
    lines: list[str] = []
    for paragraph in root.iter(f"{_WORD}p"):
        parts: list[str] = []
        for node in paragraph.iter(
            f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr", f"{_WORD}noBreakHyphen"
        ):
            tag = str(node.tag)[len(_WORD) :]
            parts.append({"t": node.text or "", "tab": "\t", "noBreakHyphen": "-"}.get(tag, "\n"))
        lines.append("".join(parts))
    return "\n".join(lines)


def _tree(raw: bytes, found: str) -> Any:
    """The tree of an XML file with entities, network and document types switched off."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", found=found) from error


def _xml(raw: bytes) -> str:
    root = _tree(raw, "xml")
    tag = etree.QName(root).localname.lower()
    if tag == "html":
        return _html(raw)
    return _joined(root)


def _html(raw: bytes) -> str:
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", raw[:4096], re.IGNORECASE)
    text = ""
    if declared:
        try:
            text = raw.decode(declared[1].decode("ascii"))
        except (UnicodeDecodeError, LookupError):
            text = ""
    if not text:
        text = decode(raw)
    text = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text)
    if not text.strip():
        raise Unreadable("empty")
    try:
        root = html.fromstring(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", found="html") from error
    return _joined(root)


def _joined(root: Any) -> str:
    """The text of a tree with a line for every block element; scripts, styles and metadata are left out."""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, closing = stack.pop()
        tag = etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""
        if closing:
            if tag in _BLOCKS:
                pieces.append("\n")
            if node is not root:
                pieces.append(node.tail or "")
            continue
        stack.append((node, True))
        if not tag or tag in _SILENT:
            continue
        if tag in _BLOCKS:
            pieces.append("\n")
        pieces.append(node.text or "")
        stack.extend((child, False) for child in reversed(node))
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


def _json(raw: bytes) -> str:
    """The `text` of a JSON object, or of the first row of JSON Lines."""
    text = decode(raw)
    try:
        row, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return text
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise Unreadable("wrong_type", found="json")
    return str(row["text"])
