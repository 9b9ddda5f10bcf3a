"""Whatever is put in, a person reads in their language what happened, what was kept and what to do next."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from tarazy.practice.messages import message
from tarazy.practice.models import AskJob
from tarazy.practice.reading_process import ReadingFailed, read_apart
from tarazy.practice.rules import preflight
from tests.acts.factories import a_decision

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
CODES = (
    "empty", "encrypted", "too_many_pages", "no_text_layer", "wrong_type", "bad_encoding", "too_large", "damaged",
    "not_court", "too_slow", "no_practice", "stopped", "nothing_given", "busy",
)  # fmt: skip


def a_pdf(pages: int, *, encrypted: bool = False, words: str = "") -> bytes:
    """A small PDF by hand: pages with some words or none; encrypted in name, which no reader can open."""
    content = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode() if words else b""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(pages))
    objects.append(f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for page in range(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * page} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    if encrypted:
        objects.append(
            b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"
            + b"28" * 32
            + b"> /U <"
            + b"5e" * 32
            + b"> >>"
        )
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b" /Encrypt %d 0 R /ID [<61> <61>]" % len(objects) if encrypted else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, lock, start)
    return bytes(out)


def a_docx_without_a_document() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "nothing")
    return held.getvalue()


BAD = {
    "an empty file": ("act.txt", b"", "empty"),
    "a file of spaces": ("act.txt", b"   \n\n  ", "empty"),
    "an encrypted PDF": ("act.pdf", a_pdf(1, encrypted=True, words="secret"), "encrypted"),
    "a PDF of 500 pages": ("act.pdf", a_pdf(500, words="page"), "too_many_pages"),
    "a PDF of pictures": ("act.pdf", a_pdf(2), "no_text_layer"),
    "a broken PDF": ("act.pdf", b"%PDF-1.7\nnothing more", "damaged"),
    "a picture called a PDF": ("act.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "wrong_type"),
    "a program": ("act.exe", b"MZ\x90\0\3", "wrong_type"),
    "a zip called DOCX": ("act.docx", a_docx_without_a_document(), "wrong_type"),
    "a recipe": (
        "recipe.txt",
        ("Борщ: свёкла, капуста, картофель, лук, морковь. Варить два часа. " * 5).encode(),
        "not_court",
    ),
    "garbled letters": ("act.txt", bytes(range(128, 256)) * 40, "bad_encoding"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_gets_its_message_and_leaves_nothing(
    client: Client, practice: Any, what: str, language: str
) -> None:
    name, content, code = BAD[what]
    response = client.post(f"/{language}/practice/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    page = response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')
    job = AskJob.objects.first()
    if job is not None:  # what the first look could not tell, the reader did
        assert (job.status, job.error, job.text, job.reading) == ("failed", code, "", None)
    with translation.override(language):
        words = message(code, job.error_params if job else {})
    assert words.happened in page
    assert words.kept in page
    assert words.next in page
    assert "Traceback" not in page
    assert response.status_code in (200, 422)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_put_in_is_said_to_be_nothing(client: Client, language: str) -> None:
    response = client.post(f"/{language}/practice/", {"text": "  "})
    assert response.status_code == 422
    with translation.override(language):
        assert message("nothing_given", {}).happened in response.content.decode()


def test_what_was_typed_is_still_there_after_a_bad_file(client: Client) -> None:
    response = client.post(
        "/ru/practice/", {"file": SimpleUploadedFile("a.exe", b"MZ"), "text": "набранный текст"}
    )
    assert "набранный текст" in response.content.decode()


def test_a_file_over_the_limit_is_refused_with_its_size(client: Client, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    response = client.post("/ru/practice/", {"file": SimpleUploadedFile("a.txt", b"x" * 1_500_000)})
    assert response.status_code == 422
    assert "1,5 МБ" in response.content.decode()
    assert not AskJob.objects.exists()


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_three_sentences_in_every_language(code: str) -> None:
    seen = set()
    for language in LANGUAGES:
        with translation.override(language):
            words = message(
                code, {"pages": 500, "limit": 300, "size": 9_000_000} if code != "too_large" else {}
            )
        seen.add(words.happened)
        assert all((words.happened, words.kept, words.next))
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("name", "head", "code"),
    [
        ("a.pdf", b"%PDF-1.4", None),
        ("A.PDF", b"%PDF-1.4", None),
        ("a.docx", b"PK\x03\x04", None),
        ("a.txt", "Решение".encode("cp1251"), None),
        ("a.txt", b"\xff\xfe\x20\x04", None),
        ("a.txt", b"%PDF-1.4", "wrong_type"),
        ("a.pdf", b"hello", "damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "wrong_type"),
        ("a", b"text", "wrong_type"),
    ],
)
def test_preflight_looks_at_the_content_and_the_name(name: str, head: bytes, code: str | None) -> None:
    fault = preflight(name, len(head), head, limit=1000)
    assert (fault[0] if fault else None) == code


def test_the_api_refuses_with_a_problem_document(client: Client) -> None:
    for data in ({"text": ""}, {"file": SimpleUploadedFile("a.exe", b"MZ")}):
        response = client.post("/api/v1/ask", data)
        assert response.status_code == 422
        assert response.headers["Content-Type"].startswith("application/problem+json")
        assert response.json()["detail"]


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    decision = read_apart(a_decision(3).text.encode(), "act.txt")
    assert decision.text.startswith("РЕШЕНИЕ")
    with pytest.raises(ReadingFailed, match="encrypted"):
        read_apart(BAD["an encrypted PDF"][1], "act.pdf")


def test_a_reading_that_hangs_is_stopped() -> None:
    with pytest.raises(ReadingFailed) as stopped:
        read_apart(a_decision(3).text.encode(), "act.txt", seconds=0.05)
    assert stopped.value.code == "too_slow"
