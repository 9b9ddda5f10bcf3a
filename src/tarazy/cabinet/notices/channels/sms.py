"""SMS through a gateway, behind one seam.

`SMS_GATEWAY` in the settings may name a class of another gateway. The one here speaks plain HTTP: POST of
`{"to": "+7…", "text": "…"}` with `Authorization: Bearer …` and `Idempotency-Key`; 200/201/202 with `{"id": …}` means
taken, 400/404/422 that the number takes nothing, 429 (with Retry-After) and 5xx to try later.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from tarazy.cabinet.notices.channels import Later, Never
from tarazy.cabinet.notices.rules import dialled
from tarazy.cabinet.notices.wording import Message
from tarazy.people.models import User

TIMEOUT = 10
MOST_READ = 4096


class SmsGateway(Protocol):
    """A gateway. The same `key` again must not send again."""

    def send(self, number: str, text: str, key: UUID) -> str:
        """The gateway's id of the message. Raises `Later`, `Never`."""
        ...


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """A gateway that has moved is told to the operator, not followed with its token."""


class HttpSmsGateway:
    """The gateway at `SMS_GATEWAY_URL`, with the token `SMS_GATEWAY_TOKEN`."""

    def send(self, number: str, text: str, key: UUID) -> str:
        """See the seam. A lost connection is tried again under the same key."""
        request = urllib.request.Request(
            settings.SMS_GATEWAY_URL,
            json.dumps({"to": number, "text": text}).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
                "Idempotency-Key": str(key),
            },
        )
        try:
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=TIMEOUT) as answer:
                read = answer.read(MOST_READ)
        except urllib.error.HTTPError as error:
            wait = error.headers.get("Retry-After", "")
            if error.code in (400, 404, 422):
                raise Never("number_refused", refused=True) from None
            after = timedelta(seconds=min(int(wait), 3600)) if wait.isascii() and wait.isdigit() else None
            raise Later(f"gateway_{error.code}", after) from None
        except OSError:
            raise Later("gateway_unreachable", silent=True) from None
        try:
            said = json.loads(read)
        except ValueError:
            return ""  # it was taken; the gateway only has nothing to say of it
        return str(said.get("id", ""))[:80] if isinstance(said, dict) else ""


class SmsWay:
    """Short messages."""

    knows_again = True

    def ready(self) -> bool:
        """Whether a gateway is connected."""
        return bool(getattr(settings, "SMS_GATEWAY", "") or getattr(settings, "SMS_GATEWAY_URL", ""))

    def address(self, user: User) -> str:
        """The phone number of the account, as gateways dial it."""
        return dialled(user.phone)

    def send(self, address: str, message: Message, key: UUID) -> str:
        """One message with its link and without a subject."""
        return self.gateway().send(address, f"{message.text.replace(chr(10), ' ')} {message.url}", key)

    def gateway(self) -> SmsGateway:
        """The gateway of the settings."""
        named = getattr(settings, "SMS_GATEWAY", "")
        made: SmsGateway = import_string(named)() if named else HttpSmsGateway()
        return made
