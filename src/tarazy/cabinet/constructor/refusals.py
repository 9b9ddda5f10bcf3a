"""How the constructor says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused


class TooManyDrafts(Refused):
    """The browser or the account holds as many drafts as it may."""

    code = "too_many_drafts"
    status = 409
    message = _("You have %(most)s drafts already; nothing was lost.")
    what_next = _("Finish or delete one of them, then begin a new one.")


class DraftFiled(Refused):
    """The paper has been filed; what was filed doesn't change."""

    code = "draft_filed"
    status = 409
    message = _("This paper has been filed already, so it can't be changed.")
    what_next = _("You can file a motion in the case, or begin a new paper.")
