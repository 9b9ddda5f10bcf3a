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
