"""What can be done to the ledger: add an entry, sign how it stands."""
