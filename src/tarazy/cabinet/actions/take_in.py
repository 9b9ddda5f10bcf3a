"""A claim that came on paper: scanned, its card pre-filled, confirmed by the clerk, filed like any other."""

from __future__ import annotations

from contextlib import suppress
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tarazy.cabinet.models import Intake
from tarazy.cabinet.refusals import NotConfirmed
from tarazy.cases.actions.file_case import file_case
from tarazy.cases.filing_data import ClaimData, DocumentRef, FilingData, PartyData
from tarazy.cases.models import Case, Party, PartyRole
from tarazy.documents.actions import start_ocr
from tarazy.documents.models import Document
from tarazy.documents.refusals import NotAScan, ReaderNotInstalled
from tarazy.documents.texts import card_of
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.documents.card_parties import ClaimParty
    from tarazy.people.models import User

MOST_PARTIES = 6
# What a person must compare with the paper, field by field: numbers, dates, sums.
COMPARED = ("identifier", "phone", "price", "date")
_CLAIM_ROLE = {"order": PartyRole.CREDITOR, "special": PartyRole.APPLICANT}
_DEFENCE_ROLE = {"order": PartyRole.DEBTOR, "special": PartyRole.INTERESTED}


def take_in(document: Document, court_code: str, received_on: Date, *, by: User, now: datetime) -> Intake:
    """The saved intake of a scanned claim; its reading by machine has begun where there is a reader.

    Without one the card is filled by hand. Raises `NotPermitted`, `NotFound`, `Invalid`.
    """
    require(by, Permission.SCAN_PAPERS, court_code, now=now)
    if document.owner_id != by.pk:
        raise NotFound
    if received_on > now.date():
        raise Invalid({"received_on": received_on.isoformat()})
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(origin=Document.Origin.SCANNED)
        intake, _made = Intake.objects.get_or_create(
            document=document,
            defaults={"court_id": court_code, "clerk": by, "received_on": received_on, "created_at": now},
        )
    # A PDF with its text is read as it is; without a reader the clerk types.
    with suppress(NotAScan, ReaderNotInstalled):
        start_ocr(document, by=by, now=now)
    return intake


def recognise(intake: Intake) -> dict[str, Any]:
    """The card as the machine reads it now: each field with its value and confidence (0–1); {} where it reads nothing."""
    card = card_of(intake.document)
    found: dict[str, Any] = {}
    for name, one in (
        ("court", card.court),
        ("title", card.title),
        ("demand", card.demand),
        ("category", card.category),
    ):
        if one is not None:
            found[name] = {"value": str(one.value), "confidence": round(one.confidence, 3)}
    if card.claim_value is not None:
        found["price"] = {
            "value": f"{card.claim_value.value:.2f}",
            "confidence": round(card.claim_value.confidence, 3),
        }
    if card.date is not None:
        found["date"] = {"value": card.date.value.isoformat(), "confidence": round(card.date.confidence, 3)}
    if card.language in ("kk", "ru"):
        found["language"] = {"value": card.language, "confidence": 1.0}
    for side, parties in (("claim", card.claimants), ("defence", card.defendants)):
        for number, party in enumerate(parties[:MOST_PARTIES]):
            found |= _party_fields(f"{side}-{number}", party)
    return found


def keep_recognised(intake: Intake) -> Intake:
    """The intake with the card as read; once kept it stays, so that it can be compared with what was confirmed."""
    if intake.state == Intake.State.OPEN and not intake.recognised and (found := recognise(intake)):
        Intake.objects.filter(pk=intake.pk, recognised={}).update(recognised=found)
        intake.recognised = found
    return intake


