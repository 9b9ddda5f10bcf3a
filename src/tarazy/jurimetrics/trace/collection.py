"""A linked collection that can be kept in a file and asked about new acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter

from tarazy.jurimetrics.decision import Decision
from tarazy.jurimetrics.trace.compare import Comparer
from tarazy.jurimetrics.trace.links import Link, Links, link_records
from tarazy.jurimetrics.trace.newcomer import place_newcomer
from tarazy.jurimetrics.trace.record import Record, court_codes, record_of
from tarazy.jurimetrics.trace.track import Track

_RECORDS = TypeAdapter(list[Record])


class Collection:
    """The records of a collection of acts and the links between them."""

    def __init__(self, records: list[Record], links: Links) -> None:
        self.records = records
        self.links = links

    @classmethod
    def of(cls, decisions: Iterable[Decision], *, seed: int = 0) -> Collection:
        """Link the acts. Ids must be unique (`ValueError` otherwise)."""
        records = [record_of(decision) for decision in decisions]
        return cls(records, link_records(records, seed=seed))

    def save(self, folder: Path) -> None:
        """Write `records.json` and `links.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "records.json").write_bytes(_RECORDS.dump_json(self.records))
        (folder / "links.json").write_text(self.links.model_dump_json(), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Collection:
        """What `save` wrote. Raises `OSError`, `pydantic.ValidationError`."""
        records = _RECORDS.validate_json((folder / "records.json").read_bytes())
        return cls(records, Links.model_validate_json((folder / "links.json").read_text(encoding="utf-8")))

    def place(self, decision: Decision) -> tuple[Track, tuple[Link, ...]]:
        """The track of the case of a new act, and the links that join it to the collection."""
        return place_newcomer(decision, self.links, self.records, self._comparer)

    @cached_property
    def _comparer(self) -> Comparer:
        names = Counter(party for record in self.records for party in set(record.parties))
        return Comparer(names, court_codes(self.records))
