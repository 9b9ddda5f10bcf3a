"""Changes in a case for programs: acts drafted and signed, people, time limits, the way to another court."""

from __future__ import annotations

import base64
import binascii
from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from tarazy.cases.actions.assign_staff import assign_staff, end_staff
from tarazy.cases.actions.change_deadline import extend_deadline
from tarazy.cases.actions.change_parties import (
    add_party,
    add_representative,
    end_representation,
    note_served,
    remove_party,
    succeed_party,
)
from tarazy.cases.actions.issue_act import draft_act, issue_act
from tarazy.cases.actions.move_cases import receive_transferred
from tarazy.cases.actions.open_instance import BROUGHT_BY_TASK, open_instance
from tarazy.cases.events import all_events
from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import (
    Case,
    Deadline,
    Party,
    PartyRole,
    Proceeding,
    Representation,
    StaffAssignment,
    Task,
)
from tarazy.cases.visibility import cases_open_to, deadlines_open_to, parties_open_to
from tarazy.people.api_auth import signed_in
from tarazy.people.models import PowerOfAttorney, User, bin_valid, iin_valid
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid

router = Router(tags=["cases"])
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")]
Words = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Text = Annotated[str, Field(max_length=100_000, pattern=r"^[^\x00]*$")]
Row = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ActValues(Schema):
    """What an act says. `other`: number of the case joined to; `claims`: numbers of those split off; `court`: a code."""

    outcome: Code = ""
    ground: Code = ""
    language: Code = ""
    reasons: Text = ""
    operative: list[Text] = Field(default=[], max_length=100)
    other: Words = ""
    claims: list[Row] = Field(default=[], max_length=100)
    court: Annotated[str, Field(pattern=r"^(\d{4})?$")] = ""

    def given(self) -> dict[str, Any]:
        """Those that were said."""
        return {name: value for name, value in self.dict().items() if value}


class ActDraft(Schema):
    """An act to be signed: the PDF (base64), and when it was made, which comes back with the signed one."""

    pdf: str
    made: datetime


class ActSigned(ActValues):
    """The values of the draft again, `made` as the draft says, and the draft signed (PAdES, base64)."""

    made: datetime
    signed: Annotated[str, Field(max_length=40_000_000)]


class Where(Schema):
    """The case to look at next, and where it stands."""

    case: UUID
    number: str | None
    stage: str


class PartyAsked(Schema):
    """Somebody who comes into a case."""

    role: Code
    name: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*\S[^\x00]*$")]
    kind: Code = "person"
    iin: Annotated[str, Field(pattern=r"^(\d{12})?$")] = ""
    bin: Annotated[str, Field(pattern=r"^(\d{12})?$")] = ""
    address: Words = ""
    phone: Annotated[str, Field(max_length=20, pattern=r"^[0-9+() -]*$")] = ""
    language: Annotated[str, Field(pattern=r"^(kk|ru|en)$")] = "kk"

    def party(self) -> PartyData:
        """As the actions take it. Raises `Invalid`."""
        if self.kind not in Party.Kind.values or self.role not in PartyRole.values:
            raise Invalid({"kind": self.kind, "role": self.role})
        for number, check in ((self.iin, iin_valid), (self.bin, bin_valid)):
            if number:
                _checked(number, check)
        return PartyData(**self.dict())


class PartyMade(Schema):
    """A party of the case."""

    id: UUID
    role: str
    side: str
    name: str


class ReasonAsked(Schema):
    """A written reason."""

    reason: Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]


class RepresentAsked(Schema):
    """Who acts for the party: by a power of attorney, or (for the court only) an IIN and a ground."""

    power: UUID | None = None
    iin: Annotated[str, Field(pattern=r"^(\d{12})?$")] = ""
    ground: Code = ""


class RepresentMade(Schema):
    """A representation; `id` ends it."""

    id: int
    party: UUID
    ground: str
    since: datetime
    until: datetime | None


class StaffAsked(Schema):
    """Somebody of the court, by the account's id, as assistant, secretary or clerk."""

    user: UUID
    task: Code


class StaffMade(Schema):
    """Work on a case; `id` ends it."""

    id: int
    task: str
    since: datetime
    until: datetime | None


class ExtendAsked(ReasonAsked):
    """A later last day; what isn't a working day moves to the next one."""

    due: Date


class LimitMade(Schema):
    """A time limit as it runs now."""

    id: int
    limit: str
    due: Date
    state: str


class ServedAsked(Schema):
    """What was served on the party: "claim", "order", "judgment" …"""

    what: Code


