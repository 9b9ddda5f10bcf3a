"""What the bank tells rooms that keep copies of its acts."""

from django.dispatch import Signal

# Many rows changed by one `update`, of which no row's own signal is sent; within that transaction. `before`: for each
# row its pk, court, date and visibility as they were.
acts_updated = Signal()
