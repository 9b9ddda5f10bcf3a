"""How distribution says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused


class AlreadyDistributed(Refused):
    """The proceeding has a draw that stands."""

    code = "already_distributed"
    message = _("This case has been distributed already.")
    what_next = _("A draw is held again only for a reason of the law, signed by the chair.")


class NotRegistered(Refused):
    """Only a registered proceeding is distributed."""

    code = "not_registered"
    message = _("Only a registered case is distributed.")
    what_next = _("Register it first.")


class NotDrawn(Refused):
    """There is no finished draw to be replaced."""

    code = "not_drawn"
    message = _("There is no finished draw here that could be replaced.")


class NoSuchReason(Refused):
    """The reason isn't in the list of the law."""

    code = "no_such_reason"
    status = 422
    message = _("The law does not know this reason for drawing again.")
    what_next = _("Choose one of the reasons of the list.")


class BadSignature(Refused):
    """The signature does not fit the statement."""

    code = "bad_signature"
    status = 422
    message = _("The signature does not belong to this statement.")
    what_next = _("Sign again.")


class ElsewhereNotAllowed(Refused):
    """The case may not be drawn over other regions."""

    code = "elsewhere_not_allowed"
    message = _("This case may not go to another region (%(norm)s).")
    what_next = _("Distribute it among the judges of its own court.")
