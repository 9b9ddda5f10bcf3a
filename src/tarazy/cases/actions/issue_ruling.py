"""Acts of the court: drafted from values, signed by the judge, put into the file together with the step they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from tarazy.cases import deadlines, docket, events
from tarazy.cases.actions.apply_event import ELSEWHERE, make
from tarazy.cases.filing_data import CheckedAct, DocumentRef
from tarazy.cases.models import Case, DocketEntry, Proceeding, Side, Task
from tarazy.cases.moving import allowed
from tarazy.cases.naming import norm_words
from tarazy.cases.papers import papers
from tarazy.cases.refusals import NeedsSignedPaper, NotYours
from tarazy.cases.rulings import LANGUAGES, Act, acts, paper, word
from tarazy.cases.signing import own_and_whole
from tarazy.cases.standing import WORDS, opened_proceeding, standing
from tarazy.cases.workflow import table
from tarazy.documents.actions.add_document import make_copy
from tarazy.documents.rendering import render_pdf
from tarazy.documents.signatures.choices import sign_pdf_for
from tarazy.documents.signatures.verifying import verifier
from tarazy.people.models import Language
from tarazy.people.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

PDF = "application/pdf"
RECUSALS = ("recusal_granted", "recusal_dismissed")


def draft_ruling(
    proceeding_id: int, code: str, *, by: User, now: datetime, params: Mapping[str, Any] | None = None
) -> bytes:
    """The act for the step or ruling `code` as an unsigned PDF; nothing is kept. `now` is printed as its date.

    `params`: `outcome`, `ground`, `language` (of the proceedings), `reasons` (the judge's text), `operative` (list of
    points). The judge, or who prepares drafts in the team, may. Raises `NotFound`, `NotYours`, `NotPossibleNow`.
    """
    proceeding = (
        Proceeding.objects.select_related("case", "court").visible_to(by).filter(pk=proceeding_id).first()
    )
    if proceeding is None:
        raise NotFound
    stands = standing(by, proceeding, now=now)
    if "court" not in stands:
        raise _not_yours(code)
    return draft_of(proceeding, _act(proceeding, code, stands | {"presiding"}), by, now, dict(params or {}))


def issue_ruling(
    proceeding_id: int,
    code: str,
    *,
    by: User,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    signing: Mapping[str, Any] | None = None,
    signed: bytes | None = None,
    made: datetime | None = None,
) -> DocketEntry:
    """Give an act: signed by the presiding judge, stored, told to the docket, its step made, in one transaction.

    `code` is a step of the table that needs an act, or an act without a step (`motion_granted`, `interim`, `free` …).
    Either `signing` (a form of the documents room: the act is drafted and signed here) or `signed`, the draft of
    `draft_ruling` made at `made`, signed elsewhere. Returns the docket entry, its document under it. Raises
    `NotFound`, `NotPossibleNow`, `NotYours`, `NeedsSignedPaper` for a signature that isn't the judge's valid one over
    the whole of this very draft, and what signing raises. Norm: GPK 133-1, 133-2.
    """
    values = dict(params or {})
    proceeding = (
        Proceeding.objects.select_related("case", "court").visible_to(by).filter(pk=proceeding_id).first()
    )
    if proceeding is None:
        raise NotFound
    act = act_given(proceeding, code, by, now)
    draft = draft_of(proceeding, act, by, made or now, values)
    if signing is not None:
        signed = sign_pdf_for(by, draft, signing, reason=act.title[_language(proceeding.case)], now=now)
    check_signed(draft, signed, by, now)
    assert signed is not None  # just checked
    return give(proceeding_id, code, act, signed, by=by, now=now, params=values)


def act_given(proceeding: Proceeding, code: str, by: User, now: datetime) -> Act:
    """The act for the step or ruling `code`, given by the presiding judge now. Raises `NotPossibleNow`, `NotYours`,
    `Invalid`."""
    return _act(proceeding, code, _presiding(proceeding, code, by, now))


def give(
    proceeding_id: int,
    code: str,
    act: Act,
    signed: bytes,
    *,
    by: User,
    now: datetime,
    params: dict[str, Any],
    beside: Sequence[DocumentRef] = (),
) -> DocketEntry:
    """Keep a signed act and make its step; everything is checked again under the lock of the case.

    `beside`: further documents under the same entry, such as the act in another format.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding_id, by, now=now)
        act_given(proceeding, code, by, now)
        ref = keep_signed(proceeding.case, act, signed, by=by, now=now)
        told = {key: value for key, value in params.items() if key not in ("reasons", "operative")}
        if act.step:
            entry = docket.record(
                proceeding.case, act.step, by=by, at=now, proceeding=proceeding, params=told, documents=[ref, *beside],
                visibility=events.event(act.step).sees,
            )  # fmt: skip
            _answered(proceeding, told, by, now)
        else:
            make(proceeding, code, by=by, now=now, params=told, documents=[ref, *beside])
            entry = proceeding.case.docket.filter(documents__document_id=ref.id).get()
    return entry


