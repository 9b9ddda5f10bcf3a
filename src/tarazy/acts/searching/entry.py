"""What engines keep of an act: terms of its public text, so that nobody is found by name; values that narrow a search."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date

from tarazy.acts.models import Act, ActNorm
from tarazy.acts.searching.models import ActVector
from tarazy.acts.searching.question import FACETS, NORM, norm_value
from tarazy.jurimetrics.analysis import analyser_for

COLUMNS = ("pk", "language", "case_number", "public_text", "date", "visibility", "owner_id", *FACETS)
_FIRST_DAY = Date(1800, 1, 1)


@dataclass(frozen=True)
class SearchEntry:
    """The entry of one act.

    `terms` are those of the analyser, parted by blanks. `facets` is one value each. `marks` are words for filters:
    who may see it, norms cited. `day` is its date in days, 0 without one. `vector` is its meaning in bytes.
    """

    row: int
    terms: str
    facets: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    day: int = 0
    vector: bytes | None = None

    @property
    def latest(self) -> int:
        """By this number acts are ordered in time, each in a place of its own."""
        return (self.day << 40) + self.row

    @classmethod
    def of(cls, act: Act, norms: Iterable[tuple[str, str]], vector: bytes | None = None) -> SearchEntry:
        """The entry of a saved act that cites `norms` (code, article)."""
        terms = analyser_for(act.language).tokens(f"{act.case_number} {act.court}\n{act.public_text}")
        marks = [f"visibility:{act.visibility}"]
        if act.owner_id:
            marks.append(f"owner:{act.owner_id}")
        marks += [f"{NORM}:{norm_value(code, article)}" for code, article in norms]
        return cls(
            row=act.pk,
            terms=" ".join(terms),
            facets={name: str(value) for name in FACETS if (value := getattr(act, name)) not in ("", None)},
            marks=tuple(marks),
            day=max(0, (act.date - _FIRST_DAY).days) if act.date else 0,
            vector=vector,
        )


def entries(rows: Iterable[int]) -> Iterator[SearchEntry]:
    """The entries of those acts that are there, read in three queries."""
    wanted = list(rows)
    norms: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row, code, article in ActNorm.objects.filter(act__in=wanted).values_list("act", "code", "article"):
        norms[row].append((code, article))
    vectors = {one.act_id: one for one in ActVector.objects.filter(act__in=wanted)}
    for act in Act.objects.filter(pk__in=wanted).only(*COLUMNS):
        vector = vectors.get(act.pk)
        if vector is not None and vector.text_hash != text_hash(act):
            vector.delete()  # the text was published anew; the worker makes another
            vector = None
        yield SearchEntry.of(act, norms[act.pk], bytes(vector.vector) if vector is not None else None)


def text_hash(act: Act) -> str:
    """SHA-256 of the public text, as 64 hexadecimal digits."""
    return hashlib.sha256(act.public_text.encode()).hexdigest()
