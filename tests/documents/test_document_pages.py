"""Pages and content: safe headers, a marked copy for other readers, nothing for strangers."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tarazy.documents import access
from tarazy.documents.actions import seal_document, start_ocr
from tarazy.documents.models import Document
from tests.documents import files
from tests.documents.conftest import MakeDocument
from tests.documents.papers import PAPERS, scan
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db


def as_user(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def readings() -> Any:
    heard: list[tuple[Any, Any]] = []

    def hear(sender: Any, document: Document, user: Any, at: Any, **more: Any) -> None:
        heard.append((document.pk, user))

    access.document_read.connect(hear)
    yield heard
    access.document_read.disconnect(hear)


def test_the_owner_gets_the_bytes_and_another_reader_a_copy_with_their_name(
    a_document: MakeDocument, no_providers: None, readings: list[Any]
) -> None:
    owner, reader = a_user(), a_user(family_name="Сейтқали", given_name="Әсел")
    content = files.pdf(2)
    document = a_document(owner, content, "Талап қою «арызы».pdf")
    access.register(lambda user: Q(pk=document.pk) if user.pk == reader.pk else Q(pk__in=[]))
    address = reverse("documents:download", args=[document.pk])
    own = as_user(owner).get(address)
    assert content_of(own) == content
    assert own["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%A2")
    copy = as_user(reader).get(reverse("documents:view", args=[document.pk]))
    pages = pypdfium2.PdfDocument(content_of(copy))
    assert all("Сейтқали Әсел" in page.get_textpage().get_text_bounded() for page in pages)
    assert copy["Content-Disposition"].startswith("inline") and copy["Content-Type"] == "application/pdf"
    assert readings == [(document.pk, owner), (document.pk, reader)]


def test_content_can_neither_run_nor_be_kept_nor_be_taken_for_something_else(
    a_document: MakeDocument,
) -> None:
    owner = a_user()
    client = as_user(owner)
    for content, name in ((files.picture(), "a.png"), (files.pdf(), "a.pdf"), (files.office(), "a.docx")):
        document = a_document(owner, content, name)
        response = client.get(reverse("documents:view", args=[document.pk]))
        content_of(response)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]
        assert name == "a.pdf" or "sandbox" in response["Content-Security-Policy"]
        assert name != "a.docx" or response["Content-Disposition"].startswith("attachment")


def test_strangers_and_readers_of_sealed_documents_get_the_same_404_everywhere(
    a_document: MakeDocument, readings: list[Any]
) -> None:
    owner = a_user()
    foreign, sealed = a_document(owner), a_document(owner, files.pdf(2))
    seal_document(sealed, by=None, now=timezone.now())
    stranger, missing = as_user(a_user()), "00000000-0000-4000-8000-000000000000"
    for name, more in (
        ("documents:document", []), ("documents:view", []), ("documents:download", []), ("documents:reading", []),
        ("documents:progress", []), ("documents:page", [0]), ("documents:picture", [0]),
        ("api:document", []), ("api:document_content", []), ("api:reading", []),
    ):  # fmt: skip
        expected = stranger.get(reverse(name, args=[missing, *more]))
        assert expected.status_code == 404, name
        for document, client in ((foreign, stranger), (sealed, stranger), (sealed, as_user(owner))):
            answer = client.get(reverse(name, args=[document.pk, *more]))
            assert answer.status_code == 404, name
            if client is stranger:
                assert len(answer.content) - len(expected.content) in (0, len(str(document.pk)) - 36)
    assert stranger.post(reverse("documents:reading", args=[foreign.pk])).status_code == 404
    assert stranger.post(reverse("api:start_reading", args=[foreign.pk])).status_code == 404
    assert readings == []


def test_a_visitor_is_not_shown_documents(a_document: MakeDocument, client: Client) -> None:
    document = a_document(a_user())
    assert client.get(reverse("documents:document", args=[document.pk])).status_code == 404
    assert client.get(reverse("api:document_content", args=[document.pk])).status_code == 404
    assert client.get(reverse("api:documents")).json()["total"] == 0


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_speak_each_language(a_document: MakeDocument, language: str) -> None:
    owner = a_user()
    document = a_document(owner)
    client = as_user(owner)
    for name, arguments in (("documents:mine", []), ("documents:document", [document.pk])):
        with override(language):
            address = reverse(name, args=arguments)
        page = client.get(address)
        assert page.status_code == 200 and f'<html lang="{language}"' in page.content.decode()
        assert document.name in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_scan_is_read_confirmed_word_by_word_and_shown_beside_its_picture(a_document: MakeDocument) -> None:
    owner = a_user()
    client = as_user(owner)
    document = a_document(owner, scan(PAPERS[1]), "скан.png")
    start_ocr(document, by=owner, now=timezone.now())
    listed = client.get(reverse("documents:reading", args=[document.pk])).content.decode()
    assert "hx-get" not in listed and reverse("documents:page", args=[document.pk, 0]) in listed
    address = reverse("documents:page", args=[document.pk, 0])
    page = client.get(address).content.decode()
    assert 'class="td-word td-word--identifier"' in page and "<script>" not in page and " style=" not in page
    picture = client.get(reverse("documents:picture", args=[document.pk, 0]))
    assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    names = {part.split('"')[0] for part in page.split('name="word-')[1:]}
    client.post(address, {f"word-{name}": "түзетілді" for name in names})
    again = client.get(address).content.decode()
    assert again.count("td-word--confirmed") == len(names) > 20
    assert client.post(address, {"word-999999": "x"}).status_code == 422


def test_progress_is_asked_for_until_the_reading_is_over(
    a_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tarazy.documents.models import OcrJob

    owner = a_user()
    document = a_document(owner, files.picture("TIFF", frames=4), "a.tiff")
    OcrJob.objects.create(document=document, pages=4, pages_done=1, state="reading")
    part = as_user(owner).get(
        reverse("documents:progress", args=[document.pk]), headers={"HX-Request": "true"}
    )
    text = part.content.decode()
    assert 'hx-trigger="load' in text and 'max="4" value="1"' in text and "<html" not in text
