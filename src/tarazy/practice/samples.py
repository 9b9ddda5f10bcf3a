"""Model claims and acts that one can try the page with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from tarazy.acts.naming import language


@dataclass(frozen=True)
class Sample:
    """A text to try, with its titles by language."""

    name: str
    titles: dict[str, str]
    text: str

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.titles[language()]


@lru_cache(maxsize=1)
def samples() -> tuple[Sample, ...]:
    """All samples in the order in which pages show them."""
    rows = yaml.safe_load(files("tarazy.practice").joinpath("samples.yaml").read_text(encoding="utf-8"))
    return tuple(Sample(row["name"], row["title"], row["text"]) for row in rows)


def sample(name: str) -> Sample | None:
    """The sample of this name."""
    return next((one for one in samples() if one.name == name), None)
