"""How courts say no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Refused


class AbsenceOverlaps(Refused):
    """The judge is away on some of these days already."""

    code = "absence_overlaps"
    message = _("The judge is already away on some of these days.")
    what_next = _("End or shorten the absence that is there.")


class AbsenceEnded(Refused):
    """What has passed stays as it was entered."""

    code = "absence_ended"
    message = _("This absence has ended; it can't be changed.")
