"""The log of uses: heard, in the ledger, seen by whom it concerns, exported so that anyone can check it."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.db import transaction

from tarazy.cases.actions.seal import seal
from tarazy.cases.ai_use import AiAnswer, tell_answer
from tarazy.cases.docket import digest
from tarazy.cases.models import DocketEntry
from tarazy.ledger import opens
from tarazy.ledger.models import Entry
from tarazy.oversight.models import Use
from tarazy.oversight.queries import used_in
from tarazy.verify import leaf_hash
from tests.cases.factories import a_chair, a_distributed_case, claimant_of, later
from tests.oversight.factories import an_auditor, signed_in, used
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db


def test_a_use_is_kept_with_its_entry_of_the_ledger_which_names_nobody() -> None:
    proceeding, judge = a_distributed_case()
    use = used(case=proceeding.case, by=judge.user)
    entry = Entry.objects.get(stream=use.ledger_stream, number=use.ledger_number)
    assert entry.stream == proceeding.court_id and entry.kind == "oversight.use"
    assert set(entry.body) == {"record"}
    text = entry.body_text
    assert use.key not in text and str(proceeding.case.uuid) not in text and use.input_hash not in text


def test_the_same_use_told_twice_is_kept_once() -> None:
    proceeding, _ = a_distributed_case()
    used(case=proceeding.case, key="twice")
    used(case=proceeding.case, key="twice", output={"outcome": "denied"})
    assert Use.objects.get(key="twice").output["outcome"] == "granted"
    assert Entry.objects.filter(kind="oversight.use").count() == 1


def test_what_can_not_be_logged_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from tarazy.oversight.actions import keep_use

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(keep_use, "note_use", broken)
    proceeding, _ = a_distributed_case()
    with pytest.raises(RuntimeError):
        used(case=proceeding.case)
    assert not Use.objects.exists()
    assert not DocketEntry.objects.filter(code="ai_used").exists()


def test_a_use_of_a_transaction_that_is_undone_leaves_nothing() -> None:
    proceeding, _ = a_distributed_case()
    with transaction.atomic():
        used(case=proceeding.case)
        transaction.set_rollback(True)
    assert not Use.objects.exists() and not Entry.objects.filter(kind="oversight.use").exists()


def test_what_the_person_did_stands_with_the_use_and_its_reason_only_by_hash() -> None:
    proceeding, judge = a_distributed_case()
    use = used(case=proceeding.case, by=judge.user)
    tell_answer(
        AiAnswer(key=use.key, did="edited", at=later(1), by=judge.user, share=0.25, reason="Менің ойым")
    )
    tell_answer(AiAnswer(key="unknown", did="seen", at=later(1)))
    use.refresh_from_db()
    assert (use.did, use.share, use.answered_at) == ("edited", 0.25, later(1))
    entry = Entry.objects.get(kind="oversight.answer")
    assert "ойым" not in entry.body_text


def test_who_sees_a_use_in_full() -> None:
    proceeding, judge = a_distributed_case()
    _, other = a_distributed_case()
    use = used(case=proceeding.case, by=judge.user)
    for user, sees in (
        (judge.user, True),
        (other.user, False),
        (an_auditor(), True),
        (a_chair(proceeding.court), True),
        (a_chair(other.court), False),
        (claimant_of(proceeding), False),
        (a_user(), False),
        (None, False),
    ):
        assert Use.objects.visible_to(user).filter(pk=use.pk).exists() == sees, user


def test_a_sealed_case_is_gone_from_the_log_and_the_export_at_once_but_not_from_the_chair() -> None:
    proceeding, judge = a_distributed_case()
    use = used(case=proceeding.case, by=judge.user)
    auditor, chair = an_auditor(), a_chair(proceeding.court)
    seal(proceeding.case_id, by=chair, reason="Мемлекеттік құпия бар іс", norm="GPK 19", now=later(1))
    assert not Use.objects.visible_to(auditor).exists() and not Use.objects.overseen_by(auditor).exists()
    assert Use.objects.visible_to(chair).filter(pk=use.pk).exists()
    lines, _, manifest = _archive(signed_in(auditor))
    assert lines == [] and manifest["withheld_in_sealed_cases"] == 1


def test_parties_are_told_once_for_a_family_and_learn_the_system_but_no_note() -> None:
    proceeding, judge = a_distributed_case()
    for system in ("forecast", "analogues", "anomalies", "robot.court_order", "potential"):
        used(system, case=proceeding.case, by=judge.user)
    told = DocketEntry.objects.filter(case=proceeding.case, code="ai_used").order_by("number")
    assert [entry.params["family"] for entry in told] == ["practice", "robot"]
    assert all(entry.visibility == "parties" for entry in told)
    assert [one.slug for one in used_in(proceeding.case)] == [
        "forecast", "analogues", "anomalies", "robot.court_order",
    ]  # fmt: skip
    assert not {"output", "did", "reason", "by"} & set(vars(used_in(proceeding.case)[0]))


def test_a_trial_in_the_shadow_is_logged_and_told_to_nobody() -> None:
    proceeding, _ = a_distributed_case()
    used("robot.court_order", case=proceeding.case, output={"mode": "shadow", "result": "draft"})
    assert Use.objects.count() == 1 and used_in(proceeding.case) == []
    assert not DocketEntry.objects.filter(code="ai_used").exists()


def test_the_notices_of_the_cabinet_carry_it_to_the_parties() -> None:
    from tarazy.cabinet.notices.actions.tell import tell_happenings
    from tarazy.cabinet.notices.models import Notice

    proceeding, judge = a_distributed_case()
    used(case=proceeding.case, by=judge.user)
    tell_happenings(later(0.1))
    assert Notice.objects.filter(user=claimant_of(proceeding), code="ai_used").count() == 1


def test_the_archive_for_an_audit_can_be_checked_without_the_program() -> None:
    proceeding, judge = a_distributed_case()
    for _ in range(5):
        used(case=proceeding.case, by=judge.user)
    used("search", by=judge.user)
    lines, table, manifest = _archive(signed_in(an_auditor()))
    assert len(lines) == len(table) == manifest["uses"] == 6
    for line in lines:
        proof = line["proof"]
        assert digest(proof["record"]) == proof["record_hash"]
        assert proof["record"]["output"] == line["output"]
        assert opens(proof["reference"], proof["opening"], proof["record_hash"])
        note = manifest["checkpoints"][line["ledger_stream"]]
        root = _root(line["ledger_number"] - 1, proof["size"], proof["hashes"], proof["chain_hash"])
        assert root in note.split("\n")
    changed = {**lines[0]["proof"]["record"], "output": {"outcome": "denied"}}
    assert not opens(lines[0]["proof"]["reference"], lines[0]["proof"]["opening"], digest(changed))
    assert judge.family_name not in json.dumps(lines, ensure_ascii=False)


def test_an_export_is_itself_in_the_ledger() -> None:
    used()
    _archive(signed_in(an_auditor()))
    assert Entry.objects.filter(kind="oversight.export").count() == 1


def test_only_those_who_oversee_get_the_archive() -> None:
    proceeding, judge = a_distributed_case()
    assert signed_in(judge.user).get("/kk/ai/uses/audit.zip").status_code == 403
    assert signed_in(claimant_of(proceeding)).get("/kk/ai/uses/audit.zip").status_code == 403


def _archive(client: object) -> tuple[list[dict], list[dict], dict]:  # type: ignore[type-arg]
    answer = client.get("/ru/ai/uses/audit.zip")  # type: ignore[attr-defined]
    assert answer.status_code == 200 and answer.streaming
    whole = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    manifest = json.loads(whole.read("manifest.json"))
    for name, sha256 in manifest["sha256"].items():
        assert hashlib.sha256(whole.read(name)).hexdigest() == sha256
    lines = [json.loads(line) for line in whole.read("uses.jsonl").decode().splitlines()]
    return lines, list(csv.DictReader(io.StringIO(whole.read("uses.csv").decode()))), manifest


def _root(index: int, size: int, hashes: list[str], chain_hash: str) -> str:
    """RFC 9162 §2.1.3.2, written out once more: the auditor has no code of ours."""
    node, last = index, size - 1
    found = leaf_hash(bytes.fromhex(chain_hash))
    for step in (bytes.fromhex(one) for one in hashes):
        if node & 1 or node == last:
            found = hashlib.sha256(b"\1" + step + found).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + step).digest()
        node, last = node >> 1, last >> 1
    assert last == 0
    return base64.b64encode(found).decode()
