"""From answers to the values of a claim and its paper."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal
from typing import Any, cast

from tarazy.law import Demand, Fee, LawError, Payer, Step, load, mixed_fee
from tarazy.law.wording.dates import written_date

from .claim_data import (
    Address,
    AttachmentData,
    ClaimData,
    ConciliationData,
    DemandData,
    DocumentLanguage,
    FeeData,
    Paper,
    PaperKind,
    PartyData,
    PartyKind,
    PartyRole,
    PretrialData,
    RepresentativeData,
)
from .engine import Walk
from .expressions import evaluate, holds
from .model import DemandRule, Exemption, Paragraph, Question, QuestionType, Words
from .slots import Unanswered, fill
from .wording import label, party_lines, written_sum

LANGUAGE_QUESTION = "paper_language"
ROLE_LABELS: dict[PartyRole, dict[str, str]] = {
    PartyRole.CLAIMANT: {"kk": "Талап қоюшы", "ru": "Истец"},
    PartyRole.DEFENDANT: {"kk": "Жауапкер", "ru": "Ответчик"},
    PartyRole.CREDITOR: {"kk": "Өндіріп алушы", "ru": "Взыскатель"},
    PartyRole.DEBTOR: {"kk": "Борышкер", "ru": "Должник"},
    PartyRole.THIRD_PARTY: {"kk": "Үшінші тұлға", "ru": "Третье лицо"},
    PartyRole.APPLICANT: {"kk": "Өтініш беруші", "ru": "Заявитель"},
    PartyRole.INTERESTED: {"kk": "Мүдделі тұлға", "ru": "Заинтересованное лицо"},
}
HEADINGS = {
    "demands": {"kk": "Соттан сұраймын:", "ru": "Прошу суд:"},
    "attachments": {"kk": "Қосымшалар:", "ru": "Приложения:"},
    "price": {"kk": "Талап қою бағасы: {sum}", "ru": "Цена иска: {sum}"},
    "representative": {"kk": "Өкілі", "ru": "Представитель"},
    "case": {"kk": "Істің нөмірі: {number}", "ru": "Дело № {number}"},
    "court": {"kk": "{court}", "ru": "{court}"},
}


class NotComplete(ValueError):
    """The paper can't be made yet; `undone` are the ids of the questions that need an answer."""

    def __init__(self, undone: tuple[str, ...]) -> None:
        super().__init__(", ".join(undone))
        self.undone = undone


def paper_language(walk: Walk) -> DocumentLanguage:
    """The language of the paper: the chosen one, Kazakh until one is chosen."""
    return "ru" if walk.typed.get(LANGUAGE_QUESTION) == "ru" else "kk"


def demands(walk: Walk) -> tuple[DemandData, ...]:
    """The demands that follow from the answers, each with its sum and sentence."""
    result = []
    for rule in walk.definition.demands:
        if not holds(rule.when, walk.known):
            continue
        items: Any = walk.typed.get(rule.each) if rule.each else [None]
        for item in items or []:
            try:
                text = fill(
                    rule.words.said(paper_language(walk)), walk, paper_language(walk), item, rule.each
                )
            except Unanswered:
                continue
            result.append(_demand(rule, text, walk, item))
    return tuple(result)


def _demand(rule: DemandRule, text: str, walk: Walk, item: Any) -> DemandData:
    known = walk.known
    if item is not None:
        known = type(known)(
            {**known.answers, "item": item}, known.questions | {"item"}, known.today, known.mci
        )

    def value(expression: Any, kind: type) -> Any:
        found = evaluate(expression, known) if expression is not None else None
        return found if isinstance(found, kind) else None

    amount = value(rule.amount, Decimal)
    return DemandData(
        code=rule.code,
        text=text,
        amount=amount.quantize(Decimal("0.01")) if amount is not None else None,
        period_from=value(rule.period_from, Date),
        period_until=value(rule.period_until, Date),
        fee_kind=rule.fee,
    )


def price(made: tuple[DemandData, ...]) -> tuple[Decimal | None, tuple[Step, ...]]:
    """The price of the claim (GPK 104): the sum of the demands for money, with a step for each; None without."""
    priced = [
        one for one in made if one.amount is not None and one.fee_kind in ("property", "court_order", "")
    ]
    priced = [one for one in priced if one.fee_kind]
    if not priced:
        return None, ()
    total = sum((one.amount or Decimal(0) for one in priced), Decimal(0))
    steps = [
        Step(
            code="demand", params={"demand": one.code, "amount": format(one.amount or 0, "f")}, norm="GPK 104"
        )
        for one in priced
    ]
    steps.append(Step(code="price", params={"total": format(total, "f")}, norm="GPK 104", unverified=True))
    return total, tuple(steps)


