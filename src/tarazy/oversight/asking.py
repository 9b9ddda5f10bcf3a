"""May it be used? What stands against a system in a case, asked before every use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tarazy.cases import ai_use
from tarazy.oversight.models import CaseChoice, Objection, OwnChoice, Switch, SystemVersion

if TYPE_CHECKING:
    from tarazy.cases.models import Case
    from tarazy.people.models import User


def may_be_used(case: Case | None, system: str, by: User | None) -> bool:
    """Whether the installation, the parties and the person who asks all let the system be used."""
    return (
        is_on(system) and not chosen_off(by, system, case) and (case is None or not refused_in(case, system))
    )


def is_on(system: str) -> bool:
    """Whether the system (and those above it: «robot» for «robot.x») is on, in the version chosen for it."""
    for name in lineage(system):
        switch = latest_switch(name)
        if switch is not None and (not switch.on or not _is_installed(name, switch.version)):
            return False
    return True


def refused_in(case: Case, system: str) -> bool:
    """Whether a party's wish, an open objection or an upheld one stands against the system in the case."""
    standing = Objection.objects.filter(case=case).standing().values_list("systems", flat=True)
    names = set(lineage(system))
    return any(not systems or names & set(systems) for systems in standing)


def chosen_off(by: User | None, system: str, case: Case | None) -> bool:
    """Whether the person switched the system off for themselves, or all of them in this case."""
    if by is None or not by.is_authenticated:
        return False
    off = OwnChoice.objects.filter(user_id=by.pk).values_list("off", flat=True).first() or []
    if set(lineage(system)) & set(off):
        return True
    return case is not None and CaseChoice.objects.filter(case=case, user_id=by.pk).exists()


def wants_own_note_first(user: User) -> bool:
    """Whether the person sees forecasts only after a note of their own."""
    return OwnChoice.objects.filter(user_id=user.pk, own_note_first=True).exists()


def version_wanted(system: str) -> str:
    """The version to which the system was rolled back, "" for the newest."""
    switch = latest_switch(system)
    return switch.version if switch else ""


def latest_switch(system: str) -> Switch | None:
    """The switch that counts; None where nobody has touched it."""
    return Switch.objects.filter(system=system).order_by("-id").first()


def lineage(system: str) -> list[str]:
    """«robot.x» with those above it: «robot»."""
    parts = system.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _is_installed(system: str, version: str) -> bool:
    if not version:
        return True
    newest = SystemVersion.objects.filter(system=system).order_by("-seen_at", "-id").first()
    return newest is not None and newest.sha256 == version


def register() -> None:
    """Let the rooms below ask."""
    ai_use.register_question(may_be_used)
    ai_use.register_own_note(wants_own_note_first)
    ai_use.register_version(version_wanted)
