"""What the rooms above hear of people. Sent inside the transaction of the action."""

from django.dispatch import Signal

role_granted = Signal()  # grant: RoleGrant, now: datetime
role_ended = Signal()  # grant: RoleGrant, now: datetime
number_confirmed = Signal()  # user: User, now: datetime
