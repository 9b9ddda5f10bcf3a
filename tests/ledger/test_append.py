"""Adding to the ledger: in order, without gaps, all or nothing."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given
from hypothesis import strategies as some

from tarazy import ledger
from tarazy.ledger.models import Entry, Head
from tarazy.verify import NO_HASH, canonical, chain_hash_of, sha256
from tests.ledger.conftest import COURT, NOON, enter


def test_an_entry_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(TransactionManagementError):
        ledger.append(COURT, "case.filed", {}, at=NOON)
    assert not Entry.objects.exists()


def test_each_court_counts_from_one_and_chains_its_own_entries(engine: str) -> None:
    first, second = enter(2)
    (other,) = enter(1, stream="7102")
    assert [first.number, second.number, other.number] == [1, 2, 1]
    kept = Entry.objects.get(stream=COURT, number=2)
    assert kept.pk == second.pk and kept.body == second.body and kept.at == NOON
    begin = chain_hash_of(NO_HASH, sha256(first.body_text.encode()), COURT, 1, "case.filed", NOON)
    assert bytes(kept.chain_hash) == chain_hash_of(begin, bytes(kept.body_hash), COURT, 2, "case.filed", NOON)
    assert bytes(Head.objects.get(pk=COURT).chain_hash) == bytes(kept.chain_hash)
    assert ledger.audit() == []


def add_and_fail() -> None:
    with suppress(RuntimeError), transaction.atomic():
        ledger.append(COURT, "case.filed", {}, at=NOON)
        raise RuntimeError


def test_what_is_rolled_back_leaves_no_gap(engine: str) -> None:
    enter(3)
    add_and_fail()
    with transaction.atomic():
        add_and_fail()
        assert ledger.append(COURT, "case.filed", {}, at=NOON).number == 4
    assert ledger.audit() == []


def test_those_who_add_at_once_get_numbers_without_gaps_or_doubles(engine: str) -> None:
    def add() -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    ledger.append(COURT, "case.filed", {"thread": threading.get_ident() % 1000}, at=NOON)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 61))
    assert ledger.audit() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stream", "kind", "body", "at"),
    [
        (COURT, "case.filed", {"share": 0.5}, NOON),
        (COURT, "case.filed", {"номер": 1}, NOON),
        (COURT, "case.filed", {"half": "\ud800"}, NOON),
        (COURT, "case.filed", {"large": 2**53}, NOON),
        (COURT, "case.filed", {"bytes": b""}, NOON),
        (COURT, "case.filed", [], NOON),
        ("71 01", "case.filed", {}, NOON),
        ("", "case.filed", {}, NOON),
        (COURT, "Case filed", {}, NOON),
        (COURT, "case.filed", {}, datetime(2026, 3, 2)),
    ],
)
def test_what_has_no_one_form_is_refused(stream: str, kind: str, body: Any, at: datetime) -> None:
    with pytest.raises(ValueError, match=r"."):
        ledger.append(stream, kind, body, at=at)
    assert not Entry.objects.exists()


texts = some.text(some.characters(codec="utf-8"), max_size=8)
values = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(some.text(some.characters(codec="ascii"), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def written(value: Any) -> str:
    """RFC 8785 once more, letter by letter."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{written(key)}:{written(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(one) for one in value) + "]"
    if isinstance(value, str):
        short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
        return '"' + "".join(short.get(c, f"\\u{ord(c):04x}" if ord(c) < 32 else c) for c in value) + '"'
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@given(values)
def test_a_body_has_one_form(value: Any) -> None:
    assert canonical(value).decode() == written(value)
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.django_db
def test_adding_is_quick() -> None:
    """Drawing 200 times a second must not wait for the ledger: measured near 8,000 entries a second on SQLite."""
    enter(10)
    began = time.process_time()
    enter(1000)
    assert 1000 / (time.process_time() - began) > 1500


happenings = some.lists(
    some.tuples(
        some.sampled_from(["7101", "7102", "beacon"]),
        some.sampled_from(["case.filed", "draw.completed"]),
        some.dictionaries(some.text(some.characters(codec="ascii"), max_size=3), texts, max_size=2),
        some.integers(0, 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    ),
    max_size=12,
)


class Undone(Exception):
    """The transaction of an example is rolled back."""


def ledger_after(batches: list[list[ledger.Happened]]) -> tuple[list[Any], list[Any]]:
    """Every column of entries and ends after these were added, each list in one statement; then nothing is kept."""
    columns = ("stream", "number", "kind", "at", "body_text", "body_hash", "chain_hash", "subtrees")
    kept: tuple[list[Any], list[Any]] = ([], [])
    with suppress(Undone), transaction.atomic():
        for batch in batches:
            before = Entry.objects.count()
            added = ledger.append_many(batch)
            assert Entry.objects.count() == before + len(batch)
            for one in added:
                row = Entry.objects.get(pk=one.pk)
                assert [getattr(row, name) for name in columns] == [getattr(one, name) for name in columns]
        kept = (
            list(Entry.objects.order_by("stream", "number").values_list(*columns)),
            list(Head.objects.order_by("stream").values_list("stream", "size", "chain_hash", "frontier")),
        )
        assert ledger.audit() == []
        raise Undone
    return kept


@pytest.mark.django_db
@given(told=happenings, cut=some.integers(0, 12))
def test_many_added_at_once_are_as_many_added_one_by_one(told: list[Any], cut: int) -> None:
    """Every hash, every node of the tree, every end, whatever the courts and wherever the list is cut in two."""
    all_of = [ledger.Happened(*one) for one in told]
    one_by_one = ledger_after([[one] for one in all_of])
    assert ledger_after([all_of]) == one_by_one
    assert ledger_after([all_of[:cut], all_of[cut:]]) == one_by_one


def test_many_are_added_on_every_engine_and_stand_or_fall_together(engine: str) -> None:
    told = [
        ledger.Happened(stream, "case.filed", {"n": n}, NOON)
        for n in range(700)
        for stream in ("7102", "7101")
    ]
    with transaction.atomic():
        added = ledger.append_many(told)
    assert [(one.stream, one.number) for one in added[:4]] == [
        ("7102", 1),
        ("7101", 1),
        ("7102", 2),
        ("7101", 2),
    ]
    assert {one.pk for one in added} == set(Entry.objects.values_list("pk", flat=True))
    assert ledger.audit() == []
    wrong = [*told[:3], ledger.Happened("7101", "case.filed", {"share": 0.5}, NOON)]
    with pytest.raises(ValueError, match=r"."), transaction.atomic():
        ledger.append_many(wrong)
    assert Entry.objects.count() == 1400
    with transaction.atomic():
        assert ledger.append_many([]) == []


def test_two_who_add_to_many_courts_in_other_orders_both_end(engine: str) -> None:
    courts = ["7101", "7102", "7103", "7104"]

    def add(order: list[str]) -> None:
        try:
            for _ in range(15):
                with transaction.atomic():
                    ledger.append_many([ledger.Happened(one, "case.filed", {}, NOON) for one in order])
        finally:
            connection.close()

    with transaction.atomic():
        ledger.append_many([ledger.Happened(one, "case.filed", {}, NOON) for one in courts])
    threads = [
        threading.Thread(target=add, args=(order,))
        for order in (courts, courts[::-1], courts[2:] + courts[:2])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Head.objects.order_by("stream").values_list("size", flat=True)) == [46] * 4
    assert ledger.audit() == []
