"""Cases that go elsewhere: to another court, into another case, or apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tarazy.cases import docket, events, tasks
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Case, CaseLink, Claim, Party, Proceeding, Stage
from tarazy.cases.moving import Step, begin, move
from tarazy.cases.numbers import next_number
from tarazy.cases.refusals import NotYours
from tarazy.cases.signing import must_be_signed
from tarazy.cases.standing import WORDS, opened_proceeding, standing
from tarazy.courts.models import Court, Instance
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

_COPIED = (
    "role", "side", "kind", "user_id", "organisation_id", "name", "iin", "bin", "birth_date", "address", "phone",
    "email", "language", "sealed", "joined_at", "access_since",
)  # fmt: skip


def transfer_case(
    proceeding_id: int, court_code: str, *, by: User, now: datetime, documents: Iterable[DocumentRef]
) -> Proceeding:
    """Send a case to another court of the same instance by a signed ruling; its registry is asked to take it in.

    The proceeding here ends; one waits there at the stage `filed` without a number. Returns the new proceeding, saved.
    Raises `NotFound`, `NotYours`, `NotPossibleNow`, `NeedsSignedPaper`, `Invalid`. Norm: GPK 34.
    """
    with transaction.atomic():
        old = opened_proceeding(proceeding_id, by, now=now)
        court = Court.objects.filter(pk=court_code).first()
        if court is None or court.pk == old.court_id or court.instance != old.court.instance:
            raise Invalid({"court": court_code})
        stands = standing(by, old, now=now)
        move(
            old, Step("transfer", by, now, stands, {"court": court.name, "code": court.pk}, tuple(documents))
        )
        old.assignments.filter(until__isnull=True).update(until=now, ended_reason="transferred")
        new = Proceeding.objects.create(
            case=old.case,
            court=court,
            instance=old.instance,
            kind=old.case.kind,
            stage=Stage.FILED,
            stage_since=now,
            filed_at=now,
        )
        Case.objects.filter(pk=old.case_id).update(court=court)
        tasks.ask(new, "receive_transfer", to="registry", by=by, at=now, params={"from": old.court_id})
    return new


def receive_transferred(proceeding_id: int, *, by: User, now: datetime) -> Proceeding:
    """The other court's registry gives its number to a case that came by transfer. Returns the proceeding, saved.

    The case's own limits run anew here. Raises `NotFound`, `NotPermitted`, `NotPossibleNow`. Norm: GPK 34.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        require(by, Permission.REGISTER_CASES, proceeding.court_id, now=now)
        if proceeding.number or proceeding.stage != Stage.FILED:
            return proceeding
        proceeding.number = next_number(
            proceeding.court_id, proceeding.kind, proceeding.instance, timezone.localdate(now)
        )
        proceeding.registered_at = now
        move(proceeding, Step("register", by, now, {"registry"}, {"number": proceeding.number}))
        if not proceeding.case.number:
            Case.objects.filter(pk=proceeding.case_id).update(number=proceeding.number, registered_at=now)
        tasks.finish(proceeding, ("receive_transfer",), by=by, at=now)
    return proceeding


def join_cases(
    proceeding_id: int, into_id: int, *, by: User, now: datetime, documents: Iterable[DocumentRef]
) -> CaseLink:
    """Join a case to another of the same court and kind that `by` hears too: parties and claims go over.

    Both files keep their dockets. Returns the link, saved. Raises `NotFound`, `NotYours`, `NotPossibleNow`,
    `NeedsSignedPaper`, `Invalid`. Norm: GPK 170 (unverified).
    """
    with transaction.atomic():
        _lock_both(proceeding_id, into_id)
        one = opened_proceeding(proceeding_id, by, now=now)
        other = opened_proceeding(into_id, by, now=now)
        if one.case_id == other.case_id or one.court_id != other.court_id or one.kind != other.kind:
            raise Invalid({"into": str(other)})
        if "presiding" not in standing(by, other, now=now):
            raise NotYours(event=events.event("join").asked(), who=str(WORDS["presiding"]))
        refs = tuple(documents)
        stands = standing(by, one, now=now)
        move(one, Step("join", by, now, stands, {"other": str(other.case)}, refs))
        one.assignments.filter(until__isnull=True).update(until=now, ended_reason="joined")
        _take_over(one.case, other.case, now)
        docket.record(
            other.case, "joined_here", by=by, at=now, proceeding=other, params={"other": str(one.case)},
            documents=refs,
        )  # fmt: skip
        link, _ = CaseLink.objects.get_or_create(
            case=one.case, other=other.case, kind=CaseLink.Kind.JOINED_INTO,
            defaults={"found_at": now, "confirmed": True},
        )  # fmt: skip
    return link


