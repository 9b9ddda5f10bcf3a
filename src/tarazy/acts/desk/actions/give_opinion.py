"""A judge of the bench agrees to a draft, remarks on it, or dissents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tarazy.acts.desk.drafting import draft_for, latest_number, lock_draft
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Draft, Opinion
from tarazy.acts.desk.opinions import keep_opinion
from tarazy.acts.desk.papers import DISSENT, dissent_paper
from tarazy.acts.desk.readers import bench, sits
from tarazy.acts.desk.refusals import NotOfThePanel, OwnOpinion, StillPrepared, TextChanged
from tarazy.cases.actions.issue_ruling import check_signed
from tarazy.documents.signatures.choices import sign_pdf_for
from tarazy.people.refusals import Invalid

if TYPE_CHECKING:
    from tarazy.people.models import User

MOST_LETTERS = 100_000


def dissent_to_sign(draft_id: UUID, words: str, *, by: User, made: datetime) -> bytes:
    """The dissent as an unsigned PDF dated `made`; nothing is kept. Raises as `give_opinion`."""
    draft = _of_the_bench(draft_id, by, made)
    return dissent_paper(_checked(Opinion.Kind.DISSENT, words), draft, by, made)


def give_opinion(
    draft_id: UUID,
    kind: str,
    words: str,
    unlocked: Unlocked,
    *,
    version: int,
    by: User,
    now: datetime,
    signing: Mapping[str, Any] | None = None,
    signed: bytes | None = None,
    made: datetime | None = None,
) -> Opinion:
    """Say what one thinks of version `version`; the last agreement or dissent of a judge counts.

    A dissent is signed by its judge, by the form `signing` or as `signed` (the paper of `dissent_to_sign`), and stays
    sealed with the draft until the act is signed. The saved opinion. Raises `NotFound`, `NotOfThePanel`, `OwnOpinion`
    for a judge who sits alone, `StillPrepared`, `TextChanged` for a version that isn't the last, `Invalid`,
    `NeedsSignedPaper`, `DraftClosed`.
    """
    draft = _of_the_bench(draft_id, by, now)
    said, paper = _checked(kind, words), b""
    if kind == Opinion.Kind.DISSENT:
        unsigned = dissent_paper(said, draft, by, made or now)
        if signing is not None:
            signed = sign_pdf_for(by, unsigned, signing, reason=DISSENT[draft.language], now=now)
        check_signed(unsigned, signed, by, now)
        paper = signed or b""
    with transaction.atomic():
        locked = lock_draft(draft)
        key = unlocked.key_of(locked)
        if version != latest_number(locked):
            raise TextChanged
        return keep_opinion(locked, kind, said, paper, version, key, by, now)


def _of_the_bench(draft_id: UUID, by: User, now: datetime) -> Draft:
    draft = draft_for(draft_id, by)
    if not sits(by, draft.proceeding, now=now):
        raise NotOfThePanel
    if draft.state == Draft.State.PREPARING:
        raise StillPrepared
    if bench(draft.proceeding).count() < 2:
        raise OwnOpinion
    return draft


def _checked(kind: str, words: str) -> str:
    said = words.replace("\0", "").strip()
    if kind not in Opinion.Kind.values:
        raise Invalid({"kind": kind})
    if kind != Opinion.Kind.AGREES and not said:
        raise Invalid({"words": _("Write what you think.")})
    if len(said) > MOST_LETTERS:
        raise Invalid({"words": _("This is too long.")})
    return said
