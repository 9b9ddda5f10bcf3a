"""The confirmed text goes into the bank, where everybody finds it; its hash into the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tarazy.acts.actions.import_acts import act_of, norms_of
from tarazy.acts.models import Act, ActNorm, Source, Visibility
from tarazy.acts.publication.actions.anonymise import locked, move
from tarazy.acts.publication.actions.gather import BANK_STREAM, header_of_signed
from tarazy.acts.publication.gates import gates
from tarazy.acts.publication.models import LeakReport, Publication, Version
from tarazy.acts.publication.refusals import GatesClosed, NotInThisState
from tarazy.acts.publication.rules import text_hash
from tarazy.acts.searching import changes
from tarazy.cases import docket
from tarazy.jurimetrics.decision import Decision, Found, Instance, Kind
from tarazy.jurimetrics.reading import read_text
from tarazy.ledger import append

if TYPE_CHECKING:
    from tarazy.people.models import User


def publish(publication_id: UUID, *, by: User | None, now: datetime) -> Publication:
    """Publish the confirmed version, in place of the one that is read now if there is one.

    The bank gets the public text only: no name that was replaced stands in it. Raises `NotInThisState`,
    `GatesClosed` with the gates that are shut. Norm: GPK 19.
    """
    with transaction.atomic():
        publication = locked(publication_id)
        version = publication.draft
        if version is None:
            raise NotInThisState
        shut = [gate.words for gate in gates(publication, version) if not gate.passed]
        if shut:
            raise GatesClosed(why="; ".join(shut))
        again = publication.state == Publication.State.PUBLISHED
        publication.act = _into_bank(publication, version)
        publication.versions.filter(published_at__isnull=False, replaced_at__isnull=True).update(
            replaced_at=now
        )
        told = append(
            publication.court_code or BANK_STREAM,
            "act.published",
            {"act": publication.address, "version": version.number, "text": version.sha256},
            at=now,
        )
        version.published_at = now
        version.ledger_stream, version.ledger_number = told.stream, told.number
        version.save(update_fields=["published_at", "ledger_stream", "ledger_number"])
        move(publication, Publication.State.PUBLISHED, now)
        publication.reports.filter(answer=LeakReport.Answer.OPEN).update(
            answer=LeakReport.Answer.REISSUED, answered_by=by, answered_at=now
        )
        if publication.proceeding is not None:
            docket.record(
                publication.proceeding.case,
                "act_reissued" if again else "act_published",
                by=by,
                at=now,
                proceeding=publication.proceeding,
                params={"address": publication.address, "version": version.number},
            )
        transaction.on_commit(changes.apply_soon)
    return publication


def _into_bank(publication: Publication, version: Version) -> Act:
    """The row of the bank, made or rewritten; noted for the index."""
    old = Act.objects.filter(act_id=publication.address).first()
    decision = _read(publication, version, old)
    model = (
        publication.proceeding.case.is_model
        if publication.proceeding
        else bool(old and old.source == Source.MODEL)
    )
    row = act_of(decision, source=Source.MODEL if model else Source.COURT, visibility=Visibility.PUBLIC)
    row.public_text = version.text  # confirmed by a person: nothing is masked once more
    row.content_hash = text_hash(f"{publication.address}\n{version.number}\n{version.text}")
    if old is not None:
        row.pk, row.added, row.owner_id = old.pk, old.added, old.owner_id
    row.save(force_insert=old is None, force_update=old is not None)
    ActNorm.objects.filter(act=row).delete()
    ActNorm.objects.bulk_create(norms_of(row))
    changes.note([row.pk])
    return row


def _read(publication: Publication, version: Version, old: Act | None) -> Decision:
    """The public text as read; what the registry knows better than a reader is taken from there."""
    read = read_text(version.text, id=publication.address)
    update: dict[str, object] = {"language": publication.language}
    signed, proceeding = publication.signed, publication.proceeding
    if signed is not None and proceeding is not None:
        header = header_of_signed(signed)
        update |= {
            "kind": Found[Kind](value=Kind(signed.kind)),
            "instance": Found[Instance](value=Instance(proceeding.instance)),
            "court": Found[str](value=header.court),
            "region": Found[str](value=proceeding.court.region),
            "date": Found(value=header.date),
            "filed": Found(value=timezone.localdate(proceeding.filed_at)),
            "case_numbers": (Found[str](value=header.number),) if header.number else read.case_numbers,
            "category": Found[str](value=header.category) if header.category else None,
        }
    elif old is not None:
        kept = old.decision
        names = (
            "kind",
            "instance",
            "court",
            "region",
            "date",
            "filed",
            "case_numbers",
            "category",
            "outcome",
            "review",
        )
        update |= {name: getattr(kept, name) for name in names}
        update |= {
            name: value.model_copy(update={"span": None})
            for name, value in update.items()
            if isinstance(value, Found)
        }
        update["case_numbers"] = tuple(one.model_copy(update={"span": None}) for one in kept.case_numbers)
    return read.model_copy(update=update)
