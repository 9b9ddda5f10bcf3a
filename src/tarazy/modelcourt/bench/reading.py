"""Model acts as the reader reads them, beside their truth: what the benches of this folder start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tarazy.jurimetrics.decision import Decision, Found
from tarazy.jurimetrics.reading import read_text
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ActTruth

#: Called with what is being done, how much is done, and of how much.
Progress = Callable[[str, int, int], None]
EVERY = 200


def read_court(court: ModelCourt, progress: Progress | None = None) -> Iterator[tuple[ActTruth, Decision]]:
    """Every act of the model court: its truth, and the decision read from its text alone.

    The registry of a court knows the category and the region of its cases without reading, so these two are
    taken from there; everything else is from the text. Progress counts cases.
    """
    seen: set[str] = set()
    for act in court.acts():
        read = read_text(act.text, id=act.id)
        registered = {
            "category": Found(value=act.truth.category) if act.truth.category else None,
            "region": Found(value=act.truth.region),
        }
        yield act.truth, read.model_copy(update=registered)
        seen.add(act.truth.case_id)
        if progress and len(seen) % EVERY == 0:
            progress("read", min(len(seen), court.cases), court.cases)
