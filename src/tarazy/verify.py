#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["cryptography>=44", "py_ecc>=8"]
# ///
"""Check what the court's ledger and its draws claim, offline and without the court's program.

    tarazy-verify proof bundle.json              one entry of the ledger: is it really in there?
    tarazy-verify checkpoints checkpoints.json   does each signed state only add to the one before?
    tarazy-verify receipt receipt.json           recompute the draw of a judge

This one file is all that is needed; it never uses the network. The bytes that it recomputes are described in
docs/adr/0014. Exit status: 0 all verifies; 1 something does not; 2 the file can't be read as what it should be;
3 all else verifies, but the beacon's signature was not checked because py_ecc is not installed.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

LARGEST_FILE = 64 * 2**20
DEEPEST = 60
LARGEST_INTEGER = 2**53 - 1
LARGEST_WEIGHT = 2**31 - 1
MOST_JUDGES = 100_000
NO_HASH = bytes(32)
VERIFIES, DOES_NOT, UNREADABLE, BEACON_UNCHECKED = 0, 1, 2, 3

# The beacons that are known here: what a court writes about a beacon proves nothing about it.
# League of Entropy, default chain. Chain hash → public key, time of round 1, seconds between rounds.
KNOWN_CHAINS = {
    "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce": (
        "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
        1_595_431_050,
        30,
    )
}
DRAND_SCHEME = "pedersen-bls-chained"
DRAND_DST = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"


class Unreadable(ValueError):
    """The file is not what it should be: `where` says at which field, or what is the matter."""


class NoLibrary(Exception):
    """A library that a check needs is not installed."""


# --- Bytes ------------------------------------------------------------------------------------------------------


def sha256(*parts: bytes) -> bytes:
    """SHA-256 of the parts joined."""
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: Any) -> bytes:
    """The value as canonical JSON (RFC 8785 for what it admits). Raises Unreadable for what it doesn't admit."""
    _admit(value, 0)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise Unreadable("half of a surrogate pair") from None


def _admit(value: Any, depth: int) -> None:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is int:
        if abs(value) > LARGEST_INTEGER:
            raise Unreadable("an integer beyond 2^53-1")
    elif depth > DEEPEST:
        raise Unreadable("nested too deeply")
    elif kind is list or kind is tuple:
        for item in value:
            _admit(item, depth + 1)
    elif kind is dict:
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                raise Unreadable("a key that is not ASCII")
            _admit(item, depth + 1)
    else:
        raise Unreadable(f"a value of the kind {kind.__name__}")


def stamp(at: datetime) -> str:
    """The moment as it is written in hashed bytes: UTC with six digits. Raises Unreadable without a time zone."""
    if at.tzinfo is None:
        raise Unreadable("a time without its zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _counted(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(2, "big") + raw


def body_hash_of(body: Any) -> bytes:
    """SHA-256 of the canonical body."""
    return sha256(canonical(body))


def chain_hash_of(
    previous: bytes, body_hash: bytes, stream: str, number: int, kind: str, at: datetime
) -> bytes:
    """The hash that joins an entry to the one before it (`NO_HASH` before number 1)."""
    return sha256(
        b"tarazy-entry-1\n", previous, body_hash,
        _counted(stream), number.to_bytes(8, "big"), _counted(kind), _counted(stamp(at)),
    )  # fmt: skip


def leaf_hash(data: bytes) -> bytes:
    """RFC 9162 §2.1.1: the hash of a leaf."""
    return sha256(b"\0", data)


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162 §2.1.1: the hash over two subtrees."""
    return sha256(b"\1", left, right)


# --- Trees ------------------------------------------------------------------------------------------------------


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that the path leads to (RFC 9162 §2.1.3.2); None when it can't be a path of that leaf."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(step, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, step)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree of size `new` begins with that of size `old` (RFC 9162 §2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    return first == old_root and second == new_root and last == 0


# --- Keys and signed notes ----------------------------------------------------------------------------------------


def key_id(name: str, key: bytes) -> bytes:
    """The four bytes by which a signed note names an Ed25519 key (C2SP signed-note)."""
    return sha256(name.encode(), b"\n\1", key)[:4]


def written_key(name: str, key: bytes) -> str:
    """The public key with its name in one line (C2SP verifier key)."""
    coded = base64.b64encode(b"\1" + key).decode()
    return f"{name}+{key_id(name, key).hex()}+{coded}"


def read_key(line: str) -> tuple[str, bytes]:
    """Name and 32 bytes of a key written in one line. Raises Unreadable."""
    name, _, rest = line.strip().partition("+")
    identifier, _, coded = rest.partition("+")
    raw = _base64(coded, "public_key")
    if not name or re.search(r"\s", name) or len(raw) != 33 or raw[0] != 1:
        raise Unreadable("public_key")
    if identifier != key_id(name, raw[1:]).hex():
        raise Unreadable("public_key")
    return name, raw[1:]


def signed_by(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the Ed25519 signature is the key's. Raises NoLibrary without cryptography."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise NoLibrary("cryptography") from None
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Note:
    """A checkpoint as its text says: whether the signature holds is asked with `signed_with`."""

    origin: str
    size: int
    root: bytes
    at: datetime
    text: str
    signatures: tuple[tuple[str, bytes], ...]

    @property
    def stream(self) -> str:
        return self.origin.rpartition("/")[2]

    def signed_with(self, name: str, key: bytes) -> bool:
        """Whether one of its signatures is that key's, under that name, for a ledger of that name."""
        return self.origin.rpartition("/")[0] == name and any(
            signer == name and raw[:4] == key_id(name, key) and signed_by(key, raw[4:], self.text.encode())
            for signer, raw in self.signatures
        )


def read_note(note: Any) -> Note:
    """The checkpoint that a signed note holds. Raises Unreadable."""
    if not isinstance(note, str) or len(note) > 10_000 or "\r" in note:
        raise Unreadable("checkpoint")
    text, gap, tail = note.partition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) != 4 or not tail.endswith("\n") or not lines[3].startswith("at "):
        raise Unreadable("checkpoint")
    if not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        raise Unreadable("checkpoint")
    signatures = []
    for line in tail[:-1].split("\n"):
        found = re.fullmatch(r"— (\S+) ([A-Za-z0-9+/=]+)", line)
        if not found:
            raise Unreadable("checkpoint")
        signatures.append((found[1], _base64(found[2], "checkpoint")))
    return Note(
        origin=lines[0],
        size=int(lines[1]),
        root=_exact(_base64(lines[2], "checkpoint"), 32, "checkpoint"),
        at=_moment(lines[3].removeprefix("at "), "checkpoint"),
        text=text + "\n",
        signatures=tuple(signatures),
    )


