"""The tables of the house: sound, every row tried, and their examples come out as a lawyer wrote."""

from __future__ import annotations

import pytest

from tarazy.cases.rulings import acts
from tarazy.robot.conditions import BadTable
from tarazy.robot.coverage import Examples, all_examples, table_of, try_example, untried
from tarazy.robot.drafting import draft
from tarazy.robot.drafting.writing import NothingToDraft
from tarazy.robot.facts import Facts
from tarazy.robot.lint import lint, lint_all
from tarazy.robot.table import NoTable, Table, editions, load_table, read_table
from tests.robot.rules.conftest import TABLES, Desk

EXAMPLES = [(name, one.name) for name, of in all_examples().items() for one in of.examples]


@pytest.mark.parametrize(("table", "name"), EXAMPLES, ids=[f"{table}: {name}" for table, name in EXAMPLES])
def test_every_example_comes_out_as_it_says(table: str, name: str) -> None:
    of: Examples = all_examples()[table]
    example = next(one for one in of.examples if one.name == name)
    edition = table_of(of, example)
    finding, wrong = try_example(edition, of, example)
    assert not wrong
    facts: Facts = Desk(table).facts(example.base)
    if finding.act:
        from tarazy.robot.coverage import facts_of

        facts = facts_of(edition, of, example)
        written = draft(edition, finding, facts, of.head, "ru").plain().replace("\u00a0", " ")
        for words in example.says:
            assert words in written
        assert draft(edition, finding, facts, of.head, "kk").plain()
    else:
        with pytest.raises(NothingToDraft):
            draft(edition, finding, facts, of.head, "ru")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_an_example_met_one_unmet_and_one_doubtful(name: str) -> None:
    assert untried(editions()[name][-1], all_examples()[name]) == []


def test_the_tables_have_no_slips() -> None:
    assert [str(one) for one in lint_all()] == []


def test_acts_are_those_of_the_court() -> None:
    known = acts()
    for tables in editions().values():
        for table in tables:
            assert {act.code for act in table.acts.values()} <= set(known)


def test_names_of_examples_are_each_given_once() -> None:
    assert len(EXAMPLES) == len(set(EXAMPLES))


def test_a_day_without_an_edition_has_no_table() -> None:
    from datetime import date

    with pytest.raises(NoTable):
        load_table("court_order", date(2025, 12, 16))
    with pytest.raises(NoTable):
        load_table("nothing", date(2026, 1, 1))
    assert load_table("court_order", date(2025, 12, 17)).version


TABLE = """
name: small
version: "1"
since: 2026-01-01
titles: {kk: Кесте, ru: Таблица, en: A table}
norms: [{code: GPK, article: 252}]
data:
  - {name: paid, kind: sum, sources: [payments], words: {kk: төлем, ru: платёж, en: payment}}
  - {name: state, kind: word, sources: [registry], words: {kk: күйі, ru: состояние, en: state},
     values: {open: {kk: ашық, ru: открыто}, shut: {kk: жабық, ru: закрыто}}}
conditions:
  - id: enough
    number: "1"
    norms: [{code: GPK, article: 252}]
    test: {datum: paid, at_least: {mci: 2}}
    if_unmet: refuse
    says: {kk: Төленген., ru: Уплачено., en: Paid.}
    sentence: {kk: "{paid:sum_a} төленген (АПК 252-бабы).", ru: "Уплачено {paid:sum} (статья 252 ГПК)."}
    unmet: {kk: "Төленбеген.", ru: "Не уплачено."}
  - id: open
    number: "2"
    norms: [{code: GPK, article: 252}]
    test: {datum: state, is: open}
    if_unmet: hand_over
    says: {kk: Ашық., ru: Открыто., en: Open.}
acts:
  grant: {code: sanction, kind: ruling, title: {kk: Акт, ru: Акт}, operative: [[{condition: open, ru: Да., kk: Иә.}]]}
  refuse: {code: sanction_refusal, kind: ruling, title: {kk: Акт, ru: Акт}, operative: [[{condition: open, ru: Нет., kk: Жоқ.}]]}
"""


def changed(old: str, new: str) -> Table:
    assert old in TABLE
    return read_table(TABLE.replace(old, new, 1))


