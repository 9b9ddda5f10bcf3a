"""Nothing of what these tests do reaches beyond them."""

from tests.database import flush_despite_the_ledger
from tests.postgres import postgres, postgres_url  # noqa: F401

flush_despite_the_ledger()