def note_text(origin: str, size: int, root: bytes, at: datetime) -> str:
    """The lines of a checkpoint that are signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\nat {stamp(at)}\n"


# --- Draws ------------------------------------------------------------------------------------------------------


def commitment_of(receipt: Mapping[str, Any]) -> str:
    """The commitment of a draw in hex, recomputed from its receipt. Raises Unreadable."""
    beacon = _object(receipt, "beacon")
    named = {"kind": _text(beacon, "kind"), "round": beacon.get("round")}
    if named["kind"] == "drand":
        named["chain_hash"] = _text(beacon, "chain_hash")
    missing = object()
    fields = {
        name: receipt.get(name, missing) for name in ("rules", "eligible", "excluded", "case", "places")
    }
    for name, value in fields.items():
        if value is missing:
            raise Unreadable(name)
    salt = _hex(receipt, "commitment_salt", None)
    if len(salt) < 16:
        raise Unreadable("commitment_salt")
    return sha256(b"tarazy-draw-1", salt, canonical(fields | {"beacon": named})).hex()


def seed_of(receipt: Mapping[str, Any]) -> str:
    """The seed in hex: SHA-256 of the commitment and the randomness that the receipt names. Raises Unreadable."""
    beacon = _object(receipt, "beacon")
    return sha256(_hex(receipt, "commitment", 32), _hex(beacon, "randomness", 32)).hex()


def select(eligible: Sequence[Mapping[str, Any]], places: int, seed: str) -> list[str]:
    """The judges in the order in which they are drawn (RFC 3797 §4 with SHA-256, over weighted tickets).

    Raises Unreadable when the list is not sorted by judge, a weight is no integer of at least 1, or there are
    more places than judges.
    """
    judges = [_text(line, "judge") for line in eligible]
    weights = [_integer(line, "weight", 1, LARGEST_WEIGHT) for line in eligible]
    if any(one >= other for one, other in pairwise(judges)):
        raise Unreadable("eligible: not sorted")
    if type(places) is not int or not 1 <= places <= min(len(judges), 1000):
        raise Unreadable("places")
    source = _exact(_unhex(seed, "seed"), 32, "seed").hex().upper().encode() + b"/"
    chosen = []
    for turn in range(places):
        around = turn.to_bytes(2, "big")
        ends = list(accumulate(weights))
        ticket = int.from_bytes(sha256(around, source, around), "big") % ends[-1]
        owner = bisect_right(ends, ticket)
        chosen.append(judges.pop(owner))
        weights.pop(owner)
    return chosen


def receipt_hash(receipt: Mapping[str, Any]) -> str:
    """The hash by which a successor names this receipt, in hex. Raises Unreadable."""
    return sha256(canonical(receipt)).hex()


def reveal_commitment(court: str, value: bytes) -> str:
    """What a court publishes before a common round: the hash of its secret value, in hex."""
    return sha256(b"tarazy-reveal-1", _counted(court), value).hex()


def reveal_statement(court: str, round_id: str, value: str, revealed_at: str) -> bytes:
    """The bytes that a court signs when it reveals its value."""
    return canonical(
        {
            "format": "tarazy-reveal-1", "court": court, "round": round_id,
            "value": value, "revealed_at": revealed_at,
        }
    )  # fmt: skip


def round_of(participants: Iterable[Mapping[str, Any]], missing: Iterable[Mapping[str, Any]]) -> str:
    """The id of a common round in hex: the hash of every court's commitment and key. Raises Unreadable."""
    lines = [
        {name: _text(line, name) for name in ("court", "commitment", "public_key")}
        for line in (*participants, *missing)
    ]
    lines.sort(key=lambda line: line["court"])
    if any(one["court"] == other["court"] for one, other in pairwise(lines)):
        raise Unreadable("participants: a court twice")
    return sha256(b"tarazy-round-1", canonical(lines)).hex()


