"""Cases for programs: one's cases, the docket, documents, limits, tasks, what can be done; the public registry."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import Field

from tarazy.cases import events
from tarazy.cases.actions.apply_event import ELSEWHERE, apply_event
from tarazy.cases.actions.file_case import register_case
from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.api_changes import router
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Case, CaseDocument, Deadline, DocketEntry, Party, Proceeding, PublicCard, Task
from tarazy.cases.own_work import own_limits
from tarazy.cases.public import number_key
from tarazy.cases.queries import inbox_of, papers_to_file, possible_steps
from tarazy.cases.reading import note_read
from tarazy.cases.search import CaseSearch, find_cards, find_cases, read_after
from tarazy.cases.visibility import (
    case_documents_open_to,
    cases_open_to,
    deadlines_open_to,
    docket_open_to,
    parties_open_to,
)
from tarazy.people.api_auth import signed_in
from tarazy.people.models import User
from tarazy.people.paging import Page, page_of

PAGE_SIZE = 50
Words = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")]


class CardLine(Schema):
    """What everybody may know of a case before one instance."""

    number: str
    court: str
    instance: str
    kind: str
    category: str
    stage: str
    stage_since: datetime
    filed_at: datetime
    decided_at: datetime | None
    outcome: str
    parties: list[list[str]]


class CardPage(Schema):
    """Public cards, the latest first; `next` is the `after` of the page that follows, empty at the end."""

    cards: list[CardLine]
    next: str
    too_many: bool


class CaseLine(Schema):
    """A case that is open to the caller."""

    id: UUID
    number: str | None
    court: str
    kind: str
    category: str
    stage: str
    filed_at: datetime
    registered_at: datetime | None
    sealed: bool


class CasePage(Schema):
    """As `CardPage`, of the caller's cases."""

    cases: list[CaseLine]
    next: str
    too_many: bool


class ProceedingLine(Schema):
    """The case before one instance."""

    id: UUID
    number: str | None
    court: str
    instance: str
    kind: str
    stage: str
    stage_since: datetime
    outcome: str


class PartyLine(Schema):
    """Somebody in the case."""

    id: UUID
    role: str
    side: str
    name: str


class ClaimLine(Schema):
    """A demand and what became of it."""

    number: int
    demand: str
    text: str
    amount: Decimal | None
    currency: str
    outcome: str
    awarded: Decimal | None


class StepLine(Schema):
    """What the caller may do now: a step of the table, or a paper to file."""

    code: str
    words: str
    norm: str
    needs_signed_act: bool


class CaseAnswer(CaseLine):
    """One case."""

    proceedings: list[ProceedingLine]
    parties: list[PartyLine]
    claims: list[ClaimLine]
    steps: list[StepLine]
    papers: list[str]


class EntryLine(Schema):
    """An entry of the docket; its place in the ledger proves it."""

    number: int
    code: str
    words: str
    at: datetime
    party: UUID | None
    norm: str
    ledger: str
    documents: list[UUID]


class DocketPage(Schema):
    """Entries from the newest; `next` is the number to ask for with `before`, null at the end."""

    entries: list[EntryLine]
    next: int | None


class DocumentLine(Schema):
    """A document in the file; its content is at /documents/{id}/content."""

    id: UUID
    entry: int
    kind: str
    title: str
    media_type: str
    size: int
    pages: int | None
    sha256: str


class LimitLine(Schema):
    """A time limit, with how it was counted."""

    id: int
    limit: str
    whose: str
    starts: Date
    due: Date
    norm: str
    unverified: bool
    state: str
    case: UUID
    steps: list[dict[str, Any]]


class TaskLine(Schema):
    """A task in the caller's inboxes."""

    id: UUID
    code: str
    priority: int
    due: Date | None
    created_at: datetime
    case: UUID | None


class StepAsked(Schema):
    """A step to make. `params`: `outcome`, `ground`, `language` and what the words of the event name."""

    params: dict[Code, Words] = {}


class DocumentGiven(Schema):
    """A ready document of the caller."""

    id: UUID
    kind: Code = "evidence"
    title: Words = ""


class PaperAsked(Schema):
    """A paper to file."""

    code: Code
    documents: list[DocumentGiven] = Field(default=[], max_length=50)
    params: dict[Code, Words] = {}


class CardFilters(Schema):
    """What to look for; everything empty means the latest."""

    q: Words = ""
    court: Annotated[str, Field(pattern=r"^(\d{4})?$")] = ""
    stage: Code = ""
    kind: Code = ""
    since: Date | None = None
    until: Date | None = None
    after: Annotated[str, Field(max_length=80)] = ""

    def asked(self) -> CaseSearch:
        """As the search takes it."""
        return CaseSearch(
            text=self.q.replace("\0", ""),
            court=self.court,
            since=self.since,
            until=self.until if self.until != Date.max else None,
            stage=self.stage,
            kind=self.kind,
            after=read_after(self.after.replace(" ", "+")),
        )


