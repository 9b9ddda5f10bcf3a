"""Which proceeding and court fit, by table; what is missing, what it costs, which terms run."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date as Date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cabinet.constructor.advice import CourtKind, Matter, advise, proceeding, venue
from tarazy.cabinet.constructor.advice_words import FEE_STEPS, STATEMENTS, fee_step, norm_in, said
from tarazy.cabinet.constructor.claim_data import PaperKind, PartyKind
from tarazy.cabinet.constructor.engine import Walk
from tarazy.cabinet.constructor.law_rules import law_rules
from tarazy.cabinet.constructor.loading import definitions
from tarazy.law import load, mci
from tests.cabinet.constructor.answering import TODAY, walk_to_the_end

PERSON, BUSINESS, COMPANY, BODY = (
    PartyKind.INDIVIDUAL,
    PartyKind.ENTREPRENEUR,
    PartyKind.COMPANY,
    PartyKind.STATE_BODY,
)
CLAIM = Matter(PaperKind.ACTION, TODAY, Decimal(1), claimant=PERSON, defendant=PERSON)


@pytest.mark.parametrize(
    ("claimant", "defendant", "year", "indexes", "doubtful"),
    [
        (PERSON, PERSON, 2026, 1000, False), (PERSON, PERSON, 2025, 1000, False),
        (BUSINESS, PERSON, 2026, 1000, False), (COMPANY, COMPANY, 2026, 2000, False),
        (COMPANY, COMPANY, 2025, 2000, False), (COMPANY, PERSON, 2026, 1000, True), (PERSON, COMPANY, 2026, 1000, True),
    ],
)  # fmt: skip
def test_the_threshold_of_written_proceedings_follows_party_and_year(
    claimant: PartyKind, defendant: PartyKind, year: int, indexes: int, doubtful: bool
):
    day = Date(year, 6, 15)
    limit = indexes * mci(load("kz"), day).value
    matter = replace(CLAIM, on=day, claimant=claimant, defendant=defendant)
    within = proceeding(replace(matter, price=limit))
    above = proceeding(replace(matter, price=limit + Decimal("0.01")))
    assert within.kind is PaperKind.SIMPLIFIED and within.why.code == "within_threshold"
    assert above.kind is PaperKind.ACTION and above.why.code == "above_threshold"
    assert within.why.unverified is doubtful and within.why.norm == "GPK 267-1"


@pytest.mark.parametrize(
    ("changes", "kind", "code"),
    [
        ({"documents_prove": True, "price": Decimal("1e9")}, PaperKind.SIMPLIFIED, "documents_prove"),
        ({"child_rights": True}, PaperKind.ACTION, "child_rights"),
        ({"property_only": False}, PaperKind.ACTION, "action"),
        ({"price": None}, PaperKind.ACTION, "action"),
        ({"kind": PaperKind.ORDER}, PaperKind.ORDER, "order_list"),
        ({"kind": PaperKind.ADMINISTRATIVE, "public_law": True}, PaperKind.ADMINISTRATIVE, "public_law"),
        ({"kind": PaperKind.APPEAL}, PaperKind.APPEAL, "in_a_case"),
    ],
)
def test_which_proceeding_fits(changes: dict[str, object], kind: PaperKind, code: str):
    found = proceeding(replace(CLAIM, **changes))
    assert found.kind is kind and found.why.code == code


@pytest.mark.parametrize(
    ("changes", "court"),
    [
        ({}, CourtKind.DISTRICT),
        ({"claimant": COMPANY}, CourtKind.DISTRICT),
        ({"claimant": COMPANY, "defendant": COMPANY}, CourtKind.ECONOMIC),
        ({"claimant": BUSINESS, "defendant": COMPANY}, CourtKind.ECONOMIC),
        ({"claimant": COMPANY, "defendant": BODY}, CourtKind.DISTRICT),
        ({"public_law": True, "defendant": BODY, "kind": PaperKind.ADMINISTRATIVE}, CourtKind.ADMINISTRATIVE),
        ({"juvenile": True}, CourtKind.JUVENILE),
        ({"kind": PaperKind.PRIVATE_COMPLAINT}, CourtKind.SAME),
    ],
)
def test_which_court_fits(changes: dict[str, object], court: CourtKind):
    assert venue(replace(CLAIM, **changes)).court is court


def test_exclusive_jurisdiction_leaves_no_choice_and_no_other_region():
    found = venue(
        replace(CLAIM, exclusive=True, claimants_choice=True, defendant_region="almaty"), "", "GPK 31"
    )
    assert [one.code for one in found.statements] == ["court_district", "exclusive"]
    assert not found.extraterritorial and not found.region


def test_the_claimant_may_choose_where_the_law_lets_them():
    codes = [one.code for one in venue(replace(CLAIM, claimants_choice=True)).statements]
    assert codes == ["court_district", "defendants_place", "claimants_choice", "extraterritorial_civil"]
    public = venue(replace(CLAIM, public_law=True, kind=PaperKind.ADMINISTRATIVE))
    assert public.statements[-1].code == "extraterritorial_public" and public.statements[-1].unverified


@given(
    kind=st.sampled_from(PaperKind), price=st.none() | st.decimals(0, 10**12, places=2),
    sides=st.tuples(st.sampled_from(PartyKind), st.sampled_from(PartyKind)),
    flags=st.lists(st.sampled_from(["documents_prove", "child_rights", "public_law", "juvenile", "exclusive", "claimants_choice"])),
)  # fmt: skip
def test_every_statement_has_a_norm_and_words_in_three_languages(
    kind: PaperKind, price: Decimal | None, sides: tuple[PartyKind, PartyKind], flags: list[str]
):
    matter = Matter(kind, TODAY, price, claimant=sides[0], defendant=sides[1], **dict.fromkeys(flags, True))
    found, place = proceeding(matter), venue(matter)
    for one in (found.why, *found.also, *place.statements):
        assert one.norm or one.code in ("in_a_case", "same_court")
        for language in ("kk", "ru", "en"):
            assert said(one, language) and "%(" not in said(one, language)


def test_a_missing_pretrial_step_is_said_first_and_with_its_norm():
    fixed = {"pretrial_done": {"answer": "no"}}
    walk, _ = walk_to_the_end(definitions()["wages"], random.Random(1), fixed=fixed)
    found = [one for one in advise(walk).missing if one.question == "pretrial_done"]
    assert [one.statement.code for one in found] == ["pretrial_compulsory"]
    assert found[0].statement.norm == "TK 159" and found[0].statement.unverified and found[0].compulsory
    fixed = {"pretrial_done": {"answer": "yes"}}
    walk, _ = walk_to_the_end(definitions()["wages"], random.Random(1), fixed=fixed)
    assert not [one for one in advise(walk).missing if one.question == "pretrial_done"]


def test_what_is_missing_shrinks_to_the_papers_as_questions_are_answered():
    definition = definitions()["debt"]
    nothing = advise(Walk(definition, {}, TODAY)).missing
    assert {one.statement.code for one in nothing} >= {"answer", "attach"}
    walk, _ = walk_to_the_end(definition, random.Random(2))
    assert not [one for one in advise(walk).missing if one.statement.code == "answer"]
    assert {one.code for one in advise(walk).attachments if one.compulsory} >= {"copies", "calculation"}


def test_limits_and_terms_are_counted_from_the_day_that_was_answered():
    date = {"answer-day": "2", "answer-month": "11", "answer-year": "2026"}
    walk, _ = walk_to_the_end(
        definitions()["order_objection"], random.Random(3), fixed={"received_on": date, "order_on": date}
    )
    (term,) = advise(walk).terms
    assert term.code == "term_passed" and term.params["date"] == "2026-11-16" and term.norm == "GPK 141-143"


def test_conciliation_is_offered_with_terms_of_the_law_and_not_for_orders():
    walk, _ = walk_to_the_end(definitions()["flooding"], random.Random(4))
    (first, *_rest) = advise(walk).conciliation
    assert first.params == {"days": "10", "months": "1"}
    walk, _ = walk_to_the_end(definitions()["child_support"], random.Random(4))
    assert advise(walk).conciliation == ()


def test_a_dwelling_makes_the_jurisdiction_exclusive():
    walk, pages = walk_to_the_end(definitions()["eviction"], random.Random(5))
    assert "extraterritorial" not in pages
    assert "exclusive" in [one.code for one in advise(walk).venue.statements]


def test_words_of_steps_and_norms_stand_in_each_language():
    assert fee_step(
        "percent_of_amount", {"percent": "1", "amount": "100000", "result": "1000"}, "ru"
    ).startswith("1 % от")
    assert norm_in("GPK 148", "kk") == "АПК 148-бап" and norm_in("GPK 148", "ru") == "ст. 148 ГПК"
    assert {limit for rule in law_rules().thresholds for limit in rule.payers} == {
        "individual",
        "entrepreneur",
        "legal_entity",
    }
    assert STATEMENTS and FEE_STEPS
