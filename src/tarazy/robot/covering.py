"""Which table a proceeding falls under, whether that table is in use, and which act its result leads to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from tarazy.cases.ai_use import may_be_used
from tarazy.cases.models import Proceeding
from tarazy.robot.models import TableSwitch
from tarazy.robot.sources.wanted import Covered, covered_tables
from tarazy.robot.table import NoTable, Table, load_table

if TYPE_CHECKING:
    from tarazy.people.models import User

OFF, SHADOW, USE = TableSwitch.Mode.OFF, TableSwitch.Mode.SHADOW, TableSwitch.Mode.USE


def system_of(table: str) -> str:
    """The name of a table in the log of uses and in the register of AI systems."""
    return f"robot.{table}"


def modes() -> dict[str, str]:
    """How each table is used now: its latest switch, otherwise as it came with the house."""
    found = {one.table: one.mode for one in covered_tables()}
    for table, mode in TableSwitch.objects.order_by("at", "id").values_list("table", "mode"):
        found[table] = mode
    return found


def mode_of(table: str) -> str:
    """How the table is used now; a table that nobody adopted is off."""
    latest = TableSwitch.objects.filter(table=table).first()
    if latest is not None:
        return str(latest.mode)
    return next((one.mode for one in covered_tables() if one.table == table), str(OFF))


def falls_under(proceeding: Proceeding) -> Covered | None:
    """The table that this kind of material falls under, whatever its mode; None for what no table covers."""
    definition = (proceeding.case.claim_data or {}).get("definition", "")
    for one in covered_tables():
        if one.kind != proceeding.kind or proceeding.stage not in one.stages:
            continue
        if one.definitions and definition not in one.definitions:
            continue
        if one.categories and proceeding.case.category not in one.categories:
            continue
        return one
    return None


def table_now(name: str, now: datetime) -> Table | None:
    """The edition in force today; None where there is none."""
    try:
        return load_table(name, timezone.localdate(now))
    except NoTable:
        return None


def table_for(
    proceeding: Proceeding, now: datetime, by: User | None = None, known: Mapping[str, str] | None = None
) -> tuple[Table, str] | None:
    """The table and its mode for a proceeding that the robot may go through now; None where it may not. `known` are
    the modes of all tables, where many proceedings are asked about.

    Not: a kind that no table covers, a table that is off, and what a party, a judge or a switch stands against.
    """
    covered = falls_under(proceeding)
    if covered is None:
        return None
    mode = mode_of(covered.table) if known is None else known.get(covered.table, str(OFF))
    table = table_now(covered.table, now)
    if mode == OFF or table is None or not may_be_used(proceeding.case, system_of(covered.table), by):
        return None
    return table, mode
