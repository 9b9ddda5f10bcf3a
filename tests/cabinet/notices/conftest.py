"""Far sides for tests of notices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.cabinet.notices.stand_ins import BotApi, Gateway, bot_api, sms_gateway
from tests.database import sqlite_file  # noqa: F401
from tests.postgres import postgres, postgres_url  # noqa: F401


@pytest.fixture(autouse=True)
def _rested() -> None:
    """No channel rests from the test before."""
    cache.clear()


@pytest.fixture
def telegram(settings: object) -> Iterator[BotApi]:
    """A bot of this installation."""
    with bot_api() as api:
        settings.TELEGRAM_TOKEN, settings.TELEGRAM_API = "42:test", api.url
        settings.TELEGRAM_TIMEOUT = 0.7
        yield api


@pytest.fixture
def sms(settings: object) -> Iterator[Gateway]:
    """A gateway of this installation."""
    with sms_gateway() as gateway:
        settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = gateway.url, "geheim"
        yield gateway