def test_the_small_table_is_sound() -> None:
    assert lint(read_table(TABLE)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("norms: [{code: GPK, article: 252}]\n    test: {datum: paid", "norms: [{code: QQQ, article: 1}]\n    test: {datum: paid", "unknown_norm"),
        ("(статья 252 ГПК)", "(статья 253 ГПК)", "other_norm"),
        ("(статья 252 ГПК)", "(статья 252 Марсианского кодекса)", "unknown_norm"),
        ("en: Paid.}", "en: \"\"}", "missing_translation"),
        ("kk: Жоқ.}", "kk: \"\"}", "missing_translation"),
        ("sources: [payments]", "sources: []", "no_source"),
        ("{mci: 2}", "8650", "literal_threshold"),
        ("datum: state, is: open", "datum: stat, is: open", "unknown_datum"),
        ("datum: state, is: open", "datum: state, is: ajar", "unknown_word"),
        ("datum: state, is: open", "datum: state, is: true", "other_kind"),
        ("datum: paid, at_least: {mci: 2}", "datum: state, at_least: {mci: 2}", "other_kind"),
        ("datum: paid, at_least: {mci: 2}", "datum: paid, term_over: no_such_limit", "unknown_limit"),
        ("datum: state, is: open", "datum: state, is_in: no_list", "unknown_list"),
        ('unmet: {kk: "Төленбеген.", ru: "Не уплачено."}', "note: nothing", "no_words"),
        ("if_unmet: refuse", "if_unmet: return", "unknown_act"),
        ("if_unmet: hand_over", "if_unmet: next", "no_way_out"),
        ("if_unmet: hand_over", "if_unmet: hand_over\n    instead_of: enough", "unreachable"),
        ("if_unmet: hand_over", "if_unmet: hand_over\n    instead_of: nobody", "unknown_condition"),
        ("if_unmet: hand_over", "if_unmet: hand_over\n    until: 2025-12-31", "unreachable"),
        ("if_unmet: hand_over", "if_unmet: hand_over\n    when: {all: [{datum: state, is: open}, {datum: state, is: shut}]}", "unreachable"),
        ('number: "2"', 'number: "1"', "duplicate"),
        ("{condition: open, ru: Да.", "{condition: closed, ru: Да.", "unknown_condition"),
        ('ru: "Уплачено {paid:sum}', 'ru: "Уплачено {payd:sum}', "unknown_slot"),
        ('ru: "Уплачено {paid:sum}', 'ru: "Уплачено {paid:date}', "unknown_slot"),
        ('ru: "Уплачено {paid:sum}', 'ru: "Уплачено', "slots_differ"),
        ("datum: state, is: open", "datum: paid, more_than: 0", "unused_datum"),
    ],
)  # fmt: skip
def test_each_slip_is_found(old: str, new: str, code: str) -> None:
    assert code in {one.code for one in lint(changed(old, new))}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if_unmet: refuse", "if_unmet: forgive"),
        ("at_least: {mci: 2}", "at_least: {kilos: 2}"),
        ("{datum: state, is: open}", "{datum: state}"),
        ("{datum: state, is: open}", "{datum: state, is: open, perhaps: true}"),
        ("{datum: state, is: open}", "{all: []}"),
        ("kind: sum", "kind: money"),
        ("since: 2026-01-01", "since: yesterday"),
        ("conditions:", "rules:"),
        ("name: small", "name: [small"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(old: str, new: str) -> None:
    with pytest.raises(BadTable) as fault:
        changed(old, new)
    assert fault.value.where and fault.value.problem


def test_a_row_may_only_wait_and_says_until_when() -> None:
    from datetime import UTC, date, datetime

    from tarazy.robot.facts import Datum
    from tarazy.robot.rules import decide

    waiting = TABLE.replace(
        "- {name: paid,",
        "- {name: told_on, kind: date, sources: [registry], words: {kk: күні, ru: день, en: day}}\n  - {name: paid,",
    ).replace(
        "test: {datum: state, is: open}\n    if_unmet: hand_over",
        "test: {datum: told_on, term_over: travel_ban_notice}\n    if_unmet: wait",
    )
    table = read_table(waiting)
    at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    told = {"told_on": "2026-11-03", "paid": "100000", "state": "open"}
    sources = {"told_on": "registry", "paid": "payments", "state": "registry"}
    facts = {name: Datum(name, value, sources[name], at) for name, value in told.items()}
    finding = decide(table, facts, at)
    assert [(one.code, one.until) for one in finding.reasons] == [("wait", date(2026, 11, 10))]
    assert decide(table, facts, datetime(2026, 11, 11, 12, tzinfo=UTC)).act == "sanction"
