"""What the desk tells the rooms above, after its transaction has been kept."""

from __future__ import annotations

from django.dispatch import Signal

act_signed = (
    Signal()
)  # act: SignedAct, based_on: str (the robot's draft), share: float (of words changed since then)
draft_discarded = Signal()  # draft: Draft, reason: str
