"""How the cabinet says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Invalid, Refused


class PaperNotFinished(Refused):
    """Questions are open, so there is nothing to sign yet."""

    code = "paper_not_finished"
    message = _("The paper isn't finished: some questions have no answer yet.")
    what_next = _("Go back to the questions; everything that you answered is there.")


class PaperChanged(Refused):
    """The answers were changed after the paper was printed for signing."""

    code = "paper_changed"
    message = _("The answers were changed after this paper was made for signing. Nothing was signed.")
    what_next = _("Open the page again: it shows the paper as it is now.")


class FeeNotSettled(Refused):
    """The fee is neither paid nor is relief asked for."""

    code = "fee_not_settled"
    message = _("The state fee isn't settled: %(amount)s %(currency)s are left to pay.")
    what_next = _("Pay it, attach a receipt, or ask for exemption or deferral.")


class NoSuchCase(Invalid):
    """No case of this number is open to the person, or the person takes no part in it."""

    code = "no_such_case"
    message = _("You take part in no case with the number %(number)s.")
    what_next = _("Check the number. A case opens to you when the court has accepted and served the claim.")


class CourtNotChosen(Invalid):
    """The paper names no court that is known here."""

    code = "court_not_chosen"
    message = _("The paper names no court yet.")
    what_next = _("Choose the court; if you aren't sure, choose the one where the defendant lives.")


class ReasonMissing(Invalid):
    """A motion without reasons."""

    code = "reason_missing"
    message = _("Write why: the court decides by the reasons.")


class ReceiptMissing(Invalid):
    """The fee is said to be paid elsewhere, and no receipt is attached."""

    code = "receipt_missing"
    message = _("Attach the receipt of the payment.")


class NoBank(Refused):
    """No bank is connected to this installation."""

    code = "no_bank"
    status = 503
    message = _("Payment on this site isn't connected.")
    what_next = _("Pay at a bank and attach the receipt.")


class BankSilent(Refused):
    """The bank can't be reached."""

    code = "bank_silent"
    status = 503
    message = _("The bank doesn't answer. Nothing was charged by us.")
    what_next = _("Try again in a few minutes; if money was taken, it will be found by itself.")


class ForgedWebhook(Refused):
    """A message that claims to be the bank's."""

    code = "forged_webhook"
    status = 401
    message = _("The signature of the message doesn't hold.")


class NothingToRefund(Refused):
    """There is no payment that could be returned."""

    code = "nothing_to_refund"
    message = _("This payment can't be returned now.")


class KeyMissing(Invalid):
    """A filing by a program without its key."""

    code = "idempotency_key_missing"
    status = 400
    message = _("Filing needs the header Idempotency-Key.")
    what_next = _("Send a key of your own (8–100 characters) and the same key when you repeat the request.")


class NotConfirmed(Invalid):
    """A number, date or sum of a scan that nobody has confirmed."""

    code = "not_confirmed"
    message = _("Every number, date and sum must be confirmed by you.")
    what_next = _("Compare each with the scan and tick it.")


class AlreadyServed(Refused):
    """The same document went to the same party the same way."""

    code = "already_served"
    message = _("This document went to this party in this way already.")
    what_next = _("Choose another way, or note the delivery of the one that was sent.")
