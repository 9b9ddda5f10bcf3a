"""Every forged or dangerous file is refused with its code; ordinary ones pass."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from tarazy.documents.kinds import FileKind
from tarazy.documents.limits import Limits
from tarazy.documents.preflight import FileFault, check_file, clean_name
from tarazy.documents.refusals import FAULTS, FileRefused
from tests.documents import files

LIMITS = Limits(bytes=2_000_000, pages=20, pixels=4_000_000)


def check(folder: Path, name: str, content: bytes, limits: Limits = LIMITS) -> str:
    """The code of the refusal, "" if the file passes."""
    path = folder / "file"
    path.write_bytes(content)
    try:
        check_file(path, name, limits)
    except FileFault as fault:
        refused = FileRefused.of(fault)
        assert refused.words and refused.advice and "%(" not in refused.words + refused.advice
        return fault.code
    return ""


def action(kind: str) -> Dictionary:
    return (
        Dictionary(S=Name(f"/{kind}"), JS="app.alert(1)")
        if kind == "JavaScript"
        else Dictionary(S=Name(f"/{kind}"))
    )


def with_open_action(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = action("JavaScript")


def with_launch_in_annotation(document: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action("Launch"))
    document.pages[0].obj.Annots = Array([link])


def with_attachment(document: pikepdf.Pdf) -> None:
    document.attachments["evil.exe"] = b"MZ"


def with_xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(XFA=pikepdf.Stream(document, b"<xdp/>"), Fields=Array())


def with_huge_picture(document: pikepdf.Pdf) -> None:
    stream = pikepdf.Stream(
        document, b"\0", Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000
    )
    document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=document.make_indirect(stream)))


def with_an_ordinary_link(document: pikepdf.Pdf) -> None:
    go = Dictionary(S=Name.URI, URI="https://adilet.zan.kz/")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=go)
    document.pages[0].obj.Annots = Array([link])


def appended(first: bytes, second: bytes) -> bytes:
    return first + second


def zip_of(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


REMOTE = (
    '<Relationships><Relationship Id="1" Type="http://x/attachedTemplate" Target="http://evil/t.dotm"'
    ' TargetMode="External"/></Relationships>'
)
LINK = (
    '<Relationships><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'hyperlink" Target="https://adilet.zan.kz" TargetMode="External"/></Relationships>'
)

GOOD = {
    "арыз.pdf": files.pdf(3),
    "links.PDF": files.pdf_with(with_an_ordinary_link),
    "Талап қою арызы (2).docx": files.office(),
    "hyperlinks.docx": files.office({"word/_rels/document.xml.rels": LINK}),
    "таблица.xlsx": files.office(main="xl/workbook.xml", text="<workbook/>"),
    "old.doc": files.compound({"WordDocument": files.WORD_STREAM}),
    "old.xls": files.compound({"Workbook": files.EXCEL_STREAM}),
    "scan.png": files.picture(),
    "scan.jpg": files.picture("JPEG"),
    "scan.tiff": files.picture("TIFF", frames=3),
}
BAD = {
    "empty": [("a.pdf", b""), ("a.pdf", b"\0\0 \n")],
    "too_large": [("a.pdf", files.pdf() + b"\0" * 2_000_001)],
    "wrong_type": [
        ("a.exe", b"MZ\x90\0" + b"\0" * 200),
        ("a.pdf", b"MZ\x90\0" + b"\0" * 200),
        ("a.zip", zip_of("a.txt", b"text")),
        ("a.docx", zip_of("a.txt", b"text")),
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("a.pdf", b"<html><body>hello</body></html>"),
        ("a.txt", b"plain text"),
        ("a", files.pdf()),
        ("claim.pdf.exe", files.pdf()),
        ("a.doc", files.compound({"Other": b"x"})),
        ("a.gif", b"GIF89a" + b"\0" * 100),
    ],
    "other_type": [
        ("a.docx", files.pdf()),
        ("a.pdf", files.picture()),
        ("a.doc", files.office()),
        ("a.xlsx", files.office()),
        ("a.jpg", files.picture("PNG")),
        ("a.xls", files.compound({"WordDocument": files.WORD_STREAM})),
    ],
    "mixed": [
        ("a.pdf", appended(files.pdf(), zip_of("a.js", b"alert(1)"))),
        ("a.png", appended(files.picture(), b"<script>alert(1)</script>")),
        ("a.jpg", appended(files.picture("JPEG"), zip_of("x", b"y"))),
        ("a.pdf", b"<html><script>x</script>" + files.pdf()),
        ("a.pdf", files.pdf().replace(b"%PDF-1.3\n", b"%PDF-1.3\n<script>alert(1)</script>\n", 1)),
        ("a.docx", files.office({"../../etc/passwd": "x"})),
        ("a.docx", files.office({"/abs": "x"})),
        ("a.docx", files.office({"C:\\x": "x"})),
    ],
    "encrypted": [
        ("a.pdf", files.encrypted_pdf()),
        ("a.docx", files.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})),
        ("a.doc", files.compound({"WordDocument": files.LOCKED_WORD_STREAM})),
        ("a.xls", files.compound({"Workbook": files.LOCKED_EXCEL_STREAM})),
    ],
    "restricted": [("a.pdf", files.encrypted_pdf(user=""))],
    "damaged": [
        ("a.pdf", files.pdf(5)[:-300]),
        ("a.pdf", b"%PDF-1.7\n%%EOF"),
        ("a.docx", files.office()[:-40]),
        ("a.png", files.picture(size=(300, 300))[:-30]),
        ("a.jpg", files.picture("JPEG")[:-30]),
        ("a.tiff", files.picture("TIFF", size=(300, 300))[:-9000]),
        ("a.doc", files.compound({"WordDocument": files.WORD_STREAM})[:600]),
    ],
    "too_many_pages": [("a.pdf", files.pdf(21)), ("a.tif", files.picture("TIFF", frames=21))],
    "active": [
        ("a.pdf", files.pdf_with(with_open_action)),
        ("a.pdf", files.pdf_with(with_launch_in_annotation)),
        ("a.docx", files.office({"word/x.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'})),
        ("a.docx", files.office({"word/y.xml": "<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"})),
    ],
    "attachments": [
        ("a.pdf", files.pdf_with(with_attachment)),
        ("a.docx", files.office({"word/embeddings/inner.zip": zip_of("a", b"b")})),
        ("a.docx", files.office({"word/embeddings/oleObject1.bin": b"x"})),
        ("a.docx", files.office({"word/media/picture.png": b"MZ\x90\0"})),
    ],
    "form": [("a.pdf", files.pdf_with(with_xfa))],
    "macros": [
        ("a.docx", files.office({"word/vbaProject.bin": b"x"})),
        ("a.xlsx", files.office({"xl/macrosheets/sheet1.xml": "<x/>"}, "xl/workbook.xml", "<workbook/>")),
        ("a.doc", files.compound({"WordDocument": files.WORD_STREAM, "Macros": b"x"})),
    ],
    "remote_parts": [("a.docx", files.office({"word/_rels/settings.xml.rels": REMOTE}))],
    "bomb": [
        ("a.docx", files.office({"word/media/a.xml": b"\0" * 8_000_000})),
        ("a.docx", files.office({f"word/{number}.xml": "" for number in range(5_001)})),
    ],
    "too_many_pixels": [
        ("a.png", files.picture(size=(2500, 2500))),
        ("a.pdf", files.pdf_with(with_huge_picture)),
    ],
    "bad_name": [
        (name, files.pdf())
        for name in ("../a.pdf", "a/b.pdf", "..\\a.pdf", "a\0.pdf", "\u202efdp.exe.pdf", "con.pdf", "a" * 300 + ".pdf", "..", "")
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_ordinary_files_pass(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, name, GOOD[name]) == ""


@pytest.mark.parametrize(
    ("code", "name", "content"), [(c, n, b) for c, cases in BAD.items() for n, b in cases]
)
def test_a_forged_or_dangerous_file_is_refused_with_its_code(
    tmp_path: Path, code: str, name: str, content: bytes
) -> None:
    assert check(tmp_path, name, content) == code


def test_a_real_word_file_with_a_picture_passes(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Талап қою арызы")
    document.add_picture(io.BytesIO(files.picture()))
    target = io.BytesIO()
    document.save(target)
    assert check(tmp_path, "a.docx", target.getvalue()) == ""


def test_pages_and_kind_are_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(files.pdf(7))
    checked = check_file(path, " a.pdf ", LIMITS)
    assert (checked.kind, checked.pages, checked.name) == (FileKind.PDF, 7, "a.pdf")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_refusal_has_its_words_and_its_cure_in_each_language(language: str) -> None:
    for code, (message, cure) in FAULTS.items():
        with override("en"):
            english = (str(message), str(cure))
        with override(language):
            assert str(message) != english[0] and str(cure) != english[1], code


@given(st.text(max_size=60))
def test_a_name_that_passes_is_only_a_name(name: str) -> None:
    try:
        cleaned = clean_name(name)
    except FileFault:
        return
    assert Path(cleaned).name == cleaned and cleaned not in (".", "..") and cleaned.isprintable()
    assert clean_name(cleaned) == cleaned


@given(st.binary(max_size=400), st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"II*\0", b"\xff\xd8\xff"]), st.sampled_from(["a.pdf", "a.docx", "a.doc", "a.png", "a.tif", "a.jpg"]))  # fmt: skip
def test_rubbish_ends_in_a_refusal_and_never_in_another_error(
    tmp_path_factory: pytest.TempPathFactory, rest: bytes, head: bytes, name: str
) -> None:
    assert check(tmp_path_factory.getbasetemp(), name, head + rest) != ""
