"""What the stand-in registers know: a record for each enforcement proceeding, with its people and organisations.

Everybody here is invented. A record is plain JSON, so that a demo, a test or a trial on one machine can add its own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tarazy.law import Sex, bin_for, iin_for
from tarazy.robot.sources.registers import HERE

Record = dict[str, Any]


@cache
def _names() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("names.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def model_records(
    count: int, *, now: datetime, court: str, bailiff: str, seed: int = 0, of_entities: float = 0.2
) -> Iterator[Record]:
    """`count` enforcement proceedings ripe for a travel ban on `now`, before the bailiff with this IIN, in the court.

    `of_entities` is the share in which the debtor is an organisation and the ban is asked for its head.
    """
    chance = random.Random(f"{seed} {court}")
    for serial in range(1, count + 1):
        yield a_record(
            f"{court}-{now:%y}-{seed % 100:02d}{serial:06d}",
            now=now, court=court, bailiff=bailiff, chance=chance, entity=chance.random() < of_entities,
        )  # fmt: skip


def a_record(
    number: str,
    *,
    now: datetime,
    court: str,
    bailiff: str,
    chance: random.Random | None = None,
    entity: bool = False,
    **changes: Any,
) -> Record:
    """One proceeding that meets every condition of a travel ban on `now`; `changes` replace fields of it."""
    chance = chance or random.Random(number)
    today = now.astimezone(HERE).date()
    person = a_person(chance)
    left = chance.randrange(200_000, 6_000_000) * 100
    record: Record = {
        "number": number,
        "state": "OPEN",
        "opened_on": (today - timedelta(days=chance.randrange(60, 400))).isoformat(),
        "document": {"kind": chance.choice(("WRIT", "COURT_ORDER")), "valid": True,
                     "number": f"{chance.randrange(1000, 9999)}", "issued_on": (today - timedelta(days=450)).isoformat()},
        "person": person,
        "debtor": person["iin"],
        "entity": None,
        "left": left,
        "total": left + chance.randrange(0, 300_000) * 100,
        "periodic": False,
        "unpaid_months": 0,
        "last_payment_on": None,
        "court": court,
        "region": "almaty_city",
        "bailiff": bailiff,
        "creditor": chance.choice(_names()["creditors"]),
        "bans": [],
        "notice": {"form": "TRAVEL_BAN_NOTICE", "channel": chance.choice(("SMS", "GAIS", "EMAIL", "MAIL")),
                   "sent_on": (today - timedelta(days=21)).isoformat(),
                   "delivered_on": (today - timedelta(days=20)).isoformat(), "report": "DELIVERED"},
        "faults": {},
    }  # fmt: skip
    if entity:
        firm = an_entity(chance, person["iin"], today)
        record |= {"entity": firm, "debtor": firm["bin"]}
    return record | changes


def a_person(chance: random.Random) -> Record:
    """An invented adult with an IIN that has its check digit."""
    names = _names()
    sex = chance.choice((Sex.FEMALE, Sex.MALE))
    key = "women" if sex is Sex.FEMALE else "men"
    iin = None
    while iin is None:
        born = Date(chance.randrange(1965, 2001), chance.randrange(1, 13), chance.randrange(1, 29))
        iin = iin_for(born, sex, chance.randrange(1, 9999))
    family, given, patronymic = (
        chance.choice(names[key][part]) for part in ("family", "given", "patronymic")
    )
    return {
        "iin": iin, "family": family, "given": given, "patronymic": patronymic, "birth_date": born.isoformat(),
        "alive": True, "capable": True, "country": "398", "region": "almaty_city",
        "address": f"{names['town']}, {chance.choice(names['streets'])}, {chance.randrange(1, 200)}",
    }  # fmt: skip


def an_entity(chance: random.Random, head: str, today: Date) -> Record:
    """An invented organisation with its head."""
    number = None
    while number is None:
        number = bin_for(
            Date(chance.randrange(2004, 2022), chance.randrange(1, 13), 1), chance.randrange(1, 99_999)
        )
    return {
        "bin": number, "name": f"ТОО «{chance.choice(_names()['firms'])}»", "status": "REGISTERED",
        "heads": [{"iin": head, "post": "HEAD", "from": (today - timedelta(days=900)).isoformat(), "to": None}],
        "founders": [head], "address": f"{_names()['town']}, {chance.choice(_names()['streets'])}, 7",
    }  # fmt: skip