def payer(walk: Walk) -> Payer:
    """Who pays: the kind of the one who files."""
    filer = filing_party(walk)
    kind = (walk.typed.get(filer.id) or {}).get("kind") if filer else None
    return {
        PartyKind.COMPANY: Payer.LEGAL_ENTITY,
        PartyKind.STATE_BODY: Payer.LEGAL_ENTITY,
        PartyKind.ENTREPRENEUR: Payer.ENTREPRENEUR,
    }.get(PartyKind(kind) if kind in tuple(PartyKind) else PartyKind.INDIVIDUAL, Payer.INDIVIDUAL)


def exemption(walk: Walk) -> Exemption | None:
    """The first ground on which no fee is paid, None if there is none."""
    return next((one for one in walk.definition.exemptions if holds(one.when, walk.known)), None)


def fee(walk: Walk, made: tuple[DemandData, ...]) -> FeeData | None:
    """The state fee of these demands, paid today, with its steps; None where the paper bears none."""
    rows: list[Demand] = []
    amounts = sum((one.amount or Decimal(0) for one in made if one.fee_kind == "property"), Decimal(0))
    kinds = list(dict.fromkeys(one.fee_kind for one in made if one.fee_kind))
    for kind in kinds:
        same = [one for one in made if one.fee_kind == kind]
        amount = (
            amounts if kind == "property" else sum((one.amount or Decimal(0) for one in same), Decimal(0))
        )
        rows.append(Demand(kind=kind, amount=amount))
    if not rows:
        return None
    found: Fee
    try:
        found = mixed_fee(load("kz"), tuple(rows), payer(walk), walk.today)
    except LawError:
        return None
    free = exemption(walk)
    return FeeData(
        total=Decimal(0) if free else found.total,
        currency=found.currency,
        steps=found.steps,
        unverified=found.unverified or bool(free and free.unverified),
        exemption=free.words.said(paper_language(walk)) if free else "",
        exemption_norm=free.norm if free else "",
        deferral_asked=walk.typed.get("fee_deferral") == "yes",
    )


def party_questions(walk: Walk) -> list[Question]:
    """The questions that ask for a party, in order."""
    return [one for one in walk.pages() if one.type == QuestionType.PARTY and one.id in walk.typed]


def filing_party(walk: Walk) -> Question | None:
    """The question about the one who files: the first party asked for."""
    return next(iter(party_questions(walk)), None)


def _contact(walk: Walk, question: Question) -> Any:
    return walk.typed.get(f"{question.id}_contact") or walk.typed.get(f"{question.id}_address")


def parties(walk: Walk) -> tuple[PartyData, ...]:
    """The parties with their addresses."""
    result = []
    for question in party_questions(walk):
        value = walk.typed[question.id]
        contact = _contact(walk, question) or {}
        result.append(
            PartyData(
                role=role_of(walk, question),
                kind=PartyKind(value["kind"]),
                iin=value.get("iin") or "",
                family_name=value.get("family_name") or "",
                given_name=value.get("given_name") or "",
                patronymic=value.get("patronymic") or "",
                birth_date=value.get("birth_date"),
                bin=value.get("bin") or "",
                organisation=value.get("organisation") or "",
                address=Address(**{name: contact.get(name) or "" for name in Address.model_fields}),
                phone=contact.get("phone") or "",
                email=contact.get("email") or "",
            )
        )
    return tuple(result)


def representative(walk: Walk) -> RepresentativeData | None:
    """Who acts for the one who files, None if they act themselves."""
    found = next((one for one in walk.pages() if one.type == QuestionType.REPRESENTATIVE), None)
    value = walk.typed.get(found.id) if found else None
    if not value:
        return None
    kept = {
        name: value.get(name) or "" for name in RepresentativeData.model_fields if name != "authority_date"
    }
    return RepresentativeData(**kept, authority_date=value.get("authority_date"))


# Files that no question asks for are kept beside the answers; what the court's own system adds needs none.
ATTACHMENTS = "attachments"
BY_ITSELF = frozenset({"copies", "fee_paid"})


def attachments(walk: Walk, language: str | None = None) -> tuple[AttachmentData, ...]:
    """The list of attachments (GPK 149), each with whether it is there."""
    result = []
    for rule in walk.definition.attachments:
        if not holds(rule.when, walk.known):
            continue
        status, documents = "promised", ()
        if rule.evidence:
            question, _, item = rule.evidence.partition(".")
            kept = (walk.answers.get(question) or {}).get(item) if question in walk.typed else None
            if kept is None:
                if not rule.compulsory:
                    continue
                kept = {"status": "promised"}
            status, documents = kept.get("status", "promised"), tuple(kept.get("documents", ()))
        elif rule.code in BY_ITSELF:
            status = "attached"
        else:
            documents = tuple(
                ((walk.answers.get(ATTACHMENTS) or {}).get(rule.code) or {}).get("documents", ())
            )
        status = "attached" if documents else status
        result.append(
            AttachmentData(
                code=rule.code,
                title=rule.words.said(language or paper_language(walk)),
                norm=rule.norm,
                compulsory=rule.compulsory,
                status=cast(Any, status),
                document_ids=documents,
            )
        )
    return tuple(result)


