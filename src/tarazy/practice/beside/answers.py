"""The five answers about a matter, each reckoned when it is first asked for and kept for as long as the act stays as it is.

They are made of the words of a draft, so they stay in the memory of this process: nothing of them is ever written down.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date as Date
from threading import Lock
from typing import Any
from uuid import UUID

from tarazy.acts.practice_at_hand import practice_at_hand
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.decision import Decision, Found, Stage
from tarazy.practice.answers import PLAIN
from tarazy.practice.beside.matter import Matter

MOST_KEPT = 32
FOREIGN = "foreign_matter"


@dataclass
class Asked:
    """A matter and what practice says of it. Shaped as a question of the page of answers: `text`, `decision`."""

    matter: Matter
    practice: Any
    today: Date
    _given: dict[str, Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def text(self) -> str:
        """The words that were asked about."""
        return self.matter.text

    @property
    def decision(self) -> Decision:
        """What was read in them."""
        return self.matter.decision

    @property
    def versions(self) -> dict[str, str]:
        """Which practice answers: when and of how many acts it was built."""
        card = self.practice.card()
        return {name: str(card[name]) for name in ("version", "created", "acts") if name in card}

    def answer(self, name: str) -> Any:
        """The kept form of the answer `name` (category, analogues, trace, anomalies, forecast)."""
        return PLAIN[name](self._raw(name))

    def cards(self) -> list[AnomalyCard]:
        """The anomalies of the act as it stands."""
        return list(self._raw("anomalies"))

    def _raw(self, name: str) -> Any:
        with self._lock:
            if name not in self._given:
                self._given[name] = self._reckoned(name)
            return self._given[name]

    def _reckoned(self, name: str) -> Any:
        if name == "category":
            return self.practice.categorise(self.decision)
        if name == "analogues":
            return tuple(self.practice.index.search(self._known(), top=10))
        if name == "trace":
            return self.practice.trace(self._known())
        if name == "anomalies":
            return self.practice.anomalies(self._known(), today=self.today)
        if self._answered_category().reason == FOREIGN:
            return ()
        if "analogues" not in self._given:
            self._given["analogues"] = self._reckoned("analogues")
        return self.practice.forecast(self._known(), self._given["analogues"])

    def _answered_category(self) -> Any:
        if "category" not in self._given:
            self._given["category"] = self._reckoned("category")
        return self._given["category"]

    def _known(self) -> Decision:
        """With a category, so that departures have cases to be compared with."""
        if self.decision.category is not None:
            return self.decision
        answer = self._answered_category()
        if not answer.category:
            return self.decision
        found = Found(value=answer.category, confidence=answer.top[0][1], available_from=Stage.CLAIM)
        return self.decision.model_copy(update={"category": found})


_asked: OrderedDict[tuple[UUID, int, float], Asked] = OrderedDict()
_asked_lock = Lock()


def ask_beside(draft_id: UUID, version: int, read: Callable[[], Matter | None], today: Date) -> Asked | None:
    """What practice is asked for this version of a draft; `read` is called once a version.

    None where no practice was built, or there is no word to ask about yet.
    """
    practice = practice_at_hand()
    if practice is None:
        return None
    key = (draft_id, version, (practice.path / "card.json").stat().st_mtime)
    with _asked_lock:
        if key in _asked:
            _asked.move_to_end(key)
            return _asked[key]
    matter = read()
    if matter is None:
        return None
    asked = Asked(matter, practice, today)
    with _asked_lock:
        for old in [one for one in _asked if one[0] == draft_id and one[1] < version]:
            del _asked[old]
        while len(_asked) >= MOST_KEPT:
            _asked.popitem(last=False)
        return _asked.setdefault(key, asked)


def forget(draft_id: UUID) -> None:
    """Let go of everything that was reckoned about a draft: it was signed or discarded."""
    with _asked_lock:
        for one in [key for key in _asked if key[0] == draft_id]:
            del _asked[one]
