"""What the advisor says, in words of the page's language."""

from __future__ import annotations

from datetime import date as Date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tarazy.law import load
from tarazy.law.wording.dates import written_date

from .advice import Statement
from .wording import figures, region_name

STATEMENTS = {
    "order_list": _("This belongs to the closed list of undisputed demands: the court issues an order without a hearing."),
    "order_effect": _("A court order is itself an enforcement document."),
    "order_fee_credited": _("If the debtor objects, the order is cancelled; the fee paid counts towards a later claim."),
    "public_law": _("A dispute with a state body or a bailiff about public law is heard as an administrative case."),
    "in_a_case": _("This paper goes into a case that is open already."),
    "child_rights": _("Children's rights are concerned: the case is heard in full, not in writing only."),
    "within_threshold": _("The price of %(price)s tenge isn't above %(indexes)s monthly calculation indexes (%(limit)s tenge this year): the court decides in simplified proceedings, in writing."),
    "above_threshold": _("The price of %(price)s tenge is above %(indexes)s monthly calculation indexes (%(limit)s tenge this year): the case is heard as an action."),
    "documents_prove": _("The debt is admitted or proven by documents: simplified proceedings at any price."),
    "no_cassation_simplified": _("Acts in simplified proceedings can't be brought to cassation."),
    "action": _("This is heard as an action: preparation, then a hearing."),
    "same_court": _("The paper goes to the court that has the case; an appeal and a complaint are filed through it too."),
    "court_district": _("A district court hears it."),
    "court_economic": _("Both sides are entrepreneurs or companies: the specialised inter-district economic court hears it."),
    "court_juvenile": _("A child's support is concerned: the specialised inter-district juvenile court hears it."),
    "court_administrative": _("The specialised inter-district administrative court hears it."),
    "exclusive": _("Jurisdiction is exclusive: the court of the place where the dwelling or land is, and no other."),
    "defendants_place": _("As a rule it is the court of the place where the defendant lives or is registered."),
    "defendants_place_in": _("As a rule it is the court of the place where the defendant lives or is registered: %(region)s."),
    "claimants_choice": _("In such cases you may also choose the court of the place where you live yourself."),
    "claimants_choice_in": _("In such cases you may also choose the court of the place where you live yourself: %(region)s."),
    "extraterritorial_civil": _("By a written agreement of the parties a court of another region may hear it."),
    "extraterritorial_public": _("You may ask that a court of another region hears it, until the hearing is set."),
    "conciliation": _("A judge may mediate within %(days)s working days; with an outside mediator the case waits up to %(months)s month."),
    "fee_returned": _("When the court approves a settlement, the state fee is returned."),
    "mediation_judge": _("If mediation fails, another judge hears the case unless both sides agree to the same one."),
    "limitation_until": _("The limitation seems to run until %(date)s."),
    "limitation_passed": _("The limitation seems to have passed on %(date)s: the defendant may rely on it; ask to restore it if you have a good reason."),
    "term_until": _("It can be filed until %(date)s."),
    "term_passed": _("The term seems to have passed on %(date)s: ask to restore it and say why."),
    "answer": _("Answer the question."),
    "pretrial_compulsory": _("The pre-trial step is compulsory here; without it the court returns the claim. Do it first."),
    "pretrial_doubted": _("You said the pre-trial step isn't compulsory. Usually it is here: check whether your case is an exception."),
    "attach": _("Attach it before you sign."),
    "absent": _("You said there is none. The court needs it: ask the court to obtain it, or say why it can't be had."),
    "requested": _("The court is asked to obtain it: say where it is and why you can't get it."),
}  # fmt: skip

FEE_STEPS = {
    "percent_of_amount": _("%(percent)s %% of %(amount)s tenge: %(result)s tenge"),
    "capped": _("at most %(count)s monthly calculation indexes: %(result)s tenge"),
    "indexes": _("%(count)s of the monthly calculation index (%(value)s tenge): %(result)s tenge"),
    "share_of_fee": _("%(percent)s %% of that fee: %(result)s tenge"),
    "pages": _("%(count)s of the index for each of %(pages)s pages: %(result)s tenge"),
    "rounded": _("rounded to whole tenge: %(result)s"),
    "sum": _("together for %(demands)s demands: %(total)s tenge"),
}


def said(statement: Statement, language: str) -> str:
    """The statement in words. Sums, dates and regions are written as the language does."""
    code = statement.code
    if statement.params.get("region") and f"{code}_in" in STATEMENTS:
        code = f"{code}_in"
    with override(language):
        return str(STATEMENTS[code]) % {
            name: _value(name, value, language) for name, value in statement.params.items()
        }


def _value(name: str, value: str, language: str) -> str:
    if name in ("date", "since"):
        return written_date(Date.fromisoformat(value), language)
    if name == "region":
        return region_name(value, language)
    if name in ("limit", "price", "index", "indexes"):
        return figures(Decimal(value))
    return value


def fee_step(code: str, params: dict[str, object], language: str) -> str:
    """A step of the fee's calculation in words; empty for one that has none."""
    words = FEE_STEPS.get(code)
    if words is None:
        return ""
    shown = {
        name: figures(Decimal(str(value))) if name in ("amount", "result", "value", "total") else str(value).replace(".", ",")
        for name, value in params.items()
    }  # fmt: skip
    with override(language):
        return str(words) % shown


def norm_in(norm: str, language: str) -> str:
    """A norm as the reader of the language knows it: «ГПК 148», «АПК 148-бап»."""
    code, _sep, rest = norm.partition(" ")
    known = load("kz").codes_by_id.get(code)
    short = (
        known.short.get(language) or known.short.get("ru") or known.names.get(language, code)
        if known
        else code
    )
    return {"kk": f"{short} {rest}-бап", "ru": f"ст. {rest} {short}", "en": f"Article {rest} {short}"}[
        language
    ]
