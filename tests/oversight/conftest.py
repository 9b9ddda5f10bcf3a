"""Tests of oversight also run on PostgreSQL."""

from tests.database import flush_despite_the_ledger
from tests.postgres import postgres, postgres_url  # noqa: F401

flush_despite_the_ledger()
