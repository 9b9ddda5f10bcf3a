"""What can be done to a draw: commit it, complete it, replace it, note a conflict."""

from tarazy.allocation.actions.commit_draw import commit_draw, commit_draws
from tarazy.allocation.actions.complete_draw import complete_draw, complete_due, complete_round
from tarazy.allocation.actions.note_conflict import note_conflict
from tarazy.allocation.actions.supersede_draw import redraw_statement, supersede_draw

__all__ = [
    "commit_draw",
    "commit_draws",
    "complete_draw",
    "complete_due",
    "complete_round",
    "note_conflict",
    "redraw_statement",
    "supersede_draw",
]
