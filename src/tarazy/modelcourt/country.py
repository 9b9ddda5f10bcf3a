"""The courts and judges of the model country, and which court a case goes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from tarazy.law.wording import kazakh
from tarazy.modelcourt.people import RU_CASES, Actor, person

_ADJECTIVE = {
    "ий": {"n": "ий", "g": "ого", "d": "ому", "a": "ий", "i": "им", "p": "ом"},
    "ый": {"n": "ый", "g": "ого", "d": "ому", "a": "ый", "i": "ым", "p": "ом"},
    "ой": {"n": "ой", "g": "ого", "d": "ому", "a": "ой", "i": "ым", "p": "ом"},
}
_COURT = {"n": "суд", "g": "суда", "d": "суду", "a": "суд", "i": "судом", "p": "суде"}


@dataclass(frozen=True, slots=True)
class Court:
    """A court: code, kind, region, names in every case of both languages, town, weight in the flow of cases."""

    code: str
    kind: str
    region: str
    ru: tuple[str, ...]
    kk: tuple[str, ...]
    town: tuple[str, str]
    weight: int

    def name(self, language: str) -> str:
        """The name in the nominative, as it begins a sentence."""
        name = self.ru[0] if language == "ru" else self.kk[0]
        return name[:1].upper() + name[1:]

    def slots(self, language: str, prefix: str) -> dict[str, str]:
        """`{prefix.n}`, `{prefix.g}` … for templates."""
        table, cases = (self.ru, RU_CASES) if language == "ru" else (self.kk, kazakh.CASES)
        return {f"{prefix}.{case}": form for case, form in zip(cases, table, strict=True)}


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge: the person and the number from which their habits of wording come."""

    actor: Actor
    habits: int


def _decline_phrase(phrase: str, case: str) -> str:
    """A Russian phrase of masculine adjectives before «суд», in the case."""
    return " ".join(word[:-2] + _ADJECTIVE[word[-2:]][case] for word in phrase.split())


def _ru_names(adjectives: str, tail: str) -> tuple[str, ...]:
    return tuple(
        " ".join(part for part in (_decline_phrase(adjectives, case), _COURT[case], tail) if part)
        for case in RU_CASES
    )


def _kk_names(base: str) -> tuple[str, ...]:
    return tuple(kazakh.decline_possessed(base + " соты", case) for case in kazakh.CASES)


@cache
def load_country() -> dict[str, Any]:
    """country.yaml as it stands."""
    text = files("tarazy.modelcourt").joinpath("country.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def courts() -> tuple[Court, ...]:
    """Every court of the country, in a fixed order."""
    country = load_country()
    out: list[Court] = []
    for region, row in country["regions"].items():
        weight = country["weights"][region]
        genitive_kk = kazakh.decline_possessed(row["kk"], "g") if row.get("city") else row["kk"]
        for number, (ru, kind, kk, town_ru, town_kk) in enumerate(row["districts"]):
            adjectives = f"{ru} {'городской' if kind == 'g' else 'районный'}"
            base = f"{genitive_kk} {kk} {'қалалық' if kind == 'g' else 'аудандық'}"
            share = max(1, weight * (2 if number == 0 else 1) // 4)
            out.append(
                Court(
                    f"{row['code']}{10 + number}", "district", region, _ru_names(adjectives, row["ru"]),
                    _kk_names(base), (town_ru, town_kk), share,
                )
            )  # fmt: skip
        seat = (row["seat"][0], row["seat"][1])
        for kind, special in country["specialised"].items():
            tail = " ".join(part for part in (special.get("tail", ""), row["ru"]) if part)
            out.append(
                Court(
                    row["code"] + special["number"], kind, region, _ru_names(special["ru"], tail),
                    _kk_names(f"{row['kk']} {special['kk']}"),
                    seat, max(1, weight // 3),
                )
            )  # fmt: skip
        if row["ru"].endswith("ской области"):
            ru_names = _ru_names(row["ru"][: -len("ой области")] + "ий областной", "")
        else:
            ru_names = _ru_names("", row["ru"])
        kk_names = (
            _kk_names(row["kk"].removesuffix(" облысы") + " облыстық")
            if "облысы" in row["kk"]
            else _kk_names(row["kk"].removesuffix(" қаласы") + " қалалық")
        )
        out.append(Court(row["code"] + "99", "appeal", region, ru_names, kk_names, seat, 0))
    for kind, row in country["cassation"].items():
        out.append(
            Court(
                row["code"], f"cassation_{kind}", "astana",
                _ru_names(row["ru"], " ".join(filter(None, (row.get("tail", ""), "Республики Казахстан" if kind == "supreme" else "")))),
                _kk_names(f"Қазақстан Республикасы {row['kk']}" if kind == "supreme" else row["kk"]),
                ("город Астана", "Астана қаласы"), 0,
            )
        )  # fmt: skip
    return tuple(out)


@cache
def courts_by_kind() -> dict[str, tuple[Court, ...]]:
    """Courts of first instance by kind, each repeated by its weight; a block to be shuffled and dealt out."""
    block: dict[str, list[Court]] = {}
    for court in courts():
        block.setdefault(court.kind, []).extend([court] * max(1, court.weight))
    return {kind: tuple(rows) for kind, rows in block.items()}


@cache
def appeal_court(region: str) -> Court:
    """The court that hears appeals of the region."""
    return next(court for court in courts() if court.kind == "appeal" and court.region == region)


def cassation_court(kind: str, day: Date) -> Court:
    """The court of cassation on the day: the Supreme Court until the cassation courts began to work."""
    since: Date = load_country()["cassation_courts_since"]
    wanted = "cassation_supreme" if day < since else f"cassation_{kind}"
    return courts_by_kind()[wanted][0]


@cache
def judges(seed: int, code: str) -> tuple[Judge, ...]:
    """The judges of a court in the country with this seed: 3 to 8 people."""
    rng = Random(f"judges/{seed}/{code}")
    return tuple(Judge(person(rng, _town(code)), rng.getrandbits(30)) for _ in range(rng.randrange(3, 9)))


@cache
def clerks(seed: int, code: str) -> tuple[Actor, ...]:
    """The clerks of a court: 2 to 4 people."""
    rng = Random(f"clerks/{seed}/{code}")
    return tuple(person(rng, _town(code)) for _ in range(rng.randrange(2, 5)))


@cache
def advocates(seed: int, code: str) -> tuple[Actor, ...]:
    """The representatives who appear before a court: ten people."""
    rng = Random(f"advocates/{seed}/{code}")
    return tuple(person(rng, _town(code)) for _ in range(10))


@cache
def _town(code: str) -> tuple[str, str]:
    return next(court.town for court in courts() if court.code == code)
