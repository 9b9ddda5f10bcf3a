"""How the registry says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Invalid, NotPermitted, Refused


class NotPossibleNow(Refused):
    """The event has no transition from this stage; `possible` lists what has, for whoever asks."""

    code = "not_possible_now"
    message = _("“%(event)s” is not possible at the stage “%(stage)s”.")
    what_next = _("Possible now: %(possible)s.")

    def __init__(self, *, event: str, stage: str, possible: str, codes: tuple[str, ...] = ()) -> None:
        self.codes = codes
        super().__init__(event=event, stage=stage, possible=possible)


class NotYours(NotPermitted):
    """The stage allows it, but not to this person in this case."""

    code = "not_yours_to_do"
    message = _("“%(event)s” is not for you to do in this case.")
    what_next = _("It is done by: %(who)s.")


class NeedsSignedPaper(Refused):
    """The step is made by a signed act, and none came with it."""

    code = "needs_signed_paper"
    message = _("This step is made by an act that the judge has signed.")
    what_next = _("Prepare the act and sign it; the step is made together with it.")


class OutcomeNotLawful(Invalid):
    """The law knows no such outcome here."""

    code = "outcome_not_lawful"
    message = _("The law has no such outcome at this step.")
    what_next = _("Lawful outcomes: %(outcomes)s.")


class RemandAbolished(OutcomeNotLawful):
    """Sending back to the first instance ended on a day named in the table of outcomes."""

    code = "remand_abolished"
    message = _("An appeal court can't send a case back to the first instance since %(since)s.")
    what_next = _("It decides itself, or hears the case by the rules of the first instance.")


class NotActingFor(NotPermitted):
    """Somebody files for a party they don't act for."""

    code = "not_acting_for"
    message = _("You can file for yourself, for an organisation that you head, or by a power that allows it.")
    what_next = _("Ask the party for a power of attorney with this scope, or let them file.")


class KeyUsedForAnother(Refused):
    """An idempotency key came back with another content."""

    code = "key_used_for_another"
    status = 422
    message = _("This key was used for another filing already.")
    what_next = _("Send the new filing with a new key.")


class RefilingBarred(Refused):
    """Acceptance of the same claim was refused: unlike a return, that bars filing it again (GPK 151)."""

    code = "refiling_barred"
    message = _("Acceptance of this claim was refused before; it can't be filed again.")
    what_next = _("The ruling on the refusal may be challenged by a private complaint.")


class PreparationEnded(Refused):
    """A counterclaim comes too late (GPK 153)."""

    code = "preparation_ended"
    message = _("A counterclaim is possible only until the preparation of the case ends.")
    what_next = _("It may be filed as a claim of its own.")


class LateFiling(Refused):
    """A term ended, and restoring it was not asked for."""

    code = "late_filing"
    message = _("The term for this paper ended on %(due)s.")
    what_next = _("File it together with a motion to restore the term.")


class NoPower(NotPermitted):
    """The power of attorney doesn't reach so far."""

    code = "no_power"
    message = _("Your power of attorney doesn't allow this.")
    what_next = _("The party can do it, or extend the power.")


class DocumentNotReady(Invalid):
    """A document is missing, still being checked, refused, or somebody else's."""

    code = "document_not_ready"
    message = _("A document isn't ready or isn't yours: %(names)s.")
    what_next = _("Wait until it is checked, or upload it again.")


class ReasonTooShort(Invalid):
    """A written reason says too little."""

    code = "reason_too_short"
    message = _("Write the reason in at least %(least)s characters.")


class AlreadyTaken(Refused):
    """Somebody else was quicker."""

    code = "already_taken"
    message = _("Somebody else has taken it.")
    what_next = _("Look at the inbox again.")


class NotDistributed(Refused):
    """There is no judge to do it."""

    code = "not_distributed"
    message = _("No judge has this case yet.")


class NoSuchCase(Invalid):
    """A number names no case that is open to the person."""

    code = "no_such_case"
    message = _("No case with this number is open to you.")
    what_next = _("Look at the number: it must be a case of this court that you hear too.")
