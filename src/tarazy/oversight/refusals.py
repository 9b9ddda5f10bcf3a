"""How oversight says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Invalid, NotPermitted, Refused


class NotAParty(NotPermitted):
    """Somebody objects in a case in which they stand for nobody."""

    code = "not_a_party"
    message = _("Only a party of the case, or who acts for one, can do this.")


class AlreadyAsked(Refused):
    """The same party has an objection that waits, or a wish that stands."""

    code = "ai_already_asked"
    message = _("You have asked for this already; what you asked for stands.")
    what_next = _("Wait for the answer, or withdraw it first.")


class NotTheOneToAnswer(NotPermitted):
    """An objection is answered by the judge of the case or, without one, by the chair."""

    code = "not_the_one_to_answer"
    message = _(
        "An objection to AI is answered by the judge who presides in the case or by the chair of the court."
    )


class AlreadyAnswered(Refused):
    """It doesn't wait for an answer any more."""

    code = "ai_objection_answered"
    message = _("This objection doesn't wait for an answer any more.")


class ReasonNeeded(Invalid):
    """Words are missing where words are needed."""

    code = "reason_needed"
    message = _("Say why in a sentence or two: at least %(least)s characters.")


class NoSuchVersion(Invalid):
    """A version that this installation has never seen."""

    code = "no_such_version"
    message = _("This installation has never seen such a version of the system.")
