"""Courts, sections, rooms and judges of the model country as rows: the same that the model acts name."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime, timedelta
from functools import cache
from random import Random

from django.db import transaction
from django.utils import timezone

from tarazy.courts.models import Absence, Court, CourtKind, Instance, Judge, Room, Section
from tarazy.law import load
from tarazy.ledger import append
from tarazy.modelcourt import country
from tarazy.modelcourt.filling.cast import split_name

CASSATION_CIVIL, CASSATION_ADMINISTRATIVE, SUPREME = "6002", "6004", "6001"
ADDRESS = "model.tarazy.kz"
KINDS: dict[str, tuple[CourtKind, Instance]] = {
    "district": (CourtKind.DISTRICT, Instance.FIRST),
    "economic": (CourtKind.ECONOMIC, Instance.FIRST),
    "juvenile": (CourtKind.JUVENILE, Instance.FIRST),
    "administrative": (CourtKind.ADMINISTRATIVE, Instance.FIRST),
    "offence": (CourtKind.OFFENCES, Instance.FIRST),
    "appeal": (CourtKind.APPEAL, Instance.APPEAL),
    "cassation_civil": (CourtKind.CASSATION, Instance.CASSATION),
    "cassation_administrative": (CourtKind.CASSATION, Instance.CASSATION),
    "cassation_supreme": (CourtKind.SUPREME, Instance.CASSATION),
}
ENGLISH = {
    "economic": "Specialised Inter-district Economic Court, {region}",
    "juvenile": "Specialised Inter-district Juvenile Court, {region}",
    "administrative": "Specialised Inter-district Administrative Court, {region}",
    "offence": "Specialised Court on Administrative Offences, {region}",
    "appeal": "Court of {region}",
    "cassation_civil": "Cassation Court for Civil Cases",
    "cassation_administrative": "Cassation Court for Administrative Cases",
    "cassation_supreme": "Supreme Court of the Republic of Kazakhstan",
}
SECTIONS = {
    "registry": ("Кеңсе", "Канцелярия", "Registry"),
    "civil": ("Азаматтық істер бөлімі", "Отдел по гражданским делам", "Civil section"),
    "administrative": ("Әкімшілік істер бөлімі", "Отдел по административным делам", "Administrative section"),
    "archive": ("Мұрағат", "Архив", "Archive"),
}
_LATIN = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        [
            "a",
            "ä",
            "b",
            "v",
            "g",
            "ğ",
            "d",
            "e",
            "yo",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "q",
            "l",
            "m",
            "n",
            "ng",
            "o",
            "ö",
            "p",
            "r",
            "s",
            "t",
            "u",
            "u",
            "ü",
            "f",
            "kh",
            "h",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "i",
            "_",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


def fill_seats(seed: int, now: datetime) -> int:
    """Every court with its sections, rooms, judges and absences; how many courts. What is there already stays."""
    with transaction.atomic():
        there = set(Court.objects.values_list("code", flat=True))
        new = [one for one in country.courts() if one.code not in there]
        # Higher courts first: a court names the one above it.
        rank = {Instance.CASSATION: 0, Instance.APPEAL: 1, Instance.FIRST: 2}
        new.sort(key=lambda one: (rank[KINDS[one.kind][1]], one.code))
        Court.objects.bulk_create(_court(one) for one in new)
        Section.objects.bulk_create(_section(one.code, code) for one in new for code in _sections(one.kind))
        Room.objects.bulk_create(
            Room(court_id=one.code, name=str(100 + number), seats=12 + 8 * number)
            for one in new
            for number in range(1, 4)
        )
        judges = [judge for one in new for judge in _judges(seed, one.code, timezone.localdate(now))]
        Judge.objects.bulk_create(judges)
        _absences(seed, [one.code for one in new], now)
    return len(new)


def _court(one: country.Court) -> Court:
    kind, instance = KINDS[one.kind]
    return Court(
        code=one.code,
        kind=kind,
        instance=instance,
        region=one.region,
        name_kk=one.name("kk"),
        name_ru=one.name("ru"),
        name_en=english_name(one),
        address=one.town[0],
        email=f"court-{one.code}@{ADDRESS}",
        higher_id=_higher(one),
        is_model=True,
    )


def english_name(one: country.Court) -> str:
    """The name of a model court in English."""
    region = next(row.names["en"] for row in load("kz").regions if row.id == one.region)
    if one.kind in ENGLISH:
        return ENGLISH[one.kind].format(region=region)
    return f"{in_latin(_own_name(one.code))} {_sort(one.code)} Court, {region}"


def in_latin(text: str) -> str:
    """Kazakh or Russian in Latin letters, for names in English."""
    out = "".join(_LATIN.get(char, char) for char in text.lower()).replace("_", "")
    return " ".join(word[:1].upper() + word[1:] for word in out.split())


@cache
def _rows() -> dict[str, tuple[str, str]]:
    """(Kazakh name, kind) of each district court by its code."""
    found = {}
    for row in country.load_country()["regions"].values():
        for number, (_, kind, kk, *_rest) in enumerate(row["districts"]):
            found[f"{row['code']}{10 + number}"] = (kk, kind)
    return found


def _own_name(code: str) -> str:
    return _rows()[code][0]


def _sort(code: str) -> str:
    return "City" if _rows()[code][1] == "g" else "District"


def _higher(one: country.Court) -> str | None:
    if one.kind == "appeal":
        return CASSATION_CIVIL
    if one.kind.startswith("cassation"):
        return None if one.code == SUPREME else SUPREME
    return country.appeal_court(one.region).code


def _sections(kind: str) -> tuple[str, ...]:
    if kind in ("economic", "juvenile", "cassation_civil"):
        return ("registry", "civil", "archive")
    if kind in ("administrative", "offence", "cassation_administrative"):
        return ("registry", "administrative", "archive")
    return tuple(SECTIONS)


def _section(court: str, code: str) -> Section:
    kk, ru, en = SECTIONS[code]
    return Section(court_id=court, code=code, name_kk=kk, name_ru=ru, name_en=en)


def _judges(seed: int, code: str, today: Date) -> list[Judge]:
    rng = Random(f"filling/judges/{seed}/{code}")
    found = []
    for number, one in enumerate(country.judges(seed, code)):
        family, given, patronymic = split_name(one.actor.name.nominative("ru"))
        found.append(
            Judge(
                court_id=code,
                family_name=family,
                given_name=given,
                patronymic=patronymic,
                is_chair=number == 0,
                appointed=today - timedelta(days=rng.randrange(1200, 5000)),
            )
        )
    return found


def _absences(seed: int, codes: list[str], now: datetime) -> None:
    """In some courts a judge was away, is away today, or will be; each entry stands in the ledger as any other."""
    today = timezone.localdate(now)
    rows = []
    for judge in Judge.objects.filter(court__in=codes, is_chair=False).order_by("court", "id"):
        rng = Random(f"filling/absence/{seed}/{judge.court_id}/{judge.family_name}/{judge.given_name}")
        if rng.random() >= 0.16:
            continue
        begin = today - timedelta(days=rng.choice((160, 90, 40)))
        kind = rng.choice((Absence.Kind.LEAVE, Absence.Kind.ILLNESS, Absence.Kind.STUDY, Absence.Kind.TRIP))
        rows.append(_absence(judge, kind, begin, rng.randrange(4, 24), now))
    Absence.objects.bulk_create(rows)


def _absence(judge: Judge, kind: str, since: Date, days: int, now: datetime) -> Absence:
    until = since + timedelta(days=days)
    entered = timezone.make_aware(datetime(since.year, since.month, since.day, 9)) - timedelta(days=3)
    with transaction.atomic():
        append(
            judge.court_id,
            "absence.recorded",
            {
                "judge": str(judge.uuid),
                "kind": str(kind),
                "since": since.isoformat(),
                "until": until.isoformat(),
                "late": False,
            },
            at=min(entered, now),
        )
    return Absence(judge=judge, kind=kind, since=since, until=until, entered_at=min(entered, now))
