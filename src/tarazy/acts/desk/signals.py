"""What the desk tells the rooms above, after its transaction has been kept."""

from __future__ import annotations

from django.dispatch import Signal

# act: SignedAct, based_on: the robot's draft, share: of words changed since then, unlocked: the desk it was signed at, for
# those who keep something under the draft's key; it must not be kept itself
act_signed = Signal()
draft_discarded = Signal()  # draft: Draft, reason: str
# draft: Draft, old and new: its key, bytes. Sent inside the transaction: who keeps words under the key seals them anew
draft_resealed = Signal()
