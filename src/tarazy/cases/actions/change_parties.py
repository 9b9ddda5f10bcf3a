"""Who takes part changes: somebody comes in, leaves, is succeeded; representatives; the file is opened; service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.cases import deadlines, docket, events, tasks
from tarazy.cases.actions.file_case import add_parties, save_parties
from tarazy.cases.filing_data import DocumentRef, PartyData
from tarazy.cases.models import DocketEntry, Party, PartyRole, Proceeding, Representation, Side
from tarazy.cases.papers import services
from tarazy.cases.refusals import NotActingFor, NotYours
from tarazy.cases.standing import WORDS, opened_proceeding, standing
from tarazy.cases.visibility import own_parties
from tarazy.people.models import PowerOfAttorney
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

NO_FILE = frozenset({PartyRole.WITNESS, PartyRole.EXPERT, PartyRole.SPECIALIST, PartyRole.INTERPRETER})


def add_party(
    proceeding_id: int, data: PartyData, *, by: User, now: datetime, documents: Iterable[DocumentRef] = ()
) -> Party:
    """Bring somebody in (a third party, an expert …); the judge, or the team at the judge's ruling, does it.

    Third parties read the file at once, witnesses and experts never. Returns the saved party. Raises `NotFound`,
    `NotYours`, `Invalid`. Norm: GPK 51–52.
    """
    if data.role not in PartyRole.values or not data.name.strip():
        raise Invalid({"role": data.role})
    with transaction.atomic():
        proceeding = _for_the_court(proceeding_id, by, now, "party_added")
        party = _saved(proceeding, data, now, None if data.role in NO_FILE else now)
        docket.record(
            proceeding.case, "party_added", by=by, at=now, proceeding=proceeding, party=party,
            params={"name": party.name, "role": party.role}, documents=documents,
        )  # fmt: skip
    return party


def remove_party(
    proceeding_id: int,
    party_id: int,
    *,
    by: User,
    now: datetime,
    reason: str,
    documents: Iterable[DocumentRef] = (),
) -> Party:
    """A party leaves the case and no longer reads the file; the last of a side can't. Returns it, saved.

    Raises `NotFound`, `NotYours`, `Invalid`.
    """
    with transaction.atomic():
        proceeding = _for_the_court(proceeding_id, by, now, "party_left")
        party = _of(proceeding, party_id)
        side = proceeding.case.parties.filter(side=party.side, left_at__isnull=True)
        if party.side != Side.NEITHER and side.exclude(pk=party.pk).count() == 0:
            raise Invalid({"party": party.name})
        party.left_at = now
        party.save(update_fields=["left_at"])
        docket.record(
            proceeding.case, "party_left", by=by, at=now, proceeding=proceeding, party=party,
            params={"name": party.name, "reason": reason}, documents=documents,
        )  # fmt: skip
    return party


def succeed_party(
    proceeding_id: int,
    party_id: int,
    data: PartyData,
    *,
    by: User,
    now: datetime,
    documents: Iterable[DocumentRef] = (),
) -> Party:
    """A legal successor takes a party's place, side, claims and running limits. Returns the successor, saved.

    Raises `NotFound`, `NotYours`. Norm: GPK 54.
    """
    with transaction.atomic():
        proceeding = _for_the_court(proceeding_id, by, now, "party_succeeded")
        old = _of(proceeding, party_id)
        new = _saved(proceeding, data, now, old.access_since and now, side=old.side)
        old.left_at = now
        old.save(update_fields=["left_at"])
        proceeding.case.claims.filter(party=old).update(party=new)
        proceeding.deadlines.filter(party=old, state="open").update(party=new)
        docket.record(
            proceeding.case, "party_succeeded", by=by, at=now, proceeding=proceeding, party=new,
            params={"old": old.name, "new": new.name}, documents=documents,
        )  # fmt: skip
    return new


def add_representative(
    proceeding_id: int,
    party_id: int,
    representative: User,
    *,
    by: User,
    now: datetime,
    ground: str = Representation.Ground.POWER,
    power: PowerOfAttorney | None = None,
) -> Representation:
    """Somebody acts for a party from now on: by the party's own word, with a power in force, or admitted by the court.

    Returns the saved representation. Raises `NotFound`, `NotActingFor` where the power isn't this party's or isn't in
    force. Norm: GPK 57–61.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        party = _of(proceeding, party_id)
        court_side = standing(by, proceeding, now=now) & {"court", "registry"}
        own = own_parties(by, now=now).filter(pk=party.pk).exists()
        if not court_side and not own:
            raise NotActingFor
        if ground == Representation.Ground.POWER and not _good(power, party, representative, now):
            raise NotActingFor
        acting, made = Representation.objects.get_or_create(
            party=party, representative=representative, until=None,
            defaults={"ground": ground, "power": power, "since": now},
        )  # fmt: skip
        if made:
            docket.record(
                proceeding.case, "representative_added", by=by, at=now, proceeding=proceeding, party=party
            )
    return acting