def revealed_randomness(round_id: str, participants: Iterable[Mapping[str, Any]]) -> str:
    """The randomness in hex that the courts' values make together. Raises Unreadable."""
    values = sorted((_text(line, "court"), _hex(line, "value", 32)) for line in participants)
    parts = (part for court, value in values for part in (_counted(court), value))
    return sha256(b"tarazy-beacon-1", _unhex(round_id, "round"), *parts).hex()


def redraw_statement(case: str, supersedes: Mapping[str, Any]) -> bytes:
    """The bytes signed by the person who orders a redraw. Raises Unreadable."""
    said = {name: _text(supersedes, name) for name in ("receipt", "reason_code", "signed_by")}
    return canonical(said | {"case": case, "format": "tarazy-redraw-1"})


def round_time(genesis: int, period: int, number: int) -> datetime:
    """When a round of a drand chain appears. Raises Unreadable for times beyond the calendar."""
    try:
        return datetime.fromtimestamp(genesis + (number - 1) * period, UTC)
    except (OverflowError, ValueError, OSError):
        raise Unreadable("beacon: round") from None


def drand_signed(public_key: bytes, number: int, previous_signature: bytes, signature: bytes) -> bool:
    """Whether the chain's key signed the round (BLS12-381, signatures in G2). Raises NoLibrary without py_ecc."""
    try:
        from py_ecc import optimized_bls12_381
        from py_ecc.bls.g2_primitives import pubkey_to_G1, signature_to_G2, subgroup_check
        from py_ecc.bls.hash_to_curve import hash_to_G2
    except ImportError:
        raise NoLibrary("py_ecc") from None
    curve: Any = optimized_bls12_381
    message = sha256(previous_signature, number.to_bytes(8, "big"))
    try:
        key: Any = pubkey_to_G1(public_key)  # type: ignore[arg-type]
        point: Any = signature_to_G2(signature)  # type: ignore[arg-type]
        if any(curve.is_inf(one) or not subgroup_check(one) for one in (key, point)):
            return False
        asked: Any = hash_to_G2(message, DRAND_DST, hashlib.sha256)  # type: ignore[arg-type]
        product = curve.pairing(point, curve.G1, final_exponentiate=False)
        product *= curve.pairing(asked, curve.neg(key), final_exponentiate=False)
        return bool(curve.final_exponentiate(product) == curve.FQ12.one())
    except (ValueError, AssertionError, OverflowError):
        return False


# --- Checks -----------------------------------------------------------------------------------------------------


@dataclass
class Report:
    """What was looked at: lines of (sign, code, values). A sign is "+" holds, "-" does not, "!" to be known."""

    lines: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    beacon_unchecked: bool = False

    def check(self, holds: bool, code: str, /, **values: Any) -> bool:
        """Note whether it holds, under a code of `WORDS`."""
        self.lines.append(("+" if holds else "-", code, values))
        return holds

    def note(self, code: str, /, **values: Any) -> None:
        """Note what the reader should know, which proves nothing either way."""
        self.lines.append(("!", code, values))

    @property
    def verifies(self) -> bool:
        return bool(self.lines) and all(sign != "-" for sign, _, _ in self.lines)

    @property
    def status(self) -> int:
        """The exit status."""
        if not self.verifies:
            return DOES_NOT
        return BEACON_UNCHECKED if self.beacon_unchecked else VERIFIES


def check_proof(bundle: Mapping[str, Any], keys: Sequence[str] = (), report: Report | None = None) -> Report:
    """Check that an entry is what its hash says and stands in the tree that the checkpoint signs.

    `keys`: public keys that the reader trusts; with none, the bundle's own key counts and the report says so.
    Raises Unreadable, NoLibrary.
    """
    report = report or Report()
    _format(bundle, "tarazy-proof-1")
    entry, proof = _object(bundle, "entry"), _object(bundle, "proof")
    stream, number, kind = _text(entry, "stream"), _integer(entry, "number", 1), _text(entry, "kind")
    body_hash, chain_hash = _hex(entry, "body_hash", 32), _hex(entry, "chain_hash", 32)
    previous = _hex(entry, "previous_chain_hash", 32)
    note, at = read_note(bundle.get("checkpoint")), _moment(entry.get("at"), "at")
    path = _hashes(proof, "hashes")
    size = _integer(proof, "size", 1)

    report.check(body_hash_of(_object(entry, "body")) == body_hash, "body", stream=stream, number=number)
    whole = chain_hash_of(previous, body_hash, stream, number, kind, at) == chain_hash
    report.check(whole and (number > 1 or previous == NO_HASH), "chained", number=number)
    in_place = size == note.size and _integer(proof, "index", 0) == number - 1 and note.stream == stream
    root = root_from_inclusion(leaf_hash(chain_hash), number - 1, size, path)
    report.check(in_place and root == note.root, "included", number=number, size=note.size)
    _check_signature(report, note, _text(bundle, "public_key"), keys)
    if at > note.at:
        report.note("late", at=stamp(at))
    return report


