"""`tarazy bench anonymise`: on a gold file, or on acts of the model court with and without their party list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console

from tarazy.jurimetrics.anonymise import KnownPerson
from tarazy.jurimetrics.bench import anonymise as figures
from tarazy.jurimetrics.decision import PartyKind
from tarazy.modelcourt.court import ModelCourt

_PEOPLE = (PartyKind.PERSON, PartyKind.ENTREPRENEUR)
_TITLES = re.compile(
    r"^(?:индивидуальный предприниматель|частный судебный исполнитель|жеке кәсіпкер|жеке сот орындаушысы|ИП|ЖК|ЧСИ|ЖСО)\s+"
)


_BORN = re.compile(
    r"(\d{1,2} \w+ \d{4}) года рожд|(\d{4} жылғы \d{1,2} \w+) туған|(?:улица [^,;()\n]{2,30}, дом \d+(?:, квартира \d+)?)"
    r"|(?:\b[А-ЯӘҒҚҢӨҰҮҺІ][^\s,;()]+(?: (?:хан|би|жолы|жырау|батыр))? көшесі, \d+-үй(?:, \d+-пәтер)?)"
)


@cache
def _model_names() -> tuple[str, ...]:
    """Every given name, family name and beginning of one of which model people are made."""
    raw = yaml.safe_load(files("tarazy.modelcourt").joinpath("names.yaml").read_text(encoding="utf-8"))
    pairs = [name for key in ("given_m", "given_f", "surname_heads") for pair in raw[key] for name in pair]
    return (*pairs, *raw["russian_surnames"], *raw["russian_m"], *raw["russian_f"])


def run(
    gold: Path | None = None,
    seed: int = 0,
    cases: int = 300,
    progress: Callable[..., None] | None = None,
) -> dict[str, Any]:
    """Figures of the gold file, or of `cases` model cases: `with_party_list` and `without_party_list`.

    Model acts stand in for real ones of Kazakhstan, of which none labelled are public. The names are those of the
    parties; other names of model people (representatives, children) may be masked and need not, and addresses and birth
    dates that a simple pattern sees count as identifiers beside the numbers of the parties.
    """
    if gold is not None:
        return figures.measure_file(gold, progress)
    parts = {
        "with_party_list": figures.measure(_rows(seed, cases, told=True), progress),
        "without_party_list": figures.measure(_rows(seed, cases, told=False), progress),
    }
    return {"model_data": True, "seed": seed, "cases": cases, "parts": parts}


def _rows(seed: int, cases: int, *, told: bool) -> Iterator[figures.Row]:
    for act in ModelCourt(seed, cases).acts():
        people = [(_TITLES.sub("", one.name), one) for one in act.truth.parties if one.kind in _PEOPLE]
        names = [name for name, _ in people]
        short = [form for _, one in people for form in _shown(one.name, act.text)]
        yield figures.Row(
            text=act.text,
            language=act.truth.language,
            persons=(*names, *short),
            person_spans=(),
            identifiers=(*(one.identifier for _, one in people if one.identifier), *_told(act.text)),
            identifier_spans=(),
            known=tuple(KnownPerson(name, one.role.value) for name, one in people) if told else (),
            allowed=_model_names(),
        )


def _told(text: str) -> list[str]:
    return [next((part for part in one.groups() if part), one.group()) for one in _BORN.finditer(text)]


def _shown(name: str, text: str) -> list[str]:
    """The ways, with initials before or after the family name in any case, in which the text names a person."""
    words = _TITLES.sub("", name).split()
    if len(words) < 3:
        return []
    initials = rf"{words[1][0]}\.\s?{words[2][0]}\."
    family = rf"{re.escape(words[0][: max(3, len(words[0]) - 2)])}\w{{0,7}}"
    return sorted(
        {one.group() for one in re.finditer(rf"{initials}\s?{family}|\b{family}\s{initials}", text)}
    )


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures, model data said to be so."""
    figures.render(result, console)
    if result.get("model_data"):
        console.print("Acts of the model court (invented people).")
