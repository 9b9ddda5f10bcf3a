"""Invented people, companies and state bodies of the model country, with their names in every case of ru and kk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as Date
from functools import cache, lru_cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from tarazy.jurimetrics.decision import PartyKind
from tarazy.law.identifiers import complete
from tarazy.law.wording import kazakh

_RU_CASES = {
    "g": Case.GENITIVE,
    "d": Case.DATIVE,
    "a": Case.ACCUSATIVE,
    "i": Case.INSTRUMENTAL,
    "p": Case.PREPOSITIONAL,
}
RU_CASES = "ngdaip"


def _cases(forms: str) -> dict[str, str]:
    """Six forms parted by bars, by case letter."""
    return dict(zip(RU_CASES, forms.split("|"), strict=True))


_LLP_RU = _cases("Товарищество|Товарищества|Товариществу|Товарищество|Товариществом|Товариществе")
_JSC_RU = _cases(
    "Акционерное общество|Акционерного общества|Акционерному обществу|Акционерное общество|Акционерным обществом|"
    "Акционерном обществе"
)
_UTILITY_RU = _cases(
    "Государственное коммунальное предприятие|Государственного коммунального предприятия|"
    "Государственному коммунальному предприятию|Государственное коммунальное предприятие|"
    "Государственным коммунальным предприятием|Государственном коммунальном предприятии"
)
_IE_RU = _cases(
    "индивидуальный предприниматель|индивидуального предпринимателя|индивидуальному предпринимателю|"
    "индивидуального предпринимателя|индивидуальным предпринимателем|индивидуальном предпринимателе"
)
_BAILIFF_RU = _cases(
    "частный судебный исполнитель|частного судебного исполнителя|частному судебному исполнителю|"
    "частного судебного исполнителя|частным судебным исполнителем|частном судебном исполнителе"
)


@cache
def _names() -> dict[str, Any]:
    text = files("tarazy.modelcourt").joinpath("names.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def _maker() -> Any:
    return PetrovichDeclinationMaker()


@lru_cache(maxsize=16384)
def _decline_ru(part: str, female: bool, case: str, word: str) -> str:
    if case == "n":
        return word
    if (
        female and word.endswith("ь") and part == "FIRSTNAME"
    ):  # Айгуль, Асель: soft third declension is not used
        return word
    gender = Gender.FEMALE if female else Gender.MALE
    return str(_maker().make(NamePart[part], gender, _RU_CASES[case], word))


Forms = tuple[tuple[str, str], ...]  # full and short form in each case of a language


class Name:
    """A name that can be put in a case; the forms of a language are made when first asked for."""

    __slots__ = ("_kk", "_make_kk", "_make_ru", "_ru")

    def __init__(self, make_ru: Callable[[], Forms], make_kk: Callable[[], Forms]) -> None:
        self._make_ru = make_ru
        self._make_kk = make_kk
        self._ru: Forms | None = None
        self._kk: Forms | None = None

    @property
    def ru(self) -> Forms:
        """Full and short form in each of RU_CASES."""
        if self._ru is None:
            self._ru = self._make_ru()
        return self._ru

    @property
    def kk(self) -> Forms:
        """Full and short form in each of kazakh.CASES."""
        if self._kk is None:
            self._kk = self._make_kk()
        return self._kk

    def slots(self, language: str, prefix: str) -> dict[str, str]:
        """`{prefix.n}`, `{prefix.g}` ... full forms and `{prefixs.n}` ... short ones, for templates."""
        table, cases = (self.ru, RU_CASES) if language == "ru" else (self.kk, kazakh.CASES)
        out: dict[str, str] = {}
        for case, (full, short) in zip(cases, table, strict=True):
            out[f"{prefix}.{case}"] = full
            out[f"{prefix}s.{case}"] = short
        return out

    def nominative(self, language: str) -> str:
        """The full name in the nominative."""
        return self.ru[0][0] if language == "ru" else self.kk[0][0]


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who takes part in a case: name, what it is, IIN or BIN, birth date for people, address."""

    name: Name
    kind: PartyKind
    identifier: str
    female: bool = False
    born: Date | None = None
    address_ru: str = ""
    address_kk: str = ""


def model_iin(rng: Random, born: Date, female: bool) -> str:
    """A valid IIN in the reserved range: running number 9000–9999."""
    century = (3 if born.year < 2000 else 5) + female
    while True:
        digits = f"{born:%y%m%d}{century}9{rng.randrange(1000):03d}"
        number = complete(digits)
        if number is not None:
            return number


def model_bin(rng: Random, state: bool = False) -> str:
    """A valid BIN in the reserved range: running number 99000–99999."""
    while True:
        digits = (
            f"{rng.randrange(3, 23):02d}{rng.randrange(1, 13):02d}{4}{int(state)}99{rng.randrange(1000):03d}"
        )
        number = complete(digits)
        if number is not None:
            return number


