"""Deciding: total, the same for the same facts, and nothing drafted on a doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import date as Date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tarazy.law import calendar_of, load, mci
from tarazy.robot.conditions import State
from tarazy.robot.coverage import Example, facts_of
from tarazy.robot.facts import Datum, Facts
from tarazy.robot.rules import HANDED_OVER, decide
from tests.robot.rules.conftest import TABLES, Desk

DESKS = {name: Desk(name) for name in TABLES}
DOUBTS = ("missing", "timeout", "stale", "contradicts", "low_confidence", "broken", "unavailable", "anything")
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates(), st.datetimes(),
    st.lists(st.text(max_size=5), max_size=3), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.decimals(), st.sampled_from(["NaN", "Infinity", "1e999", "-1", "2026-02-30", "９０", "open", "610"]),
)  # fmt: skip
moments = st.one_of(
    st.just(datetime(2026, 11, 23, 11, tzinfo=UTC)),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.none(),
)


@st.composite
def wild_facts(draw: st.DrawFn) -> tuple[str, Facts]:
    """Facts of any shape for a table, some of them as they should be."""
    name = draw(st.sampled_from(TABLES))
    desk = DESKS[name]
    facts: dict[str, Any] = dict(desk.facts())
    for datum in draw(st.lists(st.sampled_from(sorted(facts)), max_size=6)):
        facts[datum] = draw(
            st.one_of(
                st.builds(
                    Datum, st.just(datum), anything, st.sampled_from(["papers", "enforcement", "", "x, y"]),
                    moments, st.sampled_from(["", *DOUBTS]),
                ),
                anything,
            )
        )  # fmt: skip
    for datum in draw(st.lists(st.sampled_from(sorted(facts)), max_size=2)):
        facts.pop(datum, None)
    facts |= draw(st.dictionaries(st.text(max_size=5), anything, max_size=1))
    return name, facts


@quick
@given(wild_facts(), st.datetimes(min_value=datetime(2010, 1, 1), max_value=datetime(2040, 1, 1)))
def test_any_facts_at_any_time_come_to_a_draft_or_are_handed_over_with_a_reason(
    wild: tuple[str, Facts], at: datetime
) -> None:
    name, facts = wild
    table = DESKS[name].table
    for moment in (DESKS[name].at, at, at.replace(tzinfo=UTC)):
        finding = decide(table, facts, moment)
        assert finding.result == HANDED_OVER or finding.act in {act.code for act in table.acts.values()}
        assert bool(finding.reasons) is (finding.result == HANDED_OVER)
        assert [step.condition for step in finding.trace] == [row.id for row in table.conditions]
        assert all(
            reason.words["kk"] and reason.words["ru"] and reason.words["en"] for reason in finding.reasons
        )
        assert decide(table, facts, moment) == finding


@quick
@given(wild_facts())
def test_a_draft_stands_on_no_doubtful_and_on_no_missing_datum(wild: tuple[str, Facts]) -> None:
    name, facts = wild
    desk = DESKS[name]
    finding = desk.decide(facts)
    if finding.act:
        assert all(isinstance(datum, Datum) and not datum.doubt for datum in facts.values())
        assert set(facts) <= {row.name for row in desk.table.data}
        assert all(step.state is not State.DOUBTFUL for step in finding.trace)


@pytest.mark.parametrize(("name", "base"), [(name, base) for name in TABLES for base in DESKS[name].of.bases])
def test_every_datum_put_in_doubt_or_taken_away_hands_over(name: str, base: str) -> None:
    desk = DESKS[name]
    facts = desk.facts(base)
    assert desk.decide(facts).act
    for datum in facts:
        row = desk.table.datum(datum)
        assert row is not None
        for doubt in DOUBTS:
            if row.optional and doubt == "missing":
                continue
            assert desk.decide({**facts, datum: replace(facts[datum], doubt=doubt)}).result == HANDED_OVER, (
                datum
            )
        if not row.optional:
            without = {one: value for one, value in facts.items() if one != datum}
            finding = desk.decide(without)
            assert finding.result == HANDED_OVER
            assert any(reason.code == "missing" for reason in finding.reasons)


@pytest.mark.parametrize("name", TABLES)
def test_a_datum_too_old_from_the_future_or_of_another_source_is_in_doubt(name: str) -> None:
    desk = DESKS[name]
    facts = desk.facts()
    for datum, told in facts.items():
        row = desk.table.datum(datum)
        assert row is not None
        changed = {
            "from_future": replace(told, at=desk.at + timedelta(hours=1)),
            "other_source": replace(told, source="hearsay"),
            "no_time": replace(told, at=None),  # type: ignore[arg-type]
            "unreadable": replace(told, value=object()),
        }
        if row.fresh_hours is not None:
            edge = desk.at - timedelta(hours=row.fresh_hours)
            assert desk.decide({**facts, datum: replace(told, at=edge)}).act
            changed["stale"] = replace(told, at=edge - timedelta(seconds=1))
        for code, one in changed.items():
            finding = desk.decide({**facts, datum: one})
            assert finding.result == HANDED_OVER
            assert code in {reason.code for reason in finding.reasons if reason.datum == datum}


@quick
@given(st.sampled_from(TABLES), st.data())
def test_more_doubt_never_turns_a_material_handed_over_into_a_draft(name: str, data: st.DataObject) -> None:
    desk = DESKS[name]
    example = data.draw(st.sampled_from(desk.of.examples))
    table = desk.table
    facts = facts_of(table, desk.of, example)
    at = example.at or desk.at
    before = decide(table, facts, at)
    for datum in data.draw(st.lists(st.sampled_from(sorted(facts)), min_size=1, max_size=4)):
        facts[datum] = replace(facts[datum], doubt=data.draw(st.sampled_from(DOUBTS)))
    after = decide(table, facts, at)
    assert after.result in (before.result, HANDED_OVER)


@quick
@given(st.sampled_from(TABLES), st.text(min_size=1, max_size=20), anything)
def test_a_fact_that_the_table_does_not_know_hands_over(name: str, fact: str, value: Any) -> None:
    desk = DESKS[name]
    for called in (fact, "dispute"):
        if desk.table.datum(called) is None:
            finding = desk.decide({**desk.facts(), called: Datum(called, value, "papers", desk.at)})
            assert finding.result == HANDED_OVER
            assert "not_covered" in {reason.code for reason in finding.reasons}


@pytest.mark.parametrize(("year", "threshold"), [(2025, "157280"), (2026, "173000")])
def test_forty_indexes_are_those_of_the_year_to_the_tiyn(year: int, threshold: str) -> None:
    desk = DESKS["travel_ban"]
    assert 40 * mci(load("kz"), Date(year, 6, 2)).value == Decimal(threshold)
    at = datetime(year, 11, 24, 12, tzinfo=UTC)
    days = {
        "proceedings_opened_on": f"{year}-03-03", "notice_sent_on": f"{year}-11-03", "received_on": f"{year}-11-21",
        "notice_delivered_on": f"{year}-11-04", "order_issued_on": f"{year}-11-19",
    }  # fmt: skip
    outcomes = {}
    for balance in (Decimal(threshold) - Decimal("0.01"), Decimal(threshold), Decimal(threshold) + 1):
        example = Example(name="", at=at, change={**days, "balance": str(balance)}, result="")
        finding = decide(desk.table, facts_of(desk.table, desk.of, example), at)
        outcomes[balance] = finding.result
        step = finding.step("threshold")
        assert step is not None and step.told["threshold"] == Decimal(threshold)
    assert list(outcomes.values()) == ["draft:sanction_refusal", "draft:sanction", "draft:sanction"]


@given(
    st.dates(min_value=Date(2026, 1, 5), max_value=Date(2026, 11, 1)), st.integers(min_value=0, max_value=14)
)
@quick
def test_five_working_days_are_those_of_the_calendar(delivered: Date, later: int) -> None:
    desk = DESKS["travel_ban"]
    calendar = calendar_of(load("kz"))
    issued = delivered + timedelta(days=later)
    facts = desk.facts(
        proceedings_opened_on="2025-12-01", notice_sent_on=delivered.isoformat(),
        notice_delivered_on=delivered.isoformat(), order_issued_on=issued.isoformat(),
    )  # fmt: skip
    step = desk.decide(facts).step("waited")
    last = calendar.add_working_days(delivered, 5)
    assert step is not None
    assert step.told["last_day"] == last
    assert (step.state is State.MET) is (issued > last)


def test_a_year_whose_calendar_nobody_settled_is_handed_over() -> None:
    desk = DESKS["travel_ban"]
    at = datetime(2027, 3, 1, 12, tzinfo=UTC)
    days = {
        "proceedings_opened_on": "2026-03-02", "notice_sent_on": "2027-02-01", "notice_delivered_on": "2027-02-02",
        "order_issued_on": "2027-02-20", "received_on": "2027-02-26",
    }  # fmt: skip
    finding = decide(
        desk.table, facts_of(desk.table, desk.of, Example(name="", at=at, change=days, result="")), at
    )
    assert finding.result == HANDED_OVER
    assert {"index_unverified", "calendar_unsettled"} & {
        one.code for one in finding.reasons
    } or finding.reasons


def test_a_table_not_in_force_that_day_hands_over() -> None:
    desk = DESKS["court_order"]
    finding = decide(desk.table, desk.facts(), datetime(2025, 12, 1, tzinfo=UTC))
    assert "table_not_in_force" in {one.code for one in finding.reasons}


def test_an_unmet_row_whose_norm_nobody_read_never_refuses() -> None:
    desk = DESKS["travel_ban"]
    rows = tuple(
        row.model_copy(update={"unverified": True}) if row.id == "running" else row
        for row in desk.table.conditions
    )
    table = desk.table.model_copy(update={"conditions": rows})
    table.__dict__.pop("rows_by_id", None)
    facts = desk.facts(proceedings_state="suspended")
    assert desk.decide(facts).act == "sanction_refusal"
    finding = decide(table, facts, desk.at)
    assert finding.result == HANDED_OVER
    assert [one.code for one in finding.reasons] == ["unverified_rule"]


def test_what_a_draft_stands_on_unread_is_told_as_a_warning() -> None:
    finding = DESKS["road_damage_decree"].decide(DESKS["road_damage_decree"].facts())
    assert finding.act == "judgment"
    assert "one_fine" in finding.warnings


def test_every_comparison_of_the_language_is_weighed() -> None:
    from tarazy.robot.conditions import KINDS
    from tarazy.robot.deciding import _WEIGHED

    assert set(KINDS) - {"known"} == set(_WEIGHED)
