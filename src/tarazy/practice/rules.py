"""Decisions of the room without I/O."""

from __future__ import annotations

from pathlib import PurePath

from tarazy.jurimetrics.decision import Decision

FILE_TYPES = (".pdf", ".docx", ".html", ".htm", ".txt", ".xml", ".akn")
SIGNATURES = {b"%PDF-": ".pdf", b"PK\x03\x04": ".docx"}
READ_LANGUAGES = ("kk", "ru", "ky", "en")
SHORTEST = 80
ENOUGH = 2


def looks_like_a_court_matter(decision: Decision) -> bool:
    """Whether at least two independent signs of a court's act or a claim were found in a text of some length.

    Signs: the kind of act, the court, a case number, norms, parties with a role, a claim, an outcome. In a
    language of which only dates and numbers are read, one of them is enough.
    """
    signs = (
        decision.kind,
        decision.court,
        decision.case_numbers,
        decision.norms,
        decision.parties,
        decision.claims,
        decision.outcome or decision.review,
    )
    if len(decision.text.strip()) < SHORTEST:
        return False
    if decision.language not in READ_LANGUAGES:
        return bool(decision.date or decision.case_numbers)
    return sum(bool(sign) for sign in signs) >= ENOUGH


def preflight(name: str, size: int, head: bytes, *, limit: int) -> tuple[str, dict[str, int]] | None:
    """Why a file can't even be tried, as a code with its figures; None if it may be read.

    `size` and `limit` in bytes, `head` the first bytes of the content. The content outweighs the name: a
    picture called act.pdf is refused.
    """
    if size == 0:
        return "empty", {}
    if size > limit:
        return "too_large", {"size": size, "limit": limit}
    suffix = PurePath(name).suffix.lower()
    if suffix not in FILE_TYPES:
        return "wrong_type", {}
    shown = next((kind for mark, kind in SIGNATURES.items() if head.startswith(mark)), None)
    if suffix in (".pdf", ".docx") and shown != suffix:
        return ("damaged" if shown is None and not _is_binary(head) else "wrong_type"), {}
    if suffix not in (".pdf", ".docx") and (shown or _is_binary(head)):
        return "wrong_type", {}
    return None


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\0" in head
