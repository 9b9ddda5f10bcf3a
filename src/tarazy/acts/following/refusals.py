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


class SearchTooLong(Refused):
    """The address of the search is longer than is kept."""

    code = "saved_search_too_long"
    status = 422
    message = _("This search is too long to be saved.")
    what_next = _("Take some words or filters out of it, or save it in two parts.")


class LinkDoesNotHold(Refused):
    """The link of a letter was not made by this court, or was changed."""

    code = "link_does_not_hold"
    status = 404
    message = _("This link doesn't hold.")
    what_next = _(
        "Open it from the letter once more. Signed in, you can turn letters off at your saved searches."
    )
