"""What practice is asked about: the act as far as it is written, with what the registry knows of its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from tarazy.acts.text import ActText, Part
from tarazy.cases.models import CaseDocument, Proceeding
from tarazy.cases.rulings import word
from tarazy.documents.models import Document
from tarazy.documents.store import ContentMissing
from tarazy.documents.texts import document_text
from tarazy.jurimetrics.decision import Claim as ReadClaim
from tarazy.jurimetrics.decision import Decision, Found, Instance, Kind, Money, PartName, Span, Stage
from tarazy.jurimetrics.reading import Unreadable, read_text

if TYPE_CHECKING:
    from tarazy.cases.models import Case

ENOUGH_WORDS = 60  # of description and reasons: before that the claim itself says more of the case
PARTS = {
    Part.INTRODUCTION: PartName.INTRODUCTION,
    Part.DESCRIPTION: PartName.DESCRIPTION,
    Part.REASONS: PartName.REASONING,
    Part.OPERATIVE: PartName.OPERATIVE,
}
KIND_OF_RULING = {"court_order": "ordered", "judgment": "decided"}


@dataclass(frozen=True)
class Matter:
    """The text that was asked about and what was read in it; `parts` are the places of the act's own parts there."""

    decision: Decision
    parts: dict[Part, Span]

    @property
    def text(self) -> str:
        """The words of the act, or of the claim where the act has hardly any."""
        return self.decision.text

    def part_of(self, span: Span) -> Part | None:
        """The part of the act in which a place of the text stands."""
        return next((part for part, own in self.parts.items() if own.start <= span.start < own.end), None)


def matter_of(proceeding: Proceeding, text: ActText, today: Date) -> Matter | None:
    """The matter of an act as it stands; None where neither the act nor the claim has a word yet.

    What the registry knows (category, court, number, day of filing, claims) is taken from there and not guessed.
    """
    assembled, parts = _assembled(text)
    try:
        if _written(text) >= ENOUGH_WORDS:
            decision = read_text(assembled)
        else:
            claim = claim_text(proceeding.case)
            introduction = f"{claim}\n\n{assembled}" if claim else assembled
            parts = {part: _moved(span, len(introduction) - len(assembled)) for part, span in parts.items()}
            decision = read_text(introduction)
    except Unreadable:
        return None
    return Matter(_with_the_registry(decision, proceeding, text, parts, today), parts)


def claim_text(case: Case) -> str:
    """The words of the claim that opened the case, "" where they can't be read."""
    rows = CaseDocument.objects.filter(case=case, kind__in=("claim", "complaint")).order_by("pk")
    first = rows.values_list("document_id", flat=True).first()
    return _words_of(first) if first else ""


@lru_cache(maxsize=64)
def _words_of(document_id: UUID) -> str:
    try:
        return document_text(Document.objects.get(pk=document_id)).text
    except (Unreadable, ContentMissing, OSError, ValueError, Document.DoesNotExist):
        return ""


def _written(text: ActText) -> int:
    return len(text.plain(Part.DESCRIPTION).split()) + len(text.plain(Part.REASONS).split())


def _assembled(text: ActText) -> tuple[str, dict[Part, Span]]:
    """The act as it will be printed, with the places of its parts; the words between parts as acts have them."""
    between = {
        Part.DESCRIPTION: f"{word('found', text.language)}:",
        Part.OPERATIVE: f"{word(KIND_OF_RULING.get(text.kind, 'ruled'), text.language)}:",
    }
    whole, parts = "\n".join(one for one in (text.title, text.subtitle) if one), {}
    for part in Part:
        words = text.plain(part)
        if not words.strip():
            continue
        if part in between and between[part].rstrip(":").casefold() not in whole[-80:].casefold():
            whole += f"\n\n{between[part]}"
        start = len(whole) + 2
        whole += f"\n\n{words}"
        parts[part] = Span(start=start, end=len(whole))
    return whole, parts


def _moved(span: Span, by: int) -> Span:
    return Span(start=span.start + by, end=span.end + by)


def _with_the_registry(
    decision: Decision, proceeding: Proceeding, text: ActText, parts: dict[Part, Span], today: Date
) -> Decision:
    case = proceeding.case
    known: dict[str, object] = {
        "id": "asked",
        "instance": Found(value=Instance(proceeding.instance)),
        "kind": Found(value=Kind(text.kind)),
        "court": Found(value=proceeding.court.name_in(text.language)),
        "region": Found(value=proceeding.court.region) if proceeding.court.region else decision.region,
        "date": Found(value=today),
        "filed": Found(value=case.filed_at.date(), available_from=Stage.CLAIM),
        "parts": {PARTS[part]: span for part, span in parts.items()},
    }
    if proceeding.number:
        known["case_numbers"] = (Found(value=proceeding.number),)
    if case.category:
        known["category"] = Found(value=case.category, available_from=Stage.CLAIM)
    if not decision.claims:
        known["claims"] = tuple(_claims(case, text.language))
    return decision.model_copy(update=known)


def _claims(case: Case, language: str) -> list[Found[ReadClaim]]:
    """The claims as the registry has them, read for their kind as a demand in an act is."""
    found = []
    for claim in case.claims.filter(withdrawn_at__isnull=True, is_counterclaim=False).order_by("number"):
        words = claim.text or claim.demand.replace("_", " ")
        asks = {"kk": f"Талап қоюшы {words} сұрайды.", "ru": f"Истец просит {words}."}[language]
        try:
            read = read_text(asks).claims
        except Unreadable:
            read = ()
        kind = read[0].value.type if read else "other"
        amount = Money(amount=claim.amount, currency=claim.currency) if claim.amount is not None else None
        value = ReadClaim(demand=words, type=kind, amount=amount)
        found.append(Found(value=value, available_from=Stage.CLAIM))
    return found
