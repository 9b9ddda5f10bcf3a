"""A court order from the constructor goes through the robot: an undisputed claim of the closed list becomes a draft."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tarazy.cabinet.models import Payment
from tarazy.cases.actions.file_case import file_case
from tarazy.cases.filing_data import ClaimData, FilingData, PartyData
from tarazy.cases.models import Case, Proceeding
from tarazy.courts.models import Court
from tarazy.robot.actions.carry_out import carry_out
from tarazy.robot.actions.start_run import start_run
from tarazy.robot.models import Run
from tarazy.robot.sources.orders import order_form
from tarazy.robot.sources.records import a_person
from tests.cases.factories import NOW, a_claimant, a_court, a_document
from tests.people.factories import a_bin
from tests.robot.house.factories import distributed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def a_claim(court: Court, debtor: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the constructor keeps of an application on an agreement under a bank loan."""
    where = {"region": "almaty_city", "locality": "Алматы", "street": "ул. Самал, 5", "postcode": ""}
    claim = {
        "definition": "court_order", "kind": "order", "category": "bank_loan", "language": "ru",
        "court_code": court.pk, "written_on": NOW.date().isoformat(),
        "parties": [
            {"role": "creditor", "kind": "company", "bin": a_bin(), "organisation": "АО «Қазына банкі»", "address": where},
            {"role": "debtor", "kind": "individual", "iin": debtor["iin"], "family_name": debtor["family"],
             "given_name": debtor["given"], "patronymic": debtor["patronymic"], "address": where},
        ],
        "demands": [{"code": "order", "text": "…", "amount": "1500000", "currency": "KZT"}],
        "facts": [
            "Основание требования: Соглашение по договору страхования или банковского займа.",
            "Документ, подтверждающий требование: соглашение № 77 от 14.08.2025. Сумма: 1 500 000 тенге.",
            "Должник не платит.", "Спор о праве отсутствует.",
        ],
        "attachments": [{"code": one, "document_ids": ["x"]} for one in ("basis", "calculation", "fee_paid", "authority")],
        "representative": {"iin": "x"}, "fee": {"total": "22500", "exemption": ""},
    }  # fmt: skip
    return claim | changes


def an_order(stand_in: Any, *, paid: int = 22_500, **changes: Any) -> Proceeding:
    """A distributed application with its debtor in the population register and its fee paid."""
    person = a_person(random.Random(5))
    stand_in.registers.add({"person": person})
    court = a_court()
    claim = a_claim(court, person, **changes)
    creditor, _debtor = claim["parties"]
    name = " ".join((person["family"], person["given"], person["patronymic"]))
    data = FilingData(
        court_code=court.pk, kind="order", category="bank_loan", language="ru", price=Decimal(1_500_000),
        parties=(
            PartyData("creditor", creditor["organisation"], "company", bin=creditor["bin"]),
            PartyData("debtor", name, iin=person["iin"]),
        ),
        claims=(ClaimData("order", amount=Decimal(1_500_000)),), claim_data=claim,
    )  # fmt: skip
    case = file_case(data, by=None, now=NOW)
    entry = case.docket.get(number=1)
    document = a_document(None)
    entry.documents.create(case=case, document_id=document.id, kind="claim", title="Заявление")
    Payment.objects.create(
        payer=a_claimant(), case=case, amount=paid, priced_on=NOW.date(), state="paid", created_at=NOW,
        paid_at=NOW - timedelta(days=1),
    )  # fmt: skip
    return distributed(Case.objects.get(pk=case.pk))


def run_of(proceeding: Proceeding) -> Run:
    run = start_run(proceeding.pk, now=NOW)
    assert run is not None
    done = carry_out(run.pk, now=NOW)
    assert done is not None
    return done


def test_an_undisputed_claim_of_the_list_becomes_a_draft_of_the_order(stand_in: Any) -> None:
    run = run_of(an_order(stand_in))
    assert [(one["code"], one["datum"], one["condition"]) for one in run.reasons] == []
    assert (run.state, run.code) == (Run.State.DRAFTED, "court_order")
    assert run.text is not None and "1 500 000" in run.text.plain().replace("\xa0", " ")


def test_a_fee_paid_in_part_or_papers_lacking_lead_to_a_return(stand_in: Any) -> None:
    assert run_of(an_order(stand_in, paid=1_000)).code == "return"


def test_what_the_paper_does_not_say_is_nobodys_guess() -> None:
    assert order_form({"definition": "debt"}) == {}
    form = order_form(
        {"definition": "court_order", "language": "ru", "facts": ["Основание требования: иное."]}
    )
    assert form["claim_kind"] is None and form["basis_paper"] is None and form["claim_sum"] is None
    assert "creditor_name" in form["missing_fields"] and form["court_by_address"] is None
