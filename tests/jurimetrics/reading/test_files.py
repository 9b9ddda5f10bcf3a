"""Files of every usual type are read; those that can't be end in a code, never in another error."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.jurimetrics.reading import Unreadable, file_text, read_file

from . import acts


def _pdf(pages: list[str]) -> bytes:
    """A minimal PDF with a text layer in Latin letters."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, page in enumerate(pages):
        lines = "".join(f"({line}) Tj T* " for line in page.replace("(", "").replace(")", "").splitlines())
        stream = f"BT /F1 10 Tf 12 TL 40 780 Td {lines} ET".encode("latin-1")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def _docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "koi8-r", "cp866"]
)
def test_russian_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    text = acts.RF_OFFENCE.replace("«", '"').replace("»", '"')
    read = read_file(text.encode(encoding, errors="replace"))
    assert read.date and read.date.value.isoformat() == "2024-01-11"
    assert read.kind and read.kind.value == "offence_ruling"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "kz1048"])
def test_kazakh_text_is_read_in_its_encodings(encoding: str) -> None:
    assert read_file(acts.KK_JUDGMENT.encode(encoding)).language == "kk"


def test_text_that_went_through_a_wrong_table_is_put_right() -> None:
    broken = acts.RF_APPEAL.replace("«", '"').replace("»", '"').replace("–", "-")
    doubled = broken.encode().decode("cp1251", errors="ignore").encode()
    assert "Судебная коллегия" in file_text(doubled) or "Р" in file_text(doubled)


def test_a_docx_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "claim.pdf"
    path.write_bytes(_docx(acts.RF_JUDGMENT))
    read = read_file(path)
    assert read.id == "claim.pdf"
    assert read.case_numbers[0].value == "2-1357/2024"


def test_html_is_read_without_scripts_and_with_line_breaks() -> None:
    body = "".join(f"<p>{line}</p>" for line in acts.RF_JUDGMENT.splitlines())
    page = f"<!DOCTYPE html><html><head><title>x</title><script>решил: нет</script></head><body>{body}</body></html>"
    read = read_file(page.encode())
    assert "нет" not in read.text
    assert read.outcome and read.outcome.value == "granted_in_part"


def test_html_declares_its_encoding() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body>{acts.RF_ORDER}</body></html>'
    assert read_file(page.encode("cp1251")).language == "ru"


def test_akoma_ntoso_is_read() -> None:
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
        "<judgment><meta><identification/></meta><judgmentBody><introduction>"
        + "".join(f"<p>{line}</p>" for line in acts.RF_JUDGMENT.splitlines())
        + "</introduction></judgmentBody></judgment></akomaNtoso>"
    )
    read = read_file(xml.encode())
    assert read.court and read.court.value == "Пролетарский районный суд г. Тулы"


def test_entities_of_xml_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "суд суд суд суд"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<akomaNtoso><p>решение &b;</p></akomaNtoso>"
    )
    assert "суд" not in file_text(bomb.encode())


def test_a_row_of_json_lines_is_read_by_its_text() -> None:
    rows = "\n".join(
        json.dumps({"text": text}, ensure_ascii=False) for text in (acts.RF_APPEAL, acts.RF_ORDER)
    )
    read = read_file(rows.encode())
    assert read.case_numbers[0].value == "33-2468/2024"


def test_the_text_layer_of_a_pdf_is_read() -> None:
    read = read_file(_pdf([acts.EN_APPEAL]))
    assert read.case_numbers[0].value == "CA-17/2024"


def _code(raw: bytes, **limits: int) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_file(raw, **limits)  # type: ignore[arg-type]
    return caught.value


def test_a_pdf_of_too_many_pages_is_named_with_its_limit() -> None:
    error = _code(_pdf(["Case one"] * 5), page_limit=4)
    assert (error.code, error.params) == ("too_many_pages", {"pages": 5, "limit": 4})


def test_a_scan_has_no_text_layer() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    assert _code(out.getvalue()).code == "no_text_layer"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 64, "wrong_type"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\x89PNG\r\n\x1a\n....", "wrong_type"),
        (gzip.compress(b"text", mtime=0), "wrong_type"),
        (b'{"title": "no text"}', "wrong_type"),
        (bytes(range(256)) * 40, "wrong_type"),
        (b"<?xml version='1.0'?><a><b></a>", "damaged"),
    ],
)
def test_what_cannot_be_read_has_a_code(raw: bytes, code: str) -> None:
    assert _code(raw).code == code


def test_a_zip_that_is_no_document_is_of_the_wrong_type() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert _code(out.getvalue()).code == "wrong_type"


def test_a_file_over_the_limit_is_too_large() -> None:
    assert _code(b"a" * 100, size_limit=99).params == {"size": 100, "limit": 99}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [b"", b"%PDF-1.5\n", b"PK\x03\x04", b"<?xml ", b"<html>", b"{", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]
    ),
    st.binary(max_size=400),
)
def test_hostile_bytes_end_in_a_decision_or_a_code(start: bytes, raw: bytes) -> None:
    with suppress(Unreadable):
        read_file(start + raw)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_docx_or_pdf_ends_in_a_decision_or_a_code(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([_docx(acts.RF_ORDER), _pdf([acts.EN_APPEAL])])))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(8, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read_file(bytes(raw))
