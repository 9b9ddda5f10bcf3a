"""An act comes on its way to the public: signed here, or already in the bank."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from tarazy.acts.delivery.header import ActHeader, header_of
from tarazy.acts.delivery.identifiers import address_of
from tarazy.acts.publication.models import Publication, Version
from tarazy.acts.publication.rules import in_force, is_gathered, text_hash
from tarazy.courts.models import Court

if TYPE_CHECKING:
    from tarazy.acts.desk.models import SignedAct
    from tarazy.acts.models import Act

BANK_STREAM = "acts"  # of acts whose court has no ledger here


def gather(signed: SignedAct, *, now: datetime) -> Publication | None:
    """The act on its way, made once; None for a kind that isn't published (GPK 19)."""
    if not is_gathered(signed.kind, signed.code):
        return None
    known = Publication.objects.filter(signed=signed).first()
    if known is not None:
        return known
    header = header_of_signed(signed)
    address = address_of(header.neutral)
    proceeding = signed.proceeding
    try:
        with transaction.atomic():
            if Publication.objects.filter(address=address).exists():
                address = f"{address}-{str(signed.pk)[:8]}"
            return Publication.objects.create(
                signed=signed,
                proceeding=proceeding,
                court_code=proceeding.court_id,
                language=signed.language,
                address=address,
                neutral=header.neutral,
                citation=header.citation,
                gathered_at=now,
                changed_at=now,
                in_force_at=now if in_force(signed.kind, proceeding.stage) else None,
            )
    except IntegrityError:  # somebody else gathered it at the same moment
        return Publication.objects.get(signed=signed)


def gather_bank_act(act: Act, *, now: datetime) -> Publication:
    """An act of the bank that is public already: its public text is the first version."""
    known = Publication.objects.filter(address=act.act_id).first()
    if known is not None:
        return known
    court = Court.objects.filter(name_ru=act.court).first() or Court.objects.filter(name_kk=act.court).first()
    public = act.public_decision.text
    with transaction.atomic():
        publication, made = Publication.objects.get_or_create(
            address=act.act_id,
            defaults={
                "act": act,
                "court_code": court.pk if court else "",
                "language": act.language,
                "state": Publication.State.PUBLISHED,
                "gathered_at": now,
                "changed_at": now,
                "in_force_at": now,
            },
        )
        if made:
            Version.objects.create(
                publication=publication,
                number=1,
                source=act.text,
                text=public,
                sha256=text_hash(public),
                made_at=now,
                confirmed_at=now,
                published_at=now,
            )
    return publication


def header_of_signed(signed: SignedAct) -> ActHeader:
    """What stood around the act when it was signed; made anew for an act that was kept without it."""
    if signed.around:
        return signed.header
    return header_of(
        signed.proceeding, signed.code, signed.kind, now=signed.signed_at, language=signed.language
    )
