"""What the registry tells the rooms above, after its transaction has been kept (handlers can't undo it).

`docket_written` alone is told within the transaction: what a handler writes is kept or undone with the entries, and an
error of it undoes them.
"""

from __future__ import annotations

from django.dispatch import Signal

docket_written = Signal()  # entries: list[DocketEntry]
docket_recorded = Signal()  # entry: DocketEntry
case_filed = Signal()  # case
case_registered = Signal()  # case
stage_changed = Signal()  # proceeding, event, before
judges_assigned = Signal()  # proceeding, judges
sealed = Signal()  # seal: Seal; exits purge what they hold
unsealed = Signal()  # seal
