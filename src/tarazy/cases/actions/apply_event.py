"""The stage machine: every step of a proceeding that needs nothing of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from tarazy.cases import tasks
from tarazy.cases.actions.acting_for import may_file_paper
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Case, Party, Proceeding
from tarazy.cases.moving import Step, allowed, move
from tarazy.cases.standing import opened_proceeding, party_of, standing
from tarazy.cases.workflow import INITIAL
from tarazy.people.models import Language, User
from tarazy.people.refusals import Invalid

PARTIES = frozenset({"claim", "defence"})
# Steps that are more than a stage: each has an action of its own.
ELSEWHERE = frozenset(
    {*INITIAL, "register", "distribute", "transfer", "join", "appeal_ended", "cassation_ended"}
)


def apply_event(
    proceeding_id: int,
    event: str,
    *,
    by: User | None,
    now: datetime,
    params: dict[str, Any] | None = None,
    documents: Iterable[DocumentRef] = (),
) -> Proceeding:
    """Make the step `event` of the table of transitions; `by` is None for the system's own work.

    `params` may hold `outcome`, `ground`, `language` (of the proceedings, at acceptance) and what the words of the
    event name. Returns the saved proceeding. Raises `NotFound`, `NotPossibleNow`, `NotYours`, `NeedsSignedPaper`,
    `OutcomeNotLawful`, `Invalid` for an event that has an action of its own.
    """
    if event in ELSEWHERE:
        raise Invalid({"event": event})
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        make(proceeding, event, by=by, now=now, params=params, documents=documents)
    return proceeding


def make(
    proceeding: Proceeding,
    event: str,
    *,
    by: User | None,
    now: datetime,
    params: dict[str, Any] | None = None,
    documents: Iterable[DocumentRef] = (),
    party: Party | None = None,
    as_system: bool = False,
    stream: str = "",
) -> None:
    """As `apply_event`, in the caller's transaction with the case locked; `as_system` for what follows by law.

    `stream` is the court that acts, where it is a higher one.
    """
    stands = standing(None if as_system else by, proceeding, now=now)
    acting = party or party_of(by, proceeding.case, now=now)
    row = allowed(proceeding, event, stands)
    if by is not None and acting is not None and not row.may & (stands - PARTIES):
        may_file_paper(acting, by, "waive", now=now)
    move(
        proceeding, Step(event, by, now, stands, dict(params or {}), tuple(documents), acting, stream=stream)
    )
    AFTER.get(event, _nothing)(proceeding, params or {}, by, now)


def _nothing(proceeding: Proceeding, params: dict[str, Any], by: User | None, now: datetime) -> None:
    return None


def _accepted(proceeding: Proceeding, params: dict[str, Any], by: User | None, now: datetime) -> None:
    """The ruling of acceptance sets the language of the proceedings (GPK 14, 150)."""
    language = params.get("language")
    if language in Language.values and proceeding.reviews_id is None:
        Case.objects.filter(pk=proceeding.case_id).update(language=language)


def _not_reconciled(proceeding: Proceeding, params: dict[str, Any], by: User | None, now: datetime) -> None:
    """After a conciliation that failed another judge hears the case unless the parties agree (GPK 35, 179)."""
    if not params.get("same_judge_agreed"):
        tasks.ask(
            proceeding, "distribute", to="registry", by=by, at=now, params={"again": "failed_conciliation"}
        )


def _closed(proceeding: Proceeding, params: dict[str, Any], by: User | None, now: datetime) -> None:
    if not proceeding.case.proceedings.filter(ended_at__isnull=True).exists():
        Case.objects.filter(pk=proceeding.case_id).update(closed_at=now)


def _reopened(proceeding: Proceeding, params: dict[str, Any], by: User | None, now: datetime) -> None:
    Case.objects.filter(pk=proceeding.case_id).update(closed_at=None)


def _decided_above(proceeding: Proceeding, params: dict[str, Any], by: User | None, now: datetime) -> None:
    from tarazy.cases.actions.open_instance import tell_below

    tell_below(proceeding, by=by, now=now)


AFTER = {
    "accept": _accepted,
    "conciliation_failed": _not_reconciled,
    "close": _closed,
    "refuse_acceptance": _closed,
    "return_claim": _closed,
    "withdraw": _closed,
    "restore_after_complaint": _reopened,
    "cassation_brought": _reopened,
    "decide_appeal": _decided_above,
    "decide_cassation": _decided_above,
    "decide_complaint": _decided_above,
    "return_complaint": _decided_above,
    "withdraw_complaint": _decided_above,
}
