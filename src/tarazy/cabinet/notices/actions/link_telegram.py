"""A chat of Telegram is linked to an account by a one-time code, and let go."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from tarazy.cabinet.notices.models import Channel, NoticeSettings, TelegramCode
from tarazy.people.actions.invite import hashed
from tarazy.people.models import User

CODE_LASTS = timedelta(minutes=30)


def new_code(user: User, now: datetime) -> str:
    """A code for `/start`, shown once; those made before for this person no longer hold."""
    code = secrets.token_urlsafe(24)
    with transaction.atomic():
        TelegramCode.objects.filter(user=user, used_at__isnull=True).delete()
        TelegramCode.objects.create(user=user, code_sha256=hashed(code), expires_at=now + CODE_LASTS)
    return code


def link_chat(code: str, chat: int, now: datetime) -> User | None:
    """The person whose code it is, linked to the chat from now on; None for a code that doesn't hold.

    A chat tells one person's notices: it is taken from whoever had it before.
    """
    with transaction.atomic():
        found = TelegramCode.objects.select_for_update().filter(code_sha256=hashed(code)).first()
        if found is None or not found.open_at(now):
            return None
        found.used_at = now
        found.save(update_fields=["used_at"])
        User.objects.filter(telegram_chat=chat).exclude(pk=found.user_id).update(telegram_chat=None)
        User.objects.filter(pk=found.user_id).update(telegram_chat=chat)
        own = NoticeSettings.objects.select_for_update().filter(user=found.user_id).first()
        if own is not None and own.refused.pop(Channel.TELEGRAM, None):
            own.save(update_fields=["refused"])
        return User.objects.get(pk=found.user_id)


def let_chat_go(chat: int) -> int:
    """Nobody is told in this chat any more; how many were."""
    return User.objects.filter(telegram_chat=chat).update(telegram_chat=None)
