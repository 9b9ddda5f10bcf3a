"""How every room says no: a code for programs, words for people, what to do next."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An action that is not done. Nothing was saved. Subclasses set the class attributes.

    `code` is stable and machine-readable; `message` and `what_next` are lazy words that may name `params` by
    `%(name)s`; `status` is the HTTP status of the answer. Pages and the API phrase it in one place.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message: ClassVar[str | Promise] = _("This can't be done now.")
    what_next: ClassVar[str | Promise] = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.code)

    @property
    def words(self) -> str:
        """What happened, in the language that is active."""
        return str(self.message) % self.params if self.params else str(self.message)

    @property
    def advice(self) -> str:
        """What to do next, in the language that is active; may be empty."""
        return str(self.what_next) % self.params if self.params else str(self.what_next)


class NotPermitted(Refused):
    """The person's roles don't allow it."""

    code = "not_permitted"
    status = 403
    message = _("Your role doesn't allow this.")
    what_next = _("If you need it for your work, ask the chair of the court.")


class NotFound(Refused):
    """It isn't there, or this person may not know that it is: the answer is the same."""

    code = "not_found"
    status = 404
    message = _("Nothing was found here.")


class Invalid(Refused):
    """Values that can't be right; `fields` maps a field to what is wrong with it."""

    code = "invalid"
    status = 422
    message = _("Some of the answers need another look.")

    def __init__(self, fields: dict[str, str | Promise] | None = None, **params: object) -> None:
        self.fields = fields or {}
        super().__init__(**params)


class RoleNotGiven(Refused):
    """The role can't be given by this person, or not to that one."""

    code = "role_not_given"
    status = 403
    message = _("You can't give this role.")
    what_next = _("A chair staffs the own court; the operator names chairs, auditors and those from outside.")


class RolesClash(Refused):
    """The two roles can't be held by one person."""

    code = "roles_clash"
    message = _("One person can't hold both roles: an auditor has no other part in the work.")


class InvitationOver(Refused):
    """It was used, withdrawn or is too old."""

    code = "invitation_over"
    status = 410
    message = _("This invitation can't be used any more.")
    what_next = _("Ask the person who invited you to send another one.")


class NotYourInvitation(Refused):
    """It was sent to another e-mail than that of the account."""

    code = "not_your_invitation"
    status = 403
    message = _("This invitation was sent to another e-mail.")
    what_next = _("Sign out, then open the link again.")


class PowerOver(Refused):
    """The power of attorney was revoked, declined or has ended."""

    code = "power_over"
    message = _("This power of attorney isn't in force any more.")


class NotHead(Refused):
    """Only the confirmed head gives a power for the organisation."""

    code = "not_head"
    status = 403
    message = _("Only the head of the organisation can do this, once the registry has confirmed who that is.")


class NumberTaken(Refused):
    """Another account has proved that the number is its owner's."""

    code = "number_taken"
    message = _("Another account has this IIN, and its owner has shown an identity document.")
    what_next = _("Let the person sign in to that account, or ask the operator.")