def _person_name(rng: Random, female: bool, russian: bool) -> Name:
    names = _names()
    if russian:
        surname_ru = surname_kk = rng.choice(names["russian_surnames"])
        given_ru = given_kk = rng.choice(names["russian_f" if female else "russian_m"])
        stem = rng.choice(names["russian_patronymic_stems"])
        soft = stem[-1] in "еиь"
        tail = ("евна" if soft else "овна") if female else ("евич" if soft else "ович")
        father_ru = father_kk = stem + tail
        indeclinable = False
    else:
        head = rng.choice(names["surname_heads"])
        tail_pair = rng.choice(names["surname_tails"])
        surname_ru, surname_kk = head[0] + tail_pair[0], head[1] + tail_pair[1]
        if surname_ru[-1] in "иы":
            surname_ru, surname_kk = surname_ru[:-1] + "ин", surname_kk[:-1] + "ин"
        else:
            ending = "ев" if surname_ru[-1] == "й" else "ов"
            surname_ru = (surname_ru[:-1] if surname_ru[-1] == "й" else surname_ru) + ending
            surname_kk = (surname_kk[:-1] if surname_kk[-1] == "й" else surname_kk) + ending
        given_ru, given_kk = rng.choice(names["given_f" if female else "given_m"])
        father = rng.choice(names["given_m"])
        indeclinable = rng.random() < 0.45
        if indeclinable:
            father_ru = father[0] + ("кызы" if female else "улы")
            father_kk = father[1] + ("қызы" if female else "ұлы")
        else:
            father_ru = father_kk = father[0] + ("овна" if female else "ович")
    if female:
        adjective = surname_ru.endswith("ский")
        surname_ru = surname_ru[:-2] + "ая" if adjective else surname_ru + "а"
        surname_kk = surname_kk[:-2] + "ая" if adjective else surname_kk + "а"
    initials_ru = f"{given_ru[0]}.{father_ru[0]}."
    initials_kk = f"{given_kk[0]}.{father_kk[0]}."

    def make_ru() -> Forms:
        out = []
        for case in RU_CASES:
            surname = _decline_ru("LASTNAME", female, case, surname_ru)
            given = _decline_ru("FIRSTNAME", female, case, given_ru)
            father = father_ru if indeclinable else _decline_ru("MIDDLENAME", female, case, father_ru)
            out.append((f"{surname} {given} {father}", f"{surname} {initials_ru}"))
        return tuple(out)

    def make_kk() -> Forms:
        full = f"{surname_kk} {given_kk} {father_kk}"
        inflect = kazakh.decline_possessed if father_kk.endswith(("ұлы", "қызы")) else kazakh.decline
        return tuple(
            (inflect(full, case), f"{initials_kk} {kazakh.decline(surname_kk, case)}")
            for case in kazakh.CASES
        )

    return Name(make_ru, make_kk)


def _address(rng: Random, town: tuple[str, str]) -> tuple[str, str]:
    names = _names()
    street = rng.randrange(len(names["streets"]))
    house, flat = rng.randrange(1, 180), rng.randrange(1, 120)
    return (
        f"{town[0]}, улица {names['streets'][street]}, дом {house}, квартира {flat}",
        f"{town[1]}, {names['streets_kk'][street]} көшесі, {house}-үй, {flat}-пәтер",
    )


def person(rng: Random, town: tuple[str, str], female: bool | None = None, adult_on: int = 2023) -> Actor:
    """A person of 22 to 67 years with a valid model IIN and an address in the town."""
    woman = rng.random() < 0.5 if female is None else female
    born = Date(adult_on - rng.randrange(22, 67), rng.randrange(1, 13), rng.randrange(1, 29))
    name = _person_name(rng, woman, rng.random() < 0.24)
    return Actor(name, PartyKind.PERSON, model_iin(rng, born, woman), woman, born, *_address(rng, town))


def _quoted(
    rng: Random, ru_form: dict[str, str], kk_full: str, kk_short: str, ru_short: str, quoted: str
) -> Name:
    """Name of an organisation: the declined Russian head, the Kazakh tail in its possessive, and short forms."""
    spelled = rng.random() < 0.5
    short_ru, short = f"{ru_short} {quoted}", f"{quoted} {kk_short}"

    def make_ru() -> Forms:
        return tuple((f"{ru_form[case]} {quoted}" if spelled else short_ru, short_ru) for case in RU_CASES)

    def make_kk() -> Forms:
        full = f"{quoted} {kk_full}"
        return tuple(
            (
                kazakh.decline_possessed(full, case) if spelled else _abbreviated(short, case),
                _abbreviated(short, case),
            )
            for case in kazakh.CASES
        )

    return Name(make_ru, make_kk)


