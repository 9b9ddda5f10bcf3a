"""What the requisites find in acts that others wrote, and in model acts.

`python -m tests.acts.desk.requisite_figures decisions.jsonl.gz RU,KG` (rows `country`, `text`), or `model 300`.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
django.setup()

from tarazy.acts.desk.amounts import find_amounts  # noqa: E402
from tarazy.acts.desk.requisites import requisites  # noqa: E402
from tarazy.acts.text import ActText, Part, paragraph  # noqa: E402
from tarazy.jurimetrics.decision import Decision, PartName  # noqa: E402
from tarazy.jurimetrics.reading import read_text  # noqa: E402
from tarazy.modelcourt.court import ModelCourt  # noqa: E402

PARTS = {
    Part.INTRODUCTION: PartName.INTRODUCTION,
    Part.DESCRIPTION: PartName.DESCRIPTION,
    Part.REASONS: PartName.REASONING,
    Part.OPERATIVE: PartName.OPERATIVE,
}


def as_act(read: Decision) -> ActText:
    """An act as read, laid into the four parts."""
    lines = {
        part.value: tuple(paragraph(line) for line in read.part(name).splitlines() if line.strip())
        for part, name in PARTS.items()
    }
    kind = read.kind.value.value if read.kind else "judgment"
    title = " ".join(read.text[:400].split()) or "–"
    return ActText.model_validate({"kind": kind, "language": read.language, "title": title} | lines)


def told(acts: Iterable[Decision]) -> None:
    """Print how many acts have each requisite, each part, and how sums in figures and words agree."""
    states: Counter[tuple[str, str]] = Counter()
    parts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    number = 0
    for read in acts:
        number += 1
        parts.update(name.value for name in PartName if read.part(name).strip())
        act = as_act(read)
        states.update((one.id, one.state) for one in requisites(act))
        sums.update(one.state for one in find_amounts(read.text, act.language))
    print(f"{number} acts; parts {dict(parts)}; sums {dict(sums)}")  # noqa: T201
    for name in dict.fromkeys(name for name, _ in states):
        all_ = sum(count for (other, _), count in states.items() if other == name)
        print(f"{name:20} {states[name, 'present']:5} of {all_}")  # noqa: T201


def of_others(file: Path, countries: set[str]) -> Iterator[Decision]:
    """The acts of a file from these countries that are in Russian or Kazakh."""
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["country"] in countries:
                read = read_text(row["text"])
                if read.language in ("kk", "ru"):
                    yield read


def of_the_model_court(cases: int, language: str) -> Iterator[Decision]:
    """Model acts of one language, as the reader reads their texts."""
    for one in ModelCourt(seed=7, cases=cases, language_share_ru=1.0 if language == "ru" else 0.0).acts():
        yield read_text(one.text)


if __name__ == "__main__":
    if sys.argv[1] == "model":
        for spoken in ("kk", "ru"):
            told(of_the_model_court(int(sys.argv[2]), spoken))
    else:
        told(of_others(Path(sys.argv[1]), set(sys.argv[2].split(","))))
