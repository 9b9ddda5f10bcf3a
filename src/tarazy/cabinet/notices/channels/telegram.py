"""Telegram by the Bot API, through aiogram. The token and, for a stand-in, the address come from the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError
from django.conf import settings

from tarazy.cabinet.notices.channels import Later, Never, Unclear
from tarazy.cabinet.notices.wording import Message, frame
from tarazy.people.models import User

TIMEOUT = 10
T = TypeVar("T")


def with_bot(work: Callable[[Bot], Awaitable[T]]) -> T:
    """What `work(bot)` gives; the bot's connection is closed afterwards. Raises aiogram's `TelegramAPIError`."""

    async def run() -> T:
        named = getattr(settings, "TELEGRAM_API", "")
        server = TelegramAPIServer.from_base(named) if named else PRODUCTION
        session = AiohttpSession(api=server, timeout=float(getattr(settings, "TELEGRAM_TIMEOUT", TIMEOUT)))
        bot = Bot(settings.TELEGRAM_TOKEN, session=session)
        try:
            return await work(bot)
        finally:
            await session.close()

    return asyncio.run(run())


class TelegramWay:
    """Messages of the court's bot."""

    knows_again = False

    def ready(self) -> bool:
        """Whether this installation has a bot."""
        return bool(getattr(settings, "TELEGRAM_TOKEN", ""))

    def address(self, user: User) -> str:
        """The chat that the person linked."""
        return str(user.telegram_chat or "")

    def send(self, address: str, message: Message, key: UUID) -> str:
        """One message; its number in the chat. The Bot API knows no keys, so what may have arrived isn't repeated."""
        return str(say(int(address), f"{message.text}\n{frame('link', message.language, url=message.url)}"))


def say(chat: int, text: str) -> int:
    """Send plain text to a chat; the number of the message there. Raises `Later`, `Never`, `Unclear`."""

    async def work(bot: Bot) -> int:
        sent = await bot.send_message(chat, text, disable_notification=False)
        return sent.message_id

    try:
        return with_bot(work)
    except TelegramRetryAfter as error:
        raise Later("too_many", timedelta(seconds=min(error.retry_after, 3600))) from None
    except TelegramForbiddenError:
        raise Never("blocked", refused=True) from None
    except TelegramNotFound:
        raise Never("no_such_bot") from None
    except TelegramBadRequest as error:
        raise Never("no_such_chat", refused="chat not found" in error.message.lower()) from None
    except TelegramUnauthorizedError:
        raise Later("token_refused") from None  # the operator's mistake, not the person's
    except TelegramServerError:
        raise Later("bot_api_down") from None
    except TelegramNetworkError as error:
        # Nothing has gone where no connection came about; a silence after it may mean anything.
        if isinstance(error.__cause__, ClientConnectorError) or "Cannot connect" in error.message:
            raise Later("bot_api_unreachable") from None
        raise Unclear("no_answer") from None
    except (TelegramAPIError, ClientDecodeError):
        raise Unclear("strange_answer") from None
