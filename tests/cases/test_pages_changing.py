"""Changes in a case from its pages: acts that join, split, send on; recusal; people; time limits; higher courts."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tarazy.cases.actions.apply_event import apply_event
from tarazy.cases.actions.assign_judges import assign_judges
from tarazy.cases.actions.decide_recusal import decide_recusal
from tarazy.cases.actions.file_case import file_case, register_case
from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.actions.issue_act import draft_act
from tarazy.cases.actions.issue_ruling import issue_ruling
from tarazy.cases.actions.move_cases import split_case
from tarazy.cases.filing_data import ClaimData, DocumentRef
from tarazy.cases.models import (
    Assignment,
    Case,
    Deadline,
    DocketEntry,
    Party,
    Proceeding,
    Representation,
    StaffAssignment,
    Task,
)
from tarazy.cases.refusals import NeedsSignedPaper, NotPossibleNow
from tarazy.courts.models import Judge
from tarazy.documents.actions.add_document import make_copy
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_key
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid
from tests.cases.factories import (
    a_claimant,
    a_clerk,
    a_court,
    a_decided_case,
    a_distributed_case,
    a_filing,
    a_judge,
    claimant_of,
    courts_of_three_instances,
    party,
    staff,
)
from tests.cases.test_pages_case import at, shown, signed_in
from tests.people.factories import a_power, an_iin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Any, tmp_path: Path) -> None:
    settings.TARAZY_DEMO = settings.MODEL_DATA = True
    settings.TARAZY_HOME = tmp_path
    settings.STORAGE_URL = ""


def now_in(days: float = 0) -> Any:
    return timezone.now() + timedelta(days=days)


def with_key(judge: Judge) -> User:
    assert judge.user is not None
    User.objects.filter(pk=judge.user_id).update(iin=an_iin(), is_model=True)
    return User.objects.get(pk=judge.user_id)


def heard(**fields: Any) -> tuple[Proceeding, User]:
    proceeding, judge = a_distributed_case(now=now_in(-3), **fields)
    return proceeding, with_key(judge)


def a_motion_to_recuse(proceeding: Proceeding) -> DocketEntry:
    return file_paper(proceeding.case_id, "motion_recusal", by=claimant_of(proceeding), now=now_in())


def give(client: Client, case: Case, code: str, **answers: Any) -> Any:
    """Fill in the form of an act and sign what was drafted; the answer to signing."""
    answer = client.post(at("do", case, "ru", code), {"reasons": "Так будет вернее и быстрее.", **answers})
    assert answer.status_code == 302, re.sub(r"\s+", " ", answer.content.decode())[-2000:]
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(answer["Location"].replace("/sign/", "/draft.pdf")).content.startswith(b"%PDF")
    return client.post(answer["Location"], {"way": "demo"})


def test_a_judge_joins_two_cases_from_the_page_by_a_ruling_that_names_the_other() -> None:
    court, person = a_court(), a_claimant()
    judge = a_judge(court)
    one, user = heard(court=court, by=person, judge=judge)
    two, _ = heard(court=court, by=person, judge=judge, category="supply")
    user.refresh_from_db()
    client = signed_in(user)
    assert "Соединить с другим делом" in shown(client, at("case", one.case))
    for wrong in ("", "9999-26-00-2/1", str(one.number)):
        answer = client.post(at("do", one.case, "ru", "join"), {"other": wrong, "reasons": "Так вернее."})
        assert answer.status_code in (200, 422) and "govuk-error-summary" in answer.content.decode()
    answer = give(client, one.case, "join", other=two.number)
    assert answer["Location"].endswith(f"/cases/{two.case.uuid}/")
    one.refresh_from_db()
    assert one.stage == "joined" and two.case.claims.count() == 2
    assert one.case.docket.get(code="join").documents.get().kind == "ruling"


def test_a_judge_splits_off_claims_but_never_all_of_them() -> None:
    court, person = a_court(), a_claimant()
    claims = (ClaimData("recover_debt", amount=Decimal(10)), ClaimData("moral_harm", amount=Decimal(5)))
    data = replace(a_filing(court, person), claims=claims)
    case = file_case(data, by=person, now=now_in(-3))
    register_case(case.pk, by=a_clerk(court), now=now_in(-3))
    judge = a_judge(court)
    assign_judges(case.proceedings.get().pk, [judge.pk], by=a_clerk(court), now=now_in(-3), reference="d")
    client = signed_in(with_key(judge))
    every = client.post(at("do", case, "ru", "split"), {"claims": ["1", "2"], "reasons": "Так вернее."})
    assert every.status_code == 422
    answer = give(client, case, "split", claims=["2"])
    new = Case.objects.exclude(pk=case.pk).get()
    assert str(new.uuid) in answer["Location"] and new.claims.get().demand == "moral_harm"


def test_a_case_is_transferred_and_the_other_registry_takes_it_in_from_its_task() -> None:
    proceeding, user = heard()
    other = a_court()
    give(signed_in(user), proceeding.case, "transfer", court=other.pk)
    proceeding.refresh_from_db()
    assert proceeding.stage == "transferred"
    task = Task.objects.get(code="receive_transfer")
    clerk = a_clerk(other)
    task.section.members.add(clerk)
    client = signed_in(clerk)
    assert "Зарегистрировать в этом суде" in shown(client, f"/ru/tasks/{task.uuid}/")
    assert client.post(f"/ru/tasks/{task.uuid}/", {"do": "take_in"}).status_code == 302
    assert Proceeding.objects.get(case=proceeding.case, court=other).number


def test_another_judge_decides_a_recusal_and_the_judge_in_question_never() -> None:
    proceeding, user = heard()
    other = with_key(a_judge(proceeding.court))
    client, own = signed_in(other), signed_in(user)
    assert client.get(at("do", proceeding.case, "ru", "recusal_granted")).status_code == 404  # nobody asked
    a_motion_to_recuse(proceeding)
    assert "Решить об отводе" in shown(client, at("case", proceeding.case))
    for code in ("recusal_granted", "recusal_dismissed"):
        assert own.get(at("do", proceeding.case, "ru", code)).status_code == 404
        with pytest.raises(Invalid):
            issue_ruling(proceeding.pk, code, by=user, now=now_in(), signing={"way": "demo"})
    give(client, proceeding.case, "recusal_granted", decision="recusal_granted")
    assert not Assignment.objects.filter(proceeding=proceeding, until__isnull=True).exists()
    assert proceeding.docket.get(code="recusal_granted").documents.get().kind == "ruling"
    assert not Task.objects.filter(code="decide_recusal", done_at__isnull=True).exists()


def kept(content: bytes, owner: User | None) -> DocumentRef:
    row = make_copy(None, content, "ruling.pdf", "application/pdf", owner=owner, now=now_in(), kind="ruling")
    return DocumentRef(UUID(str(row.pk)), "ruling", "")


def test_no_ruling_step_is_taken_without_the_valid_signature_of_that_judge_whatever_the_document_is_called() -> (
    None
):
    proceeding, user = heard()
    other = with_key(a_judge(proceeding.court))
    draft = draft_act(proceeding.pk, "accept", by=user, now=now_in())
    by_other = LocalPkcs12Signer(demo_key(other, now=now_in()), DEMO_PASSWORD).sign_pdf(
        draft, reason="", now=now_in()
    )
    a_motion_to_recuse(proceeding)
    for false in (kept(draft, user), kept(by_other, user)):
        with pytest.raises(NeedsSignedPaper):
            apply_event(proceeding.pk, "accept", by=user, now=now_in(), documents=[false])
    with pytest.raises(NeedsSignedPaper):
        decide_recusal(proceeding.pk, True, by=other, now=now_in(), documents=(kept(draft, other),))
    with pytest.raises(NeedsSignedPaper):
        split_case(proceeding.pk, [1], by=user, now=now_in(), documents=[kept(draft, user)])
    proceeding.refresh_from_db()
    assert proceeding.stage == "distributed"
    own = LocalPkcs12Signer(demo_key(user, now=now_in()), DEMO_PASSWORD).sign_pdf(
        draft, reason="", now=now_in()
    )
    assert apply_event(
        proceeding.pk, "accept", by=user, now=now_in(), documents=[kept(own, user)]
    ).stage == "accepted"  # fmt: skip


def test_a_party_never_files_a_document_as_an_act_of_the_court() -> None:
    proceeding, _user = heard()
    mine = claimant_of(proceeding)
    false = kept(b"%PDF-1.7\n%%EOF", mine)
    with pytest.raises(Invalid):
        file_paper(proceeding.case_id, "evidence", by=mine, documents=[false], now=now_in())


def test_a_recusal_nobody_asked_for_is_not_decided() -> None:
    proceeding, _user = heard()
    other = with_key(a_judge(proceeding.court))
    with pytest.raises(NotPossibleNow):
        decide_recusal(proceeding.pk, True, by=other, now=now_in(), documents=())


def test_people_come_in_are_succeeded_and_leave_by_the_judges_word() -> None:
    proceeding, user = heard()
    case, client = proceeding.case, signed_in(user)
    form = {"role": "third_party", "kind": "person", "name": "Үшінші Тұлға", "language": "kk"}
    wrong = client.post(at("party_new", case), {**form, "iin": "123456789012"})
    assert wrong.status_code == 200 and "govuk-error-summary" in wrong.content.decode()
    assert client.post(at("party_new", case), {**form, "iin": an_iin()}).status_code == 302
    third = Party.objects.get(case=case, role="third_party")
    assert (
        client.post(at("party_leave", case, "ru", third.uuid), {"reason": "Не связан с делом"}).status_code
        == 302
    )
    third.refresh_from_db()
    assert third.left_at
    last = party(proceeding, "defence")
    refused = client.post(at("party_leave", case, "ru", last.uuid), {"reason": "Ошибка"})
    assert refused.status_code == 422
    answer = client.post(
        at("party_succeed", case, "ru", last.uuid), {**form, "role": "defendant", "name": "Мұрагер"}
    )
    assert answer.status_code == 302 and Party.objects.get(case=case, name="Мұрагер").side == "defence"
    stranger = signed_in(claimant_of(proceeding))
    for address in (at("party_new", case), at("party_leave", case, "ru", third.uuid)):
        assert stranger.get(address).status_code == 404


def test_a_party_lets_its_representative_in_by_a_power_and_out_again() -> None:
    proceeding, _user = heard()
    mine = claimant_of(proceeding)
    own, agent = party(proceeding, "claim"), a_claimant()
    power = a_power(mine, agent)
    client, address = signed_in(mine), at("represent", proceeding.case, "ru", own.uuid)
    assert agent.full_name in shown(client, address)
    assert (
        client.post(address, {"power": "", "iin": an_iin(), "ground": "law"}).status_code == 200
    )  # not their word
    assert client.post(address, {"power": str(power.uuid)}).status_code == 302
    row = Representation.objects.get(party=own, representative=agent)
    assert client.post(address, {"end": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.until
    other = at("represent", proceeding.case, "ru", party(proceeding, "defence").uuid)
    assert client.get(other).status_code == 404


def test_an_assistant_is_given_to_the_case_and_taken_off_it() -> None:
    proceeding, user = heard()
    helper = staff(Role.JUDGE_ASSISTANT, proceeding.court)
    client, address = signed_in(user), at("staff", proceeding.case)
    assert client.post(address, {"user": str(helper.uuid), "task": "assistant"}).status_code == 302
    row = StaffAssignment.objects.get(proceeding=proceeding, user=helper)
    assert helper.full_name in shown(client, address)
    assert client.post(address, {"end": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.until and client.post(address, {"end": row.pk}).status_code == 404
    assert signed_in(claimant_of(proceeding)).get(address).status_code == 404


def test_the_judge_extends_a_running_limit_with_a_reason() -> None:
    proceeding, user = heard()
    limit = Deadline.objects.filter(proceeding=proceeding, state="open").first()
    assert limit is not None
    client, address = signed_in(user), at("extend", proceeding.case, "ru", limit.pk)
    assert "Продлить" in shown(client, at("case_deadlines", proceeding.case))
    assert (
        client.post(
            address, {"due": f"{limit.due:%Y-%m-%d}", "reason": "Дело сложное, мало времени"}
        ).status_code
        == 200
    )
    later = limit.due + timedelta(days=14)
    assert client.post(address, {"due": f"{later:%Y-%m-%d}", "reason": "мало"}).status_code == 422
    assert (
        client.post(address, {"due": f"{later:%Y-%m-%d}", "reason": "Дело сложное, мало времени"}).status_code
        == 302
    )
    limit.refresh_from_db()
    assert limit.due >= later
    assert signed_in(claimant_of(proceeding)).get(address).status_code == 404


def test_the_registry_of_the_higher_court_opens_an_appeal_from_its_task() -> None:
    district, higher, _top = courts_of_three_instances()
    proceeding, _judge = a_decided_case(court=district, now=now_in(-2))
    file_paper(proceeding.case_id, "appeal", by=claimant_of(proceeding), now=now_in(-1))
    task = Task.objects.get(code="open_appeal")
    clerk = a_clerk(higher)
    task.section.members.add(clerk)
    client = signed_in(clerk)
    shown(client, f"/ru/tasks/{task.uuid}/")
    assert client.post(f"/ru/tasks/{task.uuid}/", {"do": "take_in"}).status_code == 302
    above = Proceeding.objects.get(case=proceeding.case, court=higher)
    assert above.kind == "appeal" and above.reviews == proceeding
    assert client.post(f"/ru/tasks/{task.uuid}/", {"do": "take_in"}).status_code in (302, 200)
    assert Proceeding.objects.filter(case=proceeding.case, court=higher).count() == 1


def test_a_task_about_a_paper_filed_opens() -> None:
    proceeding, user = heard()
    file_paper(proceeding.case_id, "motion", by=claimant_of(proceeding), now=now_in())
    task = Task.objects.get(code="review_motion")
    shown(signed_in(user), reverse("cases:task", args=[task.uuid]))


def test_programs_draft_sign_and_give_acts_and_change_people_as_pages_do() -> None:
    proceeding, user = heard()
    client, base = signed_in(user), f"/api/v1/cases/{proceeding.case.uuid}"

    def send(path: str, **asked: Any) -> Any:
        return client.post(f"{base}/{path}", asked, content_type="application/json")

    values = {"language": "ru", "reasons": "Иск подан по правилам."}
    answer = send("acts/accept/draft", **values)
    assert answer.status_code == 200, answer.content
    draft = answer.json()
    pdf = base64.b64decode(draft["pdf"])
    other = with_key(a_judge(proceeding.court))
    for signer, wrong in ((None, True), (other, True), (user, False)):
        signed = pdf
        if signer is not None:
            key = LocalPkcs12Signer(demo_key(signer, now=now_in()), DEMO_PASSWORD)
            signed = key.sign_pdf(pdf, reason="", now=now_in())
        answer = send("acts/accept", **values, made=draft["made"], signed=base64.b64encode(signed).decode())
        assert answer.status_code == (409 if wrong else 201), answer.content
    assert answer.json()["stage"] == "accepted"
    assert send("steps/set_hearing").status_code == 409  # an act is needed, and none can be attached here
    assert send("acts/recusal_granted/draft").status_code in (403, 409)

    made = send("parties", role="third_party", name="Үшінші Тұлға").json()
    assert send(f"parties/{made['id']}/succeed", role="third_party", name="Мұрагер").status_code == 201
    assert send(f"parties/{made['id']}/leave", reason="вышел").status_code == 404  # succeeded already
    helper = staff(Role.JUDGE_ASSISTANT, proceeding.court)
    work = send("staff", user=str(helper.uuid), task="assistant").json()
    assert send(f"staff/{work['id']}/end").json()["until"]
    limit = client.get(f"{base}/deadlines").json()[0]
    due = Deadline.objects.get(pk=limit["id"]).due + timedelta(days=20)
    answer = send(f"deadlines/{limit['id']}/extend", due=f"{due}", reason="Дело сложное, мало времени")
    assert answer.status_code == 200 and answer.json()["due"] >= f"{due}"

    stranger = signed_in(a_claimant())
    for path in ("acts/accept/draft", "parties", "staff", f"deadlines/{limit['id']}/extend"):
        asked = {
            "role": "witness",
            "name": "А",
            "user": str(helper.uuid),
            "task": "assistant",
            "due": f"{due}",
            "reason": "а",
        }
        assert stranger.post(f"{base}/{path}", asked, content_type="application/json").status_code == 404
