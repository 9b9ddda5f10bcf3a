"""Why something of this room is not done."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused


class TooManySearches(Refused):
    """The person keeps as many searches as one may."""

    code = "too_many_saved_searches"
    status = 409
    message = _("You have saved %(most)s searches; there is no room for another.")
    what_next = _("Delete one that you don't need any more, then save this one.")


class LinkDoesNotHold(Refused):
    """The link of a letter was not made by this court, or was changed."""

    code = "link_does_not_hold"
    status = 404
    message = _("This link doesn't hold.")
    what_next = _(
        "Open it from the letter once more. Signed in, you can turn letters off at your saved searches."
    )
