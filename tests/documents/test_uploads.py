"""Uploads in pieces: in order, again, across a killed server, by their sender only; and plainly by a form."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tarazy.documents.actions import forget_uploads
from tarazy.documents.api import LARGEST_PIECE
from tarazy.documents.models import Document, Upload
from tests.documents import files
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db
CONTENT = files.pdf(40)


def start(client: Client, name: str = "арыз.pdf", size: int = len(CONTENT), **more: Any) -> Any:
    body = json.dumps({"name": name, "size": size} | more)
    return client.post(reverse("api:start_upload"), body, content_type="application/json")


def send(client: Client, upload: str, offset: int | str, piece: bytes) -> Any:
    return client.patch(
        reverse("api:append_to_upload", args=[upload]),
        piece,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def finish(client: Client, upload: str) -> Any:
    return client.post(reverse("api:finish_upload", args=[upload]))


def offset_of(client: Client, upload: str) -> int:
    return int(client.get(reverse("api:upload", args=[upload])).json()["offset"])


def whole(client: Client, content: bytes = CONTENT, name: str = "арыз.pdf", **headers: str) -> Any:
    return client.post(
        reverse("api:upload_whole"),
        content,
        content_type="application/octet-stream",
        headers={"Upload-Name": quote(name)}
        | {key.replace("_", "-"): value for key, value in headers.items()},
    )


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(a_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db(transaction=True)
def test_a_file_in_pieces_becomes_a_document(signed_in: Client) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    upload = start(signed_in, sha256=sha256).json()["id"]
    for at in range(0, len(CONTENT), 3000):
        assert send(signed_in, upload, at, CONTENT[at : at + 3000]).status_code == 200
    answer = finish(signed_in, upload)
    assert answer.status_code == 201 and answer.json()["sha256"] == sha256 and answer.json()["pages"] == 40
    assert finish(signed_in, upload).json()["id"] == answer.json()["id"]
    assert Document.objects.count() == 1
    assert not Upload.objects.get().path.exists()


def test_a_wrong_offset_is_told_and_a_piece_sent_again_changes_nothing(signed_in: Client) -> None:
    upload = start(signed_in).json()["id"]
    assert send(signed_in, upload, 500, CONTENT[500:900]).status_code == 409
    assert send(signed_in, upload, 0, CONTENT[:900]).json()["offset"] == 900
    assert send(signed_in, upload, 0, CONTENT[:900]).json()["offset"] == 900
    assert send(signed_in, upload, 100, CONTENT[100:500]).json()["offset"] == 900
    other = send(signed_in, upload, 0, b"x" * 900)
    assert other.status_code == 409 and other.json()["code"] == "wrong_offset"
    assert offset_of(signed_in, upload) == 900
    for nonsense in ("", "-1", "abc", "9" * 40):
        assert send(signed_in, upload, nonsense, b"x").status_code in (409, 422)


def test_it_goes_on_where_a_killed_server_stopped(signed_in: Client) -> None:
    upload = start(signed_in).json()["id"]
    send(signed_in, upload, 0, CONTENT[:1000])
    with Upload.objects.get().path.open("ab") as file:  # written, but the row was never saved
        file.write(b"half a piece")
    at = offset_of(signed_in, upload)
    assert at == 1000
    send(signed_in, upload, at, CONTENT[at:])
    assert finish(signed_in, upload).status_code == 201
    assert Document.objects.get().sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_stop_between_storing_and_saving_loses_nothing(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = start(signed_in).json()["id"]
    send(signed_in, upload, 0, CONTENT)

    def killed(**fields: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Document.objects, "create", killed)
        with pytest.raises(KeyboardInterrupt):
            finish(signed_in, upload)
    assert not Document.objects.exists()
    assert finish(signed_in, upload).status_code == 201 and Document.objects.count() == 1


def test_what_the_name_and_size_tell_is_refused_before_any_byte(signed_in: Client, settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 1_000_000
    for name, size, code in (
        ("a.exe", 9, "wrong_type"),
        ("a.pdf", 0, "empty"),
        ("a.pdf", 1_000_001, "too_large"),
        ("../a.pdf", 9, "bad_name"),
    ):
        answer = start(signed_in, name, size)
        assert (answer.status_code, answer.json()["code"]) == (422, code) and answer.json()["what_next"]


def test_what_the_content_tells_is_refused_at_the_end_and_forgotten(signed_in: Client) -> None:
    content = files.encrypted_pdf()
    upload = start(signed_in, size=len(content)).json()["id"]
    send(signed_in, upload, 0, content)
    answer = finish(signed_in, upload)
    assert (answer.status_code, answer.json()["code"]) == (422, "encrypted")
    assert not Upload.objects.exists() and not Document.objects.exists()


def test_another_file_than_was_announced_is_refused(signed_in: Client) -> None:
    upload = start(signed_in, sha256="0" * 64).json()["id"]
    send(signed_in, upload, 0, CONTENT)
    assert finish(signed_in, upload).json()["code"] == "hash_differs"
    again = start(signed_in).json()["id"]
    assert send(signed_in, again, 0, CONTENT + b"more").json()["code"] == "hash_differs"
    assert finish(signed_in, again).json()["code"] == "incomplete"


def test_nobody_else_knows_of_an_upload(signed_in: Client) -> None:
    upload = start(signed_in).json()["id"]
    other, visitor = Client(), Client()
    other.force_login(a_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    start(visitor)
    for stranger in (other, visitor, Client()):
        for answer in (
            stranger.get(reverse("api:upload", args=[upload])),
            send(stranger, upload, 0, b"x"),
            finish(stranger, upload),
        ):
            assert answer.status_code == 404 and answer.json()["code"] == "not_found"


def test_a_visitor_without_an_account_uploads_and_keeps_it_when_signing_in(client: Client) -> None:
    upload = start(client).json()["id"]
    send(client, upload, 0, CONTENT)
    document = finish(client, upload).json()["id"]
    assert client.get(reverse("api:document", args=[document])).status_code == 200
    assert Client().get(reverse("api:document", args=[document])).status_code == 404
    user = a_user()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert Document.objects.get().owner == user
    assert client.get(reverse("api:documents")).json()["total"] == 1


def test_a_foreign_page_can_not_upload_in_somebodys_name() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(a_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert start(strict).status_code == 403


def test_abandoned_uploads_are_taken_away(signed_in: Client) -> None:
    upload = start(signed_in).json()["id"]
    send(signed_in, upload, 0, CONTENT[:500])
    path = Upload.objects.get().path
    assert forget_uploads(timezone.now()) == 0 and path.exists()
    assert forget_uploads(timezone.now() + timedelta(hours=25)) == 1 and not path.exists()
    assert os.listdir(path.parent) == []


def test_fifty_uploads_at_once_are_enough(signed_in: Client) -> None:
    for _ in range(50):
        assert start(signed_in).status_code == 201
    assert start(signed_in).status_code == 429


def test_without_javascript_the_form_carries_the_files(signed_in: Client) -> None:
    sent = {
        "documents_files": [
            SimpleUploadedFile("а.pdf", CONTENT),
            SimpleUploadedFile("б.png", files.picture()),
        ]
    }
    page = signed_in.post(reverse("documents:mine"), sent, follow=True)
    assert page.status_code == 200 and "а.pdf" in page.content.decode()
    assert Document.objects.count() == 2
    refused = signed_in.post(
        reverse("documents:mine"), {"documents_files": SimpleUploadedFile("a.pdf", files.encrypted_pdf())}
    )
    assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()


def test_a_form_can_not_name_documents_of_others(signed_in: Client, a_document: Any) -> None:
    foreign = a_document(a_user())
    for given in (str(foreign.pk), "rubbish"):
        assert signed_in.post(reverse("documents:mine"), {"documents": given}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_small_file_comes_in_one_request_and_is_what_it_would_be_in_pieces(signed_in: Client) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    answer = whole(signed_in, Upload_SHA256=sha256)
    assert (
        answer.status_code == 201
        and answer.json()["sha256"] == sha256
        and answer.json()["name"] == "арыз.pdf"
    )
    upload = start(signed_in, sha256=sha256).json()["id"]
    send(signed_in, upload, 0, CONTENT)
    in_pieces = finish(signed_in, upload).json()
    own = ("id", "created")
    assert {key: value for key, value in answer.json().items() if key not in own} == {
        key: value for key, value in in_pieces.items() if key not in own
    }
    assert signed_in.get(reverse("api:document_content", args=[answer.json()["id"]])).status_code == 200


def test_the_same_request_sent_again_with_its_key_makes_one_document(signed_in: Client) -> None:
    first, again = (whole(signed_in, Idempotency_Key="key-of-this-file") for _ in range(2))
    assert first.json() == again.json() and Document.objects.count() == 1
    other = whole(signed_in, files.pdf(2), Idempotency_Key="key-of-this-file")
    assert other.status_code == 422 and other.json()["code"] == "idempotency_key_of_another"


@pytest.mark.parametrize(
    ("content", "headers", "code"),
    [
        (b"", {}, "empty"),
        (CONTENT, {"name": "../арыз.pdf"}, "bad_name"),
        (CONTENT, {"name": ""}, "bad_name"),
        (CONTENT, {"Upload_Name": "%ff%fe.pdf"}, "bad_name"),
        (CONTENT, {"name": "арыз.exe"}, "wrong_type"),
        (CONTENT, {"name": "арыз.png"}, "other_type"),
        (CONTENT, {"Upload_SHA256": "0" * 64}, "hash_differs"),
        (files.encrypted_pdf(), {}, "encrypted"),
        (b"%PDF-" + b"0" * LARGEST_PIECE, {}, "too_large"),
    ],
)
def test_a_file_in_one_request_is_refused_as_any_other(
    signed_in: Client, own_store: Any, content: bytes, headers: dict[str, str], code: str
) -> None:
    refused = whole(signed_in, content, **headers)
    assert 400 <= refused.status_code < 500 and refused.json()["code"] == code, refused.content
    assert not Document.objects.exists() and not list((own_store / "documents").glob("drafts/*"))


def test_a_file_in_one_request_waits_for_the_scanner_counts_and_needs_its_token(
    settings: Any, signed_in: Client, client: Client
) -> None:
    settings.LIMITS = settings.LIMITS | {"upload": "2/3600"}
    assert whole(signed_in).json()["status"] == "ready"
    settings.VIRUS_SCANNER_URL = "clamd://127.0.0.1:1"
    assert whole(signed_in).json()["status"] == "checking"
    assert whole(signed_in).status_code == 429
    foreign = Client(enforce_csrf_checks=True)
    foreign.cookies = signed_in.cookies
    assert whole(foreign).status_code == 403


def test_a_visitor_without_an_account_sends_a_small_file_whole(client: Client) -> None:
    made = whole(client)
    assert made.status_code == 201
    assert client.get(reverse("api:document", args=[made.json()["id"]])).status_code == 200
    assert Client().get(reverse("api:document", args=[made.json()["id"]])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_small_file_costs_few_statements(signed_in: Client) -> None:
    """Who asks (2), the bytes' row and the document (3), the transaction (2): what grows here is paid by every filing."""
    whole(signed_in, files.pdf(3))
    with CaptureQueriesContext(connection) as asked:
        whole(signed_in)
    assert len(asked) <= 7, [one["sql"][:100] for one in asked]
