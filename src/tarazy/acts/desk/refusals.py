"""How the desk says no."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import Invalid, NotPermitted, Refused


class DeskLocked(Refused):
    """Drafts are asked for by somebody whose key isn't open in this session; the page leads to where it is opened."""

    code = "desk_locked"
    status = 423
    message = _("Your desk is locked.")
    what_next = _("Open it with your desk word: drafts can be read by the judges of the panel only.")

    @property
    def lead_to(self) -> str:
        """The page that opens the desk."""
        try:
            return reverse("desk:unlock")
        except NoReverseMatch:
            return ""


class NoDeskKey(DeskLocked):
    """The person has no desk key yet."""

    code = "no_desk_key"
    message = _("You have no desk word yet.")
    what_next = _("Choose one first: drafts are kept under it, and nobody can read them without it.")


class HasDeskKey(Refused):
    """A second key would make the drafts sealed to the first unreadable."""

    code = "has_desk_key"
    message = _("You have a desk word already.")
    what_next = _("Open the desk with it, or with the recovery code if you have forgotten it.")


class WrongWord(Refused):
    """The word, or the recovery code, opens nothing."""

    code = "wrong_desk_word"
    status = 403
    message = _("This word doesn't open the desk.")
    what_next = _("Try again, or use the recovery code that you keep on paper.")


class WeakWord(Invalid):
    """The word can be guessed."""

    code = "weak_desk_word"
    message = _("This word could be guessed.")


class KeyChanged(Refused):
    """The public key in the database isn't the one that belongs to the private key."""

    code = "desk_key_changed"
    message = _("Your desk key was changed by somebody else. Nothing was opened.")
    what_next = _("Tell the chair of the court and the auditor.")


class NotOfThePanel(NotPermitted):
    """Drafts belong to the judges who sit in the case, and to their assistant until deliberation."""

    code = "not_of_the_panel"
    message = _("Only the judges who sit in this case write its acts.")
    what_next = ""


class KeyNotShared(Refused):
    """Somebody sits in the case but the draft isn't sealed to them yet."""

    code = "draft_key_not_shared"
    message = _("You sit in this case, but this draft isn't open to you yet.")
    what_next = _("A judge of the panel who can read it lets you in with one press.")


class NothingToShareWith(Refused):
    """The colleague can't be given a key."""

    code = "nothing_to_share_with"
    message = _("This person can't be let into the draft.")
    what_next = _("It must be a judge of the panel who has chosen a desk word.")


class DraftOpenAlready(Refused):
    """There is one open draft of an act in a proceeding."""

    code = "draft_open_already"
    message = _("A draft of this act is open already.")
    what_next = _("Continue it, or discard it and begin anew.")

    def __init__(self, draft: str) -> None:
        self.draft = draft
        super().__init__()


class NotAnActHere(Invalid):
    """Proceedings of this kind have no such act, or it isn't written at the desk."""

    code = "not_an_act_here"
    message = _("Proceedings of this kind have no such act.")


class DraftClosed(Refused):
    """It is signed or discarded."""

    code = "draft_closed"
    message = _("This draft is closed: nothing changes in it any more.")


class ChangedMeanwhile(Refused):
    """Somebody saved another version since this one was opened. Nothing was overwritten."""

    code = "changed_meanwhile"
    message = _(
        "%(name)s saved version %(version)s of this draft while you were writing. It was kept; yours was not."
    )
    what_next = _(
        "Your text is still on your page: open the newer version beside it and take over what is needed."
    )

    def __init__(self, *, version: int, name: str) -> None:
        self.version = version
        super().__init__(version=version, name=name)


class TextTooLong(Invalid):
    """A version is larger than a draft may be."""

    code = "draft_too_long"
    message = _("An act of this length can't be kept.")
    what_next = _("Take whole documents out of the text and cite their sheets.")


class AnotherAct(Invalid):
    """The text is of another kind or language than the draft."""

    code = "text_of_another_act"
    message = _("The text belongs to another act than this draft.")


class NotPrepared(Refused):
    """Only what an assistant prepares can be taken over."""

    code = "not_prepared"
    message = _("This draft is in the judge's hands already.")


class StillPrepared(Refused):
    """The assistant's draft must be taken over before it can be announced or signed."""

    code = "still_prepared"
    message = _("An assistant is still preparing this draft.")
    what_next = _("Take it over: from then on only the judges of the panel can read it.")


class PanelNotHeard(Refused):
    """Not every judge of the bench has agreed to these very words or dissented."""

    code = "panel_not_heard"
    message = _("The bench signs together. Not yet heard on this text: %(names)s.")
    what_next = _(
        "Each judge agrees to the last version or writes a dissent; then it can be signed (%(norm)s)."
    )


class NoMajority(Refused):
    """The act isn't what most judges of the bench decided."""

    code = "no_majority"
    message = _("Half of the bench or more dissents: this isn't the decision of the court.")
    what_next = _("Write the act as the majority decided (%(norm)s).")


class OperativeDiffers(Refused):
    """The full text orders something else than what was announced."""

    code = "operative_differs"
    message = _(
        "The operative part isn't the one that was announced. Announced: “%(announced)s”. Written: “%(written)s”."
    )
    what_next = _("Put back the words that were announced. A slip in them is corrected by a ruling.")


class NotAnnounceable(Refused):
    """The draft isn't an act whose operative part is announced first, or has none."""

    code = "not_announceable"
    message = _("There is no operative part to announce.")
    what_next = _("Only an act that decides the case is announced; write its operative part first.")


class PartsMissing(Invalid):
    """What the act orders isn't written."""

    code = "parts_missing"
    message = _("The act has no operative part: there is nothing to sign.")


class TextChanged(Refused):
    """What was signed isn't the last version."""

    code = "text_changed"
    message = _("The text was changed after it had been prepared for signing. Nothing was signed.")
    what_next = _("Read the last version and sign that.")


class NotCorrectable(Refused):
    """The act can't be corrected in this way, or not any more."""

    code = "not_correctable"
    message = _("This act can't be changed in this way now (%(norm)s).")


class OwnOpinion(Refused):
    """The presiding judge's own word is the signature."""

    code = "own_opinion"
    message = _("Only the judges of the bench give opinions on a draft.")