@router.get("/registry", response=CardPage, url_name="registry")
def registry(request: HttpRequest, filters: Query[CardFilters]) -> dict[str, Any]:
    """The public registry: registered cases that aren't sealed, names of people shortened."""
    found = find_cards(filters.asked())
    return {"cards": [_card(card) for card in found.cards], "next": found.after, "too_many": found.too_many}


@router.get("/registry/{path:number}", response=CardLine, url_name="registry_card")
def registry_card(request: HttpRequest, number: str) -> dict[str, Any]:
    """One public card by the number of any instance. 404 for what isn't there or isn't public."""
    key = number_key(number[:100])
    card = PublicCard.objects.public().filter(key=key).first() if key else None
    if card is None:
        raise Http404
    return _card(card)


@router.get("/cases", response=CasePage, url_name="cases", auth=signed_in)
def cases(request: HttpRequest, filters: Query[CardFilters]) -> dict[str, Any]:
    """Cases that are open to the caller, found by full names too."""
    found = find_cases(_user(request), filters.asked())
    lines = [_line(case, found.stands.get(case.pk)) for case in found.cases]
    return {"cases": lines, "next": found.after, "too_many": found.too_many}


@router.get("/cases/{uuid:case_id}", response=CaseAnswer, url_name="case", auth=signed_in)
def one_case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """One case, with what the caller may do in it now."""
    case, user = _case(request, case_id)
    proceedings = list(case.proceedings.order_by("filed_at", "id"))
    now = timezone.now()
    current = proceedings[-1]
    return {
        **_line(case, current),
        "proceedings": [
            {
                "id": one.uuid,
                "court": one.court_id,
                **{
                    name: getattr(one, name)
                    for name in ("number", "instance", "kind", "stage", "stage_since", "outcome")
                },
            }
            for one in proceedings
        ],
        "parties": [
            {"id": one.uuid, "role": one.role, "side": one.side, "name": one.name}
            for one in Party.objects.filter(parties_open_to(user, case=case), case=case)
        ],
        "claims": list(case.claims.order_by("number")),
        "steps": [
            {
                "code": row.event,
                "words": events.event(row.event).asked(),
                "norm": row.norm_for(current.kind),
                "needs_signed_act": bool(row.ruling),
            }
            for row in possible_steps(current, user, now=now)
        ],
        "papers": [paper.code for paper in papers_to_file(current, user, now=now)],
    }


