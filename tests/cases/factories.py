"""Courts, judges, filings and cases for tests: one line each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tarazy.cases.actions.apply_event import apply_event
from tarazy.cases.actions.assign_judges import assign_judges
from tarazy.cases.actions.file_case import file_case, register_case
from tarazy.cases.filing_data import CheckedAct, ClaimData, DocumentRef, FilingData, PartyData
from tarazy.cases.models import Case, Party, Proceeding
from tarazy.cases.workflow import table
from tarazy.courts.models import Court, Judge
from tarazy.documents.models import Document
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tests.people.factories import a_user, an_iin, with_role

ALMATY = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ALMATY)  # a Monday
_number = count(1)


def later(days: float = 0, *, start: datetime = NOW) -> datetime:
    """`days` after the Monday on which everything begins."""
    return start + timedelta(days=days)


def a_court(code: str = "", **fields: Any) -> Court:
    """A saved district court of Almaty, another one each time unless `code` is given."""
    code = code or f"75{next(_number) % 90 + 10:02d}"
    while not fields.pop("exact", False) and Court.objects.filter(pk=code).exists():
        code = f"{int(code) + 1:04d}"
    fields.setdefault("kind", "district")
    fields.setdefault("region", "almaty_city")
    for language, name in (("kk", "соты"), ("ru", "суд"), ("en", "court")):
        fields.setdefault(f"name_{language}", f"{code} {name}")
    return Court.objects.create(code=code, **fields)


def courts_of_three_instances() -> tuple[Court, Court, Court]:
    """A district court, its court of appeal, its cassation court."""
    top = a_court("7100", kind="cassation", instance="cassation")
    middle = a_court("7599", kind="appeal", instance="appeal", higher=top)
    return a_court(higher=middle), middle, top


def staff(role: Role, court: Court, **fields: Any) -> User:
    """A member of the court's staff, in office since long before the tests' Monday."""
    user = with_role(role, court.pk, **fields)
    user.grants.update(since=NOW - timedelta(days=400))
    user.__dict__.pop("_grants", None)
    return user


def a_clerk(court: Court) -> User:
    """A registry clerk of the court."""
    return staff(Role.REGISTRY_CLERK, court)


def a_chair(court: Court) -> User:
    """The chair of the court."""
    return staff(Role.COURT_CHAIR, court)


def a_judge(court: Court, **fields: Any) -> Judge:
    """A judge of the court, with an account."""
    user = staff(Role.JUDGE, court)
    fields.setdefault("family_name", f"Судьяева{next(_number)}")
    fields.setdefault("given_name", "Сауле")
    return Judge.objects.create(court=court, user=user, appointed=NOW.date() - timedelta(days=900), **fields)


def a_document(owner: User | None, kind: str = "claim", **fields: Any) -> DocumentRef:
    """A ready document of somebody, without bytes in the store."""
    content = fields.pop("content", None) or uuid4().bytes
    row = Document.objects.create(
        sha256=hashlib.sha256(content).hexdigest(),
        name=f"{kind}.pdf",
        media_type="application/pdf",
        size=len(content),
        pages=1,
        owner=owner,
        status=fields.pop("status", Document.Status.READY),
        created=fields.pop("created", NOW),
        **fields,
    )
    return DocumentRef(UUID(str(row.pk)), kind, kind)


def a_filing(court: Court, by: User, **fields: Any) -> FilingData:
    """What `by` files against somebody invented: a debt of 500 000."""
    defendant = fields.pop("defendant", None) or PartyData(
        role="defendant", name=f"Жауапкер {next(_number)}", iin=an_iin()
    )
    claimant = PartyData(role="claimant", name=by.full_name, iin=by.iin or "", user_id=by.pk)
    if fields.get("kind") == "order":
        claimant = PartyData(role="creditor", name=by.full_name, iin=by.iin or "", user_id=by.pk)
    fields.setdefault("kind", "action")
    fields.setdefault("category", "loan")
    fields.setdefault("price", Decimal(500_000))
    fields.setdefault("parties", (claimant, defendant))
    fields.setdefault("claims", (ClaimData(demand="recover_debt", amount=fields["price"]),))
    return FilingData(court_code=court.pk, **fields)


def a_claimant(**fields: Any) -> User:
    """Somebody with an account and an IIN."""
    return a_user("claimant", iin=an_iin(), **fields)


def a_case(court: Court | None = None, by: User | None = None, *, now: datetime = NOW, **fields: Any) -> Case:
    """A filed case."""
    court = court or a_court()
    by = by or a_claimant()
    return file_case(a_filing(court, by, **fields), by=by, now=now)


def a_registered_case(
    court: Court | None = None, by: User | None = None, *, now: datetime = NOW, **fields: Any
) -> Case:
    """A case with its number."""
    case = a_case(court, by, now=now, **fields)
    return register_case(case.pk, by=a_clerk(case.court), now=now)


def a_distributed_case(
    court: Court | None = None,
    by: User | None = None,
    *,
    judge: Judge | None = None,
    now: datetime = NOW,
    **fields: Any,
) -> tuple[Proceeding, Judge]:
    """A case with its judge: the proceeding and the judge."""
    case = a_registered_case(court, by, now=now, **fields)
    judge = judge or a_judge(case.court)
    first = case.proceedings.get()
    proceeding = assign_judges(first.pk, [judge.pk], by=a_clerk(case.court), now=now, reference="draw-1")
    return proceeding, judge


def claimant_of(proceeding: Proceeding) -> User:
    """The account of the claim's side."""
    party = proceeding.case.parties.filter(side="claim").first()
    assert party is not None and party.user is not None
    return party.user


def party(proceeding: Proceeding, side: str) -> Party:
    """The first party of a side."""
    found = proceeding.case.parties.filter(side=side).first()
    assert found is not None
    return found


def signed_act(judge: Judge, kind: str = "ruling") -> DocumentRef:
    """An act as if the judge had signed it."""
    made = a_document(judge.user, kind)
    return CheckedAct(made.id, made.kind, made.title)


def step(
    proceeding: Proceeding, event: str, judge: Judge, *, now: datetime = NOW, **params: Any
) -> Proceeding:
    """The judge makes a step, with a signed act where one is needed."""
    row = table().find(event, proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome)
    documents = [signed_act(judge)] if row and row.ruling else []
    return apply_event(proceeding.pk, event, by=judge.user, now=now, params=params, documents=documents)


def walk(proceeding: Proceeding, judge: Judge, events: Iterable[str], *, now: datetime = NOW) -> Proceeding:
    """Several steps of the judge, one after another; `event:outcome` names an outcome or a ground."""
    for said in events:
        event, _, chosen = said.partition(":")
        row = table().find(
            event, proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome
        )
        params: dict[str, str] = {}
        if chosen and row:
            params = {"ground": chosen} if row.grounds else {"outcome": chosen}
        proceeding = step(proceeding, event, judge, now=now, **params)
    return proceeding


DECIDED = ("accept", "start_preparation", "set_hearing", "open_hearing", "retire", "announce:satisfied_full",
           "issue_reasoned", "send_judgment")  # fmt: skip


def a_decided_case(**fields: Any) -> tuple[Proceeding, Judge]:
    """A case decided for the claimant, copies sent, all on the first Monday."""
    proceeding, judge = a_distributed_case(**fields)
    return walk(proceeding, judge, DECIDED, now=fields.get("now", NOW)), judge
