"""Rules about people: who gives which role, who needs a second factor, what a power of attorney allows. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

from tarazy.people.permissions import OF_A_COURT, SELF_GIVEN, Role

# Who sees nothing but what is their own needs no second factor (it is open to all).
_OWN_FILES_ONLY = SELF_GIVEN | {Role.ADVOCATE, Role.TRAINEE}
_GIVEN_BY_CHAIR = frozenset({Role.REGISTRY_CLERK, Role.JUDGE, Role.JUDGE_ASSISTANT, Role.HEARING_SECRETARY})
# An advocate's role follows from the licence (law on advocacy), which the operator looks up in its register.
_GIVEN_BY_OPERATOR = frozenset(
    {
        Role.COURT_CHAIR,
        Role.AUDITOR,
        Role.OPERATOR,
        Role.ADVOCATE,
        Role.BAILIFF,
        Role.PROSECUTOR,
        Role.INVESTIGATOR,
        Role.MEDIATOR,
        Role.TRAINEE,
        Role.MENTOR,
        Role.EXAMINER,
    }
)
Held = Iterable[tuple[Role, str]]


def needs_second_factor(role: Role) -> bool:
    """Whether the role opens other people's files, so that a password alone is too little."""
    return role not in _OWN_FILES_ONLY


def may_give(held: Held, role: Role, court_code: str) -> bool:
    """Whether somebody with the roles `held` (role, court) may give `role` in the court (or in none: "").

    A chair staffs the own court and no other. The operator names chairs, auditors, operators and those who come
    from outside the courts, never a judge or a clerk: who runs the machine does not choose who decides.
    """
    if (role in OF_A_COURT) != bool(court_code):
        return False
    for own, own_court in held:
        if own == Role.COURT_CHAIR and role in _GIVEN_BY_CHAIR and own_court == court_code:
            return True
        if own == Role.OPERATOR and not own_court and role in _GIVEN_BY_OPERATOR:
            return True
    return False


def giveable(held: Held, courts: Iterable[str]) -> list[tuple[Role, str]]:
    """Every (role, court) that may be given by somebody with the roles `held`, in the order of the roles."""
    pairs = list(held)
    places = ["", *courts]
    return [
        (role, court) for role in map(Role, Role.values) for court in places if may_give(pairs, role, court)
    ]


def roles_clash(role: Role, held: Collection[Role]) -> bool:
    """Whether the role can't be held beside those: an auditor has no other part in the work that is audited."""
    work = {one for one in held if needs_second_factor(one)}
    if role == Role.AUDITOR:
        return bool(work - {Role.AUDITOR})
    return needs_second_factor(role) and Role.AUDITOR in work


@dataclass(frozen=True)
class PowerTerms:
    """What a power of attorney says: days inclusive, scopes, and when it was accepted and revoked."""

    since: Date
    until: Date
    scopes: frozenset[str]
    accepted_at: datetime | None
    revoked_at: datetime | None


def in_force(terms: PowerTerms, day: Date, now: datetime) -> bool:
    """Whether the power is in force at `now`, which falls on `day` in the court's time zone.

    Both days count. Revocation ends it at once, not at the end of the day.
    """
    return (
        terms.since <= day <= terms.until
        and terms.accepted_at is not None
        and terms.accepted_at <= now
        and (terms.revoked_at is None or now < terms.revoked_at)
    )


def power_allows(terms: PowerTerms, scope: str, day: Date, now: datetime) -> bool:
    """Whether the representative may do what `scope` names; special powers count only if named (GPK 60, 61)."""
    return in_force(terms, day, now) and scope in terms.scopes


def may_register_power(since: Date, until: Date, today: Date, scopes: Collection[str]) -> str:
    """Why such a power can't be given: `no_scope`, `ends_before_start`, `already_over`; empty if it can."""
    if not scopes:
        return "no_scope"
    if until < since:
        return "ends_before_start"
    return "already_over" if until < today else ""
