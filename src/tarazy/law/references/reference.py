"""What a citation of law comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import Fact


class Reference(Fact):
    """A cited norm, as exact as the text is. `code` is an id of `jurisdiction`'s pack, None if unknown."""

    code: str | None
    article: str
    part: str | None = None
    paragraph: str | None = None
    subparagraph: str | None = None
    jurisdiction: str = "kz"


CodeSource = Literal["named", "elided", "pointed", "none"]


@dataclass(frozen=True, slots=True)
class ReferenceMatch:
    """One expression in a text, `text[start:end]`, and each norm that it cites, lists and ranges spelled out.

    `code_source` says how the code was known: "named" beside the articles; "elided", shared with a neighbour
    in the same list; "pointed", by «the same code», «this Law», resolved to the code named last; "none", not
    known.
    """

    start: int
    end: int
    references: tuple[Reference, ...]
    code_source: CodeSource
    language: str
