"""A draw from the list to the receipt, and everything that may go otherwise."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction

from tarazy import verify
from tarazy.allocation.actions import (
    commit_draw,
    complete_draw,
    complete_round,
    note_conflict,
    redraw_statement,
    supersede_draw,
)
from tarazy.allocation.drawing import canonical
from tarazy.allocation.models import Conflict, Draw, DrawAlarm, Tally
from tarazy.allocation.refusals import (
    AlreadyDistributed,
    BadSignature,
    ElsewhereNotAllowed,
    NoSuchReason,
    NotRegistered,
)
from tarazy.cases import signals
from tarazy.cases.models import Assignment, CaseLink, DocketEntry, Proceeding, Task
from tarazy.courts.models import Absence, Judge
from tarazy.ledger.models import Entry
from tarazy.people.permissions import Role
from tarazy.people.refusals import NotPermitted
from tests.allocation import courts
from tests.allocation.courts import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=5)


def drawn(proceeding: Proceeding) -> Draw:
    return complete_draw(commit_draw(proceeding, None, NOW), LATER)


def verdict(receipt: dict, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The stand-alone verifier, copied out of the package, run on the receipt by another process."""
    program = shutil.copy(verify.__file__, folder / "verifier.py")
    file = folder / "receipt.json"
    file.write_text(json.dumps(receipt, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(program), "receipt", str(file), *more],
        capture_output=True,
        text=True,
        cwd=folder,
    )


