"""Claims and roles of parties in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.jurimetrics.decision import PartyRole

CLAIMS = {
    "debt": _("debt"),
    "interest": _("interest"),
    "penalty": _("penalty"),
    "damages": _("damages"),
    "moral_harm": _("moral harm"),
    "wages": _("wages"),
    "compensation": _("compensation"),
    "child_support": _("child support"),
    "support_change": _("change of child support"),
    "divorce": _("divorce"),
    "division": _("division of property"),
    "paternity": _("paternity"),
    "residence": _("child's residence"),
    "contact": _("contact with a child"),
    "parental_rights": _("parental rights"),
    "adoption": _("adoption"),
    "reinstatement": _("reinstatement at work"),
    "annul_discipline": _("setting aside a disciplinary penalty"),
    "eviction": _("eviction"),
    "title": _("title to property"),
    "privatisation": _("privatisation of housing"),
    "recovery": _("recovery of a thing"),
    "land": _("land"),
    "demolition": _("demolition"),
    "inheritance": _("inheritance"),
    "foreclosure": _("foreclosure"),
    "release": _("release from seizure"),
    "corporate": _("corporate dispute"),
    "ip": _("intellectual property"),
    "insolvency": _("insolvency"),
    "void": _("avoidance of a transaction"),
    "terminate": _("termination of a contract"),
    "perform": _("performance in kind"),
    "refutation": _("refutation of statements"),
    "insurance": _("insurance payment"),
    "fact": _("legal fact"),
    "incapacity": _("incapacity"),
    "missing": _("missing person"),
    "emancipation": _("emancipation"),
    "arbitral_writ": _("writ on an arbitral award"),
    "annul_act": _("annulment of an administrative act"),
    "bailiff": _("acts of a bailiff"),
    "procurement": _("public procurement"),
    "costs": _("costs"),
    "other": _("other demand"),
}
ROLES = {
    PartyRole.CLAIMANT: pgettext_lazy("party", "Claimant"),
    PartyRole.DEFENDANT: pgettext_lazy("party", "Defendant"),
    PartyRole.THIRD_PARTY: pgettext_lazy("party", "Third party"),
    PartyRole.APPLICANT: pgettext_lazy("party", "Applicant"),
    PartyRole.INTERESTED: pgettext_lazy("party", "Interested person"),
    PartyRole.PROSECUTOR: pgettext_lazy("party", "Prosecutor"),
    PartyRole.VICTIM: pgettext_lazy("party", "Victim"),
}


def claim_name(kind: str) -> str:
    """What is demanded, by the type of the claim; an unknown type comes back as it is."""
    return str(CLAIMS.get(kind, kind))


def role_name(role: PartyRole) -> str:
    """The side of a party."""
    return str(ROLES.get(role, role.value))
