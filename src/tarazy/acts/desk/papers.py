"""A draft as the paper that is signed, and what is made of it for the file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tarazy.acts.delivery.akn import act_xml
from tarazy.acts.delivery.header import ActHeader, JudgeShown, header_of
from tarazy.acts.delivery.identifiers import address_of
from tarazy.acts.delivery.pdf import act_pdf
from tarazy.acts.desk.models import SignedAct
from tarazy.acts.desk.steps import ANNOUNCED, FULL
from tarazy.acts.publication.rules import is_closed_category, is_gathered
from tarazy.acts.text import ActText, paragraph
from tarazy.cases.models import Assignment
from tarazy.cases.rulings import acts

if TYPE_CHECKING:
    from tarazy.acts.desk.models import Draft
    from tarazy.cases.models import Proceeding
    from tarazy.people.models import User

DISSENT = {"kk": "Ерекше пікір", "ru": "Особое мнение"}


def header(draft: Draft, made: datetime) -> ActHeader:
    """What stands around the draft's text if it is signed at `made`."""
    full = draft.code == FULL and draft.corrects_id is None
    announced = announced_act(draft.proceeding) if full else None
    day = timezone.localdate(announced.announced_at) if announced and announced.announced_at else None
    return header_of(
        draft.proceeding,
        draft.code,
        draft.kind,
        now=made,
        language=draft.language,
        nth=next_of_kind(draft, made),
        announced=day,
    )


def act_paper(text: ActText, draft: Draft, made: datetime) -> bytes:
    """The draft as an unsigned PDF/A, dated `made`; the same values give the same bytes."""
    return set_paper(text, header(draft, made), made)


def set_paper(text: ActText, around: ActHeader, made: datetime) -> bytes:
    """The act with its header as an unsigned PDF/A."""
    return act_pdf(text, around, made=made, verify_url=_address(around))


def act_data(text: ActText, around: ActHeader, made: datetime) -> bytes:
    """The act as Akoma Ntoso."""
    return act_xml(text, around, made=made)


def dissent_paper(words: str, draft: Draft, by: User, made: datetime) -> bytes:
    """A judge's dissent as an unsigned PDF/A."""
    around = header(draft, made)
    seats = Assignment.objects.filter(proceeding=draft.proceeding, judge__user=by, until__isnull=True)
    own = tuple(
        JudgeShown(name=seat.judge.full_name, short_name=seat.judge.short_name, seat="member")
        for seat in seats.select_related("judge")
    )
    text = ActText(
        kind=draft.kind,
        language=around.language,
        title=DISSENT[draft.language],
        reasons=tuple(paragraph(line) for line in words.splitlines() if line.strip()),
    )
    return act_pdf(text, around.model_copy(update={"judges": own}), made=made)


def operative_text(text: ActText) -> ActText:
    """The operative part alone, as it is announced."""
    title = acts()[ANNOUNCED].title[text.language]
    return text.model_copy(update={"title": title, "introduction": (), "description": (), "reasons": ()})


def announced_act(proceeding: Proceeding) -> SignedAct | None:
    """The operative part that was announced last and whose full text is due or given."""
    rows = SignedAct.objects.filter(proceeding=proceeding, code=ANNOUNCED)
    if proceeding.decided_at is not None:
        rows = rows.filter(signed_at__gte=proceeding.decided_at)
    return rows.order_by("-signed_at").first()


def next_of_kind(draft: Draft, made: datetime) -> int:
    """Which of the acts of its kind in the proceeding and year it is; an announced part counts with its full text."""
    year = timezone.localdate(made).year
    rows = SignedAct.objects.filter(proceeding=draft.proceeding, kind=draft.kind, signed_at__year=year)
    return rows.exclude(code=ANNOUNCED).count() + 1


def _address(around: ActHeader) -> str:
    """Where everybody will read the act once it is published; nothing for one that never is."""
    if not is_gathered(around.kind, around.code) or is_closed_category(around.category):
        return ""
    with override(around.language):  # whoever asks for the paper, it comes out the same
        return f"{settings.SITE_URL}{reverse('publication:published', args=[address_of(around.neutral)])}"
