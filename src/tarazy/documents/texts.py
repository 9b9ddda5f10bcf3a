"""The text of a document: of its file where it was typed, as confirmed by people where it was scanned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tarazy.documents.cards import ClaimCard, claim_card
from tarazy.documents.kinds import FileKind
from tarazy.documents.models import Document, OcrJob, OcrPage
from tarazy.documents.ocr import Word, page_text
from tarazy.documents.store import local_copy
from tarazy.jurimetrics.reading import Unreadable, file_text


@dataclass(frozen=True)
class DocumentText:
    """The text, and for a scan its words; `unconfirmed` counts marked words that nobody has confirmed yet."""

    text: str
    words: list[Word]
    unconfirmed: int = 0


def page_words(page: OcrPage) -> list[Word]:
    """The words of a page as people confirmed them; a confirmed word is sure."""
    confirmed = {one.word: one.text for one in page.confirmations.all()}
    words: list[Word] = []
    for index, stored in enumerate(page.words):
        word = Word(**stored)
        if index in confirmed:
            word = replace(word, text=confirmed[index], confidence=1.0)
        if word.text:
            words.append(word)
    return words


def unconfirmed(page: OcrPage) -> list[int]:
    """The places of marked words that nobody has confirmed yet."""
    confirmed = {one.word for one in page.confirmations.all()}
    return [marked.index for marked in page.marked if marked.index not in confirmed]


def document_text(document: Document) -> DocumentText:
    """The text of a document, empty where there is none yet (a scan not read, an old DOC).

    The caller has asked whether its reader may read the document. Raises `ContentMissing`, `ContentDamaged`.
    """
    job = OcrJob.objects.filter(document=document).first()
    if job is not None:
        pages = list(job.read_pages.prefetch_related("confirmations"))
        return _of_pages(pages)
    if document.file_kind not in (FileKind.PDF, FileKind.DOCX):
        return DocumentText("", [])
    with local_copy(document.sha256) as path:
        try:
            return DocumentText(file_text(path), [])
        except Unreadable:
            return DocumentText("", [])


def _of_pages(pages: Sequence[OcrPage]) -> DocumentText:
    texts, words, left = [], [], 0
    for page in pages:
        read = page_words(page)
        texts.append(page_text(read))
        words += read
        left += len(unconfirmed(page))
    return DocumentText("\n\n".join(texts), words, left)


def card_of(document: Document) -> ClaimCard:
    """The pre-filled card of a claim from its document. See `document_text`."""
    read = document_text(document)
    return claim_card(read.text, read.words)