def end_representation(representation_id: int, *, by: User, now: datetime) -> Representation:
    """A representative no longer acts; the party, the representative or the court ends it. Raises `NotActingFor`."""
    with transaction.atomic():
        acting = Representation.objects.select_related("party").filter(pk=representation_id).first()
        if acting is None:
            raise NotFound
        proceeding = acting.party.case.proceedings.order_by("-id").first()
        assert proceeding is not None  # a case has one from its filing
        proceeding = opened_proceeding(proceeding.pk, by, now=now)
        own = acting.party.user_id == by.pk or acting.representative_id == by.pk
        if not own and not standing(by, proceeding, now=now) & {"court", "registry"}:
            raise NotActingFor
        if acting.until is None:
            acting.until = now
            acting.save(update_fields=["until"])
            docket.record(
                proceeding.case,
                "representative_left",
                by=by,
                at=now,
                proceeding=proceeding,
                party=acting.party,
            )
    return acting


def note_served(
    proceeding_id: int,
    party_id: int,
    what: str,
    *,
    by: User | None,
    now: datetime,
    params: dict[str, object] | None = None,
    documents: Iterable[DocumentRef] = (),
) -> DocketEntry:
    """Proof that a party received `what` ("claim", "order", "judgment" …): the file opens, the answer's limit runs.

    Served again, the limit is counted anew. `by` is None for service by the cabinet itself. Returns the docket entry.
    Raises `NotFound`, `NotPermitted` without SERVE_DOCUMENTS. Norm: GPK 127–133, 165–166, 141, 267-3.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        if by is not None:
            require(by, Permission.SERVE_DOCUMENTS, proceeding.court_id, now=now)
        party = _of(proceeding, party_id)
        entry = docket.record(
            proceeding.case, "served", by=by, at=now, proceeding=proceeding, party=party,
            params={"what": what, **(params or {})}, documents=documents,
        )  # fmt: skip
        for one in services():
            if one.what != what or proceeding.kind not in one.kinds:
                continue
            if one.opens:
                open_file(party, now)
            if one.starts and party.side == Side.DEFENCE:
                deadlines.start(
                    proceeding, one.starts, on=timezone.localdate(now), whose=party.side, party=party
                )
        if what == "claim" and not _unserved(proceeding):
            deadlines.settle(proceeding, ("copy_to_defendant",), at=now)
            tasks.finish(proceeding, ("serve_documents",), by=by, at=now)
    return entry


def open_file(party: Party, now: datetime) -> None:
    """The party may read the file from now on, if its role ever may."""
    if party.access_since is None and party.role not in NO_FILE:
        party.access_since = now
        party.save(update_fields=["access_since"])


def _unserved(proceeding: Proceeding) -> bool:
    return proceeding.case.parties.filter(
        side=Side.DEFENCE, left_at__isnull=True, access_since__isnull=True
    ).exists()


def _saved(
    proceeding: Proceeding, data: PartyData, now: datetime, access: datetime | None, *, side: str = ""
) -> Party:
    parties = add_parties(proceeding.case, (data,), now=now)
    parties[0].access_since = access
    if side:
        parties[0].side = side
    save_parties(proceeding.case, parties, (data,), now=now)
    return parties[0]


def _of(proceeding: Proceeding, party_id: int) -> Party:
    party = proceeding.case.parties.filter(pk=party_id, left_at__isnull=True).first()
    if party is None:
        raise NotFound
    return party


def _for_the_court(proceeding_id: int, by: User, now: datetime, code: str) -> Proceeding:
    proceeding = opened_proceeding(proceeding_id, by, now=now)
    if "presiding" not in standing(by, proceeding, now=now):
        raise NotYours(event=events.event(code).asked(), who=str(WORDS["presiding"]))
    return proceeding


def _good(power: PowerOfAttorney | None, party: Party, representative: User, now: datetime) -> bool:
    if power is None or power.representative_id != representative.pk:
        return False
    of_person = power.principal_user_id is not None and power.principal_user_id == party.user_id
    of_body = (
        power.principal_organisation_id is not None
        and power.principal_organisation_id == party.organisation_id
    )
    return (of_person or of_body) and power.covers(PowerOfAttorney.Scope.READ, now)
