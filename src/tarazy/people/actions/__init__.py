"""What can be done with accounts, roles, powers and invitations: one file a verb."""
