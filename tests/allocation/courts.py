"""Courts, judges, people and registered proceedings in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from tarazy.cases.models import Case, Party, PartyRole, Proceeding, ProceedingKind, Side
from tarazy.courts.models import Court, CourtKind, Instance, Judge
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
_numbers = count(1)


def court(code: str = "7101", **changed: object) -> Court:
    fields: dict[str, object] = {
        "kind": CourtKind.DISTRICT,
        "region": "astana",
        "name_kk": f"{code} сот",
        "name_ru": f"Суд {code}",
        "name_en": f"Court {code}",
    }
    return Court.objects.get_or_create(code=code, defaults=fields | changed)[0]


def judge(of: Court, **changed: object) -> Judge:
    number = next(_numbers)
    fields: dict[str, object] = {
        "family_name": f"Судья{number}",
        "given_name": "А",
        "appointed": date(2020, 1, 1),
    }
    return Judge.objects.create(court=of, **(fields | changed))


def person(role: Role | None = None, court_code: str = "", **changed: object) -> User:
    number = next(_numbers)
    fields: dict[str, object] = {"family_name": f"Лицо{number}", "given_name": "Б"}
    user = User.objects.create(email=f"p{number}@example.kz", **(fields | changed))
    if role:
        RoleGrant.objects.create(
            user=user, role=role, court_code=court_code, since=datetime(2020, 1, 1, tzinfo=UTC)
        )
    return user


def proceeding(of: Court, *, at: datetime = NOW, **changed: object) -> Proceeding:
    serial = next(_numbers)
    case_fields = {
        key: changed.pop(key) for key in ("category", "sealed", "extraterritorial") if key in changed
    }
    number = f"{of.code}-26-00-2/{serial}"
    filed = at - timedelta(hours=2)
    case = Case.objects.create(
        court=of,
        kind=changed.get("kind", ProceedingKind.ACTION),
        number=number,
        filed_at=filed,
        registered_at=filed,
        **case_fields,
    )
    for role, side in ((PartyRole.CLAIMANT, Side.CLAIM), (PartyRole.DEFENDANT, Side.DEFENCE)):
        Party.objects.create(
            case=case, role=role, side=side, name="Асанов Асан", joined_at=filed, access_since=filed
        )
    fields: dict[str, object] = {
        "kind": ProceedingKind.ACTION,
        "stage": "registered",
        "stage_since": filed,
        "filed_at": filed,
        "registered_at": filed,
    }
    return Proceeding.objects.create(case=case, court=of, number=number, **(fields | changed))


def courthouse(judges: int = 5, code: str = "7101") -> Court:
    of = court(code)
    for _ in range(judges):
        judge(of)
    return of


def appeal_court(judges: int = 6) -> Court:
    of = court("7199", kind=CourtKind.APPEAL, instance=Instance.APPEAL)
    for _ in range(judges):
        judge(of)
    return of
