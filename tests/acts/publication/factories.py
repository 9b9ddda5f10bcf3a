"""Signed acts on their way to the public: one line each."""

from __future__ import annotations

from typing import Any

from tarazy.acts.delivery.header import header_of
from tarazy.acts.desk.models import SignedAct
from tarazy.acts.publication.hearing import take
from tarazy.acts.publication.models import Publication
from tarazy.acts.text import ActText, paragraph, points
from tarazy.cases import docket
from tarazy.cases.models import Proceeding
from tarazy.documents.models import Document
from tarazy.people.models import User
from tests.cases.factories import NOW, a_clerk, a_distributed_case, a_document, later

CLAIMANT = "Сериков Нурлан Сапарович"
DEFENDANT = "Омарова Гульнара Болатовна"


def a_signed_act(kind: str = "judgment", stage: str = "sent", **fields: Any) -> SignedAct:
    """A judgment of a loan case between two people, signed and not yet in force."""
    fields.setdefault("language", "ru")
    reasons = fields.pop("reasons", "")
    proceeding, judge = a_distributed_case(**fields)
    case = proceeding.case
    sides = list(case.parties.order_by("pk"))
    for party, name in zip(sides, (CLAIMANT, DEFENDANT), strict=False):
        party.name = name
        party.save()
    Proceeding.objects.filter(pk=proceeding.pk).update(stage=stage)
    proceeding.refresh_from_db()
    iin = sides[0].iin
    text = ActText(
        kind=kind,
        language="ru",
        title="РЕШЕНИЕ",
        subtitle="Именем Республики Казахстан",
        introduction=(
            paragraph(
                f"Судья {judge.family_name} С.А. рассмотрел дело по иску {CLAIMANT} (ИИН {iin}) к Омаровой Г.Б."
            ),
        ),
        description=(
            paragraph("Серикову Н.С. долг не возвращён. Свидетель Иванова Анна Петровна это подтвердила."),
        ),
        reasons=(paragraph(reasons or "Доводы Омаровой Гульнары Болатовны не подтверждены."),),
        operative=(points("Взыскать с Омаровой Г.Б. в пользу Серикова Н.С. 500 000 тенге."),),
    )
    ref = a_document(None, "judgment")
    entry = docket.record(
        case, "decide_in_writing", by=judge.user, at=NOW, proceeding=proceeding, documents=[ref]
    )
    document = Document.objects.get(pk=ref.id)
    header = header_of(proceeding, "judgment", kind, now=NOW, language="ru")
    act = SignedAct.objects.create(
        proceeding=proceeding,
        entry=entry,
        code="judgment",
        kind=kind,
        language="ru",
        text=text.model_dump(mode="json"),
        around=header.model_dump(mode="json"),
        document=document,
        sha256=document.sha256,
        signed_at=later(0.1),
    )
    assert judge.user is not None
    act.panel.add(judge.user)
    return act


def to_confirm(stage: str = "sent", **fields: Any) -> tuple[Publication, User]:
    """An anonymised act and a clerk of its court who may confirm it."""
    act = a_signed_act(stage=stage, **fields)
    publication = take(act, now=later(0.2))
    assert publication is not None
    return publication, a_clerk(act.proceeding.court)
