"""What goes through the robot: a bailiff's travel bans and applications for court orders, with what judges made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import connection

from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.publication.models import Publication
from tarazy.cabinet.constructor.loading import definition
from tarazy.cases.actions.file_case import file_case, register_case
from tarazy.cases.filing_data import ClaimData, DocumentRef, FilingData, PartyData
from tarazy.cases.models import Case, Party, PartyRole
from tarazy.courts.models import Court
from tarazy.documents.rendering import render_pdf
from tarazy.modelcourt.filling.cast import DISTRICT
from tarazy.modelcourt.filling.desks import DEMO_WAY, Desks
from tarazy.modelcourt.filling.telling import Telling
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.robot.actions.carry_out import carry_out
from tarazy.robot.actions.reject_draft import reject_draft
from tarazy.robot.actions.start_run import start_run
from tarazy.robot.actions.submit_ban import Ban, prepare_ban, submit_ban
from tarazy.robot.actions.take_to_desk import take_to_desk
from tarazy.robot.models import Rejection, Run
from tarazy.robot.sources.beside import keep_told, registers_at_hand
from tarazy.robot.sources.records import Record, a_person, a_record, an_entity

HOUR = timedelta(hours=1)
GROUNDS = {
    "kk": "Борышкер шектеу туралы тиісінше хабардар етілді, ерікті орындауға берілген мерзім өтті, берешек өтелмеген.\n"
    "Атқару құжатын орындамаудың дәлелді себептері анықталған жоқ.",
    "ru": "Должник извещён об ограничении надлежащим образом, срок для добровольного исполнения истёк, задолженность не "
    "погашена.\nУважительных причин неисполнения не установлено.",
}
PAPERS = {
    "order": (
        "Борышкердің шығуын уақытша шектеу туралы қаулы",
        "Постановление о временном ограничении на выезд",
    ),
    "document": ("Атқару құжаты", "Исполнительный документ"),
    "notice": ("Хабарламаның жеткізілгені туралы мәлімет", "Сведения о вручении извещения"),
    "basis": ("Сотқа дейінгі келісім", "Досудебное соглашение"),
    "calculation": ("Соманың есебі", "Расчёт суммы"),
    "claim": ("Сот бұйрығын шығару туралы арыз", "Заявление о вынесении судебного приказа"),
}
REJECTED = {
    "kk": "Борышкердің емделуге шығуы туралы анықтама іс материалдарында бар, оны отырыста бағалау қажет.",
    "ru": "В материалах есть справка о лечении должника за рубежом, её нужно оценить самому.",
}


@dataclass(frozen=True)
class Material:
    """A travel ban that a bailiff brings. `then`: what becomes of it after the robot went through it."""

    bailiff: int
    language: str
    then: str = "waits"  # waits, rejected, taken, signed, unsigned (by the bailiff: never filed)
    entity: bool = False
    hardship: bool = False
    record: dict[str, Any] = field(default_factory=dict)


BANS = (
    Material(0, "ru", "signed"),
    Material(0, "kk"),
    Material(0, "ru", entity=True),
    Material(0, "ru", hardship=True),  # handed over: hardship was pleaded
    Material(0, "kk", "rejected"),
    Material(0, "ru", "unsigned"),
    Material(1, "kk", "taken"),
    Material(1, "ru", record={"faults": {"payments": "contradicts"}}),  # handed over: two registers disagree
    Material(1, "kk", record={"faults": {"border": "stale"}}),  # handed over: an old answer
)


@dataclass(frozen=True)
class Order:
    """An application for a court order. `exempt` from the state fee; one that isn't has not paid it."""

    language: str
    ground: str
    category: str
    sum: int
    exempt: bool = True
    known: bool = True  # whether the registers know the debtor


ORDERS = (
    Order("ru", "consumer", "consumer", 184_000),
    Order("kk", "consumer", "consumer", 96_000),
    Order("ru", "insurance_bank", "bank_loan", 1_500_000, exempt=False),  # handed over: no fee was paid
    Order("ru", "consumer", "consumer", 240_000, known=False),  # handed over: no such person
)


