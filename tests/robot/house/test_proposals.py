"""What to robotise next: proposed with its figures, discussed, adopted in shadow mode, compared, taken into use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, TestCase

from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.drafting import open_draft, save_version
from tarazy.acts.text import ActText
from tarazy.cases.ai_use import ai_used
from tarazy.people.permissions import Role
from tarazy.people.refusals import NotFound, NotPermitted
from tarazy.robot import comparing
from tarazy.robot.actions.carry_out import carry_out_in_shadow
from tarazy.robot.actions.decide_proposal import adopt_in_shadow, decline, switch_off, take_into_use
from tarazy.robot.actions.discuss_proposal import comment, open_proposal
from tarazy.robot.actions.start_run import start_run
from tarazy.robot.comparing import compared
from tarazy.robot.covering import mode_of
from tarazy.robot.models import Proposal, Run, ShadowRun, TableSwitch
from tarazy.robot.refusals import (
    NotCompared,
    ProposalClosed,
    ProposalOpenAlready,
    ReasonMissing,
    TableUnknown,
)
from tests.acts.desk.factories import open_desk
from tests.cases.factories import NOW, a_chair, a_court, a_judge
from tests.people.factories import with_role
from tests.robot.house.factories import a_material, judge_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
WHY = "Условия закона исчерпывающие, усмотрения нет."


@pytest.fixture(autouse=True)
def a_ranking(settings: Any, tmp_path: Path) -> None:
    """A practice with two categories."""
    folder = tmp_path / "practice"
    folder.mkdir()
    part = {"value": 0.9, "low": 0.8, "high": 0.95, "n": 100}
    rows = [
        {"category": slug, "volume": 100, "score": score, "low": score - 0.1, "high": score + 0.05, "thin": False,
         "certainty": part, "sameness": part, "rules": part, "stability": part, "entropy": 0.4,
         "entropy_given_facts": 0.2, "changed": {"count": 1, "n": 20, "share": 0.05, "low": 0.01, "high": 0.2},
         "potential_acts": 90.0}
        for slug, score in (("microcredit", 0.9), ("loan", 0.7))
    ]  # fmt: skip
    (folder / "potential.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    settings.PRACTICE_DIR = folder


def test_a_proposal_goes_from_the_ranking_to_use(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    court = a_court()
    chair, auditor = a_chair(court), with_role(Role.AUDITOR)
    uses: list[Any] = []
    ai_used.connect(hear := lambda use, **more: uses.append(use), weak=False)
    proposal = open_proposal("microcredit", title="Приказы", why=WHY, by=chair, now=NOW)
    assert proposal.figures["volume"] == 100
    with pytest.raises(ProposalOpenAlready):
        open_proposal("microcredit", title="Ещё", why=WHY, by=chair, now=NOW)
    comment(proposal.pk, "А как быть с возражениями?", by=auditor, now=NOW)
    with pytest.raises(NotPermitted):
        adopt_in_shadow(proposal.pk, "travel_ban", WHY, by=auditor, now=NOW)
    with pytest.raises(TableUnknown):
        adopt_in_shadow(proposal.pk, "no_such", WHY, by=chair, now=NOW)
    with pytest.raises(ReasonMissing):
        adopt_in_shadow(proposal.pk, "travel_ban", "да", by=chair, now=NOW)
    adopt_in_shadow(proposal.pk, "travel_ban", WHY, by=chair, now=NOW)
    assert mode_of("travel_ban") == "shadow"
    with pytest.raises(NotCompared):
        take_into_use(proposal.pk, WHY, by=chair, now=NOW)

    proceeding = a_material(stand_in, court=court)
    assert start_run(proceeding.pk, now=NOW) is None  # judges see nothing of a table in shadow mode
    shadow = carry_out_in_shadow(proceeding.pk, now=NOW)
    assert shadow is not None and shadow.code == "sanction" and not Run.objects.exists()
    judge = judge_of(proceeding)
    draft = open_draft(proceeding, "sanction", by=judge, now=NOW, text=None)
    words = ShadowRun.objects.get().draft
    unlocked = open_desk(judge)
    save_version(draft, ActText.model_validate(words), unlocked, by=judge, now=NOW)
    with TestCase.captureOnCommitCallbacks(execute=True):
        sign_act(draft.pk, unlocked, by=judge, now=NOW, signing={"way": "demo"})
    found = compared("travel_ban")
    assert (found.seen, found.drafted, found.compared, found.same, found.share) == (1, 1, 1, 1, 0.0)

    monkeypatch.setattr(comparing, "LEAST_COMPARED", 1)
    take_into_use(proposal.pk, WHY, by=chair, now=NOW)
    assert mode_of("travel_ban") == "use"
    switch_off(proposal.pk, WHY, by=chair, now=NOW)
    assert mode_of("travel_ban") == "shadow" and TableSwitch.objects.count() == 3
    decline(proposal.pk, WHY, by=chair, now=NOW)
    assert mode_of("travel_ban") == "off"
    with pytest.raises(ProposalClosed):
        decline(proposal.pk, WHY, by=chair, now=NOW)
    assert [one.output["switched"] for one in uses if "switched" in one.output] == [
        "shadow",
        "use",
        "shadow",
        "off",
    ]
    ai_used.disconnect(hear)


def test_proposals_are_for_those_who_adopt_rules_and_for_auditors(client: Client) -> None:
    court = a_court()
    chair, auditor, judge = a_chair(court), with_role(Role.AUDITOR), a_judge(court).user
    proposal = open_proposal("loan", title="Займы", why=WHY, by=chair, now=NOW)
    with pytest.raises(NotPermitted):
        open_proposal("loan", title="Займы", why=WHY, by=judge, now=NOW)
    with pytest.raises(NotFound):
        comment(proposal.pk, "…", by=judge, now=NOW)
    client.force_login(judge)
    assert client.get("/ru/robot/potential/").status_code == 403
    assert client.get(f"/ru/robot/proposals/{proposal.pk}/").status_code == 404
    for reader in (auditor, chair):
        client.force_login(reader)
        page = client.get("/ru/robot/potential/").content.decode()
        assert page.index("/potential/microcredit/") < page.index(
            "/potential/loan/"
        )  # the more determined first
        assert client.get("/ru/robot/potential/loan/").status_code == 200
        assert "Займы" in client.get("/ru/robot/proposals/").content.decode()
        assert client.get("/ru/robot/potential/no_such/").status_code == 404


def test_a_proposal_is_opened_discussed_and_decided_on_its_pages(client: Client) -> None:
    chair = a_chair(a_court())
    client.force_login(chair)
    assert client.post("/ru/robot/potential/loan/", {"title": "", "why": ""}).status_code == 422
    answer = client.post("/ru/robot/potential/loan/", {"title": "Займы", "why": WHY})
    proposal = Proposal.objects.get()
    assert answer.status_code == 302
    page = f"/ru/robot/proposals/{proposal.pk}/"
    client.post(page, {"text": "Хорошо бы."})
    assert client.post(f"{page}decide/", {"decision": "decline", "reason": ""}).status_code == 422
    assert client.post(f"{page}decide/", {"decision": "decline", "reason": WHY}).status_code == 302
    proposal.refresh_from_db()
    shown = client.get(page).content.decode()
    assert proposal.state == Proposal.State.DECLINED and "Хорошо бы." in shown and WHY in shown
