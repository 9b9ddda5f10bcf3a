"""What people write to the bot: /start with a code, /stop, /language. Read by asking, so no address must be public.

Nothing of a case is ever told in answer to a message: the bot only links, stops and changes the language.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Update
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from tarazy.cabinet.notices.actions.link_telegram import let_chat_go, link_chat
from tarazy.cabinet.notices.channels import NotSent
from tarazy.cabinet.notices.channels.telegram import say, with_bot
from tarazy.cabinet.notices.models import TelegramCursor
from tarazy.cabinet.notices.wording import LANGUAGES, bot_words
from tarazy.people.models import User

HELD = timedelta(minutes=2)
REST_AFTER_FAILURE = 30  # seconds
MOST = 50


def read_updates(now: datetime) -> int:
    """Read what came in and answer it; how many updates. One worker reads at a time; each update counts once."""
    if not getattr(settings, "TELEGRAM_TOKEN", "") or cache.get("notices:rest:bot"):
        return 0
    cursor, _made = TelegramCursor.objects.get_or_create(pk=1)
    held = Q(held_until__isnull=True) | Q(held_until__lt=now)
    if not TelegramCursor.objects.filter(held, pk=1).update(held_until=now + HELD):
        return 0
    try:
        updates = _updates(cursor.next_update)
        for update in updates:
            _one(update, now)
    except TelegramAPIError:
        cache.set("notices:rest:bot", 1, REST_AFTER_FAILURE)
        return 0
    finally:
        TelegramCursor.objects.filter(pk=1).update(held_until=None)
    return len(updates)


def _updates(offset: int) -> list[Update]:
    async def work(bot: Bot) -> list[Update]:
        return await bot.get_updates(
            offset=offset, limit=MOST, timeout=0, allowed_updates=["message", "my_chat_member"]
        )

    return with_bot(work)


def _one(update: Update, now: datetime) -> None:
    """What the update says is done and counted as read in one transaction; the answer goes after it, once or never."""
    with transaction.atomic():
        answer = _done(update, now)
        TelegramCursor.objects.filter(pk=1).update(next_update=update.update_id + 1)
    if answer:
        try:
            say(*answer)
        except NotSent:
            return  # whoever wrote will write again


def _done(update: Update, now: datetime) -> tuple[int, str] | None:
    member = update.my_chat_member
    if member is not None and member.new_chat_member.status == "kicked":
        let_chat_go(member.chat.id)
        return None
    message = update.message
    if message is None or message.chat.type != "private":
        return None
    chat = message.chat.id
    command, _space, rest = (message.text or "").strip().partition(" ")
    user = User.objects.filter(telegram_chat=chat).first()
    theirs = (
        message.from_user.language_code if message.from_user and message.from_user.language_code else "kk"
    )
    language = user.language if user else theirs[:2]
    name = command.removeprefix("/").partition("@")[0] if command.startswith("/") else ""
    if name == "start" and rest.strip():
        linked = link_chat(rest.strip()[:64], chat, now)
        return chat, bot_words("linked" if linked else "no_code", linked.language if linked else language)
    if name == "stop":
        let_chat_go(chat)
        return chat, bot_words("stopped", language)
    if user is not None and name in LANGUAGES:
        User.objects.filter(pk=user.pk).update(language=name)
        return chat, bot_words("language", name)
    return chat, bot_words("choose" if user and name == "language" else "help", language)