@router.get("/cases/{uuid:case_id}/docket", response=DocketPage, url_name="case_docket", auth=signed_in)
def docket(
    request: HttpRequest, case_id: UUID, before: Annotated[int, Field(ge=1, le=2**31 - 1)] = 2**31 - 1
) -> dict[str, Any]:
    """The docket as the caller sees it, newest first."""
    case, user = _case(request, case_id, "docket")
    rows = DocketEntry.objects.filter(docket_open_to(user, case=case), case=case, number__lt=before)
    found = list(rows.select_related("party").order_by("-number")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    known = set(
        Party.objects.filter(parties_open_to(user, case=case), case=case).values_list("pk", flat=True)
    )
    documents: dict[int, list[UUID]] = {}
    of_entries = CaseDocument.objects.filter(
        case_documents_open_to(user, case=case), entry__in=[entry.pk for entry in shown]
    )
    for entry_id, document_id in of_entries.values_list("entry", "document"):
        documents.setdefault(entry_id, []).append(document_id)
    return {
        "entries": [_entry(entry, known, documents.get(entry.pk, [])) for entry in shown],
        "next": shown[-1].number if len(found) > PAGE_SIZE else None,
    }


@router.get(
    "/cases/{uuid:case_id}/documents", response=list[DocumentLine], url_name="case_documents", auth=signed_in
)
def documents(request: HttpRequest, case_id: UUID, page: Query[Page]) -> list[dict[str, Any]]:
    """The documents of the file that the caller may read, in the docket's order."""
    case, user = _case(request, case_id, "file")
    rows = CaseDocument.objects.filter(case_documents_open_to(user, case=case), case=case)
    rows = rows.select_related("document", "entry").order_by("entry__number", "id")
    return [
        {
            "id": row.document_id,
            "entry": row.entry.number,
            "kind": row.kind,
            "title": row.title or row.document.name,
            "media_type": row.document.media_type,
            "size": row.document.size,
            "pages": row.document.pages,
            "sha256": row.document.sha256,
        }
        for row in page_of(rows, page, request)
    ]


@router.get(
    "/cases/{uuid:case_id}/deadlines", response=list[LimitLine], url_name="case_deadlines", auth=signed_in
)
def case_deadlines(request: HttpRequest, case_id: UUID, page: Query[Page]) -> list[dict[str, Any]]:
    """Time limits of the case that the caller sees."""
    case, user = _case(request, case_id)
    rows = Deadline.objects.filter(deadlines_open_to(user, case=case), proceeding__case=case)
    rows = rows.select_related("proceeding__case").order_by("due", "id")
    return [_limit(row) for row in page_of(rows, page, request)]


@router.get("/deadlines", response=list[LimitLine], url_name="deadlines", auth=signed_in)
def deadlines(request: HttpRequest, page: Query[Page], since: Date | None = None) -> list[dict[str, Any]]:
    """Running time limits of the caller's own work and cases, the nearest first, from `since` on."""
    rows = own_limits(_user(request), now=timezone.now()).filter(state=Deadline.State.OPEN)
    if since:
        rows = rows.filter(due__gte=since)
    rows = rows.select_related("proceeding__case").order_by("due", "id")
    return [_limit(row) for row in page_of(rows, page, request)]


@router.get("/tasks", response=list[TaskLine], url_name="tasks", auth=signed_in)
def tasks(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """Open tasks in the caller's inbox and those of their sections, the urgent first."""
    return [_task(task) for task in page_of(inbox_of(_user(request)), page, request)]


@router.post("/cases/{uuid:case_id}/register", response=CaseLine, url_name="case_register", auth=signed_in)
def register(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """Give a filing its number. Asked again, it answers with the number that was given."""
    case, user = _case(request, case_id)
    made = register_case(case.pk, by=user, now=timezone.now())
    return _line(made, made.proceedings.order_by("filed_at", "id").last())


@router.post(
    "/cases/{uuid:case_id}/steps/{code}", response=ProceedingLine, url_name="case_step", auth=signed_in
)
def step(request: HttpRequest, case_id: UUID, code: str, asked: StepAsked) -> dict[str, Any]:
    """Make a step of the table in the current proceeding. Steps made by a signed act are refused here."""
    case, user = _case(request, case_id)
    current = case.proceedings.order_by("filed_at", "id").last()
    if current is None or code not in events.all_events() or code in ELSEWHERE:
        raise Http404
    made = apply_event(current.pk, code, by=user, now=timezone.now(), params=dict(asked.params))
    return {
        "id": made.uuid,
        "court": made.court_id,
        **{
            name: getattr(made, name)
            for name in ("number", "instance", "kind", "stage", "stage_since", "outcome")
        },
    }


@router.post("/cases/{uuid:case_id}/papers", response={201: EntryLine}, url_name="case_paper", auth=signed_in)
def paper(request: HttpRequest, case_id: UUID, asked: PaperAsked) -> Status:
    """File a paper for the party that the caller is or acts for."""
    case, user = _case(request, case_id)
    refs = [DocumentRef(one.id, one.kind, one.title) for one in asked.documents]
    entry = file_paper(
        case.pk, asked.code, by=user, documents=refs, params=dict(asked.params), now=timezone.now()
    )
    return Status(201, _entry(entry, {entry.party_id or 0}, [ref.id for ref in refs]))


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _case(request: HttpRequest, case_id: UUID, what: str = "api") -> tuple[Case, User]:
    """The case, noted as looked at. Raises `Http404` for one that isn't there or isn't for the caller."""
    user = _user(request)
    case = Case.objects.filter(uuid=case_id).first()
    if case is None or not Case.objects.filter(cases_open_to(user, case=case), pk=case.pk).exists():
        raise Http404
    if request.method == "GET":
        note_read(case, user, what)
    return case, user


def _card(card: PublicCard) -> dict[str, Any]:
    return {"court": card.court_id} | {
        name: getattr(card, name) for name in CardLine.model_fields if name != "court"
    }


def _line(case: Case, stands: Proceeding | None) -> dict[str, Any]:
    return {
        "id": case.uuid,
        "number": case.number,
        "court": stands.court_id if stands else case.court_id,
        "kind": case.kind,
        "category": case.category,
        "stage": stands.stage if stands else "",
        "filed_at": case.filed_at,
        "registered_at": case.registered_at,
        "sealed": case.sealed,
    }


def _entry(entry: DocketEntry, known: set[int], documents: list[UUID]) -> dict[str, Any]:
    event = events.all_events().get(entry.code)
    hidden = entry.party_id is not None and entry.party_id not in known
    return {
        "number": entry.number,
        "code": entry.code,
        "words": event.told(None if hidden else entry.params) if event else entry.code,
        "at": entry.at,
        "party": entry.party.uuid if entry.party and entry.party_id in known else None,
        "norm": event.norm if event else "",
        "ledger": f"{entry.ledger_stream}/{entry.ledger_number}",
        "documents": documents,
    }


def _limit(row: Deadline) -> dict[str, Any]:
    names = ("id", "limit", "whose", "starts", "due", "norm", "unverified", "state", "steps")
    return {"case": row.proceeding.case.uuid} | {name: getattr(row, name) for name in names}


def _task(task: Task) -> dict[str, Any]:
    case = task.proceeding.case.uuid if task.proceeding else None
    return {
        "id": task.uuid,
        "case": case,
        **{name: getattr(task, name) for name in ("code", "priority", "due", "created_at")},
    }
