"""Secrets of endpoints: they must be read again to sign, so they are enciphered by a key of the installation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from tarazy.cabinet.webhooks.models import Endpoint


def new_secret() -> str:
    """A secret for one endpoint."""
    return "whsec_" + secrets.token_urlsafe(32)


def kept(secret: str) -> str:
    """The secret as it is stored."""
    return _cipher().encrypt(secret.encode()).decode()


def secrets_of(endpoint: Endpoint, now: datetime) -> list[str]:
    """The secrets that sign now: the present one, and for a day the one before it. Empty if none can be read."""
    found = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_secret_until and now < endpoint.old_secret_until:
        found.append(endpoint.old_secret)
    try:
        return [_cipher().decrypt(one.encode()).decode() for one in found]
    except InvalidToken:
        return []


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hmac.digest(key.encode(), b"tarazy.cabinet.webhooks", hashlib.sha256)
                )
            )
            for key in keys
        ]
    )
