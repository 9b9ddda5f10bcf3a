"""E-mail by SMTP."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import override

from tarazy.cabinet.notices.channels import Later, Never, Unclear
from tarazy.cabinet.notices.wording import Message, frame, site_url
from tarazy.people.models import User

TIMEOUT = 15


class MailWay:
    """Mail through the server of `EMAIL_URL`."""

    knows_again = False  # a Message-ID is only a hint to the reader's program

    def ready(self) -> bool:
        """Always: without a server mail goes to the log."""
        return True

    def address(self, user: User) -> str:
        """The e-mail by which they sign in."""
        return user.email

    def send(self, address: str, message: Message, key: UUID) -> str:
        """Hand it to the server; its Message-ID. A server that says 5xx to the address has refused it for good."""
        with override(message.language):
            preferences = site_url() + reverse("notices:preferences")
        link = frame("link", message.language, url=message.url)
        foot = frame("foot", message.language, url=preferences)
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        known_as = f"<{key}@{host}>"
        mail = EmailMessage(
            message.subject, f"{message.text}\n\n{link}\n\n-- \n{foot}\n", to=[address],
            headers={"Message-ID": known_as, "Auto-Submitted": "auto-generated", "Content-Language": message.language},
        )  # fmt: skip
        server = get_connection()
        if getattr(server, "timeout", 0) is None:
            server.timeout = TIMEOUT
        try:
            server.open()
        except (smtplib.SMTPException, OSError):
            raise Later("server_unreachable") from None
        try:
            server.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code = max((code for code, _words in error.recipients.values()), default=0)
            if code >= 500:
                raise Never("address_refused", refused=True) from None
            raise Later("address_busy") from None
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= 500:
                raise Never("message_refused") from None
            raise Later("server_busy") from None
        except (smtplib.SMTPException, OSError):
            raise Unclear("connection_lost") from None
        finally:
            server.close()
        return known_as[:80]