def _check_signature(report: Report, note: Note, own_key: str, keys: Sequence[str]) -> bool:
    """Whether a trusted key signed the checkpoint: one of `keys`, or the file's own when there are none."""
    trusted = [read_key(line) for line in keys] or [read_key(own_key)]
    signer = next((pair for pair in trusted if note.signed_with(*pair)), None)
    key = written_key(*(signer or read_key(own_key)))
    held = report.check(signer is not None, "signed", size=note.size, at=stamp(note.at), key=key)
    if held and not keys and not any(code == "key_unpinned" for _, code, _ in report.lines):
        report.note("key_unpinned", key=key)
    return held


def check_checkpoints(document: Mapping[str, Any], keys: Sequence[str] = ()) -> Report:
    """Check a sequence of checkpoints of one stream: each signed, each only adding to the one before.

    Raises Unreadable, NoLibrary.
    """
    report = Report()
    _format(document, "tarazy-checkpoints-1")
    notes = [read_note(note) for note in _list(document, "checkpoints")]
    proofs = _list(document, "consistency")
    if not notes or len(proofs) != len(notes) - 1:
        raise Unreadable("consistency")
    own_keys = document.get("public_keys")
    if not isinstance(own_keys, list) or not 0 < len(own_keys) <= 1000:
        raise Unreadable("public_keys")
    trusted = [str(key) for key in own_keys]
    for line in trusted:
        read_key(line)
    signed = 0
    for note in notes:
        by_keys = [read_key(line) for line in (keys or trusted)]
        if any(note.signed_with(*pair) for pair in by_keys):
            signed += 1
        else:
            report.check(False, "signed", size=note.size, at=stamp(note.at), key=", ".join(keys or trusted))
    if signed == len(notes):
        report.check(True, "all_signed", count=signed, key=", ".join(keys or trusted))
    report.check(len({note.origin for note in notes}) == 1, "one_stream", stream=notes[0].origin)
    joined = 0
    for earlier, later, proof in zip(notes, notes[1:], proofs, strict=False):
        path = _hashes(proof, "hashes")
        holds = earlier.at <= later.at and (
            (earlier.size == 0 and not path)
            or consistent(earlier.size, later.size, earlier.root, later.root, path)
        )
        if holds:
            joined += 1
        else:
            report.check(False, "consistent", old=earlier.size, new=later.size)
    if joined == len(proofs):
        report.check(True, "all_consistent", first=notes[0].size, last=notes[-1].size)
    if not keys:
        report.note("key_unpinned", key=", ".join(trusted))
    return report


def check_receipt(
    receipt: Mapping[str, Any],
    keys: Sequence[str] = (),
    beacon_keys: Sequence[str] = (),
    previous: Mapping[str, Any] | None = None,
) -> Report:
    """Recompute a draw from its receipt.

    `beacon_keys`: keys of drand chains (hex) that the reader trusts beside those known here, and keys of the courts
    of a commit–reveal. `previous`: the receipt that this one supersedes, when the reader has it.
    Raises Unreadable, NoLibrary (for cryptography; without py_ecc the report says so).
    """
    report = Report()
    _format(receipt, "tarazy-draw-1")
    eligible, excluded = _list(receipt, "eligible"), _list(receipt, "excluded")
    if len(eligible) > MOST_JUDGES or len(excluded) > MOST_JUDGES:
        raise Unreadable("eligible")
    ledger, commitment = _object(receipt, "ledger"), _text(receipt, "commitment")
    committed_at, drawn_at = _moment(receipt.get("committed_at"), "committed_at"), _moment(receipt.get("drawn_at"), "drawn_at")  # fmt: skip

    judges = [_text(line, "judge") for line in eligible]
    in_order = all(one < other for one, other in pairwise(judges))
    report.check(in_order, "sorted", count=len(judges))
    both = set(judges) & {_text(line, "judge") for line in excluded}
    report.check(not both, "apart", count=len(excluded))
    report.check(commitment_of(receipt) == commitment, "commitment", commitment=commitment)

    bundle = _object(ledger, "bundle")
    check_proof(bundle, keys, report)
    entry = _object(bundle, "entry")
    report.check(
        _object(entry, "body").get("commitment") == commitment
        and entry["stream"] == _text(receipt, "stream")
        and entry["number"] == ledger.get("number")
        and _moment(entry["at"], "at") == committed_at,
        "entered", stream=entry["stream"], number=entry["number"],
    )  # fmt: skip
    _check_beacon(report, _object(receipt, "beacon"), beacon_keys, committed_at, drawn_at, bundle)

    seed = seed_of(receipt)
    report.check(seed == receipt.get("seed"), "seed", seed=seed)
    drawn = select(eligible, receipt.get("places", 0), seed) if in_order else []
    report.check(bool(drawn) and drawn == receipt.get("selected"), "selected", judges=", ".join(drawn) or "–")
    _check_redraw(report, receipt, previous, beacon_keys)
    return report