class Robot:
    """Brings materials and lets the robot go through them. Everything in the caller's transaction."""

    def __init__(self, telling: Telling, desks: Desks, seed: int) -> None:
        self.telling, self.desks, self.now = telling, desks, telling.now
        self.chance = Random(f"filling/robot/{seed}")
        self.filed = self.now - 20 * HOUR
        self._papers: dict[tuple[str, str], bytes] = {}
        self._records: list[Record] = []

    def go_through(self) -> list[Publication]:
        """Every material; the sanctions that are published by now."""
        bans = [(one, self._ban(number, one)) for number, one in enumerate(BANS, start=1)]
        cases = [(one, case) for one, case in bans if case is not None]
        orders = [self._order(one) for one in ORDERS]
        mark = len(connection.run_on_commit)
        for case in (*(case for _, case in cases), *orders):
            register_case(case.pk, by=self.telling.clerk(DISTRICT), now=self.filed + HOUR)
        everything = [case.proceedings.get().pk for case in (*(case for _, case in cases), *orders)]
        self.telling.draw(everything, (self.filed + 2 * HOUR).replace(second=0, microsecond=0))
        keep_told(self._records)
        published = []
        with registers_at_hand(self._records, self.now):
            runs = {pk: self._run(pk) for pk in everything}
            del connection.run_on_commit[mark:]  # the robot has begun with each of them already
            for one, case in cases:
                run = runs[case.proceedings.get().pk]
                if run is not None and run.state == Run.State.DRAFTED:
                    published += self._then(one, run)
        return published

    def _run(self, proceeding: int) -> Run | None:
        run = start_run(proceeding, now=self.now)
        return carry_out(run.pk, now=self.now) if run is not None else None

    def _then(self, one: Material, run: Run) -> Iterator[Publication]:
        judge = self.telling.presiding(run.proceeding_id)
        if one.then == "rejected":
            reject_draft(
                run.pk, why=Rejection.Why.DATUM, reason=REJECTED[one.language], by=judge, now=self.now
            )
        elif one.then in ("taken", "signed"):
            draft = take_to_desk(run.pk, by=judge, now=self.now)
            if one.then == "signed":
                act = sign_act(draft.pk, self.desks.of(judge), by=judge, now=self.now, signing=DEMO_WAY)
                case = run.proceeding.case
                Case.objects.filter(pk=case.pk).update(is_model=True)
                yield self.desks.publish(act, at=self.now)

    # Materials

    def _ban(self, number: int, one: Material) -> Case | None:
        by = self.telling.cast.by_role[Role.BAILIFF][one.bailiff]
        record = a_record(
            f"{DISTRICT}-{self.now:%y}-9{number:05d}", now=self.now, court=DISTRICT, bailiff=by.iin or "",
            chance=self.chance, entity=one.entity, **one.record,
        )  # fmt: skip
        self._records.append(record)
        at = self.filed + timedelta(minutes=6 * number)
        submission = prepare_ban(
            _ban_of(one, record, number, at), [self._paper(kind, one.language, by, at) for kind in
            ("order", "document", "notice")], by=by, now=at,
        )  # fmt: skip
        if one.then == "unsigned":
            return None
        return submit_ban(submission.pk, DEMO_WAY, by=by, now=at + timedelta(minutes=2))

    def _order(self, one: Order) -> Case:
        telling, person = self.telling, a_person(self.chance)
        name = " ".join((person["family"], person["given"], person["patronymic"]))
        if one.known:
            self._records.append({"person": person})
        lender = telling.cast.lender
        assert lender is not None
        citizen = telling.cast.parties[30 + ORDERS.index(one)]
        by = citizen if one.exempt else telling.cast.by_role[Role.COMPANY][0]
        firm = an_entity(self.chance, person["iin"], self.now.date()) if one.exempt and one.known else None
        if firm:
            self._records.append({"entity": firm})
        if one.exempt:
            creditor = PartyData(PartyRole.CREDITOR, citizen.full_name, iin=citizen.iin or "", user_id=citizen.pk,
                                 address=citizen.address, language=one.language)  # fmt: skip
        else:
            creditor = PartyData(PartyRole.CREDITOR, lender.name, Party.Kind.COMPANY, bin=lender.bin,
                                 organisation_id=lender.pk, address=lender.address, language=one.language)  # fmt: skip
        if firm:
            debtor = PartyData(PartyRole.DEBTOR, firm["name"], Party.Kind.COMPANY, bin=firm["bin"],
                               address=firm["address"], language=one.language)  # fmt: skip
        else:
            debtor = PartyData(PartyRole.DEBTOR, name, iin=person["iin"], address=person["address"],
                               language=one.language)  # fmt: skip
        at = self.filed + timedelta(minutes=5)
        refs = tuple(self._paper(kind, one.language, by, at) for kind in ("claim", "basis", "calculation"))
        price = Decimal(one.sum)
        return file_case(
            FilingData(
                court_code=DISTRICT, kind="order", category=one.category, language=one.language, price=price,
                parties=(creditor, debtor), claims=(ClaimData("order", refs[0].title, price),), documents=refs,
                claim_data=_claim_data(one, creditor, debtor, refs, at),
                idempotency_key=f"model/robot/{ORDERS.index(one)}",
            ), by=by, now=at,
        )  # fmt: skip

    def _paper(self, kind: str, language: str, owner: User, at: datetime) -> DocumentRef:
        title = PAPERS[kind][0 if language == "kk" else 1]
        if (kind, language) not in self._papers:
            values = {"title": title, "parts": [{"paragraphs": [title]}]}
            self._papers[kind, language] = render_pdf("claim", values, language, made=self.now)
        content = self._papers[kind, language]
        return self.telling.sheets.keep(content, title, kind, owner, language, at)


