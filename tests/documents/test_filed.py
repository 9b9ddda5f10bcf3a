"""Documents: who sees them, bytes kept once and purged for good, copies, confirmation of words."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from tarazy.documents import access, store
from tarazy.documents.actions import (
    add_document,
    adopt_documents,
    confirm_words,
    make_copy,
    purge_document,
    read_scan,
    release_unused,
    seal_document,
    stamp_copy,
    start_ocr,
)
from tarazy.documents.models import Document, OcrJob, OcrPage, StoredFile
from tarazy.documents.ocr import ReaderMissing
from tarazy.documents.refusals import FileRefused, NotAScan, NotStampable, ReaderNotInstalled, WordsDiffer
from tarazy.documents.rendering import Stamp, render_pdf
from tarazy.documents.store import content_store
from tarazy.documents.texts import card_of, document_text
from tarazy.people.permissions import Role
from tarazy.people.refusals import NotFound, NotPermitted
from tests.documents import files
from tests.documents.conftest import MakeDocument
from tests.documents.papers import PAPERS, scan
from tests.people.factories import a_user, with_role

pytestmark = pytest.mark.django_db


def test_only_its_owner_sees_a_document_until_a_room_above_names_readers(
    a_document: MakeDocument, no_providers: None
) -> None:
    owner, other = a_user(), a_user()
    document = a_document(owner)
    assert access.may_read(owner, document)
    for stranger in (other, AnonymousUser(), None):
        assert not access.may_read(stranger, document)
    access.register(lambda user: Q(pk=document.pk) if user.pk == other.pk else Q(pk__in=[]))
    assert access.may_read(other, document) and not access.may_read(a_user(), document)


def test_an_empty_condition_of_a_provider_opens_nothing(a_document: MakeDocument, no_providers: None) -> None:
    document = a_document(a_user())
    access.register(lambda user: Q())
    assert not access.may_read(a_user(), document)


def test_somebody_who_was_locked_out_sees_nothing(a_document: MakeDocument) -> None:
    owner = a_user()
    document = a_document(owner)
    owner.is_active = False
    assert not access.may_read(owner, document)


def test_a_sealed_document_and_what_was_made_from_it_is_seen_by_those_named_for_sealed_ones_only(
    a_document: MakeDocument, no_providers: None
) -> None:
    owner, reader, judge = a_user(), a_user(), a_user()
    document = a_document(owner)
    copy = make_copy(document, files.pdf(2), "copy.pdf", "application/pdf", owner=owner, now=timezone.now())
    access.register(lambda user: Q(pk__isnull=False))
    access.register(lambda user: Q(pk__isnull=False) if user.pk == judge.pk else Q(pk__in=[]), sealed=True)
    seal_document(document, by=judge, now=timezone.now())
    for one in (document, copy):
        assert not access.may_read(owner, one) and not access.may_read(reader, one)
        assert access.may_read(judge, one)


def test_what_somebody_without_an_account_puts_in_becomes_theirs_when_they_sign_in(
    a_document: MakeDocument,
) -> None:
    document = a_document(None, holder="h" * 64)
    assert Document.objects.visible_to(None, "h" * 64).get() == document
    assert not Document.objects.visible_to(None, "").exists()
    assert not Document.objects.visible_to(None, "x" * 64).exists()
    user = a_user()
    assert adopt_documents("h" * 64, user) == 1 and adopt_documents("", user) == 0
    assert Document.objects.visible_to(user).get() == document
    assert not Document.objects.visible_to(None, "h" * 64).exists()


def test_a_refused_file_leaves_nothing(a_document: MakeDocument, own_store: Any) -> None:
    with pytest.raises(FileRefused) as refused:
        a_document(a_user(), files.picture(), "a.pdf")
    assert refused.value.code == "other_type" and refused.value.status == 422
    assert not Document.objects.exists() and not StoredFile.objects.exists()
    assert not [path for path in own_store.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_are_kept_once_and_go_with_their_last_document(a_document: MakeDocument) -> None:
    first, second = a_document(a_user()), a_document(a_user(), name="other.pdf")
    assert StoredFile.objects.count() == 1
    purge_document(first, by=None, now=timezone.now())
    assert content_store().has(first.sha256)
    purge_document(second, by=None, now=timezone.now())
    assert not content_store().has(first.sha256) and not StoredFile.objects.exists()
    first.refresh_from_db()
    assert (first.name, first.file, first.sha256) == ("", None, second.sha256)
    assert not Document.objects.visible_to(first.owner).exists()


@pytest.mark.django_db(transaction=True)
def test_purging_takes_copies_and_what_was_read_with_it(a_document: MakeDocument) -> None:
    document = a_document(a_user())
    copy = make_copy(document, files.pdf(3), "copy.pdf", "application/pdf", owner=None, now=timezone.now())
    OcrJob.objects.create(document=document, pages=1)
    purge_document(document, by=None, now=timezone.now())
    copy.refresh_from_db()
    assert copy.purged_at and not content_store().has(copy.sha256) and not OcrJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_that_a_stop_left_behind_are_removed_later(
    a_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = a_document(a_user())

    def killed(self: object, sha256: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store.FolderStore, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            purge_document(document, by=None, now=timezone.now())
    assert content_store().has(document.sha256)
    assert release_unused() == 1 and not content_store().has(document.sha256) and release_unused() == 0


def test_a_document_with_a_virus_is_never_ready() -> None:
    with pytest.raises(IntegrityError):
        Document.objects.create(name="a", media_type="application/pdf", status="ready", virus="found")


def test_the_stamp_goes_on_a_copy_and_the_original_stays(a_document: MakeDocument) -> None:
    owner = a_user()
    document = a_document(owner)
    stamp = Stamp("Алматы қаласы Алмалы аудандық соты", "7512-26-00-2/1", "12.01.2026")
    copy = stamp_copy(document, stamp, "https://court.example/v", "kk", owner=owner, now=timezone.now())
    assert copy.parent == document and copy.sha256 != document.sha256 and copy.is_ready
    assert "7512-26-00-2/1" in document_text(copy).text or copy.pages == 1
    with content_store().open(document.sha256) as file:
        assert file.read() == files.pdf() or document.size
    with pytest.raises(NotStampable):
        stamp_copy(
            a_document(owner, files.picture(), "a.png"), stamp, "", "kk", owner=owner, now=timezone.now()
        )


def test_the_text_of_a_typed_document_gives_its_card(a_document: MakeDocument) -> None:
    import docx

    typed = docx.Document()
    for line in PAPERS[0].text.splitlines():
        typed.add_paragraph(line.strip())
    target = io.BytesIO()
    typed.save(target)
    document = a_document(a_user(), target.getvalue(), "иск.docx")
    card = card_of(document)
    assert card.claimants[0].name.value == "Ахметов Серик Болатович" and card.category


def test_a_scan_is_read_page_by_page_and_goes_on_after_a_stop(
    a_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tarazy.documents.actions import read_scan as _  # noqa: F401
    from tarazy.documents.ocr import PageRead, Word

    owner = a_user()
    document = a_document(owner, files.picture("TIFF", size=(300, 200), frames=3), "скан.tiff")
    job = OcrJob.objects.create(document=document, pages=3)
    read: list[int] = []

    def page(source: Any, number: int, folder: Any) -> PageRead:
        if number == 1 and read.count(1) == 0:
            read.append(1)
            raise KeyboardInterrupt  # the server is killed in the middle of page 2
        read.append(number)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"page-{number}.pdf").write_bytes(files.pdf())
        return PageRead(300, 200, 0, 0.0, [Word(f"бет{number}", 1, 1, 9, 9, 0.9, 0, 0)])

    module = __import__("importlib").import_module("tarazy.documents.actions.read_scan")
    monkeypatch.setattr(module, "read_page", page)
    with pytest.raises(KeyboardInterrupt):
        read_scan(job.pk, now=timezone.now())
    job.refresh_from_db()
    assert (job.pages_done, job.state) == (1, "reading")
    done = read_scan(job.pk, now=timezone.now())
    assert (done.state, done.pages_done, read) == ("done", 3, [0, 1, 1, 2])
    assert done.searchable and done.searchable.pages == 3 and done.searchable.parent == document
    assert document_text(document).text.split() == ["бет0", "бет1", "бет2"]
    assert read_scan(job.pk, now=timezone.now()).pages_done == 3 and len(read) == 4


@pytest.mark.django_db(transaction=True)
def test_a_real_scan_is_read_in_the_background_and_its_words_are_confirmed(a_document: MakeDocument) -> None:
    owner, clerk, other = a_user(), with_role(Role.REGISTRY_CLERK, "7512"), a_user()
    document = a_document(owner, scan(PAPERS[4], skew=0.6), "скан.png")
    job = start_ocr(document, by=owner, now=timezone.now())
    job.refresh_from_db()
    assert job.state == "done" and job.searchable
    assert start_ocr(document, by=owner, now=timezone.now()) == job
    text = document_text(document)
    assert PAPERS[4].claimant_number in text.text and text.unconfirmed > 0
    page = job.read_pages.get()
    marked = page.marked
    index = next(one.index for one in marked if one.mark == "identifier")
    for stranger in (clerk, other):  # the clerk doesn't see this one: no room above names it
        with pytest.raises(NotFound):
            confirm_words(document, 0, {index: "x"}, by=stranger, now=timezone.now())
    with pytest.raises(WordsDiffer):
        confirm_words(document, 0, {10**6: "x"}, by=owner, now=timezone.now())
    answers = {one.index: page.words[one.index]["text"] for one in marked}
    answers[index] = "850101301231"
    confirm_words(document, 0, answers, by=owner, now=timezone.now())
    confirm_words(document, 0, answers, by=owner, now=timezone.now() + timedelta(seconds=1))
    after = document_text(document)
    assert after.unconfirmed == 0 and "850101301231" in after.text
    assert card_of(document).claimants[0].identifier.confidence >= 0.9  # type: ignore[union-attr]


def test_a_reader_who_is_neither_owner_nor_clerk_confirms_nothing(
    a_document: MakeDocument, no_providers: None
) -> None:
    reader = a_user()
    document = a_document(a_user(), files.picture(), "a.png")
    OcrPage.objects.create(job=OcrJob.objects.create(document=document, pages=1), number=0, width=1, height=1)
    access.register(lambda user: Q(pk=document.pk))
    with pytest.raises(NotPermitted):
        confirm_words(document, 0, {}, by=reader, now=timezone.now())


def test_typed_papers_and_installations_without_a_reader_say_so_and_the_document_stays(
    a_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, now = a_user(), timezone.now()
    typed = render_pdf("claim", {"parts": [{"paragraphs": ["Мәтін " * 60]}]}, "kk", made=now)
    with pytest.raises(NotAScan):
        start_ocr(a_document(owner, typed), by=owner, now=now)
    picture = a_document(owner, files.picture(), "a.png")

    def missing() -> str:
        raise ReaderMissing("tesseract")

    monkeypatch.setattr(
        __import__("importlib").import_module("tarazy.documents.actions.read_scan"), "reader_version", missing
    )
    with pytest.raises(ReaderNotInstalled):
        start_ocr(picture, by=owner, now=now)
    picture.refresh_from_db()
    assert picture.is_ready


def test_a_document_made_by_nobody_belongs_to_nobody() -> None:
    document = add_document(io.BytesIO(files.pdf()), "a.pdf", by=None, now=timezone.now())
    assert not Document.objects.visible_to(AnonymousUser(), "").exists() and document.owner is None
