"""A paper of a party comes into the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from tarazy.cases import deadlines, docket, events, tasks
from tarazy.cases.actions.acting_for import may_file_paper
from tarazy.cases.actions.apply_event import make
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Claim, Deadline, DocketEntry, Party, Proceeding, Stage, Task
from tarazy.cases.papers import Paper, papers, possible_papers
from tarazy.cases.refusals import LateFiling, NotActingFor, NotPossibleNow, PreparationEnded
from tarazy.cases.signing import SIGNED
from tarazy.cases.standing import opened
from tarazy.cases.visibility import own_parties
from tarazy.courts.queries import registry_section
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.courts.models import Court
    from tarazy.people.models import User


def file_paper(
    case_id: int,
    code: str,
    *,
    by: User,
    party: Party | None = None,
    documents: Iterable[DocumentRef] = (),
    params: dict[str, Any] | None = None,
    now: datetime,
    proceeding: Proceeding | None = None,
) -> DocketEntry:
    """File a paper (`data/papers.yaml`) for a party, in the case's open proceeding unless another is named.

    The registry files what came on paper, naming the party. A late complaint is taken only with `restore` in
    `params`: a motion to restore the term. A counterclaim's `params` hold `claims`. Returns the docket entry. Raises
    `NotFound`, `NotActingFor`, `NoPower`, `NotPossibleNow`, `PreparationEnded`, `LateFiling`, `DocumentNotReady`.
    """
    paper = papers().get(code)
    if paper is None:
        raise Invalid({"code": code})
    from tarazy.cases.actions.file_case import _own

    refs = tuple(documents)
    if any(ref.kind in SIGNED for ref in refs):  # acts of the court come into a file by themselves only
        raise Invalid({"kind": ", ".join(sorted(SIGNED))})
    with transaction.atomic():
        case = opened(case_id, by, now=now)
        at = proceeding or _open_proceeding(case.pk, paper)
        if at.case_id != case.pk:
            raise NotFound
        at.case = case
        acting = _party(at, party, by, now)
        _check(paper, at, acting, by, now, dict(params or {}))
        _own(tuple(ref.id for ref in refs), by)
        deadlines.settle(at, paper.settles, at=now)
        values = dict(params or {})
        entry = docket.record(
            case, code, by=by, at=now, proceeding=at, params=values, documents=refs, party=acting,
            visibility=events.event(code).sees,
        )  # fmt: skip
        if code == "counterclaim":
            _add_claims(at, acting, values, now)
        _set_going(paper, at, entry, by, now)
    return entry


def _open_proceeding(case_id: int, paper: Paper) -> Proceeding:
    """The newest proceeding of the case that this paper fits, or the newest at all."""
    found = list(Proceeding.objects.select_related("court").filter(case=case_id).order_by("-id"))
    fitting = [one for one in found if paper.fits(one.kind, one.stage, one.outcome)]
    return (fitting or found)[0]


def _party(at: Proceeding, party: Party | None, by: User, now: datetime) -> Party:
    own = own_parties(by, now=now).filter(case=at.case_id)
    if party is None:
        found = own.order_by("id").first()
        if found is None:
            raise NotActingFor
        return found
    if party.case_id != at.case_id:
        raise NotFound
    at_desk = may(by, Permission.SCAN_PAPERS, at.court_id, now=now)
    if not at_desk and not own.filter(pk=party.pk).exists():
        raise NotActingFor
    return party


def _check(
    paper: Paper, at: Proceeding, party: Party, by: User, now: datetime, params: dict[str, Any]
) -> None:
    if not paper.fits(at.kind, at.stage, at.outcome) or party.side not in paper.by:
        if paper.code == "counterclaim" and party.side in paper.by:
            raise PreparationEnded
        here = possible_papers(at.kind, at.stage, at.outcome, frozenset({party.side}))
        raise NotPossibleNow(
            event=events.event(paper.code).asked(),
            stage=str(Stage(at.stage).label),
            possible=", ".join(f"«{events.event(one.code).asked()}»" for one in here) or "–",
            codes=tuple(one.code for one in here),
        )
    may_file_paper(party, by, paper.scope, now=now)
    if paper.counts and not params.get("restore"):
        passed = (
            Deadline.objects.filter(proceeding=at, limit=paper.counts, due__lt=timezone.localdate(now))
            .exclude(state=Deadline.State.CANCELLED)
            .filter(paused_on__isnull=True)
            .order_by("-due")
            .first()
        )
        if passed is not None:
            raise LateFiling(due=passed.due.isoformat())


def _set_going(paper: Paper, at: Proceeding, entry: DocketEntry, by: User, now: datetime) -> None:
    day = timezone.localdate(now)
    due = None
    if paper.starts:
        due = deadlines.start(at, paper.starts, on=day).due
    if paper.task:
        asked = {"entry": entry.number, "paper": paper.code}
        if paper.to == "judge":
            urgent = Task.Priority.URGENT if paper.urgent else Task.Priority.NORMAL
            tasks.ask(at, paper.task, to="judge", by=by, at=now, due=due, params=asked, priority=urgent)
        else:
            above = _court_above(at.court, paper.to)
            Task.objects.create(
                court=above, section=registry_section(above.pk), proceeding=at, code=paper.task,
                params=asked, created_at=now, created_by=by,
            )  # fmt: skip
    if paper.moves:
        make(at, paper.moves, by=by, now=now, params={"entry": entry.number}, as_system=True)


def _court_above(court: Court, to: str) -> Court:
    above = court.higher or court
    return above.higher or above if to == "cassation" else above


def _add_claims(at: Proceeding, party: Party, params: dict[str, Any], now: datetime) -> None:
    last = Claim.objects.filter(case=at.case_id).order_by("-number").values_list("number", flat=True).first()
    asked = params.get("claims") or [{"demand": "counterclaim"}]
    Claim.objects.bulk_create(
        Claim(
            case=at.case,
            party=party,
            number=number,
            demand=one["demand"],
            text=one.get("text", ""),
            amount=Decimal(str(one["amount"])) if one.get("amount") is not None else None,
            currency=one.get("currency", "KZT"),
            is_counterclaim=True,
            filed_at=now,
        )
        for number, one in enumerate(asked, start=(last or 0) + 1)
    )
