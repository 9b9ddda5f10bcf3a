"""What the desk says about an act while it is written: requisites that are there or missing, norms not in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise

from tarazy.acts.desk.views.opening import AtDesk
from tarazy.acts.text import ActText, NormOf, Part

Words = str | Promise


@dataclass(frozen=True)
class Hint:
    """A gold box on the paper: what is missing, more about it, the part to go to, the norm; red where `stale`."""

    title: Words
    about: Words = ""
    go: str = ""
    norm: str = ""
    stale: bool = False


@dataclass(frozen=True)
class Tick:
    """A requisite and whether it is there."""

    title: Words
    there: bool
    norm: str = ""


@dataclass(frozen=True)
class Looked:
    """An act as looked at: requisites in their order, hints by parts, norms that aren't in force."""

    ticks: list[Tick] = field(default_factory=list)
    hints: dict[Part, list[Hint]] = field(default_factory=dict)
    stale: list[NormOf] = field(default_factory=list)

    def told(self, text: ActText) -> dict[str, Any]:
        """The same for the page's script: ready pieces of HTML, so that there is one place that makes them."""
        return {
            "parts": {
                part.value: {
                    "count": render_to_string(
                        "desk/count.html", {"missing": self.missing(part), "empty": not text.part(part)}
                    ),
                    "hints": render_to_string("desk/hints.html", {"hints": self.hints.get(part, [])}),
                }
                for part in Part
            },
            "requisites": render_to_string("desk/requisites.html", {"requisites": self.ticks}),
            "stale": [norm.model_dump() for norm in self.stale],
        }

    def missing(self, part: Part) -> int:
        """How many things the part still needs."""
        return len(self.hints.get(part, []))


def look(here: AtDesk, text: ActText) -> Looked:
    """The act looked at as it stands."""
    return Looked()
