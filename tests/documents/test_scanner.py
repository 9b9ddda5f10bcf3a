"""The virus scanner: its protocol against a stand-in that speaks it, with everything that goes wrong."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tarazy.documents.actions import scan_document
from tarazy.documents.models import Document
from tarazy.documents.refusals import NotReady
from tarazy.documents.scanner import ClamdScanner, ScannerUnavailable
from tarazy.documents.schedule import clean_up
from tarazy.documents.serving import content_response
from tarazy.documents.store import content_store
from tests.documents import files
from tests.documents.conftest import MakeDocument
from tests.people.factories import a_user

MARK = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class StandIn:
    """Speaks INSTREAM: finds the mark of the test file; `fault` makes it misbehave."""

    def __init__(self) -> None:
        self.fault = ""
        self.received = b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        file = connection.makefile("rb")
        if file.read(10) != b"zINSTREAM\0":
            connection.sendall(b"UNKNOWN COMMAND\0")
            return
        if self.fault == "hangs_up":
            return
        content = b""
        while length := struct.unpack(">I", file.read(4))[0]:
            content += file.read(length)
            if self.fault == "limit":
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.received = content
        if self.fault == "silent":
            threading.Event().wait(0.6)
            return
        if self.fault == "cut_short":
            connection.sendall(b"stream: O")
            return
        found = MARK in content
        connection.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any) -> Iterator[StandIn]:
    stand_in = StandIn()
    settings.VIRUS_SCANNER_URL = f"clamd://127.0.0.1:{stand_in.port}"
    yield stand_in
    stand_in.server.close()


def infected_pdf() -> bytes:
    return files.pdf().replace(b"%PDF-1.3\n", b"%PDF-1.3\n%" + MARK + b"\n", 1)


def test_a_clean_file_and_a_found_virus(clamd: StandIn) -> None:
    scanner = ClamdScanner("127.0.0.1", clamd.port)
    content = b"x" * 300_000
    assert scanner.scan(io.BytesIO(content)).clean and clamd.received == content
    assert scanner.scan(io.BytesIO(b"a" + MARK)).virus == "Eicar-Test-Signature"


@pytest.mark.parametrize("fault", ["silent", "hangs_up", "limit", "cut_short"])
def test_without_a_whole_answer_there_is_no_verdict(clamd: StandIn, fault: str) -> None:
    clamd.fault = fault
    with pytest.raises(ScannerUnavailable):
        ClamdScanner("127.0.0.1", clamd.port, timeout=0.3).scan(io.BytesIO(b"x" * 200_000))


@pytest.mark.django_db(transaction=True)
def test_a_scanned_document_is_ready_and_an_infected_one_is_gone(
    clamd: StandIn, a_document: MakeDocument
) -> None:
    clean, infected = a_document(a_user()), a_document(a_user(), infected_pdf())
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert (clean.status, clean.virus) == ("ready", "clean")
    assert (infected.status, infected.virus, infected.refused_code) == ("refused", "found", "virus")
    assert infected.file is None and not content_store().has(infected.sha256)
    with pytest.raises(NotReady):
        content_response(infected, infected.owner, inline=True, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_while_the_scanner_is_down_only_the_owner_sees_the_document_and_it_is_asked_again(
    clamd: StandIn, a_document: MakeDocument, no_providers: None
) -> None:
    from django.db.models import Q

    from tarazy.documents import access

    clamd.fault = "hangs_up"
    owner, reader = a_user(), a_user()
    access.register(lambda user: Q(pk__isnull=False))
    document = a_document(owner)
    document.refresh_from_db()
    assert (document.status, document.virus, document.scan_attempts) == ("checking", "waiting", 1)
    assert Document.objects.visible_to(owner).exists()
    assert not Document.objects.visible_to(reader).exists()
    assert not Document.objects.visible_to(AnonymousUser()).exists()
    later = timezone.now() + timedelta(minutes=2)
    assert clean_up(now=later) == 0
    with pytest.raises(ScannerUnavailable):
        scan_document(document.pk)
    clamd.fault = ""
    assert clean_up(now=later) == 1
    document.refresh_from_db()
    assert document.status == "ready" and Document.objects.visible_to(reader).exists()
