"""Decisions and whole cases made in code, with the truth known, for the tests of the room."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from tarazy.jurimetrics.decision import (
    Claim,
    Decision,
    Found,
    Instance,
    Kind,
    Money,
    NormRef,
    Outcome,
    PartName,
    Party,
    PartyKind,
    PartyRole,
    Review,
    Reviewed,
    Span,
)

KIND = {
    Instance.FIRST: Kind.JUDGMENT,
    Instance.APPEAL: Kind.APPEAL_RULING,
    Instance.CASSATION: Kind.CASSATION_RULING,
}


def claim(
    type: str, amount: int | None = None, outcome: Outcome | None = None, awarded: int | None = None
) -> Claim:
    return Claim(
        demand=type,
        type=type,
        amount=Money(amount=Decimal(amount)) if amount is not None else None,
        outcome=outcome,
        awarded=Money(amount=Decimal(awarded)) if awarded is not None else None,
    )


def person(name: str, role: PartyRole = PartyRole.CLAIMANT) -> Party:
    return Party(name=name, role=role, kind=PartyKind.PERSON)


def company(name: str, role: PartyRole = PartyRole.DEFENDANT) -> Party:
    return Party(name=name, role=role, kind=PartyKind.COMPANY)


def decision(
    id: str = "a",
    *,
    text: str = "",
    parts: dict[PartName, str] | None = None,
    language: str = "ru",
    instance: Instance | None = Instance.FIRST,
    court: str | None = None,
    region: str | None = None,
    on: date | None = None,
    filed: date | None = None,
    numbers: tuple[str, ...] = (),
    category: str | None = None,
    judges: tuple[str, ...] = (),
    parties: tuple[Party, ...] = (),
    claims: tuple[Claim, ...] = (),
    norms: tuple[NormRef, ...] = (),
    amounts: tuple[int, ...] = (),
    reviewed: Reviewed | None = None,
    outcome: Outcome | None = None,
    review: Review | None = None,
) -> Decision:
    """A decision; `parts` are joined into its text and get their spans."""
    spans: dict[PartName, Span] = {}
    for name, words in (parts or {}).items():
        start = len(text)
        text += words + "\n"
        spans[name] = Span(start=start, end=start + len(words))
    return Decision(
        id=id,
        text=text,
        language=language,
        parts=spans,
        instance=Found(value=instance) if instance else None,
        kind=Found(value=KIND[instance]) if instance else None,
        court=Found(value=court) if court else None,
        region=Found(value=region) if region else None,
        date=Found(value=on) if on else None,
        filed=Found(value=filed) if filed else None,
        case_numbers=tuple(Found(value=number) for number in numbers),
        category=Found(value=category) if category else None,
        judges=tuple(Found(value=judge) for judge in judges),
        parties=tuple(Found(value=party) for party in parties),
        claims=tuple(Found(value=one) for one in claims),
        norms=tuple(Found(value=norm) for norm in norms),
        amounts=tuple(Found(value=Money(amount=Decimal(amount))) for amount in amounts),
        reviewed=reviewed,
        outcome=Found(value=outcome) if outcome else None,
        review=Found(value=review) if review else None,
    )


def reference(court: str | None = None, on: date | None = None, number: str | None = None) -> Reviewed:
    return Reviewed(
        court=Found(value=court) if court else None,
        date=Found(value=on) if on else None,
        case_number=Found(value=number) if number else None,
    )


SURNAMES = [
    "Ахметов",
    "Сериков",
    "Нұрланов",
    "Байжанов",
    "Қасымов",
    "Ермеков",
    "Жүнісов",
    "Омаров",
    "Тілеубаев",
    "Исаев",
    "Петренко",
    "Ким",
    "Ли",
    "Соколов",
    "Морозов",
    "Әбдірахманов",
    "Сұлтанов",
    "Досжанов",
    "Құрманов",
    "Шәріпов",
]
GIVEN = ["Арман", "Серік", "Болат", "Нұрлан", "Данияр", "Ерлан", "Марат", "Олжас", "Тимур", "Қайрат"]
COURTS = [
    ("7510", "Нуринский районный суд города Сарытау", "Сарытау қаласы Нұра аудандық соты"),
    ("7512", "Алмалыкский районный суд города Сарытау", "Сарытау қаласы Алмалық аудандық соты"),
    ("3510", "Тасбулакский городской суд Жанаарской области", "Жаңаарқа облысы Тасбұлақ қалалық соты"),
    ("3512", "Когалинский районный суд Жанаарской области", "Жаңаарқа облысы Көғалы аудандық соты"),
]


def misspelt(text: str, chance: random.Random) -> str:
    """One letter or digit of the text swapped with its neighbour, dropped or replaced."""
    position = chance.randrange(1, len(text) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return text[:position] + text[position + 1] + text[position] + text[position + 2 :]
    if kind == 1:
        return text[:position] + text[position + 1 :]
    return text[:position] + chance.choice("0123456789") + text[position + 1 :]


def cases(
    count: int, *, seed: int = 0, noise: float = 0.1
) -> tuple[list[Decision], dict[str, str], set[str]]:
    """Acts of `count` cases, the true act under review by the id of the reviewing act, and the noisy
    references.
    """
    chance = random.Random(seed)
    acts: list[Decision] = []
    truth: dict[str, str] = {}
    noisy: set[str] = set()
    for serial in range(1, count + 1):
        code, ru, kk = chance.choice(COURTS)
        filed = date(2024, 1, 10) + timedelta(days=chance.randrange(400))
        on = filed + timedelta(days=chance.randrange(20, 120))
        name = f"{chance.choice(SURNAMES)} {chance.choice(GIVEN)}"
        parties = (
            person(name),
            company(f"ТОО «Фирма {chance.randrange(count)}»"),
        )
        number = f"{code}-{on.year % 100}-00-2/{serial}"
        amount = chance.randrange(10_000, 9_000_000)
        debt = claim("debt", amount)
        acts.append(
            decision(
                f"f{serial}",
                court=chance.choice((ru, kk)),
                on=on,
                filed=filed,
                numbers=(number,),
                parties=parties,
                claims=(debt,),
                amounts=(amount,),
                outcome=Outcome.GRANTED,
                category="loan",
            )
        )
        below, below_on, below_number, names = f"f{serial}", on, number, (ru, kk)
        for instance, mark, share in ((Instance.APPEAL, "а", 0.5), (Instance.CASSATION, "к", 0.2)):
            if chance.random() > share:
                break
            above = below_on + timedelta(days=chance.randrange(40, 100))
            said_number, said_on, said_parties = below_number, below_on, parties
            if chance.random() < noise:
                noisy.add(f"{mark}{serial}")
                said_number = misspelt(said_number, chance) if chance.random() < 0.6 else ""
                said_on += timedelta(days=chance.choice((0, 1, 3)))
                surname, given = name.split()
                said_parties = (person(f"{surname} {given[0]}."), parties[1])
            appeal_number = f"{code[:2]}99-{above.year % 100}-00-2{mark}/{serial}"
            acts.append(
                decision(
                    f"{mark}{serial}",
                    instance=instance,
                    court=f"Суд {mark} {code[:2]}",
                    on=above,
                    numbers=(appeal_number,),
                    parties=said_parties,
                    claims=(debt,),
                    amounts=(amount,),
                    reviewed=reference(chance.choice(names), said_on, said_number or None),
                    review=chance.choice(list(Review)),
                    category="loan",
                )
            )
            truth[f"{mark}{serial}"] = below
            below, below_on, below_number = f"{mark}{serial}", above, appeal_number
            names = (f"Суд {mark} {code[:2]}",) * 2
    chance.shuffle(acts)
    return acts, truth, noisy