def _ban_of(one: Material, record: Record, number: int, at: datetime) -> Ban:
    person, entity = record["person"], record["entity"]
    name = " ".join((person["family"], person["given"], person["patronymic"]))
    written = {
        "WRIT": ("атқару парағы", "исполнительный лист"),
        "COURT_ORDER": ("сот бұйрығы", "судебный приказ"),
    }
    paper = record["document"]
    return Ban(
        court_code=DISTRICT,
        language=one.language,
        enforcement_number=record["number"],
        order_number=str(100 + number),
        order_on=at.date(),
        document=f"{written[paper['kind']][0 if one.language == 'kk' else 1]} № {paper['number']}",
        debtor_name=entity["name"] if entity else name,
        debtor_number=record["debtor"],
        debtor_is_entity=bool(entity),
        person_name=name,
        person_iin=person["iin"],
        creditor_name=record["creditor"],
        debt=Decimal(record["left"]) / 100,
        grounds=GROUNDS[one.language],
        hardship=one.hardship,
    )


def _claim_data(
    one: Order, creditor: PartyData, debtor: PartyData, refs: tuple[DocumentRef, ...], at: datetime
) -> dict[str, Any]:
    """What the constructor keeps of such an application: its own words around the values."""
    found = definition("court_order")
    assert found is not None
    ground = next(option for option in found.question("ground").options if option.id == one.ground)
    money = f"{one.sum:,}".replace(",", "\N{NO-BREAK SPACE}") + (
        " теңге" if one.language == "kk" else " тенге"
    )
    basis = ("22.09.2025 келісім № 14", "соглашение № 14 от 22.09.2025")[one.language == "ru"]
    values = {
        "ground": ground.words.said(one.language),
        "basis": basis,
        "sum_owed": money,
        "story": ("Борышкер келісімді орындамады.", "Должник соглашение не исполнил.")[one.language == "ru"],
    }
    facts = [
        text.format_map(values)
        for paragraph in found.document.paragraphs
        if paragraph.words is not None
        for text in [paragraph.words.said(one.language)]
        if "{" not in text or all(f"{{{name}}}" not in text or name in values for name in _names(text))
    ]
    court = Court.objects.get(pk=DISTRICT)
    return {
        "definition": "court_order", "kind": "order", "category": one.category, "language": one.language,
        "court_code": court.pk, "written_on": at.date().isoformat(),
        "parties": [_party("creditor", creditor), _party("debtor", debtor)],
        "demands": [{"code": "order", "text": refs[0].title, "amount": str(one.sum), "currency": "KZT"}],
        "facts": facts,
        "attachments": [{"code": ref.kind, "document_ids": [str(ref.id)]} for ref in refs[1:]],
        "representative": None,
        "fee": {"total": "0" if one.exempt else "22500", "exemption": "consumer" if one.exempt else ""},
    }  # fmt: skip


def _names(text: str) -> list[str]:
    return [piece.partition("}")[0] for piece in text.split("{")[1:]]


def _party(role: str, party: PartyData) -> dict[str, Any]:
    kind = "individual" if party.kind == Party.Kind.PERSON else "company"
    family, given, patronymic = (*party.name.split(" "), "", "", "")[:3]
    where = {"region": "almaty_city", "locality": "", "street": party.address, "postcode": ""}
    named: dict[str, Any] = (
        {"iin": party.iin, "family_name": family, "given_name": given, "patronymic": patronymic}
        if kind == "individual"
        else {"bin": party.bin, "organisation": party.name}
    )
    return {"role": role, "kind": kind, "address": where} | named
