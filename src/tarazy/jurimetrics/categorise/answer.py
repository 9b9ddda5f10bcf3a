"""What a categoriser says of one act: likeliest categories, what can't be ruled out, and the words that
spoke.
"""

from __future__ import annotations

from typing import Literal

from tarazy.jurimetrics.decision import Plain, Span

Zone = Literal["title", "demand", "story", "operative", "body", "norms", "meaning"]
Abstention = Literal["no_text", "foreign_matter", "no_evidence", "set_too_large"]


class Evidence(Plain):
    """A term that spoke for a category, how strongly (in the model's own units), where it stands and in which
    part.
    """

    term: str
    weight: float
    span: Span | None = None
    zone: Zone | None = None


class CategoryAnswer(Plain):
    """The answer for one act.

    `top` are (slug, probability) from the likeliest; probabilities over all categories and "none of them" sum
    to 1. `conformal_set` are the slugs that can't be ruled out at `coverage`, likeliest first;
    `set_calibrated` is False where no labelled acts stand behind the threshold, and then the set is only the
    model's own opinion. `abstained` with a `reason` code means that no category should be shown as the
    answer: `no_text`, `foreign_matter` (a criminal case, an administrative offence), `no_evidence`,
    `set_too_large`.
    """

    top: tuple[tuple[str, float], ...] = ()
    conformal_set: tuple[str, ...] = ()
    coverage: float = 0.9
    set_calibrated: bool = False
    evidence: tuple[Evidence, ...] = ()
    abstained: bool = False
    reason: Abstention | None = None
    model: str

    @property
    def category(self) -> str | None:
        """The likeliest slug, None where the categoriser abstained."""
        return self.top[0][0] if self.top and not self.abstained else None
