"""Materials for tests: a travel ban that meets every condition of the law, in the registry and in the registers."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from tarazy.acts.desk.models import DeskKey
from tarazy.cases.actions.assign_judges import assign_judges
from tarazy.cases.actions.file_case import register_case
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Case, Proceeding
from tarazy.courts.models import Court, Judge
from tarazy.documents.actions import make_copy
from tarazy.law import Sex
from tarazy.law.identifiers import sex
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.robot.actions.submit_ban import Ban, prepare_ban, submit_ban
from tarazy.robot.models import BanSubmission
from tarazy.robot.sources.records import Record, a_record
from tests.cases.factories import NOW, a_clerk, a_court, a_judge
from tests.people.factories import an_iin, with_role

PDF = b"%PDF-1.4 paper "


def a_womans_iin() -> str:
    """An IIN that agrees with the name of the tests' people."""
    return next(one for one in iter(an_iin, "") if sex(one) is Sex.FEMALE)


def a_bailiff(**fields: Any) -> User:
    """A private bailiff with an IIN."""
    fields.setdefault("iin", a_womans_iin())
    user = with_role(Role.BAILIFF, **fields)
    user.grants.update(since=datetime(2020, 1, 1, tzinfo=NOW.tzinfo))
    user.__dict__.pop("_grants", None)
    return user


def papers(by: User, now: datetime = NOW) -> list[DocumentRef]:
    """An order, an enforcement document and a notice in the store."""
    found = []
    for kind in ("order", "document", "notice"):
        content = PDF + f"{kind} {by.pk} {now}".encode()
        made = make_copy(None, content, f"{kind}.pdf", "application/pdf", owner=by, now=now, kind=kind)
        found.append(DocumentRef(UUID(str(made.pk)), kind, kind))
    return found


def a_ban(record: Record, court: Court, **changes: Any) -> Ban:
    """What a bailiff asks for by the record of the registers."""
    person, entity = record["person"], record["entity"]
    name = " ".join((person["family"], person["given"], person["patronymic"]))
    values: dict[str, Any] = {
        "court_code": court.pk, "language": "ru", "enforcement_number": record["number"], "order_number": "17",
        "order_on": Date.fromisoformat(record["notice"]["order_on"]) if "order_on" in record["notice"] else NOW.date(),
        "document": "исполнительный лист № 5521 от 01.12.2025", "debtor_name": entity["name"] if entity else name,
        "debtor_number": record["debtor"], "debtor_is_entity": bool(entity), "person_name": name,
        "person_iin": person["iin"], "creditor_name": record["creditor"], "debt": Decimal(record["left"]) / 100,
        "grounds": "Должник извещён, срок истёк, задолженность не погашена.",
    }  # fmt: skip
    return Ban(**(values | changes))


def a_submission(
    stand_in: Any, *, court: Court | None = None, by: User | None = None, now: datetime = NOW,
    record: dict[str, Any] | None = None, language: str = "ru", **changes: Any,
) -> tuple[BanSubmission, Record]:  # fmt: skip
    """A submission ready to be signed, its record in the registers."""
    by, court = by or a_bailiff(), court or a_court()
    number = f"{court.pk}-26-{BanSubmission.objects.count() + 1:06d}"
    made = a_record(number, now=now, court=court.pk, bailiff=by.iin or "", **(record or {}))
    stand_in.registers.add(made)
    ban = a_ban(made, court, language=language, **changes)
    return prepare_ban(ban, papers(by, now), by=by, now=now), made


def a_material(
    stand_in: Any, *, judge: Judge | None = None, now: datetime = NOW, **fields: Any
) -> Proceeding:
    """A filed and distributed travel-ban material; its run is started by the distribution."""
    submission, _record = a_submission(stand_in, now=now, **fields)
    case = submit_ban(submission.pk, {"way": "demo"}, by=submission.by, now=now)
    return distributed(case, judge, now)


def distributed(case: Case, judge: Judge | None = None, now: datetime = NOW) -> Proceeding:
    """The case before a judge with a key."""
    clerk = a_clerk(case.court)
    register_case(case.pk, by=clerk, now=now)
    judge = judge or a_judge(case.court)
    assert judge.user is not None
    judge.user.iin = judge.user.iin or a_womans_iin()
    judge.user.save()
    return assign_judges(case.proceedings.get().pk, [judge.pk], by=clerk, now=now, reference="draw-1")


def judge_of(proceeding: Proceeding) -> User:
    """The account of the judge."""
    seat = proceeding.assignments.select_related("judge__user").get()
    assert seat.judge.user is not None
    return User.objects.get(pk=seat.judge.user_id)


def has_desk(user: User) -> bool:
    """Whether the judge has a desk key."""
    return DeskKey.objects.filter(user=user).exists()
