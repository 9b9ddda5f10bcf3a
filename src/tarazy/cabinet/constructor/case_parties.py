"""Taking the parties of an open case over into a paper that goes into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tarazy.cases.models import Case, Party
from tarazy.cases.models import PartyRole as CaseRole

from .claim_data import PartyKind
from .model import Definition

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User

CLAIM_ROLES = {CaseRole.CLAIMANT, CaseRole.CREDITOR, CaseRole.APPLICANT}
DEFENCE_ROLES = {CaseRole.DEFENDANT, CaseRole.DEBTOR}


def answers_from_case(
    definition: Definition, number: str, user: User | AnonymousUser | None
) -> dict[str, Any]:
    """Answers that the case gives: who files, in which role, and who is on the other side.

    Empty where the user may not see the case, takes no part in it, or there is none: that can't be told apart.
    """
    if user is None or not user.is_authenticated:
        return {}
    case = Case.objects.visible_to(user).filter(number=number).first()
    if case is None:
        return {}
    parties = list(Party.objects.visible_to(user).filter(case=case, left_at__isnull=True))
    own = next((one for one in parties if one.user_id == user.pk), None)
    if own is None:
        return {}
    theirs = DEFENCE_ROLES if own.role in CLAIM_ROLES else CLAIM_ROLES
    other = next((one for one in parties if one.role in theirs), None)
    found: dict[str, Any] = {"filer": _party(own), "filer_contact": _contact(own)}
    if own.role in CLAIM_ROLES:
        found["filer_role"] = "claimant"
    elif own.role in DEFENCE_ROLES:
        found["filer_role"] = "defendant"
    if other is not None:
        found["other"] = _party(other)
    known = definition.questions_by_id()
    return {name: value for name, value in found.items() if name in known and value}


def _party(party: Party) -> dict[str, str]:
    if party.kind != Party.Kind.PERSON:
        kind = PartyKind.STATE_BODY if party.kind == Party.Kind.STATE_BODY else PartyKind.COMPANY
        return {"kind": kind.value, "organisation": party.name, "bin": party.bin}
    account = party.user
    names = ([*party.name.split(), "", "", ""])[:3]
    if account is not None:
        names = [account.family_name, account.given_name, account.patronymic]
    person = dict(zip(("family_name", "given_name", "patronymic"), names, strict=True))
    return {"kind": PartyKind.INDIVIDUAL.value, **person, "iin": party.iin}


def _contact(party: Party) -> dict[str, str] | None:
    """What the case knows is one line; the regions and streets of an address it doesn't tell apart."""
    if not party.address:
        return None
    return {"region": "", "locality": "", "street": party.address, "phone": party.phone, "email": party.email}
