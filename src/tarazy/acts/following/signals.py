"""What this room tells rooms above it."""

from django.dispatch import Signal

# A letter about new acts went out. `user`; `found`: numbers of acts by the pk of each saved search. Names no act.
acts_told = Signal()