_ABBREVIATION = {"n": "", "g": "-ның", "d": "-ға", "a": "-ны", "l": "-да", "b": "-дан", "i": "-мен"}


def _abbreviated(short: str, case: str) -> str:
    """ЖШС, АҚ, МҚҰ and the like take back endings after a hyphen."""
    return short + _ABBREVIATION[case]


def company(rng: Random, town: tuple[str, str]) -> Actor:
    """A limited liability partnership with an invented name and a valid model BIN."""
    names = _names()
    head, tail = rng.choice(names["company_heads"]), rng.choice(names["company_tails"])
    number = f"-{rng.randrange(2, 99)}" if rng.random() < 0.2 else ""
    quoted = f"«{head[0]}{' ' + tail if tail else ''}{number}»"
    form = {case: f"{word} с ограниченной ответственностью" for case, word in _LLP_RU.items()}
    name = _quoted(rng, form, "жауапкершілігі шектеулі серіктестігі", "ЖШС", "ТОО", quoted)
    return Actor(name, PartyKind.COMPANY, model_bin(rng), False, None, *_address(rng, town))


def lender(rng: Random, town: tuple[str, str], heads: str) -> Actor:
    """A bank, microfinance organisation, insurer or utility: `heads` names the list of invented names."""
    names = _names()
    base = rng.choice(names["bank_heads" if heads == "insurer" else heads])
    llp = ("жауапкершілігі шектеулі серіктестігі", "ЖШС", "ТОО")
    jsc = ("акционерлік қоғамы", "АҚ", "АО")
    if heads == "microfinance_heads":
        form = {case: f"{word} с ограниченной ответственностью" for case, word in _LLP_RU.items()}
        name = _quoted(rng, form, *llp, f"«Микрофинансовая организация {base}»")
    elif heads == "utility_heads":
        name = _quoted(rng, _UTILITY_RU, "мемлекеттік коммуналдық кәсіпорны", "МКК", "ГКП", f"«{base}»")
    elif heads == "insurer":
        name = _quoted(rng, _JSC_RU, *jsc, f"«Страховая компания {base}»")
    else:
        name = _quoted(rng, _JSC_RU, *jsc, f"«{base} Банк»")
    kind = PartyKind.BANK if heads in ("bank_heads", "microfinance_heads") else PartyKind.COMPANY
    return Actor(name, kind, model_bin(rng), False, None, *_address(rng, town))


def _titled(
    base: Actor, titles: dict[str, str], short_ru: str, title_kk: str, short_kk: str, kind: PartyKind
) -> Actor:
    """The person with a title before the name."""

    def make_ru() -> Forms:
        pairs = zip(RU_CASES, base.name.ru, strict=True)
        return tuple((f"{titles[case]} {full}", f"{short_ru} {short}") for case, (full, short) in pairs)

    def make_kk() -> Forms:
        return tuple((f"{title_kk} {full}", f"{short_kk} {short}") for full, short in base.name.kk)

    return replace(base, name=Name(make_ru, make_kk), kind=kind)


def entrepreneur(rng: Random, town: tuple[str, str]) -> Actor:
    """An individual entrepreneur, named by the person."""
    return _titled(person(rng, town), _IE_RU, "ИП", "жеке кәсіпкер", "ЖК", PartyKind.ENTREPRENEUR)


def bailiff(rng: Random, town: tuple[str, str]) -> Actor:
    """A private bailiff."""
    return _titled(person(rng, town), _BAILIFF_RU, "ЧСИ", "жеке сот орындаушысы", "ЖСО", PartyKind.PERSON)


def state_body(rng: Random, body: str, town: tuple[str, str]) -> Actor:
    """A state body of the sort named in names.yaml, of the given town; its Russian name stays in the nominative."""
    form = rng.choice(_names()["state_bodies"][body])
    place_ru = town[0].replace("город ", "города ").replace("село ", "села ").replace("поселок ", "поселка ")
    ru_name = form[0].format(town=place_ru)
    kk_name = form[1].format(town=town[1])
    name = Name(
        lambda: tuple((ru_name, ru_name) for _ in RU_CASES),
        lambda: tuple((_abbreviated(kk_name, case), _abbreviated(kk_name, case)) for case in kazakh.CASES),
    )
    return Actor(name, PartyKind.STATE_BODY, model_bin(rng, state=True), False, None, *_address(rng, town))


def child(rng: Random) -> tuple[str, str]:
    """A given name of a child in ru and kk."""
    pair = rng.choice(_names()["given_f" if rng.random() < 0.5 else "given_m"])
    return pair[0], pair[1]


def street(number: int, house: int, language: str) -> str:
    """An address within a town: street and house."""
    names = _names()
    if language == "ru":
        return f"улица {names['streets'][number]}, дом {house}"
    return f"{names['streets_kk'][number]} көшесі, {house}-үй"
