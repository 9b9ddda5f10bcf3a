"""The words for what is found wrong with a signature."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reports import Problem

WORDS = {
    "damaged": _("The file or the signature is damaged or is of a kind that can't be read."),
    "too_large": _("The file is too large to look for signatures in it."),
    "encrypted": _("The PDF is closed with a password, so its signatures can't be seen."),
    "changed": _("The document was changed after it was signed: the signature doesn't fit it."),
    "changed_after_signing": _(
        "Something that a reader sees was added to the document after this signature."
    ),
    "other_document": _("The signature was made for another document."),
    "signature_wrong": _("The signature was not made with the key of this certificate."),
    "expired": _("The certificate had ended when the document was signed."),
    "not_yet_valid": _("The certificate was not yet in force when the document was signed."),
    "revoked": _("The certificate had been revoked before the document was signed."),
    "issuer_forged": _("The certificate names an issuer that did not issue it."),
    "issuer_unknown": _("The issuer of the certificate is unknown here, so the signature can't be judged."),
    "no_national_verifier": _(
        "The certificate is of the national certification centre. This installation has no verifier for it, "
        "so it can't say whether the signature is valid."
    ),
    "algorithm_unknown": _(
        "The signature is made with an algorithm (such as GOST) that can't be checked here, so nobody can say "
        "whether it is valid."
    ),
    "algorithm_weak": _("The signature uses an algorithm that is too weak to prove anything."),
    "not_for_signing": _("The certificate is not meant for signing documents."),
    "time_stamp_wrong": _("The time stamp of the signature is not genuine."),
    "no_time_stamp": _("The signature has no time stamp: the moment of signing is only the signer's word."),
    "status_unknown": _("It can't be found out whether the certificate was revoked."),
    "verifier_failed": _("The verifier of this issuer didn't answer. Try again later."),
}


def words(problem: Problem) -> str:
    """The problem in the active language, with its moment where it has one."""
    said = str(WORDS.get(problem.code, WORDS["damaged"]))
    if problem.at is None:
        return said
    return f"{said} ({timezone.localtime(problem.at):%d.%m.%Y %H:%M})"