def confirm_intake(
    uuid: UUID,
    values: dict[str, str],
    compared: set[str],
    attachments: list[Document],
    *,
    by: User,
    now: datetime,
) -> Case:
    """File the case of a scanned claim from the card that the clerk confirmed. Returns the case, once however often asked.

    `values` by field as the form names them, `compared` the fields that were ticked. What was read, what was changed
    and who confirmed stays. Raises `NotFound`, `NotPermitted`, `NotConfirmed`, `Invalid` and what `file_case` raises.
    """
    with transaction.atomic():
        seen = Intake.objects.visible_to(by).filter(uuid=uuid).values_list("pk", flat=True).first()
        intake = (
            Intake.objects.select_for_update(of=("self",)).select_related("document").filter(pk=seen).first()
        )
        if intake is None:
            raise NotFound
        require(by, Permission.SCAN_PAPERS, intake.court_id, now=now)
        if intake.state == Intake.State.FILED and intake.case is not None:
            return intake.case
        kept = {name: value.strip() for name, value in values.items() if value.strip()}
        left = {name for name in kept if name.rpartition("-")[2] in COMPARED and name not in compared}
        if left:
            raise NotConfirmed(dict.fromkeys(sorted(left), NotConfirmed.message))
        data = _filing_data(intake, kept, attachments)
        case = file_case(data, by=by, now=now)
        before = {name: one["value"] for name, one in intake.recognised.items()}
        intake.confirmed = kept
        compared_fields = {*before, *kept} - {
            "court",
            "kind",
        }  # the court is the registry's own; the kind is chosen
        intake.changed = sorted(
            name for name in compared_fields if before.get(name, "") != kept.get(name, "")
        )
        intake.confirmed_at, intake.confirmed_by = now, by
        intake.state, intake.case = Intake.State.FILED, case
        intake.save()
        intake.attachments.set(attachments)
        # From now on the papers are the case's: who scanned them reads them as long as the case is open to them.
        scans = [intake.document_id, *(one.pk for one in attachments)]
        Document.objects.filter(pk__in=scans, owner=by).update(owner=None)
    return case


def put_aside(uuid: UUID, *, by: User, now: datetime) -> Intake:
    """No case comes of it (a wrong scan). Returns the saved intake. Raises `NotFound`, `NotPermitted`."""
    intake = Intake.objects.visible_to(by).filter(uuid=uuid, state=Intake.State.OPEN).first()
    if intake is None:
        raise NotFound
    require(by, Permission.SCAN_PAPERS, intake.court_id, now=now)
    Intake.objects.filter(pk=intake.pk, state=Intake.State.OPEN).update(state=Intake.State.DROPPED)
    intake.refresh_from_db()
    return intake


def _party_fields(prefix: str, party: ClaimParty) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"{prefix}-name": {"value": party.name.value, "confidence": round(party.name.confidence, 3)},
        f"{prefix}-kind": {"value": "company" if party.organisation else "person", "confidence": 1.0},
    }
    for name in ("identifier", "address", "phone", "email"):
        detail = getattr(party, name)
        if detail is not None:
            found[f"{prefix}-{name}"] = {"value": detail.value, "confidence": round(detail.confidence, 3)}
    return found


def _filing_data(intake: Intake, kept: dict[str, str], attachments: list[Document]) -> FilingData:
    kind = kept.get("kind", "action")
    language = kept.get("language", "kk")
    parties = _parties(kept, "claim", _CLAIM_ROLE.get(kind, PartyRole.CLAIMANT), language)
    parties += _parties(kept, "defence", _DEFENCE_ROLE.get(kind, PartyRole.DEFENDANT), language)
    price = Decimal(kept["price"]) if kept.get("price") else None
    refs = [DocumentRef(UUID(str(intake.document_id)), "claim", kept.get("title", "")[:200])]
    refs += [DocumentRef(UUID(str(one.pk)), "evidence", one.name[:200]) for one in attachments]
    return FilingData(
        court_code=intake.court_id,
        kind=kind,
        parties=tuple(parties),
        claims=(
            ClaimData(
                demand=(kept.get("category") or "demand")[:60], text=kept.get("demand", ""), amount=price
            ),
        ),
        documents=tuple(refs),
        category=kept.get("category", ""),
        language=language,
        origin=Case.Origin.PAPER,
        price=price,
        claim_data={"intake": str(intake.uuid), "card": kept, "received_on": intake.received_on.isoformat()},
        idempotency_key=f"intake:{intake.uuid}",
    )


def _parties(kept: dict[str, str], side: str, role: PartyRole, language: str) -> list[PartyData]:
    found = []
    for number in range(MOST_PARTIES):
        prefix = f"{side}-{number}-"
        name = kept.get(f"{prefix}name")
        if not name:
            continue
        kind = kept.get(f"{prefix}kind", Party.Kind.PERSON)
        identifier = kept.get(f"{prefix}identifier", "")
        person = kind == Party.Kind.PERSON
        found.append(
            PartyData(
                role=role,
                name=name[:300],
                kind=kind,
                iin=identifier if person else "",
                bin="" if person else identifier,
                address=kept.get(f"{prefix}address", "")[:300],
                phone=kept.get(f"{prefix}phone", "")[:20],
                email=kept.get(f"{prefix}email", ""),
                language=language,
            )
        )
    return found
