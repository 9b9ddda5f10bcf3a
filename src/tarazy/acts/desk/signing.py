"""What must hold before an act is signed at the desk, and what is then kept. Shared by signing and announcing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from tarazy.acts.delivery.header import ActHeader
from tarazy.acts.desk.drafting import latest_number, lock_draft, text_of
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.papers import header, set_paper
from tarazy.acts.desk.readers import bench
from tarazy.acts.desk.refusals import PartsMissing, StillPrepared, TextChanged
from tarazy.acts.text import ActText, Part, marked
from tarazy.cases.actions.issue_act import FURTHER
from tarazy.cases.actions.issue_ruling import act_given, check_signed
from tarazy.cases.filing_data import DocumentRef
from tarazy.cases.models import CaseDocument, DocketEntry, Proceeding
from tarazy.cases.refusals import OutcomeNotLawful
from tarazy.cases.rulings import Act
from tarazy.cases.workflow import table
from tarazy.documents.actions.add_document import make_copy
from tarazy.documents.models import Document
from tarazy.documents.signatures.choices import sign_pdf_for

if TYPE_CHECKING:
    from tarazy.people.models import User

XML = "application/akn+xml"
DATA_KIND = "act_data"  # of the Akoma Ntoso file beside the signed paper


@dataclass(frozen=True)
class Prepared:
    """An act ready to be signed: its unsigned paper, its words of one version, what stands around them, dated `made`."""

    pdf: bytes
    text: ActText
    header: ActHeader
    version: int
    made: datetime


def prepared(draft: Draft, text: ActText, version: int, made: datetime) -> Prepared:
    """The paper of a text."""
    around = header(draft, made)
    return Prepared(set_paper(text, around, made), text, around, version, made)


def words_to_sign(draft: Draft, unlocked: Unlocked, version: int | None) -> tuple[ActText, int]:
    """The last version and its number. Raises `TextChanged` if it isn't `version`, `PartsMissing`, `StillPrepared`."""
    if draft.state == Draft.State.PREPARING:
        raise StillPrepared
    last = latest_number(draft)
    if version is not None and version != last:
        raise TextChanged
    text = text_of(draft, unlocked)
    if not any(part is Part.OPERATIVE and piece.text.strip() for part, piece in marked(text)):
        raise PartsMissing({"operative": str(PartsMissing.message)})
    return text, last


def check_step(
    proceeding: Proceeding, step: str, by: User, params: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """The values of the step, checked: it is possible now, this judge may make it, its outcome and ground are lawful.

    Raises `NotPossibleNow`, `NotYours`, `OutcomeNotLawful`, `Invalid`, and what further acts raise.
    """
    values = dict(params)
    if step in FURTHER:
        FURTHER[step].check(proceeding, step, by, now)
        return FURTHER[step].values(proceeding, values, by)
    act_given(proceeding, step, by, now)
    row = table().find(step, proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome)
    if row is None:
        return values
    if row.outcomes:
        lawful = table().outcomes[row.outcomes].on(timezone.localdate(now))
        chosen = values.get("outcome") or (lawful[0] if len(lawful) == 1 else "")
        if chosen not in lawful:
            raise OutcomeNotLawful({"outcome": ", ".join(lawful)}, outcomes=", ".join(lawful))
        values["outcome"] = chosen
    if row.grounds and values.get("ground") not in table().grounds[row.grounds]:
        known = ", ".join(table().grounds[row.grounds])
        raise OutcomeNotLawful({"ground": known}, outcomes=known)
    return values


def signed_paper(
    ready: Prepared,
    act: Act,
    *,
    by: User,
    now: datetime,
    signing: Mapping[str, Any] | None,
    signed: bytes | None,
) -> bytes:
    """The paper with this judge's valid signature over all of it, made here by the form or handed in.

    Raises `NeedsSignedPaper` and what signing raises.
    """
    if signing is not None:
        reason = act.title[ready.text.language]
        signed = sign_pdf_for(by, ready.pdf, signing, reason=reason, now=now)
    check_signed(ready.pdf, signed, by, now)
    assert signed is not None  # just checked
    return signed


def still_open(draft: Draft, ready: Prepared) -> Draft:
    """The draft, locked, if its paper would still be the same. Raises `DraftClosed`; `TextChanged` where another version
    was saved, a party came in, or another act of the day was signed first."""
    locked = lock_draft(draft)
    if latest_number(locked) != ready.version or header(locked, ready.made) != ready.header:
        raise TextChanged
    return locked


def keep_data(content: bytes, act: Act, language: str, now: datetime) -> list[DocumentRef]:
    """The act as data, in the store, to stand beside its paper."""
    title = act.title[language]
    kept = make_copy(
        None, content, f"{title[:150]}.xml", XML, owner=None, now=now, kind=DATA_KIND, language=language
    )
    return [DocumentRef(UUID(str(kept.pk)), DATA_KIND, title)]


def keep_act(
    draft: Draft,
    code: str,
    ready: Prepared,
    document: Document,
    data: list[DocumentRef],
    *,
    now: datetime,
    of_draft: bool,
    announced_at: datetime | None,
    correction: str = "",
) -> SignedAct:
    """The act as signed, pointing to its paper and its place in the docket; the saved row."""
    entry = DocketEntry.objects.filter(
        pk__in=CaseDocument.objects.filter(document=document).values("entry")
    ).earliest("at", "number")
    kept = SignedAct.objects.create(
        proceeding=draft.proceeding,
        draft=draft if of_draft else None,
        entry=entry,
        code=code,
        kind=draft.kind,
        language=draft.language,
        text=ready.text.model_dump(mode="json"),
        around=ready.header.model_dump(mode="json"),
        document=document,
        xml_id=data[0].id if data else None,
        sha256=document.sha256,
        announced_at=announced_at,
        signed_at=now,
        corrects=draft.corrects,
        correction=correction,
    )
    kept.panel.set(bench(draft.proceeding))
    return kept
