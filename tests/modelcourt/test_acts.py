"""The acts of the model court: reproducible, whole, true to their truth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.decision import Instance, Kind, Outcome, Review
from tarazy.law.identifiers import is_bin, is_iin
from tarazy.modelcourt import rule
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ModelAct
from tarazy.modelcourt.wording import figures, in_words, long_date

HEADINGS = {"ru": "МОДЕЛЬНЫЕ ДАННЫЕ", "kk": "МОДЕЛЬ ДЕРЕКТЕРІ"}
OPERATIVE = {
    "ru": ("РЕШИЛ:", "ОПРЕДЕЛИЛ:", "ПРИКАЗЫВАЕТ:", "ПОСТАНОВИЛА:", "ПОСТАНОВИЛ:", "ПРИГОВОРИЛ:"),
    "kk": ("ШЕШТІ:", "ҰЙҒАРДЫ:", "БҰЙЫРАДЫ:", "ҚАУЛЫ ЕТТІ:", "ҮКІМ ЕТТІ:"),
}


def operative(act: ModelAct) -> str:
    """What follows the word of decision."""
    for word in OPERATIVE[act.truth.language]:
        if word in act.text:
            return act.text.split(word, 1)[1]
    raise AssertionError(act.text)


@pytest.fixture(scope="module")
def acts() -> list[ModelAct]:
    return list(ModelCourt(3, 900, anomaly_share=0.15).acts())


def serialised(acts: Iterator[ModelAct]) -> list[str]:
    return [act.model_dump_json() for act in acts]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert serialised(ModelCourt(5, 60).acts()) == serialised(ModelCourt(5, 60).acts())
    assert serialised(ModelCourt(5, 60).acts()) != serialised(ModelCourt(6, 60).acts())


def test_shards_are_disjoint_and_together_the_whole() -> None:
    court = ModelCourt(5, 60)
    whole = set(serialised(court.acts()))
    parts = [set(serialised(court.acts(shard, 3))) for shard in range(3)]
    assert set.union(*parts) == whole
    assert sum(map(len, parts)) == len(whole)


def test_a_shard_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="2, 2"):
        next(ModelCourt(1, 10).acts(2, 2))


def test_a_million_cases_can_be_begun_at_once() -> None:
    first = list(islice(ModelCourt(1, 1_000_000).acts(), 3))
    assert len(first) == 3


def test_all_51_categories_and_all_kinds_and_instances_are_there(acts: list[ModelAct]) -> None:
    assert len(rule.rules()) == 51
    assert {act.truth.category for act in acts} == set(rule.rules()) | {""}
    assert {act.truth.kind for act in acts} == set(Kind)
    assert {act.truth.instance for act in acts} == set(Instance)
    assert {act.truth.outcome for act in acts} == set(Outcome)
    assert {act.truth.review for act in acts if act.truth.review} == set(Review)


def test_both_languages_have_every_category_and_their_share(acts: list[ModelAct]) -> None:
    for language in ("ru", "kk"):
        found = {act.truth.category for act in acts if act.truth.language == language}
        assert found == set(rule.rules()) | {""}
    share = sum(act.truth.language == "ru" for act in acts) / len(acts)
    assert 0.55 < share < 0.65


def test_every_act_says_that_it_is_model_data_in_its_first_line(acts: list[ModelAct]) -> None:
    for act in acts:
        assert act.text.splitlines()[0].startswith(HEADINGS[act.truth.language])


def test_case_numbers_are_unique_and_tell_court_year_and_kind(acts: list[ModelAct]) -> None:
    numbers = [act.truth.case_number for act in acts]
    assert len(set(numbers)) == len(numbers)
    for act in acts:
        assert re.fullmatch(r"\d{4}-\d\d-00-(1|2|3|4|2а|4а|3гп|4к)/\d+", act.truth.case_number)
        assert act.truth.case_number.startswith(act.truth.court_code)


def test_act_ids_are_unique(acts: list[ModelAct]) -> None:
    assert len({act.id for act in acts}) == len(acts)


def test_no_slot_or_bracket_is_left_in_a_text(acts: list[ModelAct]) -> None:
    for act in acts:
        assert not re.search(r"[{}\[\]|]|  \w+  |\.\.|,,| ,| \.", act.text), act.text


def test_the_text_has_its_parts(acts: list[ModelAct]) -> None:
    for act in acts:
        established = "УСТАНОВИ" if act.truth.language == "ru" else "АНЫҚТАДЫ:"
        assert established in act.text
        assert operative(act).strip()
        introduction = act.text.split(established, 1)[0]
        assert act.truth.case_number in introduction
        judge = act.truth.judge.split()[0]
        assert judge[:4] in act.text


def test_the_date_of_the_act_stands_in_it(acts: list[ModelAct]) -> None:
    for act in acts:
        if AnomalyKind.IMPOSSIBLE_DATE not in act.truth.anomalies:
            assert long_date(act.truth.date, act.truth.language) in act.text


def test_what_was_claimed_stands_before_the_decision_and_what_was_awarded_in_it(acts: list[ModelAct]) -> None:
    for act in acts:
        if act.truth.instance is not Instance.FIRST or act.truth.kind is Kind.RULING:
            continue
        decision = operative(act)
        before = act.text.replace(decision, "")
        for claim in act.truth.claims:
            if claim.amount is not None:
                assert figures(claim.amount) in before
            if claim.awarded:
                written = f"{figures(claim.awarded)} ({in_words(int(claim.awarded), act.truth.language)})"
                assert written in decision


def test_the_total_is_the_sum_of_what_is_awarded_unless_planted(acts: list[ModelAct]) -> None:
    checked = Counter[bool]()
    for act in acts:
        awarded = [claim.awarded for claim in act.truth.claims if claim.awarded]
        if act.truth.kind is not Kind.JUDGMENT or len(awarded) < 2:
            continue
        total = re.search(r"(?:всего|итого|барлығы|жиыны) ([\d ]+\d) \(", operative(act))
        assert total, act.text
        right = int(total[1].replace(" ", "")) == sum(awarded)
        planted = AnomalyKind.ARITHMETIC in act.truth.anomalies
        assert right != planted
        checked[planted] += 1
    assert checked[True] and checked[False] > 50


def test_identifiers_are_valid_and_of_the_reserved_range(acts: list[ModelAct]) -> None:
    seen = 0
    for act in acts:
        for party in act.truth.parties:
            if party.identifier is None:
                continue
            seen += 1
            assert party.identifier in act.text
            assert is_iin(party.identifier) or is_bin(party.identifier)
            assert party.identifier[7] == "9" or party.identifier[6:8] == "99"
    assert seen > 500


def test_norms_of_the_truth_are_cited_in_the_text(acts: list[ModelAct]) -> None:
    for act in acts:
        for norm in act.truth.norms:
            assert norm.article in act.text


def test_decisions_come_after_filing_and_within_the_horizon(acts: list[ModelAct]) -> None:
    for act in acts:
        assert act.truth.filed <= act.truth.date
        assert act.truth.date.year <= 2026


def test_outcomes_agree_with_claims(acts: list[ModelAct]) -> None:
    for act in acts:
        for claim in act.truth.claims:
            if claim.outcome is Outcome.GRANTED and claim.amount is not None:
                assert claim.awarded == claim.amount
            if claim.outcome is Outcome.GRANTED_IN_PART and claim.amount is not None:
                assert claim.awarded is not None and 0 < claim.awarded < claim.amount
            if claim.outcome is Outcome.DENIED:
                assert not claim.awarded


def test_some_situations_occur_in_both_languages(acts: list[ModelAct]) -> None:
    by_language: dict[str, set[object]] = {"ru": set(), "kk": set()}
    for act in acts:
        by_language[act.truth.language].add(act.truth.facts["situation"])
    assert len(by_language["ru"] & by_language["kk"]) > 100


def test_the_facts_decide_more_than_chance(acts: list[ModelAct]) -> None:
    scores: dict[Outcome, list[float]] = {Outcome.GRANTED: [], Outcome.DENIED: []}
    for act in acts:
        if act.truth.kind is Kind.JUDGMENT and act.truth.outcome in scores:
            scores[act.truth.outcome].append(float(act.truth.facts["score"]))
    granted, denied = scores[Outcome.GRANTED], scores[Outcome.DENIED]
    assert sum(granted) / len(granted) > sum(denied) / len(denied) + 1.5
