"""Every act that a judge can give: those that move a stage, and those by which cases are joined, split or sent on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tarazy.cases import events, tasks
from tarazy.cases.actions.decide_recusal import decide_recusal
from tarazy.cases.actions.issue_ruling import (
    check_signed,
    draft_of,
    draft_ruling,
    issue_ruling,
    keep_signed,
)
from tarazy.cases.actions.move_cases import join_cases, split_case, transfer_case
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import Assignment, Case, Proceeding
from tarazy.cases.moving import allowed
from tarazy.cases.public import number_key
from tarazy.cases.refusals import NoSuchCase, NotPossibleNow, NotYours
from tarazy.cases.rulings import acts
from tarazy.cases.standing import WORDS, standing
from tarazy.courts.models import Court
from tarazy.documents.signatures.choices import sign_pdf_for
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

Given = dict[str, Any]
SPLIT_FROM = ("distributed", "accepted", "preparation", "preliminary_hearing", "hearing", "adjourned")


@dataclass(frozen=True)
class FurtherAct:
    """An act that does more than move a stage: its text in `rulings.yaml`, who may, its values, what it does."""

    act: str
    norm: str
    check: Callable[[Proceeding, str, User, datetime], None]
    values: Callable[[Proceeding, Given, User], Given]
    carry_out: Callable[[Proceeding, Given, User, datetime, Sequence[DocumentRef]], object]


def possible_further(proceeding: Proceeding, by: User, *, now: datetime) -> list[str]:
    """Codes of the further acts that `by` may give in this proceeding now."""
    found = []
    for code, further in FURTHER.items():
        try:
            further.check(proceeding, code, by, now)
        except (NotYours, NotPossibleNow):
            continue
        found.append(code)
    return found


def draft_act(
    proceeding_id: int, code: str, *, by: User, now: datetime, params: Mapping[str, Any] | None = None
) -> bytes:
    """The act `code` as an unsigned PDF, as `draft_ruling`; also for `join` (`other`: a case number), `split`
    (`claims`: numbers), `transfer` (`court`: a code), `recusal_granted` and `recusal_dismissed`. Nothing is kept."""
    if code not in FURTHER:
        return draft_ruling(proceeding_id, code, by=by, now=now, params=params)
    proceeding, further = _checked(proceeding_id, code, by, now)
    values = further.values(proceeding, dict(params or {}), by)
    return draft_of(proceeding, acts()[further.act], by, now, {"norm": further.norm, **values})


def issue_act(
    proceeding_id: int,
    code: str,
    *,
    by: User,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    signing: Mapping[str, Any] | None = None,
    signed: bytes | None = None,
    made: datetime | None = None,
) -> Case:
    """Give the act: signed, stored, its step made, in one transaction; the arguments are those of `issue_ruling`.

    Returns the case to look at next: the one joined to, the one split off, otherwise the case itself. Raises as
    `issue_ruling` does; `NoSuchCase` where no case with the number in `other` is open to `by`.
    """
    if code not in FURTHER:
        entry = issue_ruling(
            proceeding_id, code, by=by, now=now, params=params, signing=signing, signed=signed, made=made
        )
        return entry.case
    proceeding, further = _checked(proceeding_id, code, by, now)
    act = acts()[further.act]
    given = further.values(proceeding, dict(params or {}), by)
    draft = draft_of(proceeding, act, by, made or now, {"norm": further.norm, **given})
    if signing is not None:
        language = proceeding.case.language if proceeding.case.language in act.title else "kk"
        signed = sign_pdf_for(by, draft, signing, reason=act.title[language], now=now)
    check_signed(draft, signed, by, now)
    assert signed is not None  # just checked
    with transaction.atomic():
        ref = keep_signed(proceeding.case, act, signed, by=by, now=now)
        found = further.carry_out(proceeding, given, by, now, [ref])
    return found if isinstance(found, Case) else proceeding.case


def _checked(proceeding_id: int, code: str, by: User, now: datetime) -> tuple[Proceeding, FurtherAct]:
    rows = Proceeding.objects.select_related("case", "court").visible_to(by)
    proceeding = rows.filter(pk=proceeding_id).first()
    if proceeding is None:
        raise NotFound
    FURTHER[code].check(proceeding, code, by, now)
    return proceeding, FURTHER[code]


def _in_table(proceeding: Proceeding, code: str, by: User, now: datetime) -> None:
    allowed(proceeding, code, standing(by, proceeding, now=now))


def _may_split(proceeding: Proceeding, code: str, by: User, now: datetime) -> None:
    if "presiding" not in standing(by, proceeding, now=now):
        raise NotYours(event=events.event(code).asked(), who=str(WORDS["presiding"]))
    if proceeding.stage not in SPLIT_FROM or proceeding.case.claims.count() < 2:
        raise _not_now(proceeding, code)


def _may_decide_recusal(proceeding: Proceeding, code: str, by: User, now: datetime) -> None:
    """Another judge of the court, or its chair, while a motion waits."""
    own = Assignment.objects.filter(proceeding=proceeding, until__isnull=True, seat="presiding")
    if (
        not may(by, Permission.SIGN_RULINGS, proceeding.court_id, now=now)
        or own.filter(judge__user=by).exists()
    ):
        raise NotYours(event=events.event(code).asked(), who=str(WORDS["chair"]))
    if not own.exists() or not tasks.is_asked(proceeding, ("decide_recusal",)):
        raise _not_now(proceeding, code)


def _not_now(proceeding: Proceeding, code: str) -> NotPossibleNow:
    return NotPossibleNow(
        event=events.event(code).asked(), stage=str(proceeding.get_stage_display()), possible="–"
    )


def _join_values(proceeding: Proceeding, params: Given, by: User) -> Given:
    other = _other(str(params.get("other", "")), by)
    if other.case_id == proceeding.case_id or (other.court_id, other.kind) != (
        proceeding.court_id, proceeding.kind,
    ):  # fmt: skip
        raise Invalid({"other": events.event("join").asked()})
    return params | {"other": str(other.case), "into": other.pk}


def _other(number: str, by: User) -> Proceeding:
    key = number_key(number[:100])
    found = Proceeding.objects.filter(number=key).select_related("case") if key else Proceeding.objects.none()
    other = found.visible_to(by).first()
    if other is None:
        raise NoSuchCase
    return other


def _split_values(proceeding: Proceeding, params: Given, by: User) -> Given:
    wanted = {int(number) for number in params.get("claims", ()) if str(number).isdigit()}
    claims = [claim for claim in proceeding.case.claims.order_by("number") if claim.number in wanted]
    if not claims or len(claims) != len(wanted) or len(claims) == proceeding.case.claims.count():
        raise Invalid({"claims": events.event("split").asked()})
    named = "; ".join(f"{claim.number}. {claim.text or claim.demand}" for claim in claims)
    reasons = "\n".join(part for part in (str(params.get("reasons", "")), named) if part)
    return params | {"claims": sorted(wanted), "reasons": reasons}


def _transfer_values(proceeding: Proceeding, params: Given, by: User) -> Given:
    court = Court.objects.filter(pk=str(params.get("court", ""))[:4]).first()
    if court is None or court.pk == proceeding.court_id or court.instance != proceeding.court.instance:
        raise Invalid({"court": events.event("transfer").asked()})
    language = proceeding.case.language if proceeding.case.language in ("kk", "ru") else "kk"
    return params | {"court": court.pk, "court_to": court.name_in(language)}


def _as_given(proceeding: Proceeding, params: Given, by: User) -> Given:
    return params


def _join(
    proceeding: Proceeding, given: Given, by: User, now: datetime, refs: Sequence[DocumentRef]
) -> object:
    return join_cases(proceeding.pk, given["into"], by=by, now=now, documents=refs).other


def _split(
    proceeding: Proceeding, given: Given, by: User, now: datetime, refs: Sequence[DocumentRef]
) -> object:
    return split_case(proceeding.pk, given["claims"], by=by, now=now, documents=refs)


def _transfer(
    proceeding: Proceeding, given: Given, by: User, now: datetime, refs: Sequence[DocumentRef]
) -> object:
    return transfer_case(proceeding.pk, given["court"], by=by, now=now, documents=refs)


def _grant(
    proceeding: Proceeding, given: Given, by: User, now: datetime, refs: Sequence[DocumentRef]
) -> object:
    return decide_recusal(proceeding.pk, True, by=by, now=now, documents=tuple(refs))


def _dismiss(
    proceeding: Proceeding, given: Given, by: User, now: datetime, refs: Sequence[DocumentRef]
) -> object:
    return decide_recusal(proceeding.pk, False, by=by, now=now, documents=tuple(refs))


FURTHER: dict[str, FurtherAct] = {
    "join": FurtherAct("joining", "GPK 170", _in_table, _join_values, _join),
    "split": FurtherAct("splitting", "GPK 170", _may_split, _split_values, _split),
    "transfer": FurtherAct("transfer", "GPK 34", _in_table, _transfer_values, _transfer),
    "recusal_granted": FurtherAct("recusal_granted", "GPK 38-41", _may_decide_recusal, _as_given, _grant),
    "recusal_dismissed": FurtherAct(
        "recusal_dismissed", "GPK 38-41", _may_decide_recusal, _as_given, _dismiss
    ),
}
