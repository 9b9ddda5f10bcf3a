"""Which acts are written at the desk, and which step of the registry's table each makes."""

from __future__ import annotations

from tarazy.acts.desk.bench_rules import correction_rules
from tarazy.cases.actions.issue_act import FURTHER
from tarazy.cases.actions.issue_ruling import RECUSALS
from tarazy.cases.models import Proceeding
from tarazy.cases.rulings import Act, acts
from tarazy.cases.workflow import Transition, table

ANNOUNCED = "operative_part"
FULL = "judgment"
_SPLITTING = FURTHER[
    "split"
].act  # the one act that moves the proceeding to no other stage and has no event of its own
_FURTHER_BY_ACT = {further.act: code for code, further in FURTHER.items()}


def written_here(proceeding: Proceeding, code: str, *, corrects: bool = False) -> bool:
    """Whether the act belongs to proceedings of this kind and is written at the desk.

    Not written here: the operative part that is announced (it is taken from the draft of the act itself), and the
    ruling on a recusal, which is another judge's.
    """
    act = acts().get(code)
    if act is None or code == ANNOUNCED or code in RECUSALS:
        return False
    if corrects or code in correction_rules():
        return corrects and code in correction_rules()
    if act.step or code == _SPLITTING:
        return True
    return any(row.ruling == code and proceeding.kind in row.kinds for row in table().transitions)


def acts_written_here(proceeding: Proceeding) -> list[Act]:
    """The acts that can be opened in this proceeding, in the order of the table of acts."""
    return [act for code, act in acts().items() if written_here(proceeding, code)]


def step_of(proceeding: Proceeding, code: str) -> str:
    """What the registry calls giving this act now: an event of its table, a further act, or the act itself where it
    makes no step. An event that isn't possible now is named too: the registry says why not."""
    act = acts()[code]
    if act.step:
        return code
    if code in _FURTHER_BY_ACT:
        return _FURTHER_BY_ACT[code]
    row = row_of(proceeding, code)
    if row is not None:
        return row.event
    return next(
        row.event for row in table().transitions if row.ruling == code and proceeding.kind in row.kinds
    )


def row_of(proceeding: Proceeding, code: str) -> Transition | None:
    """The row of the table that the act makes as the proceeding stands, if there is one."""
    rows = table().possible(proceeding.kind, proceeding.stage, proceeding.case.category, proceeding.outcome)
    return next((row for row in rows if row.ruling == code), None)


def is_announced(proceeding: Proceeding, code: str) -> bool:
    """Whether the operative part of this act is announced before the full text (GPK 223)."""
    return code == FULL and any(
        row.ruling == ANNOUNCED and proceeding.kind in row.kinds for row in table().transitions
    )


def announcing(proceeding: Proceeding) -> str:
    """The event by which the operative part is announced in this proceeding; the registry says whether it may now."""
    row = row_of(proceeding, ANNOUNCED)
    if row is not None:
        return row.event
    rows = (
        row.event for row in table().transitions if row.ruling == ANNOUNCED and proceeding.kind in row.kinds
    )
    return next(rows, "announce")
