"""The people of the model court with accounts: a few of every role, and those who go to court."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from tarazy.courts.models import Judge, Section
from tarazy.modelcourt import country
from tarazy.modelcourt.people import Actor, company, lender, person
from tarazy.people.models import Language, Membership, Organisation, PowerOfAttorney, RoleGrant, User
from tarazy.people.permissions import Role

ADDRESS = "model.tarazy.kz"
DISTRICT, SECOND_DISTRICT, ECONOMIC, ADMINISTRATIVE, OFFENCES = "7511", "7516", "7580", "7582", "7583"
APPEAL, CASSATION, CASSATION_ADMINISTRATIVE = "7599", "6002", "6004"
# The courts where model people work; the others have judges only. In this order they are offered to sign in as.
STAFFED = (
    DISTRICT,
    ECONOMIC,
    ADMINISTRATIVE,
    APPEAL,
    CASSATION,
    SECOND_DISTRICT,
    OFFENCES,
    CASSATION_ADMINISTRATIVE,
)
STAFF = (
    (Role.REGISTRY_CLERK, "clerk", 2),
    (Role.JUDGE_ASSISTANT, "assistant", 2),
    (Role.HEARING_SECRETARY, "secretary", 1),
)
BY_OFFICE = (
    (Role.REPRESENTATIVE, "representative", 2),
    (Role.ADVOCATE, "advocate", 3),
    (Role.BAILIFF, "bailiff", 2),
    (Role.PROSECUTOR, "prosecutor", 2),
    (Role.INVESTIGATOR, "investigator", 2),
    (Role.MEDIATOR, "mediator", 2),
    (Role.TRAINEE, "trainee", 2),
    (Role.MENTOR, "mentor", 1),
    (Role.EXAMINER, "examiner", 1),
    (Role.AUDITOR, "auditor", 1),
    (Role.OPERATOR, "operator", 1),
)
CITIZENS = 6  # those offered to sign in as; their cases are told with care
PARTIES = 60  # others with an account, to sue and be sued
NOBODY = make_password(None)
ALL_SCOPES = [str(scope) for scope in PowerOfAttorney.Scope]


@dataclass
class Cast:
    """Who is there, by what they are."""

    citizens: list[User] = field(default_factory=list)
    parties: list[User] = field(default_factory=list)
    by_role: dict[Role, list[User]] = field(default_factory=dict)
    staff: dict[tuple[str, Role], list[User]] = field(default_factory=dict)
    lender: Organisation | None = None
    company: Organisation | None = None
    power: PowerOfAttorney | None = None
    company_power: PowerOfAttorney | None = None

    def one(self, role: Role) -> User:
        """The first who holds a role of no court."""
        return self.by_role[role][0]

    def of(self, court: str, role: Role) -> list[User]:
        """Who holds a role in a court."""
        return self.staff.get((court, role), [])


def split_name(name: str) -> tuple[str, str, str]:
    """Family name, given name, patronymic of a model person."""
    family, given, *rest = name.split(" ")
    return family, given, " ".join(rest)


def fill_people(seed: int, now: datetime) -> Cast:
    """Accounts, roles, organisations, powers of attorney; those that are there already stay as they are."""
    with transaction.atomic():
        if not User.objects.filter(is_model=True).exists():
            _make(seed, now)
    return read_cast()


def read_cast() -> Cast:
    """The people who are there."""
    cast = Cast()
    users = User.objects.filter(is_model=True).order_by("pk")
    for user in users:
        name = user.email.split("@")[0]
        if name.startswith("citizen"):
            cast.citizens.append(user)
        elif name.startswith("party"):
            cast.parties.append(user)
    for grant in RoleGrant.objects.filter(user__is_model=True).select_related("user").order_by("user_id"):
        role = Role(grant.role)
        if grant.court_code:
            cast.staff.setdefault((grant.court_code, role), []).append(grant.user)
        else:
            cast.by_role.setdefault(role, []).append(grant.user)
    heads = [user for user in users if user.email.startswith("head")]
    cast.by_role[Role.COMPANY] = heads
    organisations = [head.memberships.get().organisation for head in heads]
    cast.lender, cast.company = organisations[:2]
    powers = PowerOfAttorney.objects.filter(representative__is_model=True, revoked_at=None)
    day = timezone.localdate()
    cast.power = powers.filter(principal_user__isnull=False, until__gte=day).first()
    cast.company_power = powers.filter(principal_organisation__isnull=False, until__gte=day).first()
    return cast


def _make(seed: int, now: datetime) -> None:
    since = now - timedelta(days=700)
    rng = Random(f"filling/people/{seed}")
    town = ("город Алматы", "Алматы қаласы")
    citizens = [
        _account(f"citizen{number}", person(rng, town), _language(number), since)
        for number in range(CITIZENS)
    ]
    User.objects.bulk_create(citizens)
    heads = [_account(f"head{number}", person(rng, town), _language(number), since) for number in range(2)]
    User.objects.bulk_create(heads)
    _judges(seed, since)
    _staff(seed, since)
    _others(rng, town, since)
    User.objects.bulk_create(
        _account(f"party{number:03d}", person(rng, town), _language(number), since)
        for number in range(PARTIES)
    )
    _organisations(rng, town, heads, since)
    _powers(now)


def _account(name: str, actor: Actor, language: str, since: datetime) -> User:
    family, given, patronymic = split_name(actor.name.nominative("kk" if language == "kk" else "ru"))
    return User(
        email=f"{name}@{ADDRESS}",
        password=NOBODY,
        iin=actor.identifier,
        family_name=family,
        given_name=given,
        patronymic=patronymic,
        address=actor.address_kk if language == "kk" else actor.address_ru,
        phone=f"+7700000{int(actor.identifier[-4:]):04d}",
        language=language,
        iin_confirmed_at=since,
        is_model=True,
        joined=since,
    )


def _language(number: int) -> str:
    return Language.KAZAKH if number % 2 == 0 else Language.RUSSIAN


def _grant(users: Iterable[User], role: Role, court: str, since: datetime) -> Iterator[RoleGrant]:
    for user in users:
        yield RoleGrant(user=user, role=role, court_code=court, since=since)


def _judges(seed: int, since: datetime) -> None:
    """An account for each judge of the staffed courts: the first of each court, then the second of each …"""
    rows = {code: list(Judge.objects.filter(court=code, dismissed=None).order_by("id")) for code in STAFFED}
    people = {code: country.judges(seed, code) for code in STAFFED}
    users, grants = [], []
    for number in range(max(map(len, rows.values()))):
        for code in STAFFED:
            if number >= len(rows[code]):
                continue
            judge = rows[code][number]
            user = _account(
                f"judge{number + 1}.{code}", people[code][number].actor, _language(number + 1), since
            )
            # The account is named as the court's list of judges names its holder.
            user.family_name, user.given_name, user.patronymic = (
                judge.family_name, judge.given_name, judge.patronymic,
            )  # fmt: skip
            users.append(user)
            grants.append((user, Role.COURT_CHAIR if judge.is_chair else Role.JUDGE, code))
            judge.user = user
    User.objects.bulk_create(users)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, court_code=code, since=since) for user, role, code in grants
    )
    Judge.objects.bulk_update([judge for found in rows.values() for judge in found], ["user"])


def _staff(seed: int, since: datetime) -> None:
    for role, name, count in STAFF:
        for number in range(count):
            for code in STAFFED:
                rng = Random(f"filling/staff/{seed}/{code}/{name}/{number}")
                known = country.clerks(seed, code)
                actor = known[number] if name == "clerk" and number < len(known) else None
                actor = actor or person(rng, ("город Алматы", "Алматы қаласы"))
                user = _account(f"{name}{number + 1}.{code}", actor, _language(number), since)
                user.save(force_insert=True)
                RoleGrant.objects.bulk_create(_grant([user], role, code, since))
                wanted = ("registry",) if role == Role.REGISTRY_CLERK else ("civil", "administrative")
                for section in Section.objects.filter(court=code, code__in=wanted):
                    section.members.add(user)


def _others(rng: Random, town: tuple[str, str], since: datetime) -> None:
    for role, name, count in BY_OFFICE:
        users = [
            _account(f"{name}{number + 1}", person(rng, town), _language(number), since)
            for number in range(count)
        ]
        User.objects.bulk_create(users)
        RoleGrant.objects.bulk_create(_grant(users, role, "", since))


def _organisations(rng: Random, town: tuple[str, str], heads: list[User], since: datetime) -> None:
    RoleGrant.objects.bulk_create(_grant(heads, Role.COMPANY, "", since))
    for head, actor in zip(heads, (lender(rng, town, "microfinance_heads"), company(rng, town)), strict=True):
        organisation = Organisation.objects.create(
            bin=actor.identifier,
            name=actor.name.nominative("ru"),
            address=actor.address_ru,
            email=f"office-{actor.identifier[-4:]}@{ADDRESS}",
        )
        Membership.objects.create(
            organisation=organisation,
            user=head,
            is_head=True,
            confirmation=Membership.Confirmation.CONFIRMED,
            confirmed_at=since,
            since=since.date(),
        )


def _powers(now: datetime) -> None:
    """Powers in force, one that ends within days, one that has ended, one that waits to be accepted."""
    today = timezone.localdate(now)
    users = {user.email.split("@")[0]: user for user in User.objects.filter(is_model=True)}
    organisations = {head: users[head].memberships.get().organisation for head in ("head0", "head1")}
    given = now - timedelta(days=600)
    rows = (
        ("citizen1", None, "representative1", -600, 300, ALL_SCOPES, True),
        ("citizen2", None, "representative2", -90, 4, ["read", "file"], True),
        ("citizen3", None, "advocate1", -400, -20, ALL_SCOPES, True),
        ("citizen0", None, "advocate2", -1, 364, ["read", "file", "settle"], False),
        (None, "head0", "advocate1", -600, 500, ALL_SCOPES, True),
        (None, "head1", "representative1", -300, 200, ["read", "file", "sign_claim", "appeal"], True),
    )
    PowerOfAttorney.objects.bulk_create(
        PowerOfAttorney(
            principal_user=users.get(who or ""),
            principal_organisation=organisations.get(head or ""),
            representative=users[to],
            since=today + timedelta(days=begins),
            until=today + timedelta(days=ends),
            scope=scope,
            given_at=given if begins < -100 else now - timedelta(days=-begins),
            accepted_at=(now - timedelta(days=-begins)) if accepted else None,
        )
        for who, head, to, begins, ends, scope, accepted in rows
    )
