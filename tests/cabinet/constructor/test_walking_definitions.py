"""Every definition can be walked to the end in each language, and its paper has no gap."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.cabinet.constructor.advice import advise, finished
from tarazy.cabinet.constructor.advice_words import said
from tarazy.cabinet.constructor.assembling import NotComplete, claim_data, paper
from tarazy.cabinet.constructor.claim_data import PaperKind
from tarazy.cabinet.constructor.engine import Walk
from tarazy.cabinet.constructor.lint import lint_all
from tarazy.cabinet.constructor.loading import definitions
from tests.cabinet.constructor.answering import TODAY, walk_to_the_end

IDS = (
    "appeal", "bailiff", "child_support", "consumer", "court_order", "debt", "divorce", "eviction", "flooding",
    "motion", "order_objection", "private_complaint", "response", "road_damage", "state_act", "wages",
)  # fmt: skip


def test_the_definitions_of_the_first_day_are_there_and_sound():
    assert tuple(sorted(definitions())) == IDS
    assert lint_all() == []


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", IDS)
@settings(max_examples=8)
@given(seed=st.integers(0, 2**32))
def test_a_definition_leads_to_a_paper_without_gaps(name: str, language: str, seed: int):
    walk, _ = walk_to_the_end(definitions()[name], random.Random(seed), language=language)
    claim = finished(walk)
    printed = paper(walk)
    texts = [*printed.paragraphs, *printed.demands, *printed.attachments, printed.title, *claim.facts]
    texts += [line for label, lines in printed.parties for line in (label, *lines)]
    assert claim.language == printed.language == language
    assert printed.demands and printed.parties and printed.signed_by
    for text in texts:
        assert text.strip() and not set("{}") & set(text) and "None" not in text and "  " not in text, text
    for other in ("kk", "ru", "en"):
        for statement in advise(walk).venue.statements:
            assert said(statement, other)


@pytest.mark.parametrize("name", IDS)
def test_nothing_is_made_of_a_paper_that_is_not_complete(name: str):
    with pytest.raises(NotComplete):
        claim_data(Walk(definitions()[name], {}, TODAY))


@pytest.mark.parametrize("seed", range(20))
def test_a_person_in_a_hurry_needs_at_most_25_screens_for_wages(seed: int):
    fixed = {
        name: {"answer": "no"}
        for name in (
            "represented",
            "leave_asked",
            "penalty_asked",
            "conciliation_tried",
            "extraterritorial",
            "still_employed",
        )
    }
    _, pages = walk_to_the_end(definitions()["wages"], random.Random(seed), fixed=fixed)
    assert len(pages) <= 25


@given(seed=st.integers(0, 2**32))
@settings(max_examples=10)
def test_changing_an_answer_hides_what_hung_on_it_and_brings_it_back(seed: int):
    fixed = {"represented": {"answer": "yes"}}
    walk, _ = walk_to_the_end(definitions()["debt"], random.Random(seed), fixed=fixed)
    without = Walk(walk.definition, {**walk.answers, "represented": "no"}, TODAY)
    assert claim_data(walk).representative is not None
    assert claim_data(without).representative is None
    again = Walk(walk.definition, {**without.answers, "represented": "yes"}, TODAY)
    assert claim_data(again) == claim_data(walk)


def test_a_claim_within_the_threshold_becomes_a_simplified_one():
    fixed = {
        "debt": {"answer": "100 000"},
        "penalty_asked": {"answer": "no"},
        "not_disputed": {"answer": "no"},
    }
    walk, _ = walk_to_the_end(definitions()["debt"], random.Random(1), fixed=fixed)
    claim = finished(walk)
    assert claim.kind is PaperKind.SIMPLIFIED
    assert claim.price == 100_000
    assert claim.fee is not None and claim.fee.total == (
        3_000 if claim.parties[0].kind == "company" else 1_000
    )


def test_a_wage_claim_pays_no_fee_and_says_that_the_norm_is_not_verified():
    walk, _ = walk_to_the_end(definitions()["wages"], random.Random(2))
    fee = finished(walk).fee
    assert fee is not None and fee.total == 0 and fee.unverified and fee.exemption


def test_damages_above_the_insurance_are_the_difference():
    fixed = {
        "damage": {"answer": "900000"}, "insurance_paid": {"answer": "yes"}, "insurance_sum": {"answer": "400000"}
    }  # fmt: skip
    walk, _ = walk_to_the_end(definitions()["road_damage"], random.Random(3), fixed=fixed, language="ru")
    claim = finished(walk)
    assert claim.price == 500_000
    assert "пятьсот тысяч" in claim.demands[0].text


def test_in_an_open_case_the_other_side_has_the_opposite_role():
    for role, other in (("claimant", "defendant"), ("defendant", "claimant")):
        walk, _ = walk_to_the_end(
            definitions()["appeal"], random.Random(4), fixed={"filer_role": {"answer": role}}
        )
        assert [party.role for party in claim_data(walk).parties] == [role, other]


@pytest.mark.parametrize("name", [one for one in IDS if definitions()[one].kind.opens_a_case])
@pytest.mark.parametrize("asked", ["yes", "no"])
def test_who_files_may_ask_for_a_case_without_ai_and_the_paper_says_so(name: str, asked: str):
    fixed = {"without_ai": {"answer": asked}}
    walk, pages = walk_to_the_end(definitions()[name], random.Random(7), fixed=fixed)
    made = claim_data(walk)
    assert "without_ai" in pages
    assert made.without_ai is (asked == "yes")
    words = {"kk": "жасанды интеллект", "ru": "искусственного интеллекта"}[made.language]
    assert any(words in fact for fact in made.facts) is (asked == "yes")
