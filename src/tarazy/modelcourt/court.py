"""The model court: a seeded country of courts and cases whose acts come out as a stream, with their truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from tarazy.jurimetrics.decision import Kind
from tarazy.modelcourt import rule, storage, texts
from tarazy.modelcourt.case import draw_case
from tarazy.modelcourt.country import Court, courts, courts_by_kind, judges
from tarazy.modelcourt.truth import ModelAct
from tarazy.modelcourt.writing.chain import acts_of_case
from tarazy.modelcourt.writing.penal import Assignment, penal_act

YEARS = (2023, 2024, 2025, 2026)
PENAL = {"sentence": "district", "offence_ruling": "offence"}  # acts without a category, and their courts
_STRIDE = 7  # serial numbers of a court rise by up to this much, so that a mistyped one rarely hits another


class ModelCourt:
    """A model country. The same arguments give the same bytes; nothing is kept of acts already given.

    `cases` is the number of cases at first instance: acts are about a third more, as some are appealed.
    `language_share_ru` is the share of cases heard in Russian, `anomaly_share` that of acts with a planted
    anomaly, `noisy_reference_share` that of references to a lower act with a slip in them. A few courts decide
    with a shifted score; `drifting_courts` names them.
    """

    def __init__(
        self,
        seed: int,
        cases: int,
        language_share_ru: float = 0.6,
        years: Sequence[int] = YEARS,
        anomaly_share: float = 0.03,
        noisy_reference_share: float = 0.10,
    ) -> None:
        self.seed = seed
        self.cases = cases
        self.language_share_ru = language_share_ru
        self.years = tuple(years)
        self.anomaly_share = anomaly_share
        self.noisy_reference_share = noisy_reference_share
        self._deck = [slug for slug, category in rule.rules().items() for _ in range(category.weight)]
        self._deck += ["sentence", "sentence", "offence_ruling", "offence_ruling", "offence_ruling"]
        self._per_kind: dict[str, int] = {}
        for slug in self._deck:
            kind = _court_kind(slug)
            self._per_kind[kind] = self._per_kind.get(kind, 0) + 1
        self._drift = self._draw_drift()

    def acts(self, shard: int = 0, shards: int = 1) -> Iterator[ModelAct]:
        """Every act of the country in a fixed order, or the part of it that falls to one of `shards` parts.

        Acts of one case stay together in one shard. Raises `ValueError` for a shard that doesn't exist.
        """
        if not 0 <= shard < shards:
            raise ValueError((shard, shards))
        for index in range(shard, self.cases, shards):
            slug, court, serial = self._place(index)
            rng = self._rng(index, "case")
            judge = rng.choice(judges(self.seed, court.code))
            serial += rng.randrange(_STRIDE)
            year = rng.choice(self.years)
            language = "ru" if rng.random() < self.language_share_ru else "kk"
            case_id = f"{self.seed}-{index:07d}"
            if slug in PENAL:
                place = Assignment(Kind(slug), court, judge, serial, year)
                yield penal_act(rng, f"{case_id}-1", place, language, self.anomaly_share)
                continue
            bank = texts.categories("ru")[slug]
            case = draw_case(
                rng, self.seed, case_id, rule.rules()[slug], court, judge, serial, year, language,
                self._drift.get(court.code, 0.0), len(bank["stories"]), len(bank["objects"]),
            )  # fmt: skip
            yield from acts_of_case(case, self._rng(index, "write"), self)

    def write_jsonl(self, path: Path) -> int:
        """Write all acts to `path` and their truth beside it; returns the number of acts."""
        return storage.write_jsonl(path, self.acts())

    def write_parquet(self, folder: Path) -> int:
        """Write all acts as Parquet parts into `folder` with their truth; returns the number of acts."""
        return storage.write_parquet(folder, self.acts())

    def drifting_courts(self) -> dict[str, float]:
        """Codes of the courts whose score is shifted, with the shift (positive favours claimants)."""
        return dict(self._drift)

    def _rng(self, index: int, purpose: str) -> Random:
        return Random(f"{self.seed}/{purpose}/{index}")

    def _draw_drift(self) -> dict[str, float]:
        rng = Random(f"{self.seed}/drift")
        usual = [court for court in courts() if court.kind == "district" and court.weight >= 3]
        return {
            court.code: shift
            for court, shift in zip(rng.sample(usual, 4), (1.6, -1.6, -1.3, 1.3), strict=True)
        }

    def _place(self, index: int) -> tuple[str, Court, int]:
        """Category, court and serial number of a case: arithmetic over shuffled decks, so that numbers are unique
        without any memory of the cases before."""
        round_, position = divmod(index, len(self._deck))
        slugs, ranks = _shuffled_deck(self.seed, round_, tuple(self._deck))
        slug = slugs[position]
        kind = _court_kind(slug)
        nth = round_ * self._per_kind[kind] + ranks[position]
        block = courts_by_kind()[kind]
        turn, place = divmod(nth, len(block))
        order, occurrence = _shuffled_courts(self.seed, kind, turn)
        court = block[order[place]]
        count = _repeats(kind)[court.code]
        serial = _first_serial(self.seed, court.code) + (turn * count + occurrence[place]) * _STRIDE
        return slug, court, serial


def _court_kind(slug: str) -> str:
    return PENAL[slug] if slug in PENAL else rule.rules()[slug].court


@cache
def _repeats(kind: str) -> Counter[str]:
    """How often each court stands in its block."""
    return Counter(court.code for court in courts_by_kind()[kind])


@lru_cache(maxsize=1024)
def _first_serial(seed: int, code: str) -> int:
    return Random(f"{seed}/serial/{code}").randrange(12, 2400)


@lru_cache(maxsize=8)
def _shuffled_deck(seed: int, round_: int, deck: tuple[str, ...]) -> tuple[list[str], list[int]]:
    """The deck of categories in the order of this round, and for each card how many of its court kind came before."""
    slugs = list(deck)
    Random(f"{seed}/deck/{round_}").shuffle(slugs)
    seen: dict[str, int] = {}
    ranks: list[int] = []
    for slug in slugs:
        kind = _court_kind(slug)
        ranks.append(seen.get(kind, 0))
        seen[kind] = ranks[-1] + 1
    return slugs, ranks


@lru_cache(maxsize=64)
def _shuffled_courts(seed: int, kind: str, turn: int) -> tuple[list[int], list[int]]:
    """The block of courts in the order of this turn, and which repetition of its court each place is."""
    block = courts_by_kind()[kind]
    order = list(range(len(block)))
    Random(f"{seed}/courts/{kind}/{turn}").shuffle(order)
    seen: dict[str, int] = {}
    occurrence: list[int] = []
    for place in order:
        code = block[place].code
        occurrence.append(seen.get(code, 0))
        seen[code] = occurrence[-1] + 1
    return order, occurrence