def test_a_registered_case_is_drawn_and_its_receipt_verified_by_a_stranger(tmp_path: Path) -> None:
    draw = drawn(courts.proceeding(courts.courthouse(5)))
    assert draw.state == Draw.State.DRAWN
    told = verdict(draw.receipt, tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    seat = Assignment.objects.get(proceeding=draw.proceeding, until__isnull=True)
    assert str(seat.judge.uuid) == draw.selected[0] and seat.reference == draw.reference
    assert seat.complexity == draw.complexity == 100


def test_the_commitment_is_in_the_ledger_before_anything_is_revealed() -> None:
    draw = drawn(courts.proceeding(courts.courthouse(5)))
    entry = Entry.objects.get(stream="7101", number=draw.ledger_number)
    assert entry.body == {"commitment": draw.commitment} and entry.at == draw.committed_at
    revealed = min(line["revealed_at"] for line in draw.receipt["beacon"]["participants"])
    assert verify.stamp(draw.committed_at) < revealed


@pytest.mark.parametrize(
    "path",
    [
        ("case",), ("stream",), ("rules", "version"), ("rules", "sha256"), ("eligible", 0, "weight"),
        ("eligible", 0, "judge"), ("eligible", 0, "reasons", "load"), ("excluded", 0, "reason"), ("excluded", 0, "norm"),
        ("commitment",), ("commitment_salt",), ("committed_at",), ("ledger", "number"),
        ("ledger", "bundle", "entry", "at"), ("ledger", "bundle", "checkpoint"), ("beacon", "round"),
        ("beacon", "randomness"), ("beacon", "participants", 0, "value"), ("beacon", "participants", 1, "signature"),
        ("seed",), ("places",), ("selected", 0),
    ],
    ids=lambda path: ".".join(str(part) for part in path),
)  # fmt: skip
def test_a_receipt_with_any_field_changed_fails(path: tuple[str | int, ...]) -> None:
    house = courts.courthouse(4)
    away = courts.judge(house)
    Absence.objects.create(
        judge=away, kind="leave", since=date(2026, 11, 1), until=date(2026, 12, 1), entered_at=NOW
    )
    receipt = json.loads(json.dumps(drawn(courts.proceeding(house)).receipt))
    assert verify.check_receipt(receipt).verifies
    holder = receipt
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = _other(holder[path[-1]])
    try:
        verifies = verify.check_receipt(receipt).verifies
    except verify.Unreadable:
        verifies = False
    assert not verifies


def _other(value: object) -> object:
    if isinstance(value, int):
        return value + 1
    assert isinstance(value, str)
    if value[:4] == "2026":
        return "2025" + value[4:]
    swapped = value.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    return swapped if swapped != value else value + "x"


def test_a_proceeding_has_one_live_draw() -> None:
    proceeding = courts.proceeding(courts.courthouse(5))
    draw = commit_draw(proceeding, None, NOW)
    with pytest.raises(AlreadyDistributed):
        commit_draw(proceeding, None, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.create(
            proceeding=proceeding, court_code="7101", state="direct", created_at=NOW, rules_version="x"
        )
    complete_draw(draw, LATER)
    with pytest.raises(AlreadyDistributed):
        commit_draw(proceeding, None, LATER)


def test_completing_again_changes_nothing() -> None:
    draw = commit_draw(courts.proceeding(courts.courthouse(5)), None, NOW)
    first = complete_draw(draw, LATER)
    again = complete_draw(draw, LATER + timedelta(days=1))
    assert again.receipt == first.receipt and again.drawn_at == first.drawn_at
    assert Assignment.objects.count() == 1
    assert sum(Tally.objects.values_list("chosen", flat=True)) == 1


def test_only_who_may_start_a_draw_starts_one() -> None:
    house = courts.courthouse(5)
    proceeding = courts.proceeding(house)
    for stranger in (
        courts.person(),
        courts.person(Role.JUDGE, "7101"),
        courts.person(Role.REGISTRY_CLERK, "7102"),
    ):
        with pytest.raises(NotPermitted):
            commit_draw(proceeding, stranger, NOW)
    assert (
        commit_draw(proceeding, courts.person(Role.REGISTRY_CLERK, "7101"), NOW).state == Draw.State.COMMITTED
    )


def test_an_unregistered_case_is_not_drawn() -> None:
    proceeding = courts.proceeding(courts.courthouse(5))
    Proceeding.objects.update(number=None)
    with pytest.raises(NotRegistered):
        commit_draw(proceeding, None, NOW)


def test_judges_who_may_not_sit_stand_among_the_excluded_with_their_reason() -> None:
    house = courts.courthouse(3)
    proceeding = courts.proceeding(house)
    away, related, moved, elsewhere = (courts.judge(house) for _ in range(4))
    Absence.objects.create(
        judge=away, kind="leave", since=date(2026, 11, 20), until=date(2026, 11, 23), entered_at=NOW
    )
    note_conflict(proceeding.case, related, Conflict.Code.RELATIVE, None, NOW)
    Judge.objects.filter(pk=moved.pk).update(specialisations=["land"])
    party = proceeding.case.parties.first()
    party.user = courts.person()
    party.save()
    Judge.objects.filter(pk=elsewhere.pk).update(user=party.user)
    proceeding.case.category = "loan"
    proceeding.case.save()
    draw = commit_draw(proceeding, None, NOW)
    reasons = {line["judge"]: line["reason"] for line in draw.frozen["excluded"]}
    assert reasons == {
        str(away.uuid): "absent",
        str(related.uuid): "relative",
        str(moved.uuid): "specialisation",
        str(elsewhere.uuid): "earlier_role",
    }
    assert len(draw.frozen["eligible"]) == 3


def test_workload_makes_tickets() -> None:
    house = courts.courthouse(0)
    busy, free = courts.judge(house), courts.judge(house)
    courts.judge(house)
    for _ in range(30):
        old = courts.proceeding(house)
        Assignment.objects.create(proceeding=old, judge=busy, since=NOW, complexity=120)
    draw = commit_draw(courts.proceeding(house), None, NOW)
    lines = {line["judge"]: line for line in draw.frozen["eligible"]}
    assert (
        lines[str(busy.uuid)]["reasons"]["load"] == 3600
        and lines[str(busy.uuid)]["reasons"]["open_cases"] == 30
    )
    assert lines[str(busy.uuid)]["weight"] < lines[str(free.uuid)]["weight"]


def test_a_refiled_claim_goes_to_its_first_judge_without_a_draw() -> None:
    house = courts.courthouse(5)
    first = drawn(courts.proceeding(house))
    again = courts.proceeding(house)
    CaseLink.objects.create(case=again.case, other=first.proceeding.case, kind="duplicate_of", found_at=NOW)
    draw = commit_draw(again, None, LATER)
    assert draw.state == Draw.State.DIRECT and draw.selected == first.selected and draw.norm
    assert Assignment.objects.get(proceeding=again).judge.uuid.hex == draw.selected[0].replace("-", "")


def test_a_relation_that_nobody_confirmed_moves_nothing() -> None:
    house = courts.courthouse(5)
    first = drawn(courts.proceeding(house))
    other = courts.proceeding(house)
    link = CaseLink.objects.create(case=other.case, other=first.proceeding.case, kind="related", found_at=NOW)
    assert commit_draw(other, None, LATER).state == Draw.State.COMMITTED
    Draw.objects.filter(proceeding=other).delete()
    link.confirmed = True
    link.save()
    assert commit_draw(other, None, LATER).state == Draw.State.DIRECT


def test_an_appeal_is_drawn_as_a_panel_without_those_who_heard_the_case() -> None:
    house, higher = courts.courthouse(5), courts.appeal_court(6)
    below = drawn(courts.proceeding(house))
    sat = Judge.objects.get(uuid=below.selected[0])
    sat.court = higher
    sat.save()
    above = Proceeding.objects.create(
        case=below.proceeding.case, court=higher, instance="appeal", kind="appeal", number="7199-26-00-2а/1",
        stage="registered", stage_since=NOW, filed_at=NOW, registered_at=NOW, reviews=below.proceeding,
    )  # fmt: skip
    draw = complete_draw(commit_draw(above, None, LATER), LATER)
    assert len(set(draw.selected)) == draw.places == 3 and str(sat.uuid) not in draw.selected
    assert {line["judge"]: line["reason"] for line in draw.frozen["excluded"]} == {
        str(sat.uuid): "earlier_part"
    }
    assert Assignment.objects.filter(proceeding=above, seat="presiding").count() == 1


def test_few_eligible_judges_are_drawn_with_an_alarm_to_the_chair() -> None:
    house = courts.courthouse(2)
    chair = courts.person(Role.COURT_CHAIR, "7101")
    draw = drawn(courts.proceeding(house))
    assert draw.state == Draw.State.DRAWN and draw.alarm == "few_eligible"
    assert DrawAlarm.objects.get(draw=draw).code == "few_eligible"
    assert Task.objects.get(assignee=chair).code == "draw_alarm"
    assert Entry.objects.filter(stream="7101", kind="draw.alarm").count() == 1


def test_without_any_judge_the_question_of_transfer_goes_to_the_higher_court() -> None:
    house = courts.court("7101", higher=courts.appeal_court(1))
    above = courts.person(Role.COURT_CHAIR, "7199")
    draw = commit_draw(courts.proceeding(house), None, NOW)
    assert draw.state == Draw.State.FAILED and draw.trouble == "none_eligible" and draw.norm == "GPK 34"
    assert Task.objects.get(assignee=above).params["alarm"] == "none_eligible"
    courts.judge(house)
    assert commit_draw(draw.proceeding, None, LATER).state == Draw.State.COMMITTED


def test_an_extraterritorial_case_is_drawn_over_other_regions() -> None:
    home = courts.courthouse(3)
    for code in ("7501", "3501"):
        of = courts.court(code, region=f"region-{code}")
        for _ in range(3):
            courts.judge(of)
    draw = drawn(courts.proceeding(home, extraterritorial="agreement"))
    assert len(draw.frozen["eligible"]) == 6
    assert {line["reason"] for line in draw.frozen["excluded"]} == {"home_region"}
    assert Judge.objects.get(uuid=draw.selected[0]).court_id in ("7501", "3501")


def test_exclusive_jurisdiction_is_never_drawn_elsewhere() -> None:
    proceeding = courts.proceeding(courts.courthouse(3), extraterritorial="agreement")
    proceeding.case.claim_data = {"exclusive_jurisdiction": True}
    proceeding.case.save()
    with pytest.raises(ElsewhereNotAllowed):
        commit_draw(proceeding, None, NOW)


def _signed(draw: Draw, reason: str, by: object) -> dict[str, str]:
    key = Ed25519PrivateKey.generate()
    statement = redraw_statement(draw, reason, by)  # type: ignore[arg-type]
    return {"public_key": key.public_key().public_bytes_raw().hex(), "signature": key.sign(statement).hex()}


def test_a_redraw_is_signed_has_its_reason_and_names_the_receipt_before(tmp_path: Path) -> None:
    draw = drawn(courts.proceeding(courts.courthouse(5)))
    chair = courts.person(Role.COURT_CHAIR, "7101")
    after = supersede_draw(draw, "recusal", chair, _signed(draw, "recusal", chair), LATER)
    after = complete_draw(after, LATER + timedelta(seconds=5))
    draw.refresh_from_db()
    assert draw.state == Draw.State.SUPERSEDED and draw.receipt
    assert after.receipt["supersedes"]["receipt"] == draw.receipt_sha256 and after.norm == "GPK 35(9)"
    assert {"judge": draw.selected[0], "reason": "replaced", "norm": "GPK 35(9)"} in after.receipt["excluded"]
    previous = tmp_path / "before.json"
    previous.write_bytes(canonical(draw.receipt))
    told = verdict(after.receipt, tmp_path, "--previous", str(previous))
    assert told.returncode == 0, told.stdout + told.stderr
    seats = Assignment.objects.filter(proceeding=draw.proceeding)
    assert [str(one.judge.uuid) for one in seats.filter(until__isnull=True)] == after.selected
    assert seats.get(until__isnull=False).ended_reason == "GPK 35(9): recusal"


def test_a_redraw_without_right_reason_or_signature_is_refused() -> None:
    draw = drawn(courts.proceeding(courts.courthouse(5)))
    chair = courts.person(Role.COURT_CHAIR, "7101")
    with pytest.raises(NoSuchReason):
        supersede_draw(draw, "dislike", chair, _signed(draw, "dislike", chair), LATER)
    with pytest.raises(BadSignature):
        supersede_draw(draw, "recusal", chair, _signed(draw, "long_trip", chair), LATER)
    clerk = courts.person(Role.REGISTRY_CLERK, "7101")
    with pytest.raises(NotPermitted):
        supersede_draw(draw, "recusal", clerk, _signed(draw, "recusal", clerk), LATER)
    draw.refresh_from_db()
    assert draw.state == Draw.State.DRAWN
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.create(
            proceeding=draw.proceeding,
            court_code="7101",
            state="failed",
            created_at=NOW,
            rules_version="x",
            supersedes=draw,
        )


def test_replacing_one_of_a_panel_leaves_the_others_in_their_seats() -> None:
    higher = courts.appeal_court(7)
    proceeding = courts.proceeding(higher, instance="appeal", kind="appeal")
    draw = drawn(proceeding)
    chair = courts.person(Role.COURT_CHAIR, "7199")
    gone = draw.selected[1]
    after = supersede_draw(
        draw, "long_illness", chair, _signed(draw, "long_illness", chair), LATER, replaced=[gone]
    )
    after = complete_draw(after, LATER + timedelta(seconds=5))
    assert after.places == 1 and gone not in after.selected and after.selected[0] not in draw.selected
    sitting = Assignment.objects.filter(proceeding=proceeding, until__isnull=True)
    assert {str(one.judge.uuid) for one in sitting} == ({*draw.selected} - {gone}) | {*after.selected}


def test_tallies_count_what_was_expected_and_what_came() -> None:
    house = courts.courthouse(4)
    for _ in range(6):
        drawn(courts.proceeding(house))
    tallies = list(Tally.objects.filter(court_code="7101"))
    assert len(tallies) == 4 and {one.draws for one in tallies} == {6}
    assert sum(one.chosen for one in tallies) == 6
    assert sum(one.expected for one in tallies) == pytest.approx(6)


def test_only_a_proceeding_that_waits_for_its_judge_is_drawn() -> None:
    proceeding = courts.proceeding(courts.courthouse(5), stage="hearing")
    with pytest.raises(NotRegistered):
        commit_draw(proceeding, None, NOW)


def test_a_case_withdrawn_while_its_draw_waits_blocks_no_other() -> None:
    house = courts.courthouse(5)
    gone, stays = (commit_draw(courts.proceeding(house), None, NOW) for _ in range(2))
    Proceeding.objects.filter(pk=gone.proceeding_id).update(stage="withdrawn")
    assert complete_round(gone.beacon_kind, gone.beacon_round, LATER) == 2
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert gone.state == stays.state == Draw.State.DRAWN
    assert gone.trouble == "not_seated" and stays.trouble == ""
    assert list(Assignment.objects.values_list("proceeding", flat=True)) == [stays.proceeding_id]


def test_a_registered_case_is_drawn_by_itself(
    settings: Any, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    proceeding = courts.proceeding(courts.courthouse(5))
    monkeypatch.setenv("DRAW_ON_REGISTRATION", "0")
    with django_capture_on_commit_callbacks(execute=True):
        signals.stage_changed.send(Proceeding, proceeding=proceeding, event="register", before="filed")
    assert not Draw.objects.exists()
    monkeypatch.delenv("DRAW_ON_REGISTRATION")
    with django_capture_on_commit_callbacks(execute=True):
        signals.stage_changed.send(Proceeding, proceeding=proceeding, event="register", before="filed")
    draw = Draw.objects.get()
    assert draw.state == Draw.State.DRAWN and verify.check_receipt(draw.receipt).verifies
    assert Assignment.objects.get().reference == draw.reference


def test_failed_conciliation_and_a_granted_recusal_are_kept_and_the_chair_is_told() -> None:
    draw = drawn(courts.proceeding(courts.courthouse(5)))
    chair = courts.person(Role.COURT_CHAIR, "7101")
    for code, kept in (("conciliation_failed", "failed_mediation"), ("recusal_granted", "recused")):
        entry = DocketEntry(case=draw.proceeding.case, proceeding=draw.proceeding, code=code, at=LATER)
        signals.docket_recorded.send(DocketEntry, entry=entry)
        assert str(Conflict.objects.get(code=kept).judge.uuid) == draw.selected[0]
    assert Task.objects.filter(assignee=chair, code="replace_judge").count() == 2
    after = supersede_draw(draw, "failed_mediation", chair, _signed(draw, "failed_mediation", chair), LATER)
    assert draw.selected[0] in [line["judge"] for line in after.frozen["excluded"]]
