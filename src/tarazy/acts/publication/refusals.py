"""How this room says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused


class NotInThisState(Refused):
    """The act stands elsewhere on its way."""

    code = "publication_state"
    message = _("This can't be done with the act as it stands now.")
    what_next = _("Open the act again: somebody else may have moved it.")


class ChangedMeanwhile(Refused):
    """The text isn't the one that was shown."""

    code = "publication_changed"
    message = _("The text has changed since it was shown to you.")
    what_next = _("Read it again, then confirm it.")


class NotLookedAt(Refused):
    """Doubtful replacements wait."""

    code = "publication_not_looked_at"
    message = _("Doubtful replacements wait to be looked at: %(count)s.")
    what_next = _("Look at each of them, or press “I have looked at all of them”.")


class GatesClosed(Refused):
    """The act doesn't pass every gate."""

    code = "publication_gates"
    message = _("The act can't be published: %(why)s.")


class NoSuchWords(Refused):
    """The words to be masked don't stand in the text."""

    code = "publication_no_such_words"
    status = 422
    message = _("These words don't stand in the act.")
    what_next = _("Copy them from the text on the left as they are.")
