"""Why a document is not signed, or a signature not taken: what happened and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused

if TYPE_CHECKING:
    from .reports import SignatureReport


class SigningRefused(Refused):
    """Nothing was signed and nothing was kept. `reports` say why, where a signature was looked at."""

    reports: tuple[SignatureReport, ...] = ()
    code = "signing_refused"
    status = 422
    message = _("The document was not signed.")
    what_next = _("Try again, or choose another way to sign.")


class NoWayChosen(SigningRefused):
    """The form says nothing of how to sign."""

    code = "no_way_chosen"
    message = _("The document was not signed: no way to sign was chosen.")
    what_next = _("Choose how to sign and press the button again.")


class WayClosed(SigningRefused):
    """A way that this installation or this person hasn't got."""

    code = "way_closed"
    status = 403
    message = _("The document was not signed: this way to sign is not open to you here.")
    what_next = _("Choose one of the ways shown on the page.")


class NoKeyFile(SigningRefused):
    """No file, or an empty one."""

    code = "no_key_file"
    message = _("The document was not signed: no key file was chosen.")
    what_next = _("Choose the file of your signing key; its name ends in .p12.")


class KeyFileDamaged(SigningRefused):
    """The file is no PKCS#12, or has no key with a certificate."""

    code = "key_file_damaged"
    message = _("The document was not signed: the file is not a key file, or it is damaged.")
    what_next = _("Choose the file of your signing key; its name ends in .p12.")


class WrongPassword(SigningRefused):
    """The password does not open the file."""

    code = "wrong_password"
    message = _("The document was not signed: the password doesn't open the key file.")
    what_next = _("Type the password of the key again; mind the keyboard's language and Caps Lock.")


class WeakKey(SigningRefused):
    """A key too short, or of a kind that signs nothing here."""

    code = "weak_key"
    message = _("The document was not signed: the key is too weak or of a kind that can't be used here.")
    what_next = _("Get a new key and sign with it.")


class CertificateExpired(SigningRefused):
    """The certificate has ended."""

    code = "expired"
    message = _("The document was not signed: your certificate has ended.")
    what_next = _("Get a new certificate and sign with it.")


class CertificateNotYetValid(SigningRefused):
    """The certificate begins later."""

    code = "not_yet_valid"
    message = _("The document was not signed: your certificate is not yet in force.")
    what_next = _("Check the date of this device, or sign when the certificate begins.")


class CertificateRevoked(SigningRefused):
    """The certificate was revoked."""

    code = "revoked"
    message = _("The document was not signed: your certificate has been revoked.")
    what_next = _("Get a new certificate and sign with it.")


class IssuerNotTrusted(SigningRefused):
    """A certificate that no verifier here vouches for."""

    code = "issuer_unknown"
    message = _("The document was not signed: the issuer of your certificate is unknown here.")
    what_next = _("Sign with a key that this court accepts, or file on paper.")


class WrongPerson(SigningRefused):
    """The certificate is another person's."""

    code = "wrong_person"
    status = 403
    message = _("The signature was not taken: the certificate is another person's.")
    what_next = _("Sign with your own key. Each person signs for themselves, under their own account.")


class NoOwnNumber(SigningRefused):
    """The account has no IIN to compare with."""

    code = "no_own_number"
    status = 403
    message = _("The signature was not taken: your account has no IIN, so it can't be compared.")
    what_next = _("Enter your IIN in your account, then sign.")


class DocumentUnreadable(SigningRefused):
    """A PDF that can't be signed: damaged, encrypted, or forbidding further signatures."""

    code = "document_unreadable"
    message = _(
        "The document was not signed: the PDF is damaged, closed with a password or closed to signing."
    )
    what_next = _("Make the document anew and sign that.")


class TicketEnded(SigningRefused):
    """The page from which the person signs is too old, or the document is another one by now."""

    code = "ticket_ended"
    status = 409
    message = _("The document was not signed: the page stood open too long, or the document has changed.")
    what_next = _("Open the page anew, look through the document and sign again.")


class SignatureNotValid(SigningRefused):
    """A signature that came from outside and proves nothing."""

    code = "signature_not_valid"
    message = _("The signature was not taken: it is not valid for this document.")
    what_next = _("Sign again with a valid key; the document itself is kept as it was.")


class SignatureNotJudged(SigningRefused):
    """A signature that nobody here can judge."""

    code = "signature_not_judged"
    message = _("The signature was not taken: nobody here can check it.")
    what_next = _("Sign with a key that this court can check, or file on paper.")
