"""Why the test CA issues or revokes nothing."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused

from .rules import SHORTEST_PASSWORD


class CertificateRefused(Refused):
    """No certificate is issued or revoked; nothing was kept."""

    code = "certificate_refused"
    status = 422
    message = _("The test certificate was not issued.")
    what_next = _("Check the name and the number of the person and try again.")

    @classmethod
    def because(cls, code: str) -> CertificateRefused:
        """The refusal with this code (see `rules.refusal`)."""
        return _BY_CODE[code]()


class BadIin(CertificateRefused):
    """The person's number can't be one."""

    code = "bad_iin"
    message = _("No certificate was issued: the IIN is not a person's number.")
    what_next = _("Check the twelve digits of the IIN.")


class BadBin(CertificateRefused):
    """The organisation's number can't be one."""

    code = "bad_bin"
    message = _("No certificate was issued: the BIN is not an organisation's number.")
    what_next = _("Check the twelve digits of the BIN.")


class OrganisationIncomplete(CertificateRefused):
    """An organisation without a number, or a number without an organisation."""

    code = "organisation_incomplete"
    message = _("No certificate was issued: an organisation needs both its name and its BIN.")
    what_next = _("Give both, or neither for a private person.")


class BadName(CertificateRefused):
    """No name, or one longer than a certificate can hold."""

    code = "bad_name"
    message = _("No certificate was issued: the name is missing or longer than 64 letters.")
    what_next = _("Give the family name and the given name as in the identity card.")


class PasswordTooShort(CertificateRefused):
    """The password would not protect the key."""

    code = "password_too_short"
    message = _("No certificate was issued: the password of the key is too short.")
    what_next = _("Choose a password of %(letters)s characters or more.")

    def __init__(self, **params: object) -> None:
        super().__init__(letters=SHORTEST_PASSWORD, **params)

    @property
    def words(self) -> str:
        """What happened; it names no values."""
        return str(self.message)


class NoSuchCertificate(CertificateRefused):
    """This CA issued no such certificate."""

    code = "no_such_certificate"
    status: ClassVar[int] = 404
    message = _("There is no such certificate.")
    what_next = ""


_BY_CODE: dict[str, type[CertificateRefused]] = {
    one.code: one
    for one in (BadIin, BadBin, OrganisationIncomplete, BadName, PasswordTooShort, NoSuchCertificate)
}
