"""How webhooks say no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Invalid, Refused


class AddressRefused(Invalid):
    """Messages don't go to such an address."""

    code = "webhook_address_refused"
    message = _("Messages can't be sent to this address.")
    what_next = _("Give a public https address without a name or password in it, on port 443 or 8443.")


class TooManyEndpoints(Refused):
    """More endpoints than one person may have."""

    code = "too_many_webhooks"
    message = _("You have %(most)s webhooks already.")
    what_next = _("Delete one that isn't used any more.")


class UnknownKind(Invalid):
    """A kind of events that isn't known."""

    code = "unknown_event_kind"
    message = _("One of these kinds of events isn't known.")
