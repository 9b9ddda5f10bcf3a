"""Serving a document on a party: sent, opened or received by law, with the proof and the limits that follow."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from uuid import UUID

import yaml
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from tarazy.cabinet.models import ServiceOfDocument
from tarazy.cabinet.refusals import AlreadyServed
from tarazy.cases import docket
from tarazy.cases.actions.change_parties import note_served
from tarazy.cases.deadlines import law
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import CaseDocument, Party
from tarazy.cases.standing import opened_proceeding
from tarazy.cases.visibility import own_parties
from tarazy.law import calendar_of
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

log = logging.getLogger(__name__)
Way, Proof = ServiceOfDocument.Way, ServiceOfDocument.Proof


@dataclass(frozen=True)
class Term:
    """After how many working days a paper sent this way counts as received."""

    way: str
    since: Date
    working_days: int
    norm: str
    unverified: bool


@cache
def terms() -> tuple[Term, ...]:
    """The terms of `data/service.yaml`, the latest first."""
    rows = [Term(**row) for row in _raw()["terms"]]
    return tuple(sorted(rows, key=lambda one: one.since, reverse=True))


def received_by_proof(proof: str) -> bool:
    """Whether a paper counts as received by such a proof. Norm: GPK 130–131, see `data/service.yaml`."""
    return any(row["proof"] == proof and row["received"] for row in _raw()["proofs"])


def term_of(way: str, on: Date) -> Term | None:
    """The term in force for papers sent this way on that day, None where receipt must be proved."""
    return next((one for one in terms() if one.way == way and one.since <= on), None)


def serve_document(
    proceeding_id: int,
    party_id: int,
    document_id: int,
    what: str,
    way: str,
    *,
    by: User,
    now: datetime,
    tracking: str = "",
) -> ServiceOfDocument:
    """Send a document of the case (`document_id` of `CaseDocument`) to a party. Returns the saved service.

    In the cabinet it is received when opened, or when its term has run; any other way when the registry notes the
    proof. Raises `NotFound`, `NotPermitted`, `Invalid`, `AlreadyServed`. Norm: GPK 127–133.
    """
    if what not in ServiceOfDocument.What.values or way not in Way.values:
        raise Invalid({"what": what, "way": way})
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        require(by, Permission.SERVE_DOCUMENTS, proceeding.court_id, now=now)
        party = proceeding.case.parties.filter(pk=party_id, left_at__isnull=True).first()
        document = CaseDocument.objects.visible_to(by).filter(pk=document_id, case=proceeding.case_id).first()
        if party is None or document is None:
            raise NotFound
        _reachable(party, way, tracking)
        term = term_of(way, timezone.localdate(now))
        due = (
            calendar_of(law()).add_working_days(timezone.localdate(now), term.working_days) if term else None
        )
        try:
            with transaction.atomic():
                service = ServiceOfDocument.objects.create(
                    proceeding=proceeding, party=party, document=document, what=what, way=way, tracking=tracking.strip(),
                    sent_at=now, sent_by=by, due_on=due, due_unverified=bool(term and term.unverified),
                )  # fmt: skip
        except IntegrityError:
            raise AlreadyServed from None
        docket.record(
            proceeding.case, "notified", by=by, at=now, proceeding=proceeding, party=party,
            params={"what": what, "way": way, "service": str(service.uuid)}, visibility="court",
        )  # fmt: skip
        if way == Way.HAND:
            _received(service, Proof.SIGNED, by, now)
        if way == Way.EMAIL:
            transaction.on_commit(lambda: _mail(party))
    return service


def open_service(uuid: UUID, *, by: User, now: datetime) -> ServiceOfDocument:
    """The addressee opens what was sent in the cabinet: from now on it is received. Raises `NotFound`."""
    with transaction.atomic():
        service = (
            ServiceOfDocument.objects.select_for_update(of=("self",))
            .select_related("proceeding__case", "party", "document")
            .filter(uuid=uuid, party__in=own_parties(by, now=now).values("pk"))
            .first()
        )
        if service is None:
            raise NotFound
        if service.opened_at is None:
            service.opened_at, service.opened_by = now, by
            service.save(update_fields=["opened_at", "opened_by"])
        if service.delivered_at is None:
            _received(service, Proof.OPENED, None, now)
    return service


def note_proof(uuid: UUID, proof: str, *, by: User, now: datetime) -> ServiceOfDocument:
    """The registry notes what came of it: signed for, refused, or came back. Returns the saved service.

    Raises `NotFound`, `NotPermitted`, `Invalid`. Norm: GPK 130–131.
    """
    if proof not in (Proof.SIGNED, Proof.REFUSED, Proof.RETURNED):
        raise Invalid({"proof": proof})
    with transaction.atomic():
        service = (
            ServiceOfDocument.objects.visible_to(by)
            .filter(uuid=uuid)
            .values_list("pk", "proceeding__court_id")
            .first()
        )
        if service is None:
            raise NotFound
        require(by, Permission.SERVE_DOCUMENTS, service[1], now=now)
        found = ServiceOfDocument.objects.select_for_update().get(pk=service[0])
        if found.delivered_at is not None:
            return found
        if received_by_proof(proof):
            _received(found, Proof(proof), by, now)
        else:
            found.proof, found.noted_by = proof, by
            found.save(update_fields=["proof", "noted_by"])
    return found


def receive_by_term(*, now: datetime) -> int:
    """For the clock: what was sent in the cabinet and not opened counts as received after its term. How many."""
    waiting = ServiceOfDocument.objects.filter(
        delivered_at__isnull=True, due_on__lt=timezone.localdate(now), way=Way.CABINET
    )
    done = 0
    for pk in list(waiting.order_by("due_on").values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            service = ServiceOfDocument.objects.select_for_update().get(pk=pk)
            if service.delivered_at is None and service.party.left_at is None:
                _received(service, Proof.TERM, None, now)
                done += 1
    return done


def _received(
    service: ServiceOfDocument, proof: ServiceOfDocument.Proof, by: User | None, now: datetime
) -> None:
    service.delivered_at, service.proof, service.noted_by = now, proof, by
    service.save(update_fields=["delivered_at", "proof", "noted_by"])
    ref = DocumentRef(service.document.document_id, service.document.kind, service.document.title)
    note_served(
        service.proceeding_id, service.party_id, service.what, by=by, now=now,
        params={"way": service.way, "proof": proof.value, "service": str(service.uuid), "document": str(ref.id)},
    )  # fmt: skip


def _reachable(party: Party, way: str, tracking: str) -> None:
    if way == Way.CABINET and not (party.user_id or party.organisation_id):
        raise Invalid({"way": gettext("This party has no account: choose another way.")})
    if way == Way.EMAIL and not party.email:
        raise Invalid({"way": gettext("The case has no e-mail of this party.")})
    if way == Way.SMS and not party.phone:
        raise Invalid({"way": gettext("The case has no phone of this party.")})
    if way == Way.POST and not tracking.strip():
        raise Invalid({"tracking": gettext("Enter the tracking number of the letter.")})


def _mail(party: Party) -> None:
    """A letter that says that something waits, and nothing of what."""
    with override(party.language):
        subject = gettext("The court has sent you a document")
        text = gettext("Sign in to the Court Cabinet to read it, or ask the registry of the court.")
    try:
        send_mail(subject, text, None, [party.email])
    except OSError:
        log.warning("a letter about a served document could not be sent")


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("tarazy.cabinet").joinpath("data/service.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
