"""Proofs of kept ledgers, checkpoints, the key, blinded references, the commands."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tarazy import ledger, verify
from tarazy.ledger import guards, keys
from tarazy.ledger.actions.checkpoint import NothingYet
from tarazy.ledger.models import Checkpoint, Entry
from tarazy.ledger.proofs import Missing
from tests.ledger.conftest import COURT, NOON, enter

pytestmark = pytest.mark.django_db


def test_every_entry_proves_itself_in_every_later_size() -> None:
    entries = enter(37)
    roots = {}
    for size in range(1, 38):
        path = ledger.inclusion_proof(entries[0], size)
        leaf = verify.leaf_hash(bytes(entries[0].chain_hash))
        roots[size] = verify.root_from_inclusion(leaf, 0, size, path)
    for entry in entries:
        for size in range(entry.number, 38):
            leaf = verify.leaf_hash(bytes(entry.chain_hash))
            path = ledger.inclusion_proof(entry, size)
            assert verify.root_from_inclusion(leaf, entry.number - 1, size, path) == roots[size]
    for old in range(1, 38):
        path = ledger.consistency_proof(COURT, old, 37)
        assert verify.consistent(old, 37, roots[old], roots[37], path)  # type: ignore[arg-type]


def test_a_proof_reads_few_rows_at_once() -> None:
    entries = enter(1000)
    with CaptureQueriesContext(connection) as asked:
        path = ledger.inclusion_proof(entries[500], 1000)
    assert len(asked) == 1 and len(path) == 10


def test_a_proof_that_cannot_be_is_refused() -> None:
    (entry,) = enter(1)
    with pytest.raises(ValueError, match="no leaf"):
        ledger.inclusion_proof(entry, 0)
    with pytest.raises(Missing):
        ledger.inclusion_proof(entry, 5)
    with pytest.raises(ValueError, match="no consistency"):
        ledger.consistency_proof(COURT, 2, 1)


def test_a_checkpoint_is_made_once_for_each_state_and_its_time_never_goes_back() -> None:
    with pytest.raises(NothingYet):
        ledger.checkpoint(COURT, at=NOON)
    enter(2)
    first = ledger.checkpoint(COURT, at=NOON)
    assert ledger.checkpoint(COURT, at=NOON + timedelta(days=1)) == first
    enter(1)
    second = ledger.checkpoint(COURT, at=NOON - timedelta(days=1))
    assert (first.size, second.size, second.at) == (2, 3, NOON)
    note = verify.read_note(second.text)
    assert (note.origin, note.size, note.root) == (f"sot.example/{COURT}", 3, bytes(second.root))
    assert note.signed_with(*verify.read_key(second.public_key))


def test_a_bundle_uses_the_first_checkpoint_that_covers_its_entry() -> None:
    (entry,) = enter(1)
    bundle = ledger.proof_bundle(entry, at=NOON)
    enter(5)
    ledger.checkpoint(COURT, at=NOON + timedelta(days=1))
    assert ledger.proof_bundle(entry) == bundle


def pem(key: Any) -> str:
    return str(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
    )


def test_a_local_installation_makes_a_key_only_its_owner_can_read(tmp_path: Path) -> None:
    public = keys.public_key()
    assert stat.S_IMODE((tmp_path / "ledger-key.pem").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["ledger-key.pem"]
    assert keys.public_key() == public


def test_a_key_comes_from_the_environment_as_text_or_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Ed25519PrivateKey.generate()
    monkeypatch.setenv("LEDGER_KEY", pem(key))
    public = keys.public_key()
    (tmp_path / "own.pem").write_text(pem(key))
    monkeypatch.setenv("LEDGER_KEY", str(tmp_path / "own.pem"))
    assert keys.public_key() == public
    for wrong in (pem(ec.generate_private_key(ec.SECP256R1())), str(tmp_path / "none.pem"), "-----BEGIN x"):
        monkeypatch.setenv("LEDGER_KEY", wrong)
        with pytest.raises(ImproperlyConfigured):
            keys.public_key()


def test_an_installation_that_serves_others_must_be_given_a_key(settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(ImproperlyConfigured, match="LEDGER_KEY"):
        keys.public_key()


def test_after_a_new_key_old_checkpoints_still_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(2)
    ledger.checkpoint(COURT, at=NOON)
    monkeypatch.setenv("LEDGER_KEY", pem(Ed25519PrivateKey.generate()))
    enter(2)
    ledger.checkpoint(COURT, at=NOON)
    document = ledger.checkpoints_document(list(Checkpoint.objects.order_by("size")))
    assert len(document["public_keys"]) == 2
    assert verify.check_checkpoints(document).verifies
    assert ledger.audit() == []


def test_a_blinded_case_is_another_in_each_entry_and_opens_one_by_one() -> None:
    secret, case = ledger.new_secret(), uuid4()
    one, other = ledger.blinded(secret, case), ledger.blinded(secret, case)
    assert one != other and str(case) not in one
    shown = ledger.opening(secret, one)
    assert ledger.opens(one, shown, case)
    assert not ledger.opens(other, shown, case)
    assert not ledger.opens(one, shown, uuid4())
    assert not ledger.opens(one, ledger.opening(ledger.new_secret(), one), case)
    assert ledger.blinded(secret, case, nonce=bytes(16)) == ledger.blinded(secret, case, nonce=bytes(16))
    for wrong in ("", "x", one[:-1]):
        with pytest.raises(ValueError, match="reference"):
            ledger.opening(secret, wrong)
    with pytest.raises(ValueError, match="secret"):
        ledger.blinded(b"short", case)


def test_the_commands_audit_sign_and_export(tmp_path: Path) -> None:
    from tarazy.ledger.cli import app

    enter(3)
    run = CliRunner()
    assert run.invoke(app, ["audit"]).exit_code == 0
    assert run.invoke(app, ["checkpoint"]).output == f"{COURT} 3\n"
    enter(2)
    assert run.invoke(app, ["checkpoint", COURT]).output == f"{COURT} 5\n"
    out, entries = tmp_path / "checkpoints.json", tmp_path / "entries.jsonl"
    assert run.invoke(app, ["export", COURT, "--out", str(out), "--entries", str(entries)]).exit_code == 0
    assert verify.main(["checkpoints", str(out)]) == 0
    assert [json.loads(line)["number"] for line in entries.read_text().splitlines()] == [1, 2, 3, 4, 5]
    guards.lift(connection)
    Entry.objects.filter(number=2).update(kind="other")
    ended = run.invoke(app, ["audit"])
    assert ended.exit_code == 1 and f"{COURT}/2: chain" in ended.output