def _check_beacon(
    report: Report,
    beacon: Mapping[str, Any],
    trusted: Sequence[str],
    committed_at: datetime,
    drawn_at: datetime,
    bundle: Mapping[str, Any],
) -> None:
    kind = _text(beacon, "kind")
    if kind == "drand":
        known_at = _check_drand(report, beacon, trusted)
    elif kind == "commit-reveal":
        known_at = _check_reveals(report, beacon, trusted)
    else:
        raise Unreadable("beacon: kind")
    if known_at is None:
        return
    report.check(committed_at < known_at, "before", committed=stamp(committed_at), known=stamp(known_at))
    report.check(known_at <= drawn_at, "after", drawn=stamp(drawn_at), known=stamp(known_at))
    covered_at = read_note(bundle.get("checkpoint")).at
    if covered_at < known_at:
        report.note("covered_before", at=stamp(covered_at))
    else:
        report.note("covered_later", at=stamp(covered_at))


def _check_drand(report: Report, beacon: Mapping[str, Any], trusted: Sequence[str]) -> datetime | None:
    """Check the round; when it appeared, None when that can't be known."""
    number = _integer(beacon, "round", 1)
    chain, key = _text(beacon, "chain_hash"), _text(beacon, "public_key")
    genesis, period = _integer(beacon, "genesis_time", 0), _integer(beacon, "period", 1)
    known = KNOWN_CHAINS.get(chain) == (key, genesis, period) or (
        chain not in KNOWN_CHAINS and key in trusted
    )
    known = known and beacon.get("scheme") == DRAND_SCHEME
    if not report.check(known, "chain", chain=chain):
        return None
    signature = _hex(beacon, "signature", 96)
    previous = _hex(beacon, "previous_signature", None)
    if len(previous) not in (32, 96):  # the first round follows the 32 bytes of the chain's beginning
        raise Unreadable("previous_signature")
    try:
        report.check(
            drand_signed(_hex(beacon, "public_key", 48), number, previous, signature), "bls", round=number
        )
    except NoLibrary:
        report.beacon_unchecked = True
        report.note("bls_unchecked", round=number)
    report.check(sha256(signature) == _hex(beacon, "randomness", 32), "randomness")
    return round_time(genesis, period, number)


def _check_reveals(report: Report, beacon: Mapping[str, Any], trusted: Sequence[str]) -> datetime | None:
    """Check a commit–reveal round; when the first value became known, None when nobody revealed."""
    participants, missing = _list(beacon, "participants"), _list(beacon, "missing")
    round_id = _text(beacon, "round")
    report.check(len(participants) >= 2, "several", count=len(participants))
    report.check(round_of(participants, missing) == round_id, "round", count=len(participants) + len(missing))
    for line in participants:
        court, value, revealed_at = _text(line, "court"), _text(line, "value"), _text(line, "revealed_at")
        key, signature = _hex(line, "public_key", 32), _hex(line, "signature", 64)
        honest = reveal_commitment(court, _hex(line, "value", 32)) == _text(line, "commitment")
        statement = reveal_statement(court, round_id, value, revealed_at)
        honest = honest and signed_by(key, signature, statement) and (not trusted or key.hex() in trusted)
        report.check(honest, "revealed", court=court)
    report.check(revealed_randomness(round_id, participants) == _text(beacon, "randomness"), "randomness")
    if missing:
        report.note("missing", courts=", ".join(_text(line, "court") for line in missing))
    if participants and not trusted:
        report.note("courts_unpinned")
    return min((_moment(line["revealed_at"], "revealed_at") for line in participants), default=None)


def _check_redraw(
    report: Report, receipt: Mapping[str, Any], previous: Mapping[str, Any] | None, trusted: Sequence[str]
) -> None:
    if receipt.get("supersedes") is None:
        if previous is not None:
            report.check(False, "supersedes")
        return
    supersedes = _object(receipt, "supersedes")
    statement = redraw_statement(_text(receipt, "case"), supersedes)
    report.note("redraw", reason=supersedes["reason_code"], by=supersedes["signed_by"])
    if "public_key" in supersedes:
        held = signed_by(_hex(supersedes, "public_key", 32), _hex(supersedes, "signature", 64), statement)
        report.check(held, "redraw_signed", by=supersedes["signed_by"])
    else:
        report.note("redraw_unchecked")
    if previous is not None:
        report.check(receipt_hash(previous) == supersedes["receipt"], "supersedes")


# --- Reading what others wrote ------------------------------------------------------------------------------------


_BRACKETS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)


