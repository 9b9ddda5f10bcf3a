"""Who may be drawn, with how many tickets, and when no draw is held."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.allocation.edition import Instance, NoEdition, editions, in_force
from tarazy.allocation.lint import lint
from tarazy.allocation.rules import (
    EarlierCase,
    OpenCase,
    complexity,
    first_judge,
    may_go_elsewhere,
    may_redraw,
    places_of,
    pool_of,
    tickets,
    why_not,
)
from tarazy.law import load
from tests.allocation.factories import DAY, case, edition, judge, pool

loads = st.lists(st.integers(0, 5_000_000), min_size=1, max_size=40)
heavy = st.integers(5, 500)


def _named(values: list[int]) -> dict[str, int]:
    return {f"{index:03d}": value for index, value in enumerate(values)}


def test_the_dated_rules_have_no_slips() -> None:
    pack = load("kz")
    codes = {code.id for code in pack.codes}
    slugs = {one.slug for one in pack.categories}
    assert lint(editions(), codes=codes, categories=slugs) == []


def test_slips_in_the_dated_rules_are_found() -> None:
    sound = edition()
    even = tuple(size.model_copy(update={"places": 2}) for size in sound.panels)
    weights = sound.weights.model_copy(update={"highest": 201})
    broken = sound.model_copy(
        update={
            "panels": even,
            "weights": weights,
            "direct": {},
            "norm": "somewhere",
            "until": Date(2020, 1, 1),
        }
    )
    found = "; ".join(lint((sound, broken), codes={"GPK", "APPK"}, categories=set()))
    for slip in (
        "an even panel",
        "twice the tickets",
        "no norm for going",
        "cites no norm",
        "ends before",
        "overlap",
    ):
        assert slip in found
    assert "used twice" in found and "unknown category" in found


def test_a_day_before_the_rules_has_none() -> None:
    with pytest.raises(NoEdition):
        in_force(Date(2019, 1, 1))


@given(loads, heavy)
def test_nobody_has_more_than_twice_the_tickets_of_another(values: list[int], weight: int) -> None:
    given = [count for count, _ in tickets(_named(values), weight, edition()).values()]
    assert max(given) <= 2 * min(given)


@given(st.lists(st.integers(0, 5_000_000), min_size=3, max_size=40), heavy)
def test_the_next_judge_stays_unpredictable(values: list[int], weight: int) -> None:
    given = [count for count, _ in tickets(_named(values), weight, edition()).values()]
    n, total = len(given), sum(given)
    assert max(given) / total <= 2 / (n + 1) + 1e-12
    assert min(given) / total >= 1 / (2 * n - 1) - 1e-12


@given(st.lists(st.integers(0, 5_000_000), min_size=2, max_size=40), heavy)
def test_who_has_more_work_never_has_more_tickets(values: list[int], weight: int) -> None:
    given = tickets(_named(values), weight, edition())
    ordered = sorted(_named(values).items(), key=lambda one: one[1])
    counts = [given[name][0] for name, _ in ordered]
    assert counts == sorted(counts, reverse=True)


def test_a_heavy_case_makes_workload_count_more() -> None:
    loads = {"busy": 6_000, "free": 3_000}
    light, grave = (tickets(loads, weight, edition()) for weight in (10, 300))
    assert grave["free"][0] - grave["busy"][0] > light["free"][0] - light["busy"][0]


def test_equal_work_gives_equal_tickets() -> None:
    assert len({count for count, _ in tickets(_named([700] * 9), 100, edition()).values()}) == 1


@given(st.sampled_from(["action", "order", "unheard-of"]), st.integers(0, 500), st.integers(0, 500))
def test_complexity_stays_within_its_bounds(proceeding: str, parties: int, claims: int) -> None:
    table = edition().complexity
    found = complexity(OpenCase(proceeding, "insolvency", parties, claims), edition())
    assert table.least <= found <= table.most


@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_the_order_in_which_judges_are_read_changes_nothing(order: Random, count: int) -> None:
    judges = [judge(n, load=n * 700, absences=((DAY, DAY),) if n % 4 == 3 else ()) for n in range(count)]
    shuffled = list(judges)
    order.shuffle(shuffled)
    assert pool_of(case(), judges, DAY, edition()) == pool_of(case(), shuffled, DAY, edition())


@pytest.mark.parametrize(
    ("reason", "changed", "of_case"),
    [
        ("absent", {"absences": ((DAY, DAY),)}, {}),
        ("absent", {"absences": ((DAY - timedelta(days=3), None),)}, {}),
        ("not_of_court", {"court": "7102"}, {}),
        ("no_powers", {"powers_until": DAY - timedelta(days=1)}, {}),
        ("no_powers", {"powers_since": DAY + timedelta(days=1)}, {}),
        ("no_share", {"share": 0}, {}),
        ("specialisation", {"specialisations": frozenset({"family"})}, {"specialisation": "land"}),
        ("home_region", {}, {"extraterritorial": True}),
        ("failed_mediation", {}, {"failed_mediation": frozenset({judge(1).judge})}),
        *[
            (reason, {}, {"conflicts": {judge(1).judge: frozenset({reason})}})
            for reason in (
                "earlier_part",
                "earlier_role",
                "relative",
                "interest",
                "recused",
                "replaced",
                "already_sits",
            )
        ],
    ],
)
def test_each_exclusion_has_its_reason_and_norm(reason: str, changed: dict, of_case: dict) -> None:
    found = pool_of(case(**of_case), [judge(1, **changed)], DAY, edition())
    assert not found.eligible
    assert [(one.reason, bool(one.norm)) for one in found.excluded] == [(reason, True)]


def test_absence_that_ended_yesterday_excludes_nobody() -> None:
    yesterday = DAY - timedelta(days=1)
    assert why_not(judge(1, absences=((yesterday, yesterday),)), case(), DAY) == ""


def test_after_failed_mediation_the_judge_may_sit_with_consent() -> None:
    mediated = {"failed_mediation": frozenset({judge(1).judge}), "mediation_consent": True}
    assert why_not(judge(1), case(**mediated), DAY) == ""


def test_an_extraterritorial_draw_runs_over_other_regions_only() -> None:
    elsewhere = [judge(n, court=f"75{n:02d}", region="75") for n in range(1, 5)]
    found = pool_of(
        case(extraterritorial=True),
        [judge(9), *elsewhere, judge(8, region="75", court_kind="economic")],
        DAY,
        edition(),
    )
    assert [one.judge for one in found.eligible] == [one.judge for one in elsewhere]
    assert [one.reason for one in found.excluded] == ["home_region"]


def test_exclusive_jurisdiction_never_goes_elsewhere() -> None:
    facts = {"claimants_choice": True, "hearing_set": False, "on": DAY, "edition": edition()}
    assert may_go_elsewhere("action", agreement=True, exclusive_jurisdiction=True, **facts)[:2] == (
        False,
        "exclusive_jurisdiction",
    )
    assert may_go_elsewhere("action", agreement=True, exclusive_jurisdiction=False, **facts)[2] == "GPK 32"
    assert not may_go_elsewhere("action", agreement=False, exclusive_jurisdiction=False, **facts)[0]


def test_an_administrative_claimant_chooses_alone_until_the_hearing_is_set() -> None:
    facts = {
        "agreement": False,
        "claimants_choice": True,
        "exclusive_jurisdiction": False,
        "on": DAY,
        "edition": edition(),
    }
    assert may_go_elsewhere("administrative", hearing_set=False, **facts) == (
        True,
        "claimants_choice",
        "APPK 107",
    )
    assert may_go_elsewhere("administrative", hearing_set=True, **facts)[1] == "hearing_set"
    before = facts | {"on": Date(2025, 2, 1)}
    assert may_go_elsewhere("administrative", hearing_set=False, **before)[1] == "not_yet_law"


@pytest.mark.parametrize(
    ("count", "alarm"), [(0, "none_eligible"), (1, "few_eligible"), (2, "few_eligible"), (3, "")]
)
def test_fewer_than_three_raise_an_alarm(count: int, alarm: str) -> None:
    found = pool(count)
    assert found.alarm == alarm and found.can_be_drawn == (count > 0)


def test_a_panel_needs_a_judge_for_every_place() -> None:
    appeal = {"instance": Instance.APPEAL, "case": OpenCase("appeal")}
    assert pool(2, **appeal).alarm == "none_eligible" and not pool(2, **appeal).can_be_drawn
    assert pool(4, **appeal).alarm == "few_eligible" and pool(5, **appeal).alarm == ""


def test_panels_come_from_the_dated_rules() -> None:
    assert places_of(Instance.FIRST, "action", edition()) == 1
    assert places_of(Instance.APPEAL, "action", edition()) == 3
    assert places_of(Instance.APPEAL, "interlocutory", edition()) == 1
    assert places_of(Instance.CASSATION, "action", edition()) == 3


def test_a_refiled_claim_goes_to_the_first_judge() -> None:
    judges = [judge(n) for n in range(5)]
    earlier = [
        EarlierCase("refiled", (judge(3).judge,), DAY - timedelta(days=9)),
        EarlierCase("refiled", (judge(2).judge,), DAY - timedelta(days=30)),
    ]
    found = first_judge(case(), earlier, judges, DAY, edition())
    assert found and found.judges == (judge(2).judge,) and found.norm
    on_leave = [judge(n, absences=((DAY, DAY),)) for n in range(5)]
    assert first_judge(case(), earlier, on_leave, DAY, edition()) == found


def test_insolvency_disputes_go_to_the_judge_of_the_main_case_before_all() -> None:
    earlier = [
        EarlierCase("refiled", (judge(3).judge,), DAY - timedelta(days=90)),
        EarlierCase("insolvency", (judge(1).judge,), DAY - timedelta(days=9)),
    ]
    found = first_judge(case(), earlier, [judge(n) for n in range(5)], DAY, edition())
    assert found and found.judges == (judge(1).judge,) and found.norm == "GPK 35(8)"


def test_a_first_judge_who_may_not_sit_leaves_the_case_to_the_draw() -> None:
    earlier = [EarlierCase("joined", (judge(3).judge,), DAY)]
    barred = case(conflicts={judge(3).judge: frozenset({"relative"})})
    assert first_judge(barred, earlier, [judge(n) for n in range(5)], DAY, edition()) is None
    assert first_judge(case(), earlier, [judge(1)], DAY, edition()) is None


def test_a_redraw_needs_a_reason_of_the_list() -> None:
    assert may_redraw("recusal", edition()) == "GPK 35(9)"
    assert may_redraw("failed_mediation", edition()) == "GPK 35(10)"
    assert may_redraw("we did not like it", edition()) == ""


def test_half_a_share_counts_the_load_twice() -> None:
    judges = [judge(1, load=2000), judge(2, load=1000, share=50), judge(3, load=4000)]
    found = {one.judge: one.weight for one in pool_of(case(), judges, DAY, edition()).eligible}
    assert found[judge(1).judge] == found[judge(2).judge] > found[judge(3).judge]
