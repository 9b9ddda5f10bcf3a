"""What the anonymiser is given of a signed act: its words with their head, the people of the case, who stays named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from tarazy.acts.publication.actions.gather import header_of_signed
from tarazy.cases.models import Party, Representation
from tarazy.jurimetrics.anonymise import KnownPerson

if TYPE_CHECKING:
    from tarazy.acts.desk.models import SignedAct
    from tarazy.acts.publication.models import Publication

ADULT = 18
# Roles of the registry by the role of a pseudonym; whoever isn't named here is a person.
ROLES = {
    "claimant": "claimant",
    "creditor": "claimant",
    "defendant": "defendant",
    "debtor": "defendant",
    "third_party": "third_party",
    "third_party_with_claims": "third_party",
    "applicant": "applicant",
    "interested": "interested",
    "accused": "accused",
    "victim": "victim",
    "witness": "witness",
}


def words_of(signed: SignedAct) -> str:
    """The act as one text: court, day, number, then its words. Model data is said to be so in its first line."""
    header = header_of_signed(signed)
    with override(signed.language):
        day = (
            date_format(header.date, "j E Y")
            if signed.language == "ru"
            else date_format(header.date, "d.m.Y")
        )
    head = [header.court, f"{day}   № {header.number}   {header.place}".strip(), header.neutral]
    return "\n".join(one for one in head if one) + "\n\n" + signed.words.plain()


def known_people(publication: Publication) -> list[KnownPerson]:
    """The people of the case with their roles, numbers and ages, and who acts for them."""
    proceeding = publication.proceeding
    if proceeding is None:
        return []
    found: list[KnownPerson] = []
    today = timezone.localdate(publication.gathered_at)
    people = Party.objects.filter(case_id=proceeding.case_id, kind=Party.Kind.PERSON)
    for party in people:
        minor = party.birth_date is not None and (today - party.birth_date).days < ADULT * 365.25
        numbers = (party.iin, party.phone, party.email, party.address)
        found.append(
            KnownPerson(
                party.name,
                ROLES.get(party.role, "person"),
                minor=minor,
                born=party.birth_date,
                identifiers=tuple(one for one in numbers if one),
            )
        )
    acting = Representation.objects.filter(party__case_id=proceeding.case_id).select_related("representative")
    names = {one.representative.full_name for one in acting}
    named = {one.name for one in found}
    found += [KnownPerson(name, "representative") for name in sorted(names) if name and name not in named]
    return found


def officials_of(signed: SignedAct) -> list[str]:
    """The panel, whose names stay (GPK 226)."""
    header = header_of_signed(signed)
    names = [judge.name for judge in header.judges]
    return [*names, *([header.secretary] if header.secretary else [])]
