"""Who: identity, roles with the one role→permission map, representation, sign-in."""
