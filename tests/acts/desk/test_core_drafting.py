"""Drafts: opened, saved, gone back to; each reader reads, nobody else does."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tarazy.acts.desk.actions.give_opinion import give_opinion
from tarazy.acts.desk.bench_rules import bench_rule, correction_rules
from tarazy.acts.desk.drafting import history, open_draft, restore, save_version, text_of, version_text
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.refusals import AnotherAct, ChangedMeanwhile, TextTooLong
from tarazy.acts.desk.rules import first_difference, kind_of, share_changed, superfluous
from tarazy.cases.events import all_events
from tarazy.cases.models.kinds import ProceedingKind, Stage
from tarazy.cases.rulings import acts
from tarazy.jurimetrics.decision import Kind
from tarazy.law import load
from tarazy.people.refusals import NotFound
from tests.acts.desk.factories import a_bench, a_text, open_desk
from tests.cases.factories import NOW, later


@pytest.mark.django_db
def test_a_judge_opens_a_draft_writes_and_goes_back() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW)
    first = text_of(draft, desk)
    assert first.title == "Определение о принятии к производству" and draft.kind == "ruling"
    saved = save_version(draft, a_text(), desk, by=judge, now=later(0.1), base=1)
    assert saved.number == 2 and text_of(draft, desk) == a_text()
    assert version_text(draft, 1, desk) == first
    restore(draft, 1, desk, by=judge, now=later(0.2))
    assert text_of(draft, desk) == first and [one.number for one in history(draft, desk)] == [3, 2, 1]
    assert Draft.objects.visible_to(judge).get() == draft


@pytest.mark.django_db
def test_who_saves_on_an_older_version_is_refused_and_told_what_was_kept() -> None:
    proceeding, (judge, second) = a_bench(1, language="ru")
    one, other = open_desk(judge), open_desk(second)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    kept = save_version(draft, a_text(reasons="Второй."), other, by=second, now=later(0.1), base=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_version(draft, a_text(reasons="Первый."), one, by=judge, now=later(0.1), base=1)
    assert refused.value.version == kept.number and second.short_name in refused.value.words
    assert text_of(draft, one) == a_text(reasons="Второй.")
    assert save_version(draft, a_text(reasons="Второй."), one, by=judge, now=later(0.2), base=2).number == 2
    assert save_version(draft, a_text(reasons="Второй."), one, by=judge, now=later(0.2), kept=True).kept
    with pytest.raises(NotFound):  # one's own desk, one's own name
        save_version(draft, a_text(), one, by=second, now=later(0.3))


@pytest.mark.django_db
def test_only_a_text_of_this_act_and_of_a_size_that_can_be_kept() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW)
    for foreign in (a_text("judgment"), a_text(language="kk")):
        with pytest.raises(AnotherAct):
            save_version(draft, foreign, desk, by=judge, now=NOW)
    with pytest.raises(TextTooLong):
        save_version(draft, a_text(reasons="ә" * 520_000), desk, by=judge, now=NOW)
    long = a_text(reasons="сөз " * 120_000)
    save_version(draft, long, desk, by=judge, now=NOW)
    assert text_of(draft, desk) == long
    with pytest.raises(NotFound):
        version_text(draft, 99, desk)


@pytest.mark.django_db
def test_autosaves_are_thinned_out_and_what_matters_stays() -> None:
    proceeding, (judge, second) = a_bench(1, language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    for number in range(2, 61):  # one a minute
        at = NOW + timedelta(minutes=number)
        text = a_text(reasons=f"Редакция {number}.")
        save_version(draft, text, desk, by=judge, now=at, kept=number == 17)
        if number == 23:
            give_opinion(draft.pk, "remark", "Неясно.", open_desk(second), version=23, by=second, now=at)
    left = [one.number for one in history(draft, desk)]
    assert {1, 17, 23, *range(50, 61)} <= set(left) and len(left) < 25
    assert version_text(draft, 17, desk).plain() == a_text(reasons="Редакция 17.").plain()


@given(
    ages=st.lists(st.integers(0, 5000), min_size=1, max_size=80),
    kept=st.sets(st.integers(1, 80)),
    needed=st.sets(st.integers(1, 80)),
)
def test_what_goes_is_never_the_first_the_last_the_kept_the_needed_or_the_fresh(
    ages: list[int], kept: set[int], needed: set[int]
) -> None:
    rows = [
        (number, NOW - timedelta(minutes=age), number in kept)
        for number, age in enumerate(sorted(ages, reverse=True), start=1)
    ]
    going = set(superfluous(rows, NOW, needed=needed))
    fresh = {number for number, at, _kept in rows if NOW - at <= timedelta(minutes=10)}
    assert not going & ({1, len(rows)} | kept | needed | fresh)
    left = [row for row in rows if row[0] not in going]
    assert superfluous(left, NOW, needed=needed) == []  # thinned out is thinned out
    slots = [int(at.timestamp() // 3600) for number, at, _kept in left if NOW - at > timedelta(days=1)]
    assert len(slots) - len(set(slots)) <= len(kept | needed) + 2


@given(st.text(max_size=200), st.text(max_size=200))
def test_shares_and_differences_are_of_words(first: str, last: str) -> None:
    assert 0 <= share_changed(first, last) <= 1
    assert share_changed(first, first) == 0 and first_difference(first, f"  {first} \n") is None
    if first.split() != last.split():
        assert share_changed(first, last) > 0
        assert first_difference(first, last) is None or first_difference(first, last) != ("", "")


def test_share_of_words_changed() -> None:
    assert share_changed("один два три четыре", "один два три пять") == 0.25
    assert share_changed("", "всё новое") == 1
    assert first_difference("а\nб", "а\nв") == ("б", "в") and first_difference("а", "а\nб") == ("", "б")


@pytest.mark.parametrize(
    ("paper", "proceeding", "kind"),
    [
        ("ruling", "criminal", Kind.RULING), ("judgment", "action", Kind.JUDGMENT),
        ("judgment", "criminal", Kind.SENTENCE), ("judgment", "offence", Kind.OFFENCE_RULING),
        ("judgment", "appeal", Kind.APPEAL_RULING), ("judgment", "cassation", Kind.CASSATION_RULING),
        ("court_order", "order", Kind.COURT_ORDER),
    ],
)  # fmt: skip
def test_the_kind_of_an_act(paper: str, proceeding: str, kind: Kind) -> None:
    assert kind_of(paper, proceeding) is kind


def test_rules_of_benches_and_corrections_name_acts_events_norms_and_stages_that_exist() -> None:
    codes = load("kz").codes_by_id
    for kind in ProceedingKind.values:
        rule = bench_rule(kind)
        assert {rule.together.split()[0], rule.dissent.split()[0]} <= set(codes)
        assert rule.sees in ("court", "parties")
    for code, further in correction_rules().items():
        assert acts()[code].step in all_events() and further.correction in SignedAct.Correction.values
        assert all(norm.split()[0] in codes for norm in (further.norm, *further.norms.values()))
        assert further.of <= set(acts()) and further.not_stages <= set(Stage.values)
        assert further.unverified <= set(ProceedingKind.values)


@pytest.mark.one_engine
def test_two_at_once_on_the_same_version_one_is_kept(postgres: str, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        proceeding, (judge, second) = a_bench(1, language="ru")
        draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
        desks = {one.pk: open_desk(one) for one in (judge, second)}
        start, said = Barrier(2), []

        def write(who: Any) -> None:
            try:
                start.wait(10)
                text = a_text(reasons=f"Пишет {who.pk}.")
                said.append(save_version(draft, text, desks[who.pk], by=who, now=later(0.1), base=1).number)
            except ChangedMeanwhile as refused:
                said.append(refused.code)
            finally:
                connection.close()

        threads = [Thread(target=write, args=[one]) for one in (judge, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(map(str, said)) == ["2", "changed_meanwhile"]
        assert [one.number for one in history(draft, desks[judge.pk])] == [2, 1]
