"""What is wrong with an answer, in words: what happened and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .answers import Fault

FAULTS = {
    "required": _("Answer this question."),
    "choose_one": _("Choose one of the answers for each line."),
    "unknown_option": _("Choose one of the answers offered."),
    "not_a_number": _("Enter a number in figures, for example 250 000."),
    "not_positive": _("The number can't be negative, and a sum must be more than zero."),
    "too_large": _("The number is too large. Check the zeros."),
    "too_exact": _("Enter tenge with at most two digits for tiyn."),
    "not_a_date": _("Enter a real date: day, month and year, for example 5 3 2026."),
    "in_future": _("This day is still to come. Enter a day in the past."),
    "too_long": _("The text is too long: at most %(most)s characters. Put the rest into an attachment."),
    "too_few": _("Enter at least %(least)s line."),
    "no_kind": _("Choose who it is: a person, an entrepreneur, a company or a state body."),
    "no_family_name": _("Enter the family name."),
    "no_given_name": _("Enter the given name."),
    "bad_name": _("A name can't have figures or brackets in it."),
    "no_iin": _("Enter the IIN: it stands on the identity card."),
    "iin_digits": _("An IIN has twelve figures."),
    "bad_iin": _(
        "There is no such IIN: its control figure or date doesn't fit. Compare it with the identity card."
    ),
    "iin_birth_date": _("The IIN says another date of birth. Compare both with the certificate."),
    "no_birth_date": _("Enter the date of birth."),
    "no_bin": _("Enter the BIN: it stands in the certificate of registration."),
    "bad_bin": _("There is no such BIN: its control figure doesn't fit. Compare it with the certificate."),
    "no_organisation": _("Enter the name of the organisation."),
    "no_region": _("Choose the region."),
    "no_locality": _("Enter the town or village."),
    "no_street": _("Enter the street and house."),
    "no_contact": _("Enter a telephone or an e-mail: the court must be able to reach you."),
    "bad_phone": _("Enter the telephone with its code, for example +7 701 111 22 33."),
    "bad_email": _("Enter an e-mail like name@example.kz."),
    "bad_case_number": _("A case number looks like 7585-26-00-2/101. It stands in the court's notice."),
}


def fault_words(fault: Fault) -> str:
    """The fault in words of the page's language."""
    return str(FAULTS[fault.code]) % fault.params