def paragraphs(walk: Walk) -> tuple[str, ...]:
    """The text of the paper; a paragraph with a slot that has no answer is left out."""
    language = paper_language(walk)
    result: list[str] = []
    for rule in walk.definition.document.paragraphs:
        if holds(rule.when, walk.known):
            result += _paragraph(rule, walk, language)
    return tuple(result)


def _paragraph(rule: Paragraph, walk: Walk, language: str) -> list[str]:
    items: Any = (walk.typed.get(rule.each) or []) if rule.each else [None]
    texts = []
    for item in items:
        try:
            texts.append(fill(rule.words.said(language), walk, language, item, rule.each))
        except Unanswered:
            continue
    return texts


def claim_data(
    walk: Walk, draft_id: str = "", *, kind: PaperKind | None = None, court_kind: str = ""
) -> ClaimData:
    """The claim as values. Raises `NotComplete` while a page needs an answer or something stops the way."""
    made = demands(walk)
    if not walk.complete or not made:
        raise NotComplete(tuple(one.id for one in walk.undone()) or ("demands",))
    language = paper_language(walk)
    total, steps = price(made)
    kept = walk.typed
    return ClaimData(
        definition=walk.definition.id,
        definition_version=walk.definition.version,
        draft_id=draft_id,
        kind=kind or walk.definition.kind,
        category=walk.category(),
        language=language,
        title=title(walk),
        court_code=str(kept.get("court") or ""),
        court_kind=court_kind,
        parties=parties(walk),
        representative=representative(walk),
        demands=made,
        facts=paragraphs(walk),
        attachments=attachments(walk),
        pretrial=_pretrial(walk),
        conciliation=ConciliationData(
            tried=kept.get("conciliation_tried") == "yes",
            account=str(kept.get("conciliation_account") or ""),
            wish=str(kept.get("conciliation_wish") or "none"),
        ),
        price=total,
        price_steps=steps,
        fee=fee(walk, made),
        extraterritorial=kept.get("extraterritorial") == "yes",
        without_ai=kept.get("without_ai") == "yes",
        case_number=str(kept.get("case_number") or ""),
        norms=walk.definition.norms,
        written_on=walk.today,
    )


def _pretrial(walk: Walk) -> PretrialData:
    done = walk.typed.get("pretrial_done")
    if done is None:
        return PretrialData()
    return PretrialData(
        status="done" if done == "yes" else "not_done" if done == "no" else "not_required",
        on=walk.typed.get("pretrial_on"),
        account=str(walk.typed.get("pretrial_account") or ""),
    )


def title(walk: Walk) -> str:
    """The title of the paper in its language."""
    language = paper_language(walk)
    try:
        return fill(walk.definition.document.title.said(language), walk, language)
    except Unanswered:
        return walk.definition.titles.said(language)


def paper(walk: Walk, court_name: str = "") -> Paper:
    """The paper as it is printed, also half-finished: for a preview while questions are still open."""
    language = paper_language(walk)
    made = demands(walk)
    total, _ = price(made)
    number = walk.typed.get("case_number")
    addressee = [court_name] if court_name else []
    if number:
        addressee.append(HEADINGS["case"][language].format(number=number))
    heads = [
        (ROLE_LABELS[role_of(walk, one)][language],
         party_lines(walk.typed[one.id], _contact(walk, one), language))
        for one in party_questions(walk)
    ]  # fmt: skip
    agent = representative(walk)
    if agent:
        name = " ".join(filter(None, (agent.family_name, agent.given_name, agent.patronymic)))
        lines = (name, f"{label('iin', language)}: {agent.iin}")
        heads.insert(1, (HEADINGS["representative"][language], lines))
    filer = filing_party(walk)
    listed = [one.title for one in attachments(walk) if one.status in ("promised", "attached")]
    return Paper(
        language=language,
        title=title(walk),
        addressee=tuple(addressee),
        parties=tuple(heads),
        price_line=HEADINGS["price"][language].format(sum=written_sum(total, language)) if total else "",
        paragraphs=paragraphs(walk),
        demand_heading=_heading(walk.definition.document.demand_heading, language),
        demands=tuple(one.text for one in made),
        attachment_heading=HEADINGS["attachments"][language] if listed else "",
        attachments=tuple(listed),
        date=written_date(walk.today, language),
        signed_by=str((walk.typed.get(filer.id) or {}).get("name") or "") if filer else "",
        draft=True,
    )


def role_of(walk: Walk, question: Question) -> PartyRole:
    """What a party is. In a case that is open the one who files says it, and the other side is the opposite."""
    said = walk.typed.get("filer_role")
    if said and question.id == "filer":
        return PartyRole(said)
    if said and question.id == "other":
        return PartyRole.CLAIMANT if said == PartyRole.DEFENDANT else PartyRole.DEFENDANT
    return question.role or PartyRole.CLAIMANT


def _heading(words: Words | None, language: str) -> str:
    return words.said(language) if words else HEADINGS["demands"][language]
