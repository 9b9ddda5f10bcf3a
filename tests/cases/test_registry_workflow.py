"""The stage machine: the table is sound, lawful walks keep the invariants, what isn't lawful is refused."""

from __future__ import annotations

import random
from datetime import date as Date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cases import events, tasks
from tarazy.cases.actions.apply_event import ELSEWHERE, apply_event
from tarazy.cases.models import Deadline, DocketEntry, Outcome, Proceeding, ProceedingKind, Side, Stage
from tarazy.cases.moving import Step, begin, move, possible
from tarazy.cases.papers import papers, services
from tarazy.cases.refusals import NotPossibleNow, NotYours, OutcomeNotLawful, RemandAbolished
from tarazy.cases.rulings import acts
from tarazy.cases.tasks_told import TASKS
from tarazy.cases.workflow import BEFORE, lint, table
from tarazy.courts.models import Instance
from tarazy.law import load, time_limits
from tarazy.ledger import audit
from tests.cases.factories import (
    DECIDED,
    NOW,
    a_case,
    a_decided_case,
    a_distributed_case,
    claimant_of,
    later,
    signed_act,
    step,
    walk,
)

LAW = load("kz")
LIMITS = {limit.id for limit in time_limits(LAW)}
EVERY_STANDING = {"presiding", "court", "registry", "draw", "chair", "claim", "defence", "system"}


def test_the_table_of_transitions_is_sound() -> None:
    faults = lint(
        table(),
        norms=LAW.codes_by_id,
        limits=LIMITS,
        events=events.all_events(),
        stages=Stage.values,
        outcomes=Outcome.values,
        rulings=acts(),
    )
    assert list(faults) == []


def test_the_table_covers_every_kind_of_proceedings_and_every_outcome() -> None:
    assert set(table().groups["all"]) == set(ProceedingKind.values)
    lawful = {code for one in table().outcomes.values() for code in one.lawful}
    assert set(Outcome.values) == lawful


def test_a_table_with_faults_is_told_them() -> None:
    from dataclasses import replace

    broken = replace(
        table(),
        transitions=tuple(
            replace(row, norm="XYZ 1", norms={}) if row.event == "accept" else row
            for row in table().transitions
            if row.event not in ("set_hearing", "archive")
        ),
    )
    told = list(
        lint(
            broken, norms=LAW.codes_by_id, limits=LIMITS, events=events.all_events(), stages=Stage.values,
            outcomes=Outcome.values, rulings=acts(),
        )
    )  # fmt: skip
    assert "announce: the stage deliberation can't be reached" in told
    assert "action: retire can never happen" in told
    assert "order: no way out of closed" in told
    assert "accept: 'XYZ 1' is no norm" in told


def test_every_category_named_is_of_the_classifier() -> None:
    known = {category.slug for category in LAW.categories}
    for row in table().transitions:
        assert row.not_categories <= known
        assert all(one.categories | one.not_categories <= known for one in row.starts)


def test_every_event_speaks_three_languages_and_cites_a_known_code() -> None:
    for event in events.all_events().values():
        assert set(event.words) == {"kk", "ru", "en"}, event.code
        assert not event.do or set(event.do) == {"kk", "ru", "en"}, event.code
        assert event.sees in ("parties", "court", "one_side")
        assert not event.norm or event.norm.split()[0] in LAW.codes_by_id, event.code
        assert len(set(event.words.values())) == 3, event.code
    assert all(events.event(row.event).do for row in table().transitions if "system" not in row.may)


def test_every_paper_service_and_task_names_what_exists() -> None:
    for paper in papers().values():
        assert paper.code in events.all_events()
        assert set(paper.settles) <= LIMITS and {paper.starts, paper.counts} <= LIMITS | {""}
        assert paper.stages <= set(Stage.values) and paper.kinds <= set(ProceedingKind.values)
        assert not paper.moves or any(row.event == paper.moves for row in table().transitions)
        assert paper.by <= set(Side.values)
    for service in services():
        assert service.kinds <= set(ProceedingKind.values) and service.starts in LIMITS | {""}
    for event, asked in tasks.steps().items():
        assert event in events.all_events()
        assert all(new.get("limit") in LIMITS | {None} for new in asked.get("new", ()))


def test_every_code_recorded_in_the_program_exists() -> None:
    import re
    from importlib import resources
    from pathlib import Path

    folder = Path(str(resources.files("tarazy.cases")))
    said = set()
    for file in folder.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        said |= set(re.findall(r"""docket\.record\(\s*[\w.]+,\s*"(\w+)\"""", text))
    assert len(said) > 5
    assert said <= set(events.all_events())


def test_remand_to_the_first_instance_ended_in_2023() -> None:
    lawful = table().outcomes["appeal"]
    assert "remit" in lawful.on(Date(2023, 6, 30))
    assert "remit" not in lawful.on(Date(2023, 7, 1))


kinds = st.sampled_from(sorted(ProceedingKind.values))


