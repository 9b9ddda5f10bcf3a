"""`tarazy-verify` as a reader has it: one file, alone, fed with whatever comes."""

from __future__ import annotations

import copy
import json
import os
import shutil
import string
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some

from tarazy import ledger, verify
from tests.ledger.conftest import COURT, NOON, enter
from tests.ledger.receipts import a_receipt
from tests.ledger.test_draws_recomputed import changed, leaves, put

pytestmark = pytest.mark.django_db
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a copy of the file, in a folder where nothing of this program is, without what the tests have in PATH."""
    shutil.copy(verify.__file__, tmp_path / "tarazy-verify.py")

    def start(command: str, document: Any, *options: str, without: str = "tarazy") -> tuple[int, str]:
        raw = document if isinstance(document, bytes) else json.dumps(document).encode()
        (tmp_path / "file.json").write_bytes(raw)
        blocked = {"tarazy", "django", without}
        program = (
            f"import runpy, sys; sys.modules.update({dict.fromkeys(blocked)!r}); sys.argv = sys.argv[1:]; "
        )
        ended = subprocess.run(
            [sys.executable, "-I", "-c", program + "runpy.run_path(sys.argv[0], run_name='__main__')",
             "tarazy-verify.py", command, "file.json", *options],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, env={"LANG": "C.UTF-8", "PATH": os.defpath},
        )  # fmt: skip
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended.returncode, ended.stdout + ended.stderr

    return start


def a_bundle() -> dict[str, Any]:
    return ledger.proof_bundle(enter(7)[3], at=NOON)


def a_sequence() -> dict[str, Any]:
    checkpoints = []
    for turn, count in enumerate((1, 3, 4, 9)):
        enter(count)
        checkpoints.append(ledger.checkpoint(COURT, at=NOON + timedelta(minutes=turn)))
    return ledger.checkpoints_document(checkpoints)


def test_the_file_alone_checks_a_proof_in_three_languages(run: Run) -> None:
    bundle = a_bundle()
    for language, end in (
        ("en", "Verifies."),
        ("ru", "Проверено: всё сходится."),
        ("kk", "Тексерілді: бәрі сәйкес."),
    ):
        status, words = run("proof", bundle, "--language", language)
        assert status == 0 and words.endswith(end + "\n")
        assert bundle["public_key"] in words  # the reader is told to compare it
    status, words = run("proof", bundle, "--key", bundle["public_key"])
    assert status == 0 and "compare" not in words
    assert run("proof", bundle, "--key", verify.written_key("sot.example", bytes(32)))[0] == 1
    bundle["entry"]["body"]["case"] = "f" * 64
    status, words = run("proof", bundle)
    assert status == 1 and "- no: entry 4" in words and words.endswith("DOES NOT VERIFY.\n")


def test_a_bundle_changed_in_any_field_does_not_verify() -> None:
    bundle, unnoticed = a_bundle(), []
    assert verify.check_proof(bundle).status == 0
    for path in leaves(bundle):
        forged, value = copy.deepcopy(bundle), bundle
        for key in path:
            value = value[key]
        put(forged, path, changed(value))
        try:
            if verify.check_proof(forged).verifies:
                unnoticed.append(path)
        except verify.Unreadable:
            pass
    assert unnoticed == []


def test_the_file_alone_checks_a_sequence_of_checkpoints(run: Run) -> None:
    document = a_sequence()
    assert run("checkpoints", document, "--key", document["public_keys"][0])[0] == 0
    forked = copy.deepcopy(document)
    forked["consistency"][1]["hashes"][0] = "00" * 32
    status, words = run("checkpoints", forked, "--language", "ru")
    assert status == 1 and "нет: журнал из 8 записей начинается с прежних 4" in words
    swapped = copy.deepcopy(document)
    swapped["checkpoints"][1], swapped["checkpoints"][2] = (
        swapped["checkpoints"][2],
        swapped["checkpoints"][1],
    )
    assert run("checkpoints", swapped)[0] == 1
    unsigned = copy.deepcopy(document)
    unsigned["checkpoints"][0] = unsigned["checkpoints"][0].replace("\n1\n", "\n2\n", 1)
    assert run("checkpoints", unsigned)[0] == 1


def test_another_history_of_the_same_court_does_not_fit_the_first() -> None:
    kept = a_sequence()
    with transaction.atomic():
        other = [ledger.append("7102", "case.filed", {"case": "other"}, at=NOON) for _ in range(20)]
    forged = ledger.checkpoint(other[0].stream, at=NOON + timedelta(hours=1))
    kept["checkpoints"].append(forged.text)
    kept["consistency"].append({"hashes": [one.hex() for one in ledger.consistency_proof("7102", 17, 20)]})
    failed = {code for sign, code, _ in verify.check_checkpoints(kept).lines if sign == "-"}
    assert failed == {"one_stream", "consistent"}


def test_without_py_ecc_it_says_that_the_beacon_was_not_checked(run: Run) -> None:
    receipt = a_receipt()
    status, words = run("receipt", receipt, without="py_ecc")
    assert status == verify.BEACON_UNCHECKED and "was NOT checked" in words
    receipt["selected"] = ["nobody"]
    assert run("receipt", receipt, without="py_ecc")[0] == verify.DOES_NOT
    status, words = run("proof", receipt["ledger"]["bundle"], without="cryptography")
    assert status == verify.UNREADABLE and "pip install cryptography" in words


def test_the_file_alone_recomputes_a_draw(run: Run) -> None:
    receipt = a_receipt()
    status, words = run("receipt", receipt, "--language", "kk")
    assert status == 0 and receipt["selected"][0] in words


HOSTILE = {
    "nothing": b"",
    "a list": b"[]",
    "not text": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "deep behind a string": b'{"a": "\\"]]]]", "b":' + b"[" * 100_000,
    "a string without end": b'{"a": "' + b'\\"' * 100_000,
    "a great number": b'{"format": ' + b"9" * 100_000 + b"}",
    "a fraction": b'{"format": 1.5}',
    "not a number": b'{"format": NaN}',
    "a key twice": b'{"format": 1, "format": 2}',
    "half a surrogate": b'{"format": "\\ud800"}',
    "another format": b'{"format": "tarazy-draw-9"}',
    "bare": b'{"format": "tarazy-proof-1"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_such_file_is_told_in_one_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file.json").write_bytes(HOSTILE[name])
    for command in ("proof", "checkpoints", "receipt"):
        assert verify.main([command, str(tmp_path / "file.json"), "--language", "en"]) == verify.UNREADABLE
        said = capsys.readouterr()
        assert said.out == "" and said.err.startswith("Can't be read: ") and said.err.count("\n") == 1


def test_a_file_that_is_missing_a_folder_or_too_large_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verify, "LARGEST_FILE", 1000)
    (tmp_path / "large.json").write_bytes(b" " * 1001)
    for path in ("missing.json", ".", "large.json", "nul\0byte"):
        assert verify.main(["proof", str(tmp_path / path)]) == verify.UNREADABLE
    assert "too large" in capsys.readouterr().err
    assert verify.main(["proof", str(tmp_path / "large.json"), "--key", "no-such-file"]) == verify.UNREADABLE


junk = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(string.printable, max_size=6),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def documents(
    django_db_setup: None, django_db_blocker: Any
) -> list[tuple[Callable[..., verify.Report], Any]]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = [
            (verify.check_proof, a_bundle()),
            (verify.check_checkpoints, a_sequence()),
            (verify.check_receipt, a_receipt()),
        ]
        transaction.set_rollback(True)
    return made


@given(data=some.data())
def test_junk_anywhere_in_a_file_breaks_nothing(
    documents: list[tuple[Callable[..., verify.Report], Any]], data: some.DataObject
) -> None:
    check, document = data.draw(some.sampled_from(documents))
    path = data.draw(
        some.sampled_from([path[: data.draw(some.integers(1, len(path)))] for path in leaves(document)])
    )
    forged = copy.deepcopy(document)
    put(forged, path, data.draw(junk))
    try:
        original = verify.drand_signed
        verify.drand_signed = lambda *_: True
        report = check(verify.read_json(json.dumps(forged).encode()))
        for language in verify.LANGUAGES:
            assert verify.told(report, language)
    except verify.Unreadable as error:
        verify.words("unreadable", "kk", what=error)
    finally:
        verify.drand_signed = original


def test_a_file_can_bring_no_control_characters_to_the_terminal() -> None:
    said = verify.words("redraw", "en", reason="\x1b[2J\r\nVerifies.", by="x" * 10_000)
    assert "\x1b" not in said and "\n" not in said and len(said) < 800


def test_every_word_is_said_in_each_language_with_the_same_values() -> None:
    for code, said in verify.WORDS.items():
        fields = [{name for _, name, _, _ in string.Formatter().parse(one) if name} for one in said]
        assert len(said) == 3 and fields[0] == fields[1] == fields[2], code


def test_the_file_names_what_it_needs_and_is_the_command() -> None:
    source = Path(verify.__file__).read_text(encoding="utf-8")
    assert "# /// script" in source and '"cryptography' in source and '"py_ecc' in source
    assert "import tarazy" not in source and "from tarazy" not in source and "import django" not in source
