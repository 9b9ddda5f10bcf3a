"""Pages of the robot."""

from tarazy.robot.views.bans import ban_content, ban_paper_pdf, bans, new_ban, sign_ban
from tarazy.robot.views.batches import batch, batch_bar, batches, stop
from tarazy.robot.views.potential import decide, potential, potential_of_category, proposal, proposals
from tarazy.robot.views.runs import fresh, reject, run, runs, take
from tarazy.robot.views.tables import table, tables

__all__ = [
    "ban_content", "ban_paper_pdf", "bans", "batch", "batch_bar", "batches", "decide", "fresh", "new_ban",
    "potential", "potential_of_category", "proposal", "proposals", "reject", "run", "runs", "sign_ban", "stop",
    "table", "tables", "take",
]  # fmt: skip