def keep_signed(case: Case, act: Act, signed: bytes, *, by: User, now: datetime) -> CheckedAct:
    """A signed act in the store, as it is put under a docket entry."""
    language = _language(case)
    title = act.title[language]
    kept = make_copy(
        None, signed, f"{title[:150]}.pdf", PDF, owner=None, now=now, kind=act.kind, language=language
    )
    return CheckedAct(UUID(str(kept.pk)), act.kind, title)


def check_signed(draft: bytes, signed: bytes | None, by: User, now: datetime) -> None:
    """Raises `NeedsSignedPaper` unless `signed` is the draft with this judge's own valid signature over all of it."""
    if not signed or not signed.startswith(draft) or len(signed) == len(draft):
        raise NeedsSignedPaper
    if not own_and_whole(verifier().verify_pdf(signed, now=now), by):
        raise NeedsSignedPaper


def _presiding(proceeding: Proceeding, code: str, by: User, now: datetime) -> frozenset[str]:
    stands = standing(by, proceeding, now=now)
    if "presiding" not in stands:
        raise _not_yours(code)
    return stands


def _act(proceeding: Proceeding, code: str, stands: frozenset[str]) -> Act:
    """The act for a step that is possible now, or one without a step. Raises `Invalid` for what is neither."""
    if code in RECUSALS:  # another judge's to decide
        raise Invalid({"event": code})
    if code in acts() and acts()[code].step:
        return acts()[code]
    if code in ELSEWHERE:
        raise Invalid({"event": code})
    row = allowed(proceeding, code, stands)
    if not row.ruling:
        raise Invalid({"event": code})
    return acts()[row.ruling]


def draft_of(proceeding: Proceeding, act: Act, by: User, made: datetime, params: dict[str, Any]) -> bytes:
    """An act filled with what the case is about, as an unsigned PDF."""
    case = proceeding.case
    language = _language(case)
    day = timezone.localdate(made).strftime("%d.%m.%Y")
    values = {
        "norm": params.get("norm", ""),
        "ground": "",
        "language": str(dict(Language.choices).get(params.get("language") or case.language, "")),
        "other": str(params.get("other", "")),
        "court_to": str(params.get("court_to", "")),
    }
    row = next((one for one in table().transitions if one.ruling == act.code), None)
    if row is not None:
        values["norm"] = values["norm"] or row.norm_for(proceeding.kind)
        ground = table().grounds.get(row.grounds, {}).get(params.get("ground", ""))
        if ground is not None:
            values |= {"ground": ground.words[language], "norm": ground.norm}
    values["norm"] = norm_in(values["norm"], language)
    shown = paper(
        act,
        language,
        values,
        rows=_rows(proceeding, by, language),
        reasons=str(params.get("reasons", "")),
        operative=[str(point) for point in params.get("operative", ())],
    )
    shown |= {
        "number": proceeding.number or case.number or "",
        "date": day,
        "header": [proceeding.court.name_in(language)],
        "author": by.short_name,
        "signatures": [{"role": word("judge", language), "name": by.short_name, "note": ""}],
    }
    return render_pdf(act.kind, shown, language, made=made)


def _rows(proceeding: Proceeding, by: User, language: str) -> list[list[str]]:
    rows = [[word("case", language), proceeding.number or ""]]
    with override(language):
        for party in proceeding.case.parties.filter(
            left_at__isnull=True, side__in=(Side.CLAIM, Side.DEFENCE)
        ):
            rows.append([party.get_role_display().capitalize(), party.name])
    return rows


def norm_in(norm: str, language: str) -> str:
    """A norm as papers in this language print it."""
    with override(language):
        return norm_words(norm)


def _answered(proceeding: Proceeding, params: dict[str, Any], by: User, now: datetime) -> None:
    """The motion that the act answers waits no longer."""
    entry = params.get("entry")
    if entry is not None:
        Task.objects.filter(proceeding=proceeding, params__entry=entry, done_at__isnull=True).update(
            done_at=now, done_by=by
        )
        answered = proceeding.docket.filter(number=entry).first()
        if answered is not None:
            known = papers().get(answered.code)
            if known and known.starts:
                deadlines.settle(proceeding, (known.starts,), at=now)


def _language(case: Case) -> str:
    return case.language if case.language in LANGUAGES else LANGUAGES[0]


def _not_yours(code: str) -> NotYours:
    asked = events.all_events().get(code)
    return NotYours(event=asked.asked() if asked else code, who=str(WORDS["presiding"]))