def split_case(
    proceeding_id: int,
    claim_numbers: Iterable[int],
    *,
    by: User,
    now: datetime,
    documents: Iterable[DocumentRef],
) -> Case:
    """Split claims off into a case of its own before the same judge; at least one claim stays.

    Returns the new case, registered and at the same stage of work for the judge. Raises `NotFound`, `NotYours`,
    `NeedsSignedPaper`, `Invalid`. Norm: GPK 170 (unverified).
    """
    refs, wanted = tuple(documents), set(claim_numbers)
    with transaction.atomic():
        old = opened_proceeding(proceeding_id, by, now=now)
        if "presiding" not in standing(by, old, now=now):
            raise NotYours(event=events.event("split").asked(), who=str(WORDS["presiding"]))
        must_be_signed(refs, by, now)
        claims = list(old.case.claims.filter(number__in=wanted))
        if not wanted or len(claims) != len(wanted) or len(claims) == old.case.claims.count():
            raise Invalid({"claims": ""})
        new = _new_case(old, now)
        parties = _copy_parties(old.case, new)
        for number, claim in enumerate(sorted(claims, key=lambda one: one.number), start=1):
            claim.case, claim.number, claim.party = new, number, parties.get(claim.party_id or 0)
            claim.save()
        proceeding = Proceeding.objects.create(
            case=new,
            court_id=old.court_id,
            instance=Instance.FIRST,
            kind=new.kind,
            stage_since=now,
            filed_at=now,
        )
        begin(proceeding, Step("file", by, now, (), {"split_from": str(old.case)}))
        new.number = proceeding.number = next_number(
            new.court_id, new.kind, Instance.FIRST, timezone.localdate(now)
        )
        new.registered_at = proceeding.registered_at = now
        new.save(update_fields=["number", "registered_at"])
        move(proceeding, Step("register", by, now, {"system"}, {"number": new.number}))
        seats = old.assignments.filter(until__isnull=True)
        for seat in seats:
            seat.pk, seat.proceeding, seat.since = None, proceeding, now
            seat.save(force_insert=True)
        names = ", ".join(seat.judge.short_name for seat in proceeding.assignments.select_related("judge"))
        move(proceeding, Step("distribute", by, now, {"system"}, {"judges": names, "reference": "split"}))
        docket.record(
            new,
            "split_from",
            by=by,
            at=now,
            proceeding=proceeding,
            params={"other": str(old.case)},
            documents=refs,
        )
        docket.record(
            old.case, "split", by=by, at=now, proceeding=old, params={"other": new.number}, documents=refs
        )
        CaseLink.objects.create(
            case=new, other=old.case, kind=CaseLink.Kind.SPLIT_FROM, found_at=now, confirmed=True
        )
    return new


def _lock_both(one_id: int, other_id: int) -> None:
    """Two cases are always locked in the order of their ids, so that two joinings can't wait for each other."""
    ids = Proceeding.objects.filter(pk__in=(one_id, other_id)).values_list("case_id", flat=True)
    if len(list(Case.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))) != 2:
        raise NotFound


def _take_over(one: Case, other: Case, now: datetime) -> None:
    known = {(party.role, party.iin or party.bin or party.name): party for party in other.parties.all()}
    at = {}
    for party in one.parties.filter(left_at__isnull=True):
        same = known.get((party.role, party.iin or party.bin or party.name))
        at[party.pk] = same or _copied(party, other)
    last = max(other.claims.values_list("number", flat=True), default=0)
    for number, claim in enumerate(one.claims.order_by("number"), start=last + 1):
        Claim.objects.create(
            case=other,
            party=at.get(claim.party_id or 0),
            number=number,
            demand=claim.demand,
            text=claim.text,
            amount=claim.amount,
            currency=claim.currency,
            is_counterclaim=claim.is_counterclaim,
            filed_at=claim.filed_at,
        )


def _copy_parties(old: Case, new: Case) -> dict[int, Party]:
    return {party.pk: _copied(party, new) for party in old.parties.filter(left_at__isnull=True)}


def _copied(party: Party, case: Case) -> Party:
    made = Party.objects.create(case=case, **{name: getattr(party, name) for name in _COPIED})
    for acting in party.representations.filter(until__isnull=True):
        acting.pk, acting.party = None, made
        acting.save(force_insert=True)
    return made


def _new_case(old: Proceeding, now: datetime) -> Case:
    return Case.objects.create(
        court_id=old.court_id,
        kind=old.case.kind,
        category=old.case.category,
        language=old.case.language,
        origin=old.case.origin,
        filed_at=now,
        filed_by=old.case.filed_by,
        currency=old.case.currency,
        claim_data={"split_from": str(old.case)},
        fingerprint=old.case.fingerprint,
        sealed=old.case.sealed,
        is_model=old.case.is_model,
    )