def read_json(raw: bytes) -> dict[str, Any]:
    """The object that the bytes hold, strictly: no fractions, no key twice. Raises Unreadable."""
    if len(raw) > LARGEST_FILE:
        raise Unreadable("the file is too large")
    depth = 0
    for sign in _BRACKETS.finditer(raw):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(sign[0], 0)
        if depth > DEEPEST:  # found before the parser goes there: deep enough, it takes the process with it
            raise Unreadable("nested too deeply")
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except Unreadable:
        raise
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    _admit(value, 0)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a key stands twice")
    return found


def _no_number(text: str) -> Any:
    raise Unreadable("a number that is not an integer")


def _format(document: Mapping[str, Any], name: str) -> None:
    if document.get("format") != name:
        raise Unreadable(f"format: {name}")


def _object(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = holder.get(name)
    if not isinstance(value, dict):
        raise Unreadable(name)
    return value


def _list(holder: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A list under `name`; what should be objects in it is found out by whoever reads them."""
    value = holder.get(name)
    if not isinstance(value, list):
        raise Unreadable(name)
    return value


def _text(holder: Any, name: str) -> str:
    value = holder.get(name) if isinstance(holder, Mapping) else None
    if not isinstance(value, str) or not 0 < len(value) <= 10_000:
        raise Unreadable(name)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unreadable(name) from None
    return value


def _integer(holder: Any, name: str, least: int, most: int = LARGEST_INTEGER) -> int:
    value = holder.get(name) if isinstance(holder, Mapping) else None
    if type(value) is not int or not least <= value <= most:
        raise Unreadable(name)
    return value


def _unhex(value: str, name: str) -> bytes:
    if not re.fullmatch(r"(?:[0-9a-f]{2})+", value):
        raise Unreadable(name)
    return bytes.fromhex(value)


def _exact(raw: bytes, size: int, name: str) -> bytes:
    if len(raw) != size:
        raise Unreadable(name)
    return raw


def _hex(holder: Any, name: str, size: int | None) -> bytes:
    raw = _unhex(_text(holder, name), name)
    return raw if size is None else _exact(raw, size, name)


def _hashes(holder: Any, name: str) -> list[bytes]:
    values = holder.get(name) if isinstance(holder, Mapping) else None
    if (
        not isinstance(values, list)
        or len(values) > 128
        or not all(isinstance(value, str) for value in values)
    ):
        raise Unreadable(name)
    return [_exact(_unhex(value, name), 32, name) for value in values]


def _base64(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(name) from None


def _moment(value: Any, name: str) -> datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise Unreadable(name)
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise Unreadable(name)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(name) from None


# --- Words ------------------------------------------------------------------------------------------------------

LANGUAGES = ("en", "ru", "kk")
# Code → English, Russian, Kazakh. A failed check is told by the words for what should hold, after the word "no".
WORDS = {
    "body": (
        "entry {number} of ledger {stream} is what its hash says",
        "запись {number} журнала {stream} соответствует своему хешу",
        "{stream} журналының {number}-жазбасы өз хешіне сәйкес",
    ),
    "chained": (
        "entry {number} continues the chain of hashes",
        "запись {number} продолжает цепочку хешей",
        "{number}-жазба хештер тізбегін жалғастырады",
    ),
    "included": (
        "entry {number} stands in the signed ledger of {size} entries",
        "запись {number} входит в подписанный журнал из {size} записей",
        "{number}-жазба {size} жазбадан тұратын қол қойылған журналға кіреді",
    ),
    "signed": (
        "the state of {size} entries of {at} is signed with {key}",
        "состояние из {size} записей от {at} подписано ключом {key}",
        "{at} сәтіндегі {size} жазбаның жай-күйіне {key} кілтімен қол қойылған",
    ),
    "all_signed": (
        "all {count} checkpoints are signed with {key}",
        "все контрольные точки ({count}) подписаны ключом {key}",
        "барлық бақылау нүктелеріне ({count}) {key} кілтімен қол қойылған",
    ),
    "one_stream": (
        "all checkpoints are of one ledger: {stream}",
        "все контрольные точки относятся к одному журналу: {stream}",
        "барлық бақылау нүктелері бір журналға жатады: {stream}",
    ),
    "consistent": (
        "the ledger of {new} entries begins with the one of {old}",
        "журнал из {new} записей начинается с прежних {old}",
        "{new} жазбадан тұратын журнал бұрынғы {old} жазбадан басталады",
    ),
    "all_consistent": (
        "from {first} to {last} entries the ledger was only added to",
        "от {first} до {last} записей журнал только пополнялся",
        "{first} жазбадан {last} жазбаға дейін журнал тек толықтырылып отырған",
    ),
    "late": (
        "the entry's time {at} is later than the signature: the court's clocks differ",
        "время записи {at} позже подписи: часы суда расходятся",
        "жазба уақыты {at} қол қойылған уақыттан кейін: сот сағаттары сәйкес емес",
    ),
    "key_unpinned": (
        "the key comes from the file itself; compare it with the one the court publishes, or use --key: {key}",
        "ключ взят из самого файла; сравните его с опубликованным судом или укажите --key: {key}",
        "кілт файлдың өзінен алынды; оны сот жариялаған кілтпен салыстырыңыз немесе --key көрсетіңіз: {key}",
    ),
    "sorted": (
        "the list of {count} eligible judges is in order, nobody twice",
        "список допущенных судей ({count}) упорядочен, никто не повторяется",
        "жіберілген судьялар тізімі ({count}) реттелген, ешкім қайталанбайды",
    ),
    "apart": (
        "no judge is both eligible and excluded ({count} excluded)",
        "никто не допущен и исключён одновременно (исключено: {count})",
        "ешкім бір мезгілде жіберілген әрі шығарылған емес (шығарылғаны: {count})",
    ),
    "commitment": (
        "the commitment follows from list, weights and rules: {commitment}",
        "обязательство следует из списка, весов и правил: {commitment}",
        "міндеттеме тізімнен, салмақтардан және қағидалардан шығады: {commitment}",
    ),
    "entered": (
        "the commitment was entered in ledger {stream} as entry {number}",
        "обязательство внесено в журнал {stream} записью {number}",
        "міндеттеме {stream} журналына {number}-жазба болып енгізілген",
    ),
    "chain": (
        "the beacon is known here: drand chain {chain}",
        "источник случайности известен: цепочка drand {chain}",
        "кездейсоқтық көзі белгілі: drand тізбегі {chain}",
    ),
    "bls": (
        "the beacon's signature of round {round} holds",
        "подпись источника случайности под раундом {round} верна",
        "кездейсоқтық көзінің {round}-раундқа қойған қолы дұрыс",
    ),
    "bls_unchecked": (
        "the beacon's signature of round {round} was NOT checked: install py_ecc (pip install py_ecc)",
        "подпись источника под раундом {round} НЕ ПРОВЕРЕНА: установите py_ecc (pip install py_ecc)",
        "{round}-раундқа қойылған қол ТЕКСЕРІЛМЕДІ: py_ecc орнатыңыз (pip install py_ecc)",
    ),
    "randomness": (
        "the randomness follows from what was published",
        "случайное число следует из опубликованного",
        "кездейсоқ сан жарияланған деректерден шығады",
    ),
    "several": (
        "at least two courts revealed their values (they are {count})",
        "значения раскрыли не менее двух судов (их {count})",
        "мәндерін кемінде екі сот ашқан (олардың саны: {count})",
    ),
    "round": (
        "the round's name fixes the values of {count} courts",
        "имя раунда закрепляет значения судов ({count})",
        "раунд атауы соттардың мәндерін бекітеді ({count})",
    ),
    "revealed": (
        "court {court} revealed the value it had fixed, and signed it",
        "суд {court} раскрыл закреплённое значение и подписал его",
        "{court} соты бекітілген мәнін ашып, оған қол қойған",
    ),
    "missing": (
        "these courts withheld their value, which gave each a choice of two outcomes: {courts}",
        "эти суды не раскрыли значение, что давало каждому выбор из двух исходов: {courts}",
        "бұл соттар мәнін ашпаған, сондықтан әрқайсысы екі нәтиженің бірін таңдай алатын еді: {courts}",
    ),
    "courts_unpinned": (
        "the courts' keys come from the file itself; compare them with the published ones",
        "ключи судов взяты из самого файла; сравните их с опубликованными",
        "соттардың кілттері файлдың өзінен алынды; оларды жарияланған кілттермен салыстырыңыз",
    ),
    "before": (
        "the list was fixed ({committed}) before the randomness existed ({known})",
        "список закреплён ({committed}) до появления случайного числа ({known})",
        "тізім ({committed}) кездейсоқ сан пайда болғанға дейін ({known}) бекітілген",
    ),
    "after": (
        "the draw was made ({drawn}) after the randomness appeared ({known})",
        "распределение проведено ({drawn}) после появления случайного числа ({known})",
        "бөлу ({drawn}) кездейсоқ сан пайда болғаннан кейін ({known}) жүргізілген",
    ),
    "covered_before": (
        "a signed checkpoint of {at} held the commitment before the randomness existed",
        "подписанная контрольная точка от {at} содержала обязательство до появления случайного числа",
        "{at} қол қойылған бақылау нүктесінде міндеттеме кездейсоқ сан пайда болғанға дейін болған",
    ),
    "covered_later": (
        "the first checkpoint that holds the commitment is of {at}; for the time before, the court's word stands",
        "первая контрольная точка с обязательством — от {at}; о времени до неё свидетельствует лишь суд",
        "міндеттеме бар алғашқы бақылау нүктесі — {at}; оған дейінгі уақытты тек сот растайды",
    ),
    "seed": (
        "the seed follows from commitment and randomness: {seed}",
        "начальное число следует из обязательства и случайного числа: {seed}",
        "бастапқы сан міндеттеме мен кездейсоқ саннан шығады: {seed}",
    ),
    "selected": (
        "the draw, made again, gives: {judges}",
        "повторённое распределение даёт: {judges}",
        "қайта жүргізілген бөлудің нәтижесі: {judges}",
    ),
    "redraw": (
        "this is a redraw, reason {reason}, ordered by {by}",
        "это повторное распределение, причина {reason}, распорядился {by}",
        "бұл қайта бөлу, себебі {reason}, өкім берген {by}",
    ),
    "redraw_signed": (
        "the reason of the redraw is signed by {by}",
        "причину повторного распределения подписал {by}",
        "қайта бөлу себебіне {by} қол қойған",
    ),
    "redraw_unchecked": (
        "the signature under the reason of the redraw is of a kind that is not checked here",
        "подпись под причиной повторного распределения здесь не проверяется",
        "қайта бөлу себебіне қойылған қол бұл жерде тексерілмейді",
    ),
    "supersedes": (
        "it names the earlier receipt that was given",
        "в ней назван предъявленный прежний протокол",
        "онда ұсынылған бұрынғы хаттама аталған",
    ),
    # The end of the report.
    "0": ("Verifies.", "Проверено: всё сходится.", "Тексерілді: бәрі сәйкес."),
    "1": ("DOES NOT VERIFY.", "НЕ СХОДИТСЯ.", "СӘЙКЕС ЕМЕС."),
    "3": (
        "Verifies, except for the beacon's signature, which was not checked.",
        "Сходится, но подпись источника случайности не проверена.",
        "Сәйкес, бірақ кездейсоқтық көзінің қолы тексерілмеді.",
    ),
    "no": ("no", "нет", "жоқ"),
    "unreadable": ("Can't be read: {what}", "Не читается: {what}", "Оқылмайды: {what}"),
    "library": (
        "{what} is needed: pip install {what}",
        "Нужна библиотека {what}: pip install {what}",
        "{what} кітапханасы қажет: pip install {what}",
    ),
}


def words(code: str, language: str, /, **values: Any) -> str:
    """What the code says, in the language; what comes from a file can't bring control characters to a terminal."""
    safe = {name: _printable(value) for name, value in values.items()}
    return WORDS[code][LANGUAGES.index(language)].format(**safe)


def _printable(value: Any) -> str:
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in str(value))
    return text if len(text) <= 600 else text[:599] + "…"


def told(report: Report, language: str) -> list[str]:
    """The report in lines for people."""
    lines = []
    for sign, code, values in report.lines:
        no = f"{words('no', language)}: " if sign == "-" else ""
        lines.append(f"{sign} {no}{words(code, language, **values)}")
    return [*lines, words(str(report.status), language)]


def _read_file(path: str) -> dict[str, Any]:
    try:
        if path == "-":
            return read_json(sys.stdin.buffer.read(LARGEST_FILE + 1))
        with Path(path).open("rb") as file:
            return read_json(file.read(LARGEST_FILE + 1))
    except (OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(getattr(error, "strerror", None) or "file") from None


def _keys(given: Sequence[str]) -> list[str]:
    """Keys as given: each in one line, or the path of a file with one in each line. Raises Unreadable."""
    lines: list[str] = []
    for one in given:
        if "+" not in one:
            try:
                lines += [line for line in Path(one).read_text(encoding="utf-8").split() if line]
            except (OSError, ValueError):
                raise Unreadable("--key") from None
        else:
            lines.append(one)
    for line in lines:
        read_key(line)
    if given and not lines:
        raise Unreadable("--key")
    return lines


def _own_language() -> str:
    wished = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return wished[:2] if wished[:2] in LANGUAGES else "en"


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("file", help="the JSON file; - reads it from the standard input")
    common.add_argument(
        "--key", action="append", default=[], help="the court's public key, or a file with keys"
    )
    common.add_argument("--language", choices=LANGUAGES, default=_own_language())
    about = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        "tarazy-verify",
        description=about[0],
        epilog=about[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("proof", parents=[common], help="one entry of the ledger")
    commands.add_parser("checkpoints", parents=[common], help="a sequence of signed states")
    receipt = commands.add_parser("receipt", parents=[common], help="the draw of a judge")
    receipt.add_argument(
        "--beacon-key",
        action="append",
        default=[],
        help="a further beacon's or court's key in hex that you trust",
    )
    receipt.add_argument("--previous", help="the receipt that this one supersedes")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    asked = _parser().parse_args(arguments)
    try:
        document, keys = _read_file(asked.file), _keys(asked.key)
        if asked.command == "proof":
            report = check_proof(document, keys)
        elif asked.command == "checkpoints":
            report = check_checkpoints(document, keys)
        else:
            previous = _read_file(asked.previous) if asked.previous else None
            report = check_receipt(document, keys, asked.beacon_key, previous)
    except Unreadable as error:
        sys.stderr.write(words("unreadable", asked.language, what=error) + "\n")
        return UNREADABLE
    except NoLibrary as error:
        sys.stderr.write(words("library", asked.language, what=error) + "\n")
        return UNREADABLE
    sys.stdout.write("\n".join(told(report, asked.language)) + "\n")
    return report.status


if __name__ == "__main__":
    sys.exit(main())