@router.post(
    "/cases/{uuid:case_id}/acts/{code}/draft", response=ActDraft, url_name="act_draft", auth=signed_in
)
def act_draft(request: HttpRequest, case_id: UUID, code: str, asked: ActValues) -> dict[str, Any]:
    """An act of the court as an unsigned PDF; nothing is kept. `code` is a step that needs a signed act, an act
    without a step, or join, split, transfer, recusal_granted, recusal_dismissed."""
    case, user = _case(request, case_id)
    made = timezone.now().replace(microsecond=0)
    pdf = draft_act(_current(case).pk, _code(code), by=user, now=made, params=asked.given())
    return {"pdf": base64.b64encode(pdf).decode(), "made": made}


@router.post("/cases/{uuid:case_id}/acts/{code}", response={201: Where}, url_name="act", auth=signed_in)
def act(request: HttpRequest, case_id: UUID, code: str, asked: ActSigned) -> Status:
    """Give an act: the very draft with the judge's own valid signature. Its step is made with it."""
    case, user = _case(request, case_id)
    try:
        signed = base64.b64decode(asked.signed, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid({"signed": "base64"}) from None
    now = timezone.now()
    if timezone.is_naive(asked.made) or not -86_400 <= (asked.made - now).total_seconds() <= 60:
        raise Invalid({"made": asked.made.isoformat()[:40]})
    values = {name: value for name, value in asked.given().items() if name not in ("made", "signed")}
    found = issue_act(
        _current(case).pk, _code(code), by=user, now=now, params=values, signed=signed, made=asked.made
    )
    return Status(201, _where(found))


@router.post("/cases/{uuid:case_id}/parties", response={201: PartyMade}, url_name="party_add", auth=signed_in)
def party_add(request: HttpRequest, case_id: UUID, asked: PartyAsked) -> Status:
    """Bring somebody into the case; the presiding judge does it."""
    case, user = _case(request, case_id)
    made = add_party(_current(case).pk, asked.party(), by=user, now=timezone.now())
    return Status(201, _party_line(made))


@router.post(
    "/cases/{uuid:case_id}/parties/{uuid:party_id}/leave",
    response=PartyMade,
    url_name="party_leave",
    auth=signed_in,
)
def party_leave(request: HttpRequest, case_id: UUID, party_id: UUID, asked: ReasonAsked) -> dict[str, Any]:
    """A party leaves the case; the presiding judge does it."""
    case, user = _case(request, case_id)
    party = _party(case, user, party_id)
    return _party_line(
        remove_party(_current(case).pk, party.pk, by=user, now=timezone.now(), reason=asked.reason)
    )


@router.post(
    "/cases/{uuid:case_id}/parties/{uuid:party_id}/succeed",
    response={201: PartyMade},
    url_name="party_succeed",
    auth=signed_in,
)
def party_succeed(request: HttpRequest, case_id: UUID, party_id: UUID, asked: PartyAsked) -> Status:
    """A legal successor takes a party's place; the presiding judge does it."""
    case, user = _case(request, case_id)
    old = _party(case, user, party_id)
    made = succeed_party(_current(case).pk, old.pk, asked.party(), by=user, now=timezone.now())
    return Status(201, _party_line(made))


@router.post(
    "/cases/{uuid:case_id}/parties/{uuid:party_id}/representatives",
    response={201: RepresentMade},
    url_name="represent",
    auth=signed_in,
)
def represent(request: HttpRequest, case_id: UUID, party_id: UUID, asked: RepresentAsked) -> Status:
    """Let a representative in: the party by a power of attorney; the court also by another ground."""
    case, user = _case(request, case_id)
    party = _party(case, user, party_id)
    power = PowerOfAttorney.objects.select_related("representative").filter(uuid=asked.power).first()
    if power is None:
        _court_only(user, case)
    who = power.representative if power else User.objects.filter(iin=asked.iin or None).first()
    ground = Representation.Ground.POWER.value if power else asked.ground
    if who is None or ground not in Representation.Ground.values:
        raise Invalid({"power": "", "iin": ""})
    made = add_representative(
        _current(case).pk, party.pk, who, by=user, now=timezone.now(), ground=ground, power=power
    )
    return Status(201, _acting(made))


@router.post(
    "/cases/{uuid:case_id}/representatives/{int:row}/end",
    response=RepresentMade,
    url_name="represent_end",
    auth=signed_in,
)
def represent_end(request: HttpRequest, case_id: UUID, row: Row) -> dict[str, Any]:
    """A representative no longer acts."""
    case, user = _case(request, case_id)
    found = Representation.objects.filter(pk=row, party__case=case).first()
    if found is None:
        raise Http404
    _party(case, user, found.party.uuid)
    return _acting(end_representation(found.pk, by=user, now=timezone.now()))


@router.post("/cases/{uuid:case_id}/staff", response={201: StaffMade}, url_name="staff_add", auth=signed_in)
def staff_add(request: HttpRequest, case_id: UUID, asked: StaffAsked) -> Status:
    """Give the case its assistant, secretary or clerk; the judge, the chair and the registry do it."""
    case, user = _case(request, case_id)
    who = User.objects.filter(uuid=asked.user).first()
    if who is None:
        raise Invalid({"user": ""})
    return Status(201, _work(assign_staff(_current(case).pk, who, asked.task, by=user, now=timezone.now())))


@router.post(
    "/cases/{uuid:case_id}/staff/{int:row}/end", response=StaffMade, url_name="staff_end", auth=signed_in
)
def staff_end(request: HttpRequest, case_id: UUID, row: Row) -> dict[str, Any]:
    """Somebody no longer works on the case."""
    case, user = _case(request, case_id)
    found = StaffAssignment.objects.filter(pk=row, proceeding__case=case).first()
    if found is None:
        raise Http404
    return _work(end_staff(found.pk, by=user, now=timezone.now()))


@router.post(
    "/cases/{uuid:case_id}/deadlines/{int:row}/extend", response=LimitMade, url_name="extend", auth=signed_in
)
def extend(request: HttpRequest, case_id: UUID, row: Row, asked: ExtendAsked) -> Deadline:
    """Extend a running limit, or restore one that a party missed; the presiding judge does it, with a reason."""
    case, user = _case(request, case_id)
    rows = Deadline.objects.filter(deadlines_open_to(user, case=case), proceeding__case=case)
    found = rows.filter(pk=row).first()
    if found is None:
        raise Http404
    return extend_deadline(found.pk, asked.due, by=user, now=timezone.now(), reason=asked.reason)


@router.post(
    "/cases/{uuid:case_id}/parties/{uuid:party_id}/served",
    response={201: PartyMade},
    url_name="served",
    auth=signed_in,
)
def served(request: HttpRequest, case_id: UUID, party_id: UUID, asked: ServedAsked) -> Status:
    """Proof that the party received something: the file opens to it, the limit for its answer runs."""
    case, user = _case(request, case_id)
    party = _party(case, user, party_id)
    note_served(_current(case).pk, party.pk, asked.what, by=user, now=timezone.now())
    return Status(201, _party_line(party))


@router.post("/tasks/{uuid:task_id}/take-in", response={201: Where}, url_name="take_in", auth=signed_in)
def take_in(request: HttpRequest, task_id: UUID) -> Status:
    """The registry takes in what its task is about: an appeal, a complaint, a cassation, a case sent by another court."""
    user: User = request.user  # type: ignore[assignment]
    task = Task.objects.visible_to(user).filter(uuid=task_id, done_at__isnull=True).first()
    if task is None or task.proceeding_id is None:
        raise Http404
    now = timezone.now()
    if task.code == "receive_transfer":
        made = receive_transferred(task.proceeding_id, by=user, now=now)
    elif task.code in BROUGHT_BY_TASK:
        made = open_instance(task.proceeding_id, BROUGHT_BY_TASK[task.code], task.court_id, by=user, now=now)
    else:
        raise Http404
    return Status(201, {"case": made.case.uuid, "number": made.number, "stage": made.stage})


def _case(request: HttpRequest, case_id: UUID) -> tuple[Case, User]:
    user: User = request.user  # type: ignore[assignment]
    case = Case.objects.filter(uuid=case_id).first()
    if case is None or not Case.objects.filter(cases_open_to(user, case=case), pk=case.pk).exists():
        raise Http404
    return case, user


def _current(case: Case) -> Proceeding:
    found = case.proceedings.select_related("court").order_by("filed_at", "id").last()
    if found is None:
        raise Http404
    return found


def _code(code: str) -> str:
    if code not in all_events() and code not in ("interim", "free"):
        raise Http404
    return code


def _party(case: Case, user: User, party_id: UUID) -> Party:
    found = Party.objects.filter(parties_open_to(user, case=case), case=case, uuid=party_id).first()
    if found is None:
        raise Http404
    return found


def _court_only(user: User, case: Case) -> None:
    """Raises `NotPermitted`: a party names its representative by a power of attorney only."""
    require(user, Permission.READ_COURT_CASES, _current(case).court_id)


def _checked(number: str, check: Any) -> None:
    from django.core.exceptions import ValidationError

    try:
        check(number)
    except ValidationError as wrong:
        raise Invalid({"number": wrong.messages[0]}) from None


def _where(case: Case) -> dict[str, Any]:
    stands = _current(case)
    return {"case": case.uuid, "number": stands.number or case.number, "stage": stands.stage}


def _party_line(party: Party) -> dict[str, Any]:
    return {"id": party.uuid, "role": party.role, "side": party.side, "name": party.name}


def _acting(row: Representation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "party": row.party.uuid,
        "ground": row.ground,
        "since": row.since,
        "until": row.until,
    }


def _work(row: StaffAssignment) -> dict[str, Any]:
    return {"id": row.pk, "task": row.task, "since": row.since, "until": row.until}
