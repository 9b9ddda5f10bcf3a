"""How this room says no."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Invalid, Refused


class NoDraft(Refused):
    """The run has no draft, or not any more."""

    code = "robot_no_draft"
    message = _("There is no draft of the robot to take here.")
    what_next = _("Write the act at the desk; the robot's trace stays as it is.")


class DataChanged(Refused):
    """What the draft says isn't so any more."""

    code = "robot_data_changed"
    message = _("A register says something else now than when the draft was made.")
    what_next = _("Look at the trace: the robot has gone through the material again with the new data.")


class ReasonMissing(Invalid):
    """A rejection or a decision without its reason."""

    code = "robot_reason_missing"
    message = _("Write why, in at least three words.")


class TableUnknown(Invalid):
    """No rule table of this name is in force."""

    code = "robot_table_unknown"
    message = _("There is no rule table “%(table)s” in force.")
    what_next = _("A table is written and tested first; then it can be adopted.")


class NotCompared(Refused):
    """Shadow mode hasn't shown enough yet."""

    code = "robot_not_compared"
    message = _("Only %(compared)s drafts were compared with signed acts; %(least)s are needed.")
    what_next = _("Leave the table in shadow mode until enough acts were signed.")


class ProposalClosed(Refused):
    """It was decided already."""

    code = "robot_proposal_closed"
    message = _("This proposal has been decided.")


class ProposalOpenAlready(Refused):
    """The category is being discussed."""

    code = "robot_proposal_open"
    message = _("A proposal for this category is open already.")
    what_next = _("Take part in its discussion.")


class BatchBusy(Refused):
    """A batch of this table is running."""

    code = "robot_batch_busy"
    message = _("A batch of this table is running already.")
    what_next = _("Wait until it is done, or stop it first.")


class PapersMissing(Invalid):
    """A material lacks what the law asks to be attached."""

    code = "robot_papers_missing"
    message = _("Some of the papers that must be attached are missing.")
