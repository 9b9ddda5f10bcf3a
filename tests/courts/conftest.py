"""The ledger is guarded; transactional tests empty it all the same."""

from tests.database import flush_despite_the_ledger

flush_despite_the_ledger()
