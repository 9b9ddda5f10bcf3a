"""Telling the filled cases: each step of each plan, in the order of time, by the person who would make it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from django.db import connection

from tarazy.allocation.actions import commit_draws, complete_round
from tarazy.allocation.models import Draw
from tarazy.cases import deadlines
from tarazy.cases.actions.apply_event import apply_event
from tarazy.cases.actions.change_parties import add_party, note_served
from tarazy.cases.actions.file_case import file_case, register_case
from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.actions.issue_ruling import draft_ruling, give
from tarazy.cases.actions.open_instance import open_instance
from tarazy.cases.filing_data import CheckedAct, ClaimData, DocumentRef, FilingData, PartyData
from tarazy.cases.models import Assignment, Case, Party, PartyRole, Proceeding, Side, StaffAssignment
from tarazy.cases.rulings import acts
from tarazy.cases.workflow import Transition, table
from tarazy.modelcourt.filling import sheets
from tarazy.modelcourt.filling.cast import APPEAL, CASSATION, CASSATION_ADMINISTRATIVE, Cast
from tarazy.modelcourt.filling.disputants import Disputants
from tarazy.modelcourt.filling.plans import Plan, Step
from tarazy.modelcourt.filling.sheets import Sheets
from tarazy.people.models import User
from tarazy.people.permissions import Role

RUN_OUT = ("appeal", "interlocutory_appeal", "order_objection", "set_aside_simplified")
FRESH = timedelta(days=3)  # what is older is no news: nobody is told of it now
BY_ITSELF = ("register", "open")  # the draw that follows at once is told at its hour, or waits
TOWARDS_WRIT = ("issue_writ", "start_execution")
COMPLETED_AFTER = timedelta(minutes=2)


@dataclass
class Told:
    """A case that is being told."""

    plan: Plan
    case_id: int = 0
    proceeding_id: int = 0
    below_id: int = 0
    defendant: str = ""


class Telling:
    """The tellers: `add` plans, then `tell` them all; everything in the caller's transaction."""

    def __init__(self, cast: Cast, now: datetime, *, signing: bool) -> None:
        self.cast, self.now = cast, now
        self.sheets = Sheets(now, signing=signing)
        self.disputants = Disputants(cast)
        self.told: list[Told] = []
        self.waiting: list[tuple[datetime, int, Told, int]] = []
        self._order = count()
        # One object for each judge, so that their roles are read once.
        self._judges = {user.pk: user for staff in cast.staff.values() for user in staff}

    def add(self, plan: Plan) -> Told:
        """Put a case on the way."""
        told = Told(plan)
        self.told.append(told)
        heapq.heappush(self.waiting, (plan.steps[0].at, next(self._order), told, 0))
        return told

    def tell(self, report: Callable[[int, int], None] | None = None) -> int:
        """Make every step of every case in the order of time; how many there were."""
        total = sum(len(told.plan.steps) for told in self.told)
        done = 0
        while self.waiting:
            at, _, told, place = heapq.heappop(self.waiting)
            batch = [(told, place)]
            if told.plan.steps[place].event == "distribute":
                batch += self._others_drawn(at)
            mark = len(connection.run_on_commit)
            if told.plan.steps[place].event == "distribute":
                batch = self._draw(batch, at)
            else:
                self._step(told, told.plan.steps[place])
            if at < self.now - FRESH or told.plan.steps[place].event in BY_ITSELF:
                del connection.run_on_commit[mark:]
            for one, where in batch:
                if where + 1 < len(one.plan.steps):
                    after = (one.plan.steps[where + 1].at, next(self._order), one, where + 1)
                    heapq.heappush(self.waiting, after)
            done += len(batch)
            if report and done % 20 < len(batch):
                report(min(done, total), total)
        return done

    def make(self, told: Told, step: Step) -> None:
        """Make a further step of a case that is told."""
        self._step(told, step)

    def clerk(self, court: str) -> User:
        """A clerk of the court's registry."""
        return self.cast.of(court, Role.REGISTRY_CLERK)[0]

    def proceeding(self, told: Told) -> Proceeding:
        """Where the case stands, fresh."""
        return Proceeding.objects.select_related("case", "court").get(pk=told.proceeding_id)

    def presiding(self, proceeding_id: int) -> User:
        """The account of the judge who presides."""
        seat = Assignment.objects.select_related("judge").get(
            proceeding=proceeding_id, until__isnull=True, seat=Assignment.Seat.PRESIDING
        )
        assert seat.judge.user_id is not None  # judges of staffed courts have one
        return self._judges[seat.judge.user_id]

    # Steps

    def _step(self, told: Told, step: Step) -> None:
        special = {
            "file": self._file,
            "register": self._register,
            "serve": self._serve,
            "paper": self._paper,
            "open": self._open,
            "mediator": self._mediator,
        }
        made = special.get(step.event)
        if made:
            made(told, step)
        else:
            self._move(told, step)

    def _file(self, told: Told, step: Step) -> None:
        plan = told.plan
        claim, defence, by = self.disputants.of(plan)
        told.defendant = defence.name
        clerk = self.clerk(plan.court)
        paper = by is None and claim.kind == Party.Kind.PERSON
        filer = clerk if paper else by
        court = clerk_court(plan.court)
        content = self.sheets.claim(
            plan, court.name_in(plan.language), claim.name, defence.name, step.at,
            filer if not paper and plan.further.get("signed") else None,
        )  # fmt: skip
        title = plan.subject.words[plan.language]["title"]
        refs = [self.sheets.keep(content, title, "claim", filer, plan.language, step.at)]
        for place in range(Random(plan.rng_seed).randrange(1, 4)):
            name, shared = self.sheets.attachment(plan, place)
            refs.append(self.sheets.keep(shared, name, "evidence", filer, plan.language, step.at))
        price = Decimal(plan.sum) if plan.sum else None
        claims = [ClaimData(demand=plan.subject.demand, text=title, amount=price)]
        if plan.further.get("claims", 1) > 1:
            claims.append(ClaimData(demand="moral_harm", text=title, amount=Decimal(100_000)))
        case = file_case(
            FilingData(
                court_code=plan.court,
                kind=plan.kind,
                category=plan.subject.category,
                parties=(claim, defence),
                claims=tuple(claims),
                documents=tuple(refs),
                language=plan.language,
                origin=Case.Origin.PAPER if paper else Case.Origin.ELECTRONIC,
                price=price,
                extraterritorial=plan.extraterritorial,
                idempotency_key=f"model/{plan.key}",
            ),
            by=filer,
            now=step.at,
        )
        told.case_id = case.pk
        told.proceeding_id = told.below_id = case.proceedings.get().pk

    def _register(self, told: Told, step: Step) -> None:
        register_case(told.case_id, by=self.clerk(told.plan.court), now=step.at)

    def _others_drawn(self, at: datetime) -> list[tuple[Told, int]]:
        """Everything else that is to be drawn at the same moment."""
        found = []
        while self.waiting and self.waiting[0][0] == at:
            head = self.waiting[0]
            if head[2].plan.steps[head[3]].event != "distribute":
                break
            heapq.heappop(self.waiting)
            found.append((head[2], head[3]))
        return found

    def _draw(self, batch: list[tuple[Told, int]], at: datetime) -> list[tuple[Told, int]]:
        """Commit and complete the draws of a moment; those whose draw could be held go on."""
        seated = self.draw([told.proceeding_id for told, _ in batch], at)
        return [(told, place) for told, place in batch if told.proceeding_id in seated]

    def draw(self, proceedings: list[int], at: datetime) -> set[int]:
        """Commit and complete the draws of these proceedings; those that have a judge now."""
        found = Proceeding.objects.select_related("case", "court").in_bulk(proceedings)
        draws = commit_draws([found[one] for one in proceedings], None, at)
        revealed = min(at + COMPLETED_AFTER, self.now)
        rounds = {(one.beacon_kind, one.beacon_round) for one in draws if one.state == Draw.State.COMMITTED}
        for kind, named in sorted(rounds):
            complete_round(kind, named, revealed)
        self.staff(proceedings, revealed)
        return set(
            Assignment.objects.filter(proceeding__in=list(found), until__isnull=True).values_list(
                "proceeding", flat=True
            )
        )

    def staff(self, proceedings: Iterable[int], at: datetime) -> None:
        """The judge's assistant and a secretary for each proceeding that has its judge."""
        rows = []
        seats = Assignment.objects.filter(
            proceeding__in=list(proceedings), until__isnull=True, seat=Assignment.Seat.PRESIDING
        ).select_related("proceeding")
        for seat in seats:
            court = seat.proceeding.court_id
            for role, task in (
                (Role.JUDGE_ASSISTANT, StaffAssignment.Task.ASSISTANT),
                (Role.HEARING_SECRETARY, StaffAssignment.Task.SECRETARY),
            ):
                known = self.cast.of(court, role)
                if known:
                    user = known[seat.judge_id % len(known)]
                    rows.append(StaffAssignment(proceeding=seat.proceeding, user=user, task=task, since=at))
        StaffAssignment.objects.bulk_create(rows)

    def _serve(self, told: Told, step: Step) -> None:
        proceeding = self.proceeding(told)
        what = "order" if proceeding.kind == "order" else "claim"
        for party in proceeding.case.parties.filter(side=Side.DEFENCE, left_at__isnull=True):
            note_served(proceeding.pk, party.pk, what, by=self.clerk(proceeding.court_id), now=step.at)

    def _paper(self, told: Told, step: Step) -> None:
        code, _, side = step.value.partition("/")
        proceeding = self.proceeding(told)
        party = (
            proceeding.case.parties.filter(side=side or "claim", left_at__isnull=True).order_by("id").first()
        )
        assert party is not None  # both sides are filed
        by = self.disputants.acting(party) or self.clerk(proceeding.court_id)
        language = told.plan.language
        title, content = self.sheets.paper(code, proceeding.number or "", party.name, language, step.at)
        ref = self.sheets.keep(
            content, title, "motion" if code.startswith("motion") else code, by, language, step.at
        )
        params: dict[str, Any] = {}
        if code == "counterclaim":
            params["claims"] = [{"demand": "counterclaim", "text": title, "amount": "150000"}]
        file_paper(
            told.case_id,
            code,
            by=by,
            party=party,
            documents=[ref],
            params=params,
            now=step.at,
            proceeding=proceeding,
        )

    def _open(self, told: Told, step: Step) -> None:
        court = APPEAL
        if step.value == "cassation":
            court = CASSATION_ADMINISTRATIVE if told.plan.kind == "administrative" else CASSATION
        above = open_instance(told.below_id, step.value, court, by=self.clerk(court), now=step.at)
        told.proceeding_id = above.pk

    def _mediator(self, told: Told, step: Step) -> None:
        mediators = self.cast.by_role[Role.MEDIATOR]
        user = mediators[told.case_id % len(mediators)]
        data = PartyData(role=PartyRole.MEDIATOR, name=user.full_name, iin=user.iin or "", user_id=user.pk)
        add_party(told.proceeding_id, data, by=self.presiding(told.proceeding_id), now=step.at)

    def _move(self, told: Told, step: Step) -> None:
        proceeding = self.proceeding(told)
        row = table().find(
            step.event, proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome
        )
        if row is None and step.event == "in_force" and proceeding.stage == "in_force":
            return  # time itself was quicker
        if row is None:
            raise ValueError(f"{step.event} is not possible from {proceeding.stage} ({told.plan.key})")
        if step.event == "in_force":
            deadlines.settle(proceeding, RUN_OUT, at=step.at)
            apply_event(proceeding.pk, "in_force", by=None, now=step.at)
        elif row.ruling:
            self._rule(told, proceeding, row, step)
        else:
            apply_event(
                proceeding.pk,
                step.event,
                by=self._who(row, proceeding),
                now=step.at,
                params=_params(told, row, step),
            )

    def _who(self, row: Transition, proceeding: Proceeding) -> User | None:
        if row.may & {"presiding", "court"}:
            return self.presiding(proceeding.pk)
        return self.clerk(proceeding.court_id) if "registry" in row.may else None

    def _rule(self, told: Told, proceeding: Proceeding, row: Transition, step: Step) -> None:
        """An act of the court: drafted, signed where affordable, kept, its step made."""
        judge = self.presiding(proceeding.pk)
        params = _params(told, row, step)
        if row.event == "accept":
            params["language"] = told.plan.language
        outcome = str(params.get("outcome") or proceeding.outcome)
        values = params | {
            "operative": sheets.operative(told.plan, outcome, told.defendant),
            "reasons": sheets.reasons(told.plan, told.defendant) if row.ruling == "judgment" else "",
        }
        self.rule(proceeding.pk, row.event, row.ruling, judge, values, step.at, sign=self._signs(told, step))

    def rule(
        self,
        proceeding_id: int,
        event: str,
        act: str,
        judge: User,
        values: dict[str, Any],
        at: datetime,
        *,
        sign: bool,
    ) -> None:
        """Give an act of the court by this judge."""
        content = draft_ruling(proceeding_id, event, by=judge, now=at, params=values)
        self.sheets.rendered += 1
        if sign:
            content = self.sheets.sign(judge, content, at, acts()[act].title["ru"])
        give(proceeding_id, event, acts()[act], content, by=judge, now=at, params=values)

    def ruling_ref(self, act: str, judge: User, language: str, at: datetime) -> DocumentRef:
        """A ruling that another action takes with it."""
        title = acts()[act].title[language]
        _, content = self.sheets.paper("ruling", "", judge.short_name, language, at)
        kept = self.sheets.keep(content, title, "ruling", None, language, at)
        return CheckedAct(
            kept.id, "ruling", title
        )  # of the model court: its judges sign where that is affordable

    def _signs(self, told: Told, step: Step) -> bool:
        last = told.plan.steps[-1].event
        return bool(told.plan.further.get("signed")) or (
            step.event in ("issue_reasoned", "issue_order") and step.at > self.now - timedelta(days=21)
            and last != "archive"
        )  # fmt: skip


def clerk_court(code: str) -> Any:
    """The court by its code."""
    from tarazy.courts.models import Court

    return Court.objects.get(pk=code)


def _params(told: Told, row: Transition, step: Step) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if row.grounds:
        params["ground"] = step.value
    if row.outcomes:
        lawful = table().outcomes[row.outcomes].lawful
        params["outcome"] = step.value if step.value in lawful else _outcome(told, row.outcomes, lawful)
    return params


def _outcome(told: Told, code: str, lawful: tuple[str, ...]) -> str:
    if code != "judgment":
        return lawful[0]
    towards = any(step.event in TOWARDS_WRIT for step in told.plan.steps)
    weights = (50, 30, 0 if towards else 20)
    return Random(f"{told.plan.rng_seed}/outcome").choices(
        ("satisfied_full", "satisfied_part", "dismissed"), weights
    )[0]
