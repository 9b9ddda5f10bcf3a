"""Keeping what a model or a robot did, and what the person made of it: heard from the rooms that use them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tarazy.cases import docket
from tarazy.cases.ai_use import AiAnswer, AiUse
from tarazy.cases.docket import plain
from tarazy.cases.models import Case
from tarazy.oversight.models import Told, Use, UseAnswer
from tarazy.oversight.noting import HOUSE, SHADOW, answer_record, note_use, record_of
from tarazy.oversight.registry import families, system_of
from tarazy.people.permissions import Permission, courts_where


def keep_use(use: AiUse) -> Use:
    """The saved row with its entry of the ledger, in one transaction; the one that is there for a known key.

    The parties are told in the docket when the first system of a family is used in their case. A failure is the
    caller's too: what can't be logged isn't done.
    """
    by = use.by if use.by is not None and use.by.is_authenticated else None
    case = use.case
    row = Use(
        key=use.key,
        system=use.system,
        versions=plain(dict(use.versions)),
        input_hash=use.input_hash,
        output=plain(dict(use.output)),
        details=plain(dict(use.details)),
        case=case,
        court_code=case.court_id if case else _court_of(by),
        by=by,
        at=use.at,
    )
    with transaction.atomic():
        known = Use.objects.filter(key=use.key).first()
        if known is not None:
            return known
        if (
            case is not None and row.output.get("mode") != SHADOW
        ):  # before the ledger: who makes a step locks the case first too
            tell_parties(case, use.system, at=use.at)
        entry = note_use(row.court_code or HOUSE, "use", row.salt, record_of(row), at=use.at)
        row.ledger_stream, row.ledger_number = entry.stream, entry.number
        row.save(force_insert=True)
    return row


def keep_answer(answer: AiAnswer) -> UseAnswer | None:
    """The saved answer; None for a use that nobody told of."""
    with transaction.atomic():
        use = Use.objects.select_for_update().filter(key=answer.key).first()
        if use is None:
            return None
        record = answer_record(use, answer.did, answer.share, answer.reason, answer.at)
        entry = note_use(use.ledger_stream, "answer", use.salt, record, at=answer.at)
        by = answer.by if answer.by is not None and answer.by.is_authenticated else None
        kept = UseAnswer.objects.create(
            use=use,
            did=answer.did,
            at=answer.at,
            by=by,
            share=answer.share,
            reason=answer.reason,
            ledger_stream=entry.stream,
            ledger_number=entry.number,
        )
        use.did, use.share, use.answered_at = answer.did, answer.share, answer.at
        use.save(update_fields=["did", "share", "answered_at"])
    return kept


def tell_parties(case: Case, slug: str, *, at: Any) -> None:
    """An entry of the docket, once for each family of systems in a case; the notices leave from it."""
    system = system_of(slug)
    if system is None or not system.in_case:
        return
    told = Told.objects.filter(case=case, family=system.family)
    if told.exists():
        return
    Case.objects.select_for_update().get(pk=case.pk)
    if told.exists():
        return  # by somebody who had the case before us
    words = families()[system.family]
    proceeding = case.proceedings.order_by("filed_at", "id").last()
    entry = docket.record(
        case, "ai_used", by=None, at=at, proceeding=proceeding, params={"family": system.family, **words}
    )
    Told.objects.create(case=case, family=system.family, entry=entry)


def _court_of(by: Any) -> str:
    """The one court on whose side somebody works; "" where it is none or several."""
    courts = courts_where(by, Permission.READ_COURT_CASES)
    return next(iter(courts)) if courts is not None and len(courts) == 1 else ""


def hear_use(sender: object, use: AiUse, **more: Any) -> None:
    """`ai_used`."""
    keep_use(use)


def hear_answer(sender: object, answer: AiAnswer, **more: Any) -> None:
    """`ai_answered`."""
    keep_answer(answer)
