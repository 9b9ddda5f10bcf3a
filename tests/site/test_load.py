"""What the load fills is what the registry itself would have made: ways, rows, hashes, search, numbers."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest

from tarazy.law import is_iin
from tarazy.site.load import driving
from tarazy.site.load.names import an_iin, somebody
from tarazy.site.load.papers import paper
from tarazy.site.load.tables import missing_columns
from tarazy.site.load.ways import ways
from tests.postgres import postgres_url  # noqa: F401

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def test_every_way_is_one_that_the_table_of_transitions_knows() -> None:
    assert {way.kind for way in ways()} == {"order", "simplified", "action", "administrative"}
    assert {"filed", "registered", "distributed", "hearing", "archived"} <= {way.stage for way in ways()}
    entries = sum(way.share * len(way.steps) for way in ways()) / sum(way.share for way in ways())
    assert 6 < entries < 9


def test_a_way_that_the_law_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from tarazy.site.load import ways as module

    row = {"share": 1, "kind": "order", "age": [1, 2], "steps": ["file 0", "issue_order 1"]}
    with pytest.raises(ValueError, match="issue_order can't follow filed"):
        module._walked(row)


def test_no_column_of_a_filled_table_is_forgotten() -> None:
    assert missing_columns() == {}


def test_people_have_numbers_with_check_digits() -> None:
    rng = Random(1)
    assert all(is_iin(an_iin(rng)) for _ in range(500))
    assert len({somebody(rng).name for _ in range(200)}) > 190


def test_each_paper_is_a_pdf_of_its_own() -> None:
    import pikepdf

    one, two = paper("one"), paper("two")
    assert one != two
    assert 150_000 < len(one) < 300_000
    with pikepdf.open(io.BytesIO(one)) as read:
        assert len(read.pages) == 4


def test_quantiles_are_of_the_nearest_rank() -> None:
    assert driving.quantiles([float(n) for n in range(1, 101)]) == {
        "n": 100, "p50": 51.0, "p95": 96.0, "p99": 100.0, "max": 100.0,
    }  # fmt: skip


def test_a_filing_keeps_its_key_and_its_body_through_a_server_that_dies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from aiohttp import ClientConnectionError

    seen: list[tuple[str, str]] = []

    async def ask(self: Any, method: str, path: str, **sent: Any) -> dict[str, Any]:
        if urlsplit(path).path != "/api/v1/filings":
            return {"id": f"upload-{len(seen)}"}
        seen.append((sent["headers"]["Idempotency-Key"], str(sent["json"])))
        if len(seen) < 3:
            raise ClientConnectionError
        return {"case": "c"}

    async def at_once(seconds: float) -> None:
        return None

    monkeypatch.setattr(driving.Filer, "ask", ask)
    monkeypatch.setattr(driving.asyncio, "sleep", at_once)
    filer = driving.Filer.__new__(driving.Filer)
    filer.actor, filer.times, filer.paper = {"id": 1, "name": "A", "iin": "1"}, driving.Times(), b"x"
    with ThreadPoolExecutor(1) as apart:  # this thread may have a loop of the browser's
        filed = apart.submit(asyncio.run, filer.file("key", "7511", 0.0, retries=True)).result()
    assert (filed.case, filed.retried, len(set(seen))) == ("c", 2, 1)


@pytest.fixture
def filled(postgres_url: str, django_db_blocker: Any, tmp_path: Any, settings: Any) -> Iterator[None]:  # noqa: F811
    from tarazy.site.load import filling
    from tests.database import connected_to

    settings.TARAZY_HOME = tmp_path
    with django_db_blocker.unblock(), connected_to(postgres_url), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", postgres_url)
        filling.fill(300, 0, lambda words: None)
        filling.fill(400, 0, lambda words: None)  # more is added to what is there
        yield


def test_a_filled_registry_is_whole(filled: None) -> None:
    from tarazy import ledger
    from tarazy.cases import duplicates
    from tarazy.cases.models import Case, CaseTerm, DocketEntry, NumberSeries, PublicCard
    from tarazy.cases.public import index_cases
    from tarazy.ledger.models import Entry

    assert Case.objects.count() == 400
    assert ledger.audit() == []
    told = Counter(Entry.objects.filter(kind__startswith="docket.").values_list("stream", flat=True))
    assert told == Counter(DocketEntry.objects.values_list("ledger_stream", flat=True))
    ids = list(Case.objects.values_list("pk", flat=True))

    def found() -> tuple[set[Any], set[Any]]:
        cards = PublicCard.objects.values_list("case", "number", "key", "stage", "judge", "outcome")
        return set(CaseTerm.objects.values_list("case", "court_code", "term", "audience")), set(cards)

    before = found()
    index_cases(ids)
    assert found() == before
    for case in Case.objects.filter(number__isnull=False)[:20]:
        assert duplicates.fingerprint(duplicates.dispute_of(case, case.parties.all())) == case.fingerprint
    by_series: Counter[tuple[str, str]] = Counter()
    for number in Case.objects.exclude(number=None).values_list("number", flat=True):
        court, year, _, last = str(number).split("-")
        by_series[court, f"20{year}/{last.split('/')[0]}"] += 1
    series = {(one.court_code, f"{one.year}/{one.type}"): one.last for one in NumberSeries.objects.all()}
    assert series == dict(by_series)
