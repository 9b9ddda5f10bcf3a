"""The closed lists of the registry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProceedingKind(models.TextChoices):
    """Types of proceedings (GPK 134, 148, 183, 267-1, 302; APPC 132; criminal and offence codes)."""

    ACTION = "action", _("action proceedings")
    SIMPLIFIED = "simplified", _("simplified proceedings")
    ORDER = "order", _("order proceedings")
    SPECIAL_ACTION = "special_action", _("special action proceedings")
    SPECIAL = "special", _("special proceedings")
    ADMINISTRATIVE = "administrative", _("administrative proceedings")
    CRIMINAL = "criminal", _("criminal proceedings")
    OFFENCE = "offence", _("administrative offence proceedings")
    SANCTION = "sanction", _("sanction by the court")
    APPEAL = "appeal", _("appeal proceedings")
    INTERLOCUTORY = "interlocutory", _("proceedings on a private complaint")
    CASSATION = "cassation", _("cassation proceedings")


class NumberType(models.TextChoices):
    """The part T of a case number CCCC-YY-00-T/N."""

    CRIMINAL = "1", _("criminal")
    CIVIL = "2", _("civil")
    OFFENCE = "3", _("administrative offence")
    ADMINISTRATIVE = "4", _("administrative")


class Stage(models.TextChoices):
    """Where a proceeding stands. What leads from one to another is the table of transitions, not this list."""

    FILED = "filed", _("filed")
    REGISTERED = "registered", _("registered")
    DISTRIBUTED = "distributed", _("distributed")
    CONCILIATION = "conciliation", _("conciliation")
    ACCEPTED = "accepted", pgettext_lazy("stage", "accepted")
    REFUSED = "refused", _("acceptance refused")
    RETURNED = "returned", pgettext_lazy("stage", "returned")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PREPARATION = "preparation", _("preparation")
    PRELIMINARY_HEARING = "preliminary_hearing", _("preliminary hearing")
    HEARING = "hearing", _("hearing")
    ADJOURNED = "adjourned", _("adjourned")
    SUSPENDED = "suspended", _("suspended")
    DELIBERATION = "deliberation", _("deliberation")
    OPERATIVE_ANNOUNCED = "operative_announced", _("operative part announced")
    REASONED_ISSUED = "reasoned_issued", _("final text issued")
    SENT = "sent", _("sent to the parties")
    APPEALED = "appealed", _("under appeal")
    APPEAL_DECIDED = "appeal_decided", _("decided on appeal")
    IN_FORCE = "in_force", pgettext_lazy("stage", "in force")
    CASSATION = "cassation", _("in cassation")
    CASSATION_DECIDED = "cassation_decided", _("decided in cassation")
    ORDER_ISSUED = "order_issued", _("court order issued")
    ORDER_CANCELLED = "order_cancelled", _("court order cancelled")
    WRIT_ISSUED = "writ_issued", _("writ issued")
    EXECUTION = "execution", _("in execution")
    TRANSFERRED = "transferred", _("transferred to another court")
    JOINED = "joined", _("joined to another case")
    CLOSED = "closed", pgettext_lazy("stage", "closed")
    ARCHIVED = "archived", _("in the archive")


class Outcome(models.TextChoices):
    """How a proceeding ended (GPK 134, 151, 152, 226, 277, 279, 34; 424, 429; 451)."""

    SATISFIED_FULL = "satisfied_full", _("granted in full")
    SATISFIED_PART = "satisfied_part", pgettext_lazy("outcome", "granted in part")
    DISMISSED = "dismissed", pgettext_lazy("outcome", "dismissed")
    DISCONTINUED = "discontinued", pgettext_lazy("outcome", "discontinued")
    LEFT_WITHOUT_CONSIDERATION = "left_without_consideration", pgettext_lazy("outcome", "left unconsidered")
    RETURNED = "returned", pgettext_lazy("outcome", "returned")
    REFUSED_ACCEPTANCE = "refused_acceptance", _("acceptance refused")
    ORDER_ISSUED = "order_issued", _("court order issued")
    ORDER_CANCELLED = "order_cancelled", _("court order cancelled")
    TRANSFERRED = "transferred", pgettext_lazy("outcome", "transferred")
    UPHELD = "upheld", pgettext_lazy("outcome", "upheld")
    CHANGED = "changed", pgettext_lazy("outcome", "changed")
    REVERSED_NEW_DECISION = "reversed_new_decision", _("reversed, new decision made")
    REVERSED_DISCONTINUED = "reversed_discontinued", _("reversed, case discontinued")
    REVERSED_LEFT = "reversed_left", _("reversed, claim left unconsidered")
    TAKEN_OVER = "taken_over_as_first_instance", _("heard anew by the rules of first instance")
    REVERSED_REMITTED = "reversed_remitted", _("reversed and remitted")
    REVERSED_RESOLVED = "reversed_resolved", _("reversed and resolved")
    RESTORED_FIRST_INSTANCE = "restore_first_instance", _("act of first instance restored")
    REMITTED_TO_APPEAL = "remit_to_appeal", _("remitted to the court of appeal")
    REMITTED = "remit", _("remitted")
    SANCTIONED = "sanctioned", pgettext_lazy("outcome", "sanctioned")
    SANCTION_REFUSED = "sanction_refused", _("sanction refused")
    CONVICTED = "convicted", pgettext_lazy("outcome", "convicted")
    ACQUITTED = "acquitted", pgettext_lazy("outcome", "acquitted")
    PENALTY_IMPOSED = "penalty_imposed", _("penalty imposed")


class PartyRole(models.TextChoices):
    """What somebody is in a case (GPK 43–56; order, special and administrative proceedings)."""

    CLAIMANT = "claimant", _("claimant")
    DEFENDANT = "defendant", _("defendant")
    THIRD_PARTY_WITH_CLAIMS = "third_party_with_claims", _("third party with own claims")
    THIRD_PARTY = "third_party", _("third party")
    APPLICANT = "applicant", _("applicant")
    INTERESTED = "interested", _("interested person")
    CREDITOR = "creditor", _("creditor")
    DEBTOR = "debtor", _("debtor")
    PROSECUTOR = "prosecutor", _("prosecutor")
    STATE_BODY = "state_body", _("state body")
    LEGAL_REPRESENTATIVE = "legal_representative", _("legal representative")
    ACCUSED = "accused", _("accused")
    VICTIM = "victim", _("victim")
    BAILIFF = "bailiff", _("bailiff")
    WITNESS = "witness", _("witness")
    EXPERT = "expert", _("expert")
    SPECIALIST = "specialist", _("specialist")
    INTERPRETER = "interpreter", _("interpreter")
    MEDIATOR = "mediator", _("mediator")


class Side(models.TextChoices):
    """On which side somebody stands; limits, service and notices go by it."""

    CLAIM = "claim", _("the claim's side")
    DEFENCE = "defence", _("the defence's side")
    NEITHER = "neither", _("neither side")
