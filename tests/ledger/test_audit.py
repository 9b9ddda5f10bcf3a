"""The audit finds what was changed by somebody who could go round the triggers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from tarazy import ledger
from tarazy.ledger import guards
from tarazy.ledger.models import Checkpoint, Entry, Head
from tests.ledger.conftest import COURT, NOON, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened() -> None:
    """A ledger of two courts whose guards are gone."""
    enter(9)
    ledger.checkpoint(COURT, at=NOON)
    enter(4)
    enter(3, stream="7102")
    ledger.checkpoint(COURT, at=NOON + timedelta(hours=1))
    assert ledger.audit() == []
    guards.lift(connection)


def found(stream: str | None = None) -> set[tuple[str, int]]:
    return {(one.what, one.number) for one in ledger.audit(stream)}


ENTRY = Entry.objects.filter(stream=COURT, number=5)


@pytest.mark.parametrize(
    ("change", "differences"),
    [
        ({"body_text": '{"case":"other"}'}, {("body", 5)}),
        ({"body_text": '{"case": "with a space"}'}, {("body", 5)}),
        ({"kind": "other"}, {("chain", 5)}),
        ({"at": NOON + timedelta(microseconds=1)}, {("chain", 5)}),
        ({"body_hash": bytes(32)}, {("body", 5), ("chain", 5)}),
        (
            {"chain_hash": bytes(32)},
            {("chain", 5), ("chain", 6), ("tree", 5), ("tree", 6), ("tree", 8), ("head", 13),
             ("checkpoint root", 9), ("checkpoint root", 13)},
        ),
        ({"subtrees": bytes(32)}, {("tree", 5)}),
        ({"number": 50}, {("gap", 5), ("entry beyond the end", 50)}),
    ],
)  # fmt: skip
def test_a_changed_entry_is_found(
    opened: None, change: dict[str, object], differences: set[tuple[str, int]]
) -> None:
    ENTRY.all().update(**change)
    assert found() == found(COURT) == differences
    assert found("7102") == set()


def test_deleted_entries_are_found(opened: None) -> None:
    ENTRY.all().delete()
    assert found() == {("gap", 5)}
    Entry.objects.filter(stream="7102", number=3).delete()
    assert found("7102") == {("head", 3)}
    Entry.objects.filter(stream="7102").delete()
    Head.objects.filter(stream="7102").delete()
    assert found("7102") == set()  # nothing is left to differ: only a checkpoint that others kept shows it
    Head.objects.filter(stream=COURT).delete()
    assert found(COURT) == {("entry beyond the end", 13), ("checkpoint beyond the end", 13)}


def test_a_ledger_cut_short_with_its_head_is_found_by_its_checkpoint(opened: None) -> None:
    Entry.objects.filter(stream=COURT, number__gt=10).delete()
    Head.objects.filter(stream=COURT).update(size=10)
    assert ("checkpoint beyond the end", 13) in found()


@pytest.mark.parametrize("field", ["root", "signature", "text", "at"])
def test_a_changed_checkpoint_is_found(opened: None, field: str) -> None:
    checkpoint = Checkpoint.objects.filter(stream=COURT, size=9)
    value = {
        "root": bytes(32),
        "signature": F("signature"),
        "text": checkpoint.get().text.replace("\n9\n", "\n8\n"),
        "at": NOON - timedelta(days=1),
    }[field]
    if field == "signature":
        value, field = checkpoint.get().text[:-8] + "AAAAAA=\n", "text"
    checkpoint.update(**{field: value})
    assert {what.split()[0] for what, _ in found()} == {"checkpoint"} and {size for _, size in found()} == {9}
