"""What tasks are called. A code that has no words yet is shown as it is, and a test finds it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TASKS: dict[str, str | Promise] = {
    "register_filing": _("Register a filing"),
    "distribute": _("Start the distribution"),
    "accept_claim": _("Decide on acceptance of the claim"),
    "accept_complaint": _("Decide on acceptance of the complaint"),
    "decide_order": _("Decide on the court order"),
    "cancel_order": _("Cancel the court order on the objection"),
    "decide_sanction": _("Decide on the sanction"),
    "decide_complaint": _("Decide the private complaint"),
    "decide_set_aside": _("Decide on setting the judgment aside"),
    "open_appeal": _("Open the appeal"),
    "open_complaint": _("Open the private complaint"),
    "open_cassation": _("Open the cassation"),
    "serve_documents": _("Serve documents"),
    "prepare_hearing": _("Prepare the hearing"),
    "keep_protocol": _("Keep the protocol"),
    "write_judgment": _("Write the final text"),
    "send_judgment": _("Send copies of the act"),
    "issue_writ": _("Issue the writ"),
    "check_duplicate": _("Look at a possible duplicate"),
    "review_duplicate": _("Look at a possible duplicate"),
    "review_motion": _("Decide on a motion"),
    "decide_motion": _("Decide on a motion"),
    "review_paper": _("Look at a paper filed"),
    "read_paper": _("Look at a paper filed"),
    "decide_recusal": _("Decide on the recusal"),
    "review_break_glass": _("Review an emergency access"),
    "replace_judge": _("Find another judge"),
    "deadline_near": _("A time limit is near"),
    "deadline_missed": _("A time limit was missed"),
    "overdue": _("A time limit was missed"),
    "receive_transfer": _("Take over a case from another court"),
    "do_paper": _("Carry out an internal paper"),
    "approve_paper": _("Approve an internal paper"),
    "confirm_anonymisation": _("Confirm that an act names nobody"),
}


def task_words(code: str) -> str:
    """What is to be done, in the language that is active."""
    return str(TASKS.get(code, code.replace("_", " ")))
