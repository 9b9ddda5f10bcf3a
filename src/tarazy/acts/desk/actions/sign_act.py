"""An act written at the desk becomes an act of the court."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tarazy.acts.desk.bench_rules import bench_rule, correction_rules
from tarazy.acts.desk.drafting import draft_for, version_text
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Draft, Opinion, SignedAct
from tarazy.acts.desk.opinions import Said, check_heard, same_words
from tarazy.acts.desk.papers import act_data, announced_act
from tarazy.acts.desk.readers import readers, take_keys
from tarazy.acts.desk.refusals import NotCorrectable, OperativeDiffers
from tarazy.acts.desk.rules import first_difference, share_changed
from tarazy.acts.desk.signals import act_signed
from tarazy.acts.desk.signing import (
    Prepared,
    check_step,
    keep_act,
    keep_data,
    prepared,
    signed_paper,
    still_open,
    words_to_sign,
)
from tarazy.acts.desk.steps import FULL, is_announced, step_of
from tarazy.acts.text import ActText, Part
from tarazy.cases import docket
from tarazy.cases.actions.issue_act import FURTHER
from tarazy.cases.actions.issue_ruling import PDF, give, keep_signed
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import CaseDocument, Proceeding, Task
from tarazy.cases.naming import norm_words
from tarazy.cases.rulings import acts
from tarazy.cases.standing import opened_proceeding
from tarazy.documents.actions.add_document import make_copy
from tarazy.documents.models import Document

if TYPE_CHECKING:
    from tarazy.people.models import User

MOTION = "motion_slip"  # the parties' paper that asks for a correction


def paper_to_sign(
    draft_id: UUID,
    unlocked: Unlocked,
    *,
    by: User,
    made: datetime,
    params: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Prepared:
    """The act as an unsigned PDF dated `made`, once everything that the law asks before signing holds.

    `params`: `outcome`, `ground`, `language` (of the proceedings), `entry` (the motion answered), those of further
    acts; `version` the one that was shown. Nothing is kept. Raises `NotFound`, `StillPrepared`, `TextChanged`,
    `PartsMissing`, `NotPossibleNow`, `NotYours`, `OutcomeNotLawful`, `OperativeDiffers`, `PanelNotHeard`.
    """
    draft = draft_for(draft_id, by)
    text, number = words_to_sign(draft, unlocked, version)
    step = step_of(draft.proceeding, draft.code)
    check_step(draft.proceeding, step, by, params or {}, made)
    check_correction(draft)
    _check_announced(draft, text)
    check_heard(draft, text, unlocked, by, same_words)
    return prepared(draft, text, number, made)


def sign_act(
    draft_id: UUID,
    unlocked: Unlocked,
    *,
    by: User,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    signing: Mapping[str, Any] | None = None,
    signed: bytes | None = None,
    made: datetime | None = None,
    version: int | None = None,
) -> SignedAct:
    """Give the act: signed by the presiding judge, with its step, its papers and its ledger entry in one transaction.

    Either `signing` (a form of the documents room) or `signed`, the PDF of `paper_to_sign` dated `made`, signed
    elsewhere. Dissents go into the file with it; the draft is closed, and the panel alone keeps its history. Returns
    the saved act. Raises what `paper_to_sign` raises, `NeedsSignedPaper`, and what signing raises. GPK 133-2, 223, 226.
    """
    ready = paper_to_sign(draft_id, unlocked, by=by, made=made or now, params=params, version=version)
    draft = draft_for(draft_id, by)
    act = acts()[draft.code]
    paper = signed_paper(ready, act, by=by, now=now, signing=signing, signed=signed)
    xml = act_data(ready.text, ready.header, ready.made)
    with transaction.atomic():
        proceeding = opened_proceeding(draft.proceeding_id, by, now=now)
        draft.proceeding = proceeding
        locked = still_open(draft, ready)
        step = step_of(proceeding, locked.code)
        values = check_step(proceeding, step, by, _with_motion(locked, params or {}), now)
        check_correction(locked)
        said = check_heard(locked, ready.text, unlocked, by, same_words)
        announced = announced_act(proceeding) if locked.code == FULL else None
        data = keep_data(xml, act, locked.language, now)
        document = _give(proceeding, step, locked, paper, data, by, now, values)
        kept = keep_act(
            locked,
            locked.code,
            ready,
            document,
            data,
            now=now,
            of_draft=True,
            announced_at=announced.announced_at if announced else None,
            correction=_correction(locked),
        )
        _file_dissents(locked, said, by, now)
        locked.state, locked.changed_at = Draft.State.SIGNED, now
        locked.save(update_fields=["state", "changed_at"])
        take_keys(locked, readers(locked))  # who left the bench before doesn't keep its history
        share = _share(locked, ready.text, unlocked)
        tell = partial(
            act_signed.send_robust, SignedAct, act=kept, based_on=locked.based_on, share=share, unlocked=unlocked
        )  # fmt: skip
        transaction.on_commit(tell)
    return kept


def check_correction(draft: Draft) -> None:
    """Raises `NotCorrectable` if the draft changes an earlier act and the law no longer allows it."""
    if draft.corrects is None:
        return
    rule = correction_rules()[draft.code]
    if not rule.possible(draft.corrects.code, draft.proceeding.stage):
        raise NotCorrectable(norm=norm_words(rule.norm_for(draft.proceeding.kind)))


def _give(
    proceeding: Proceeding,
    step: str,
    draft: Draft,
    paper: bytes,
    data: list[DocumentRef],
    by: User,
    now: datetime,
    values: dict[str, Any],
) -> Document:
    """Make the step with its papers; the signed document."""
    act = acts()[draft.code]
    if step in FURTHER:
        ref: DocumentRef = keep_signed(proceeding.case, act, paper, by=by, now=now)
        FURTHER[step].carry_out(proceeding, values, by, now, [ref, *data])
        return Document.objects.get(pk=ref.id)
    entry = give(proceeding.pk, step, act, paper, by=by, now=now, params=values, beside=data)
    papers = CaseDocument.objects.filter(entry=entry, document__media_type=PDF, kind=act.kind)
    return papers.select_related("document").latest("pk").document


def _check_announced(draft: Draft, text: ActText) -> None:
    """The full text orders what was announced, word for word (GPK 223): a difference is refused."""
    if draft.corrects_id is not None or not is_announced(draft.proceeding, draft.code):
        return
    announced = announced_act(draft.proceeding)
    if announced is None:
        return
    found = first_difference(announced.words.plain(Part.OPERATIVE), text.plain(Part.OPERATIVE))
    if found is not None:
        raise OperativeDiffers(announced=found[0] or "–", written=found[1] or "–")


def _with_motion(draft: Draft, params: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the open motion that a correction answers, if the judge didn't name one."""
    values = dict(params)
    if draft.corrects_id is not None and "entry" not in values:
        waiting = Task.objects.filter(
            proceeding=draft.proceeding, code="review_motion", done_at__isnull=True
        ).order_by("created_at")
        asked = [task.params.get("entry") for task in waiting]
        row = draft.proceeding.docket.filter(code=MOTION, number__in=[one for one in asked if one]).first()
        if row is not None:
            values["entry"] = row.number
    return values


def _correction(draft: Draft) -> str:
    return correction_rules()[draft.code].correction if draft.corrects_id is not None else ""


def _share(draft: Draft, text: ActText, unlocked: Unlocked) -> float:
    """How much of the robot's words the judge changed; 0 where the draft began otherwise."""
    if not draft.based_on:
        return 0.0
    return share_changed(version_text(draft, 1, unlocked).plain(), text.plain())


def _file_dissents(draft: Draft, said: Mapping[int, Said], by: User, now: datetime) -> None:
    """Each dissent becomes a document of the file, for those whom the law lets see it."""
    rule = bench_rule(draft.proceeding.kind)
    for one in said.values():
        if one.kind != Opinion.Kind.DISSENT:
            continue
        name = f"{one.by.short_name}.pdf"
        kept = make_copy(
            None, one.paper, name, PDF, owner=None, now=now, kind="dissent", language=draft.language
        )
        docket.record(
            draft.proceeding.case,
            "dissent_added",
            by=one.by,
            at=now,
            proceeding=draft.proceeding,
            documents=[DocumentRef(UUID(str(kept.pk)), "dissent", one.by.short_name)],
            visibility=rule.sees,
        )
        Opinion.objects.filter(pk=one.id).update(document=kept)
