"""Who sues whom in a filled case, and who files for them."""

from __future__ import annotations

from random import Random

from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import Party, PartyRole, Representation, Side
from tarazy.modelcourt.filling.cast import Cast
from tarazy.modelcourt.filling.plans import Plan
from tarazy.modelcourt.people import company, person, state_body
from tarazy.people.models import Organisation, User
from tarazy.people.permissions import Role

TOWN = ("город Алматы", "Алматы қаласы")
ROLES: dict[str, tuple[str, str]] = {
    "order": (PartyRole.CREDITOR, PartyRole.DEBTOR),
    "special": (PartyRole.APPLICANT, PartyRole.INTERESTED),
    "sanction": (PartyRole.BAILIFF, PartyRole.DEBTOR),
    "offence": (PartyRole.STATE_BODY, PartyRole.ACCUSED),
    "criminal": (PartyRole.PROSECUTOR, PartyRole.ACCUSED),
}
WITH_ACCOUNT = 0.6  # of the people on the defence's side
ON_PAPER = 0.12  # of the claims of people


class Disputants:
    """Chooses the parties of a plan by its own seed."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._by_name = {user.email.split("@")[0]: user for user in User.objects.filter(is_model=True)}

    def of(self, plan: Plan) -> tuple[PartyData, PartyData, User | None]:
        """The claim's side, the defence's side, and who files: None for somebody without an account."""
        rng = Random(f"{plan.rng_seed}/who")
        claim_role, defence_role = ROLES.get(plan.kind, (PartyRole.CLAIMANT, PartyRole.DEFENDANT))
        left, right = plan.subject.who
        claim, by = self._claim(plan, left, claim_role, rng)
        while True:
            defence = self._defence(plan, right, defence_role, rng)
            if (defence.iin or defence.bin) != (claim.iin or claim.bin):
                return claim, defence, by

    def acting(self, party: Party) -> User | None:
        """The account that files papers for a party; None where the registry takes them on paper."""
        if party.user_id:
            return party.user
        if party.organisation_id:
            head = party.organisation.memberships.filter(is_head=True).select_related("user").first()
            return head.user if head else None
        return None

    def _claim(self, plan: Plan, who: str, role: str, rng: Random) -> tuple[PartyData, User | None]:
        named = self._by_name.get(plan.claimant)
        if named is not None:
            return self._person(named, role), named
        if who == "lender":
            assert self.cast.lender is not None
            return self._organisation(self.cast.lender, role, represented=rng.random() < 0.5)
        if who == "company":
            assert self.cast.company is not None
            if rng.random() < 0.55:
                return self._organisation(self.cast.company, role, represented=rng.random() < 0.4)
            return self._invented(plan, company(rng, TOWN), role, Party.Kind.COMPANY), None
        office = {"bailiff": Role.BAILIFF, "prosecutor": Role.PROSECUTOR, "body": Role.INVESTIGATOR}.get(who)
        if office is not None:
            user = rng.choice(self.cast.by_role[office])
            return self._person(user, role, side=Side.CLAIM), user
        if rng.random() < ON_PAPER:
            return self._invented(plan, person(rng, TOWN), role, Party.Kind.PERSON), None
        user = rng.choice(self.cast.parties)
        return self._person(user, role), user

    def _defence(self, plan: Plan, who: str, role: str, rng: Random) -> PartyData:
        named = self._by_name.get(plan.defendant)
        if named is not None:
            return self._person(named, role)
        if who == "company":
            if rng.random() < 0.2 and self.cast.company is not None:
                return self._organisation(self.cast.company, role, represented=False)[0]
            return self._invented(plan, company(rng, TOWN), role, Party.Kind.COMPANY)
        if who == "body":
            body = state_body(rng, rng.choice(("akimat", "land", "tax")), TOWN)
            return self._invented(plan, body, role, Party.Kind.STATE_BODY)
        if who == "bailiff":
            return self._person(rng.choice(self.cast.by_role[Role.BAILIFF]), role)
        if rng.random() < WITH_ACCOUNT:
            return self._person(rng.choice(self.cast.parties), role)
        return self._invented(plan, person(rng, TOWN), role, Party.Kind.PERSON)

    def _person(self, user: User, role: str, side: str = "") -> PartyData:
        power = self.cast.power
        represented = power is not None and power.principal_user_id == user.pk
        return PartyData(
            role=role,
            side=side,
            name=user.full_name,
            iin=user.iin or "",
            user_id=user.pk,
            address=user.address,
            phone=user.phone,
            email=user.email,
            language=user.language,
            representative_id=power.representative_id if power and represented and not side else None,
            power_id=power.pk if power and represented and not side else None,
        )

    def _organisation(self, one: Organisation, role: str, *, represented: bool) -> tuple[PartyData, User]:
        head = one.memberships.get(is_head=True).user
        power = one.powers_given.filter(accepted_at__isnull=False, revoked_at=None).first()
        acts = power if represented else None
        data = PartyData(
            role=role,
            name=one.name,
            kind=Party.Kind.COMPANY,
            bin=one.bin,
            organisation_id=one.pk,
            address=one.address,
            email=one.email,
            representative_id=acts.representative_id if acts else None,
            ground=Representation.Ground.POWER,
            power_id=acts.pk if acts else None,
        )
        return data, acts.representative if acts else head

    def _invented(self, plan: Plan, actor: object, role: str, kind: str) -> PartyData:
        name, identifier = actor.name.nominative(plan.language), actor.identifier  # type: ignore[attr-defined]
        human = kind == Party.Kind.PERSON
        return PartyData(
            role=role,
            side=Side.CLAIM if role == PartyRole.STATE_BODY else "",
            name=name,
            kind=kind,
            iin=identifier if human else "",
            bin="" if human else identifier,
            address=actor.address_ru,  # type: ignore[attr-defined]
            language=plan.language,
        )