@given(kinds, st.randoms(use_true_random=False))
def test_lawful_walks_stay_in_the_table_and_can_always_end(kind: str, chance: random.Random) -> None:
    rows, stage, before, outcome = table(), table().initial(kind).target, "", ""
    for _ in range(60):
        here = rows.possible(kind, stage, "loan", outcome)
        if stage == "archived":
            assert not here
            return
        assert here, (kind, stage)
        row = chance.choice(here)
        if row.remembers and not (stage == "adjourned" and before):
            before = stage
        if row.outcomes:
            outcome = chance.choice(rows.outcomes[row.outcomes].lawful)
        if row.clears_outcome:
            outcome = ""
        stage, kind = (before if row.target == BEFORE else row.target), row.new_kind or kind
        assert stage in rows.stages(kind)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(16))
def test_random_lawful_events_never_break_the_invariants(seed: int) -> None:
    chance = random.Random(seed)
    kind = sorted(ProceedingKind.values)[seed % len(ProceedingKind.values)]
    first = a_case(kind="action").proceedings.get()
    proceeding = first
    if kind != "action":
        proceeding = Proceeding.objects.create(
            case=first.case, court=first.court, kind=kind, instance=Instance.FIRST,
            stage=table().initial(kind).target, stage_since=NOW, filed_at=NOW,
        )  # fmt: skip
        begin(proceeding, Step(table().initial(kind).event, None, NOW, ()))
    documents = [signed_act_of_nobody()]
    for number in range(14):
        at = later(number)
        here = possible(proceeding, EVERY_STANDING)
        if not here:
            break
        row = chance.choice(here)
        params: dict[str, Any] = {}
        if row.outcomes:
            params["outcome"] = chance.choice(table().outcomes[row.outcomes].lawful)
        if row.grounds:
            params["ground"] = chance.choice(sorted(table().grounds[row.grounds]))
        move(proceeding, Step(row.event, None, at, EVERY_STANDING, params, documents))
        _refuses_everything_else(proceeding, at)
        proceeding.refresh_from_db()
        assert proceeding.stage in table().stages(proceeding.kind)
        assert (proceeding.stage == "suspended") <= bool(proceeding.stage_before)
        running = Deadline.objects.filter(proceeding=proceeding, state="open")
        assert not running.filter(settled_at__isnull=False).exists()
        assert not Deadline.objects.exclude(state="open").filter(settled_at__isnull=True).exists()
        limits = [(one.limit, one.party_id) for one in running]
        assert len(limits) == len(set(limits)), limits
    numbers = list(DocketEntry.objects.filter(case=first.case).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert audit(first.court_id) == []


def _refuses_everything_else(proceeding: Proceeding, at: Any) -> None:
    possible_now = {row.event for row in possible(proceeding, EVERY_STANDING)}
    for event in sorted({row.event for row in table().transitions} - possible_now)[::7]:
        with pytest.raises(NotPossibleNow) as refused:
            move(proceeding, Step(event, None, at, EVERY_STANDING))
        assert set(refused.value.codes) == possible_now


def signed_act_of_nobody() -> Any:
    from tests.cases.factories import a_document

    return a_document(None, "ruling")


@pytest.mark.django_db
def test_a_party_may_not_do_what_is_the_judges() -> None:
    proceeding, _ = a_distributed_case()
    with pytest.raises(NotYours) as refused:
        apply_event(proceeding.pk, "accept", by=claimant_of(proceeding), now=NOW)
    assert refused.value.advice


@pytest.mark.django_db
def test_an_unlawful_ground_or_outcome_is_refused_and_nothing_changes() -> None:
    proceeding, judge = a_distributed_case()
    with pytest.raises(OutcomeNotLawful):
        step(proceeding, "return_claim", judge, ground="bad_mood")
    proceeding = walk(proceeding, judge, DECIDED[:5])
    with pytest.raises(OutcomeNotLawful):
        step(proceeding, "announce", judge, outcome="upheld")
    proceeding.refresh_from_db()
    assert (proceeding.stage, proceeding.outcome) == ("deliberation", "")


@pytest.mark.django_db
def test_an_appeal_court_can_not_remand() -> None:
    first = a_decided_case()[0]
    above = Proceeding.objects.create(
        case=first.case, court=first.court, kind="appeal", instance="appeal", stage="deliberation",
        stage_since=NOW, filed_at=NOW,
    )  # fmt: skip
    with pytest.raises(RemandAbolished):
        move(
            above,
            Step("decide_appeal", None, NOW, EVERY_STANDING, {"outcome": "remit"}, [signed_act_of_nobody()]),
        )


@pytest.mark.django_db
def test_a_suspension_from_an_adjournment_comes_back_to_the_hearing() -> None:
    proceeding, judge = a_distributed_case()
    proceeding = walk(
        proceeding, judge, (*DECIDED[:4], "adjourn", "suspend:expertise", "resume"), now=later(1)
    )
    assert (proceeding.stage, proceeding.stage_before) == ("hearing", "")


@pytest.mark.django_db
def test_events_with_actions_of_their_own_are_not_made_by_the_way() -> None:
    from tarazy.people.refusals import Invalid

    proceeding, judge = a_distributed_case()
    for event in ELSEWHERE:
        with pytest.raises(Invalid):
            apply_event(proceeding.pk, event, by=judge.user, now=NOW, documents=[signed_act(judge)])


def test_every_task_that_the_registry_makes_has_words() -> None:
    made = {new["code"] for asked in tasks.steps().values() for new in asked.get("new", ())}
    made |= {paper.task for paper in papers().values() if paper.task}
    assert made - set(TASKS) == set()
