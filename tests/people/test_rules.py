"""Who gives which role, who needs a second factor, and when a power of attorney holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tarazy.people import rules
from tarazy.people.permissions import OF_A_COURT, SELF_GIVEN, Role

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2030, 12, 31), timezones=st.just(UTC)
)
EARLY = datetime(2019, 1, 1, tzinfo=UTC)
PLACES = ("", "7511", "7512")


def power(since: date, until: date, scopes: str = "file", **times: datetime | None) -> rules.PowerTerms:
    return rules.PowerTerms(
        since, until, frozenset({scopes}), times.get("accepted_at", EARLY), times.get("revoked_at")
    )


def test_a_power_holds_on_its_first_and_its_last_day_and_not_a_day_more() -> None:
    terms = power(date(2026, 3, 1), date(2026, 3, 31))
    now = datetime(2026, 3, 15, tzinfo=UTC)
    held = [day for day in range(-2, 35) if rules.in_force(terms, date(2026, 3, 1) + timedelta(day), now)]
    assert held == list(range(31))


@given(DAYS, DAYS, DAYS, MOMENTS)
def test_a_power_never_holds_outside_its_days(since: date, until: date, day: date, now: datetime) -> None:
    assert rules.in_force(power(since, until), day, now) == (since <= day <= until)


@given(MOMENTS, MOMENTS)
def test_a_revoked_power_holds_until_the_very_moment(revoked: datetime, now: datetime) -> None:
    terms = power(date(2000, 1, 1), date(2100, 1, 1), revoked_at=revoked)
    assert rules.power_allows(terms, "file", now.date(), now) == (now < revoked)


@given(MOMENTS)
def test_a_power_that_nobody_accepted_allows_nothing(now: datetime) -> None:
    terms = power(date(2000, 1, 1), date(2100, 1, 1), accepted_at=None)
    assert not rules.power_allows(terms, "file", now.date(), now)


@given(st.sets(st.sampled_from(["read", "file", "settle"])), st.sampled_from(["read", "file", "settle"]))
def test_only_what_is_named_is_allowed(named: set[str], scope: str) -> None:
    day = date(2026, 1, 1)
    terms = rules.PowerTerms(day, day, frozenset(named), EARLY, None)
    assert rules.power_allows(terms, scope, day, datetime(2026, 1, 1, tzinfo=UTC)) == (scope in named)


def test_terms_that_cannot_be_are_named() -> None:
    today, later = date(2026, 1, 10), date(2026, 2, 1)
    assert rules.may_register_power(today, later, today, []) == "no_scope"
    assert rules.may_register_power(later, today, today, ["file"]) == "ends_before_start"
    assert rules.may_register_power(date(2025, 1, 1), date(2026, 1, 9), today, ["file"]) == "already_over"
    assert rules.may_register_power(today, today, today, ["file"]) == ""


def test_only_chairs_and_operators_give_roles() -> None:
    givers = {
        held
        for held, role in product(Role, Role)
        if any(rules.may_give([(held, p)], role, q) for p, q in product(PLACES, PLACES))
    }
    assert givers == {Role.COURT_CHAIR, Role.OPERATOR}


def test_a_chair_staffs_no_court_but_the_own_one() -> None:
    chair = [(Role.COURT_CHAIR, "7511")]
    assert rules.may_give(chair, Role.JUDGE, "7511")
    assert not any(rules.may_give(chair, role, "7512") for role in Role)
    assert not any(rules.may_give(chair, role, "") for role in Role)
    assert not rules.may_give(chair, Role.COURT_CHAIR, "7511")


def test_who_runs_the_machine_chooses_no_judge() -> None:
    operator = [(Role.OPERATOR, "")]
    assert not any(rules.may_give(operator, Role.JUDGE, place) for place in PLACES)
    assert rules.may_give(operator, Role.COURT_CHAIR, "7511")
    assert rules.may_give(operator, Role.AUDITOR, "")


def test_a_role_of_a_court_is_never_given_without_one_nor_another_with_one() -> None:
    everything = [(Role.OPERATOR, ""), *((Role.COURT_CHAIR, place) for place in PLACES)]
    for role, place in rules.giveable(everything, PLACES[1:]):
        assert (role in OF_A_COURT) == bool(place)
        assert role not in SELF_GIVEN


def test_everybody_who_sees_others_files_needs_a_second_factor() -> None:
    free = {role for role in Role if not rules.needs_second_factor(role)}
    assert free == {Role.CITIZEN, Role.REPRESENTATIVE, Role.COMPANY, Role.ADVOCATE, Role.TRAINEE}


def test_an_auditor_has_no_other_part_in_the_work() -> None:
    assert rules.roles_clash(Role.AUDITOR, {Role.JUDGE})
    assert rules.roles_clash(Role.OPERATOR, {Role.AUDITOR})
    assert not rules.roles_clash(Role.AUDITOR, {Role.CITIZEN, Role.AUDITOR})
    assert not rules.roles_clash(Role.JUDGE, {Role.MENTOR})
