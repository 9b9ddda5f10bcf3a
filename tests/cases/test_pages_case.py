"""Pages of a case and of the work around it: in three languages, quick, with what can be done read from the table."""

from __future__ import annotations

import csv
import io
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from tarazy.cases import docket, ics, tasks_told
from tarazy.cases.actions.assign_judges import assign_judges
from tarazy.cases.actions.file_case import file_case, register_case
from tarazy.cases.actions.seal import seal
from tarazy.cases.models import Case, CaseRead, Deadline, DocketEntry, InternalPaper, Proceeding, Task
from tarazy.cases.presenting import ActionLink, event_groups, register_action, track
from tarazy.cases.tasks import steps
from tarazy.courts.models import Judge
from tarazy.people.homes import sections
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tests.cases.factories import (
    a_case,
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_distributed_case,
    a_filing,
    a_judge,
    a_registered_case,
    claimant_of,
    staff,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REASON = "Дело о тайне усыновления, огласка запрещена законом."


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.REQUIRE_STAFF_MFA = False


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", response.content.decode().replace("\N{NO-BREAK SPACE}", " "))


def at(name: str, case: Case, language: str = "ru", *more: object) -> str:
    return re.sub(r"^/\w\w/", f"/{language}/", reverse(f"cases:{name}", args=[case.uuid, *more]))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("Жалпы көрініс", "бөлінді", "Талап қоюшы", "Тараптар")),
        ("ru", ("Обзор", "аспределено", "Истец", "Стороны")),
        ("en", ("Overview", "istributed", "Claimant", "Parties")),
    ],
)
def test_the_case_speaks_the_readers_language(language: str, words: tuple[str, ...]) -> None:
    proceeding, judge = a_distributed_case()
    client = signed_in(judge.user)
    text = shown(client, at("case", proceeding.case, language)) + shown(
        client, at("parties", proceeding.case, language)
    )
    for word in words:
        assert word in text


def test_the_judge_is_offered_the_steps_of_the_table_and_a_party_only_a_partys() -> None:
    proceeding, judge = a_distributed_case()
    for_judge = shown(signed_in(judge.user), at("case", proceeding.case))
    for event in ("accept", "refuse_acceptance", "return_claim"):
        assert f"/do/{event}/" in for_judge
    for_party = shown(signed_in(claimant_of(proceeding)), at("case", proceeding.case))
    assert "/do/accept/" not in for_party and "/do/return_claim/" not in for_party


def test_a_step_that_is_not_ones_own_is_not_there() -> None:
    proceeding, _judge = a_distributed_case()
    client = signed_in(claimant_of(proceeding))
    for event in ("accept", "register", "nonsense"):
        assert client.get(at("do", proceeding.case, "ru", event)).status_code == 404
        assert client.post(at("do", proceeding.case, "ru", event)).status_code == 404


def test_a_step_made_by_an_act_leads_through_its_draft_to_signing() -> None:
    proceeding, judge = a_distributed_case()
    client = signed_in(judge.user)
    answer = client.post(
        at("do", proceeding.case, "ru", "accept"), {"language": "ru", "reasons": "Иск подан по правилам."}
    )
    assert answer.status_code == 302 and answer["Location"].endswith("/do/accept/sign/")
    draft = client.get(at("draft", proceeding.case, "ru", "accept"))
    assert draft["Content-Type"] == "application/pdf" and draft.content.startswith(b"%PDF")
    assert "Прочтите акт перед подписанием" in shown(client, at("sign", proceeding.case, "ru", "accept"))
    refused = client.post(at("sign", proceeding.case, "ru", "accept"), {"way": ""})
    assert refused.status_code >= 400
    proceeding.refresh_from_db()
    assert proceeding.stage == "distributed"


def test_a_judge_signs_and_the_case_is_accepted(settings: Any) -> None:
    settings.TARAZY_DEMO = True
    settings.MODEL_DATA = True
    from tests.people.factories import an_iin

    proceeding, judge = a_distributed_case()
    User.objects.filter(pk=judge.user.pk).update(iin=an_iin(), is_model=True)
    client = signed_in(judge.user)
    client.post(at("do", proceeding.case, "ru", "accept"), {"language": "kk", "reasons": "Принять."})
    answer = client.post(at("sign", proceeding.case, "ru", "accept"), {"way": "demo"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    proceeding.refresh_from_db()
    assert proceeding.stage == "accepted"
    assert "ГПК, ст. 150" in shown(client, at("docket", proceeding.case))


def test_a_clerk_registers_a_filing_from_its_page_once() -> None:
    case = a_case()
    clerk = signed_in(a_clerk(case.court))
    assert "Взять" not in shown(clerk, at("register", case))
    assert clerk.post(at("register", case)).status_code == 302
    case.refresh_from_db()
    assert case.number and clerk.get(at("register", case)).status_code == 404


def test_a_room_above_offers_its_actions_on_the_page_of_the_case() -> None:
    from tarazy.cases import presenting

    proceeding, _judge = a_distributed_case()
    mine = claimant_of(proceeding)

    def provider(user: User, case: Case) -> list[ActionLink]:
        return [ActionLink("Подать ходатайство", "/somewhere/")] if user == mine else []

    register_action(provider)
    try:
        assert "Подать ходатайство" in shown(signed_in(mine), at("case", proceeding.case))
        assert "Подать ходатайство" not in shown(
            signed_in(a_clerk(proceeding.court)), at("case", proceeding.case)
        )
    finally:
        presenting._providers.remove(provider)


def long_docket(case: Case, proceeding: Proceeding, size: int) -> None:
    DocketEntry.objects.bulk_create(
        DocketEntry(
            case=case, proceeding=proceeding, number=1000 + number, code=("set_hearing", "adjourn")[number % 2],
            at=timezone.now() + timedelta(minutes=number), ledger_stream="long", ledger_number=number,
        )
        for number in range(size)
    )  # fmt: skip


def test_a_docket_of_two_thousand_entries_opens_in_time_and_page_by_page(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    proceeding, judge = a_distributed_case()
    long_docket(proceeding.case, proceeding, 2000)
    client = signed_in(judge.user)
    address = at("docket", proceeding.case)
    shown(client, address)
    with django_assert_max_num_queries(30):
        text = shown(client, address)
    took = []
    for _try in range(5):
        started = time.process_time()  # a busy machine is no fault of the page
        client.get(address)
        took.append(time.process_time() - started)
    assert min(took) < 0.3
    assert text.count('id="entry-') == 60 and 'id="entry-2999"' in text
    following = re.search(r'rel="next" href="([^"]+)"', text)
    assert following
    assert 'id="entry-2939"' in shown(client, address + following[1].replace("&amp;", "&"))
    assert shown(client, address + "?order=oldest").index('id="entry-1"') > 0
    assert shown(client, address + "?print=1").count('id="entry-') > 2000


def test_the_docket_is_narrowed_by_group_words_party_and_days() -> None:
    proceeding, judge = a_distributed_case()
    client, address = signed_in(judge.user), at("docket", proceeding.case)
    assert {group for group, _words in event_groups()} >= {"filing", "registry", "ruling", "hearing", "paper"}
    only = shown(client, address + "?group=registry")
    assert "Зарегистрировано под" in only and "Подано обращение" not in only
    words = shown(client, address + "?q=РАСПРЕДЕЛЕНО")
    assert "Дело распределено" in words and "Зарегистрировано под" not in words
    claimant = proceeding.case.parties.get(side="claim")
    assert 'id="entry-' in shown(client, f"{address}?party={claimant.uuid}&group=filing")
    assert 'id="entry-' not in shown(client, address + "?since=2031-01-01")
    assert 'id="entry-' in shown(client, address + "?until=2031-01-01&since=nonsense&at=x")


def test_what_is_for_the_court_only_stays_out_of_a_partys_docket_page_csv_and_api() -> None:
    proceeding, judge = a_distributed_case()
    docket.record(
        proceeding.case,
        "staff_assigned",
        by=judge.user,
        at=timezone.now(),
        proceeding=proceeding,
        visibility="court",
    )
    party, court = signed_in(claimant_of(proceeding)), signed_in(judge.user)
    words = "Назначен сотрудник по делу"
    assert words in shown(court, at("docket", proceeding.case))
    assert words not in shown(party, at("docket", proceeding.case))
    for client, there in ((court, True), (party, False)):
        rows = list(
            csv.reader(io.StringIO(client.get(at("docket_csv", proceeding.case)).getvalue().decode()))
        )
        assert any("staff_assigned" in row for row in rows) is there
        answer = client.get(f"/api/v1/cases/{proceeding.case.uuid}/docket").json()
        assert any(entry["code"] == "staff_assigned" for entry in answer["entries"]) is there


def test_a_cell_of_the_csv_is_no_formula() -> None:
    proceeding, judge = a_distributed_case()
    claimant = proceeding.case.parties.get(side="claim")
    claimant.name = "=HYPERLINK(1)"
    claimant.save()
    text = signed_in(judge.user).get(at("docket_csv", proceeding.case)).getvalue().decode()
    assert "'=HYPERLINK(1)" in text


def test_who_looked_is_shown_to_the_chair_and_not_to_others() -> None:
    proceeding, judge = a_distributed_case()
    claimant = claimant_of(proceeding)
    shown(signed_in(claimant), at("case", proceeding.case))
    assert CaseRead.objects.filter(case=proceeding.case, user=claimant).exists()
    text = shown(signed_in(a_chair(proceeding.court)), at("audit", proceeding.case))
    assert claimant.short_name in text
    for user in (claimant, judge.user):
        assert signed_in(user).get(at("audit", proceeding.case)).status_code == 404


def test_a_task_is_taken_handed_over_and_done() -> None:
    case = a_case()
    clerk, colleague = a_clerk(case.court), a_clerk(case.court)
    task = Task.objects.get(proceeding__case=case, code="register_filing")
    task.section.members.add(clerk, colleague)
    address = f"/ru/tasks/{task.uuid}/"
    assert "Зарегистрировать обращение" in shown(signed_in(clerk), f"/ru/inbox/{task.section.pk}/")
    assert signed_in(clerk).post(address, {"do": "take"}).status_code == 302
    assert signed_in(colleague).post(address, {"do": "take"}).status_code == 409
    assert "Зарегистрировать обращение" in shown(signed_in(clerk), "/ru/inbox/")
    stranger = a_clerk(a_court())
    wrong = signed_in(clerk).post(address, {"do": "hand_over", "to": str(stranger.uuid)})
    assert wrong.status_code == 200 and "govuk-error-summary" in wrong.content.decode()
    answer = signed_in(clerk).post(address, {"do": "hand_over", "to": str(colleague.uuid), "note": "Прошу"})
    assert answer.status_code == 302
    assert signed_in(colleague).post(address, {"do": "finish"}).status_code == 302
    task.refresh_from_db()
    assert task.done_by == colleague and task.note == "Прошу"


def test_every_task_of_the_table_has_words() -> None:
    codes = {new["code"] for step in steps().values() for new in step.get("new", ())}
    assert codes and codes <= set(tasks_told.TASKS)


@pytest.mark.whole_house  # failed once among many processes, cause not found: see docs/open.md
def test_the_calendar_has_numbers_and_no_names_and_nothing_of_a_sealed_case() -> None:
    proceeding, judge = a_distributed_case()
    hidden, _same = a_distributed_case(court=proceeding.court, judge=judge, category="adoption")
    Deadline.objects.all().delete()
    day = timezone.localdate() + timedelta(days=3)
    for one in (proceeding, hidden):
        Deadline.objects.create(proceeding=one, limit="decide", starts=day, due=day, norm="GPK 183")
    seal(hidden.case.pk, by=a_chair(proceeding.court), reason=REASON, norm="GPK 19", now=timezone.now())
    client = signed_in(judge.user)
    client.post("/ru/calendar/change/", {"do": "new"})
    secret = re.search(r"/ru/calendar/([\w-]+)\.ics", shown(client, "/ru/calendar/"))
    assert secret
    assert secret[1] not in shown(client, "/ru/calendar/")
    for language, words in (("ru", "закрытому делу"), ("kk", "Жабық іс"), ("en", "closed case")):
        text = Client().get(f"/{language}/calendar/{secret[1]}.ics").content.decode().replace("\r\n ", "")
        assert proceeding.number in text and words in text
        assert hidden.number not in text and str(hidden.case.uuid) not in text
        for party in (*proceeding.case.parties.all(), *hidden.case.parties.all()):
            assert party.name not in text
    client.post("/ru/calendar/change/", {"do": "new"})
    assert Client().get(f"/ru/calendar/{secret[1]}.ics").status_code == 404
    assert ics.owner_of("") is None
    client.post("/ru/calendar/change/", {"do": "revoke"})
    assert "Создать адрес" in shown(client, "/ru/calendar/")


def test_the_courts_time_limits_leave_out_sealed_cases_for_its_clerk() -> None:
    proceeding, _judge = a_distributed_case()
    clerk = signed_in(a_clerk(proceeding.court))
    address = f"/ru/deadlines/?court={proceeding.court_id}"
    assert proceeding.number in shown(clerk, address)
    seal(proceeding.case.pk, by=a_chair(proceeding.court), reason=REASON, norm="GPK 19", now=timezone.now())
    assert proceeding.number not in shown(clerk, address)


def test_an_internal_paper_goes_from_draft_to_dispatch() -> None:
    court = a_court()
    clerk, chair, other = a_clerk(court), a_chair(court), a_clerk(a_court())
    client = signed_in(clerk)
    made = client.post(
        "/ru/papers/new/", {"kind": "memorandum", "subject": "О бумаге", "text": "Нужна бумага."}
    )
    paper = InternalPaper.objects.get()
    assert made["Location"].endswith(f"/papers/{paper.uuid}/")
    address = f"/ru/papers/{paper.uuid}/"
    assert signed_in(other).get(address).status_code == 404
    sent = client.post(
        address, {"do": "step", "kind": "approval", "to": str(chair.uuid), "text": "Прошу согласовать"}
    )
    assert sent.status_code == 302
    assert client.post(address, {"do": "dispatch"}).status_code == 409
    assert signed_in(chair).post(address, {"do": "agree"}).status_code == 302
    assert client.post(address, {"do": "dispatch"}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "dispatched" and paper.number
    assert "Нужна бумага." in shown(client, address + "?print=1")


def test_a_clerk_gives_no_resolution() -> None:
    court = a_court()
    clerk = a_clerk(court)
    client = signed_in(clerk)
    client.post("/ru/papers/new/", {"kind": "memorandum", "subject": "Записка", "text": ""})
    address = f"/ru/papers/{InternalPaper.objects.get().uuid}/"
    client.post(address, {"do": "step", "kind": "resolution", "to": str(clerk.uuid)})
    assert not InternalPaper.objects.get().steps.exists()


def test_an_emergency_opening_is_asked_for_told_and_reviewed() -> None:
    case = a_registered_case()
    judge, chair = a_judge(a_court()), a_chair(case.court)
    client = signed_in(judge.user)
    assert client.get(at("case", case)).status_code == 404
    asked = {"number": case.number, "reason": "Мера обеспечения до утра, судья в отпуске.", "hours": 2}
    assert client.post("/ru/emergency/", asked | {"reason": "надо"}).status_code == 422
    assert client.post("/ru/emergency/", asked).status_code == 302
    assert client.get(at("case", case)).status_code == 200
    opening = case.emergencies.get()
    assert f"/ru/emergency/{opening.pk}/" in shown(signed_in(chair), "/ru/home/?role=court_chair")
    signed_in(chair).post(f"/ru/emergency/{opening.pk}/", {"verdict": "not_justified"})
    opening.refresh_from_db()
    assert opening.reviewed_by == chair
    assert signed_in(a_claimant()).get("/ru/emergency/").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_every_roles_home_is_built_for_somebody_who_has_nothing(role: Role) -> None:
    user = staff(role, a_court())
    built = sections(user, role, timezone.now())
    assert all(section.count == 0 for section in built)


def test_the_judges_home_shows_new_cases_and_what_is_due() -> None:
    proceeding, judge = a_distributed_case(now=timezone.now())
    titles = {str(section.title): section for section in sections(judge.user, Role.JUDGE, timezone.now())}
    new = (
        titles["New cases to decide on"]
        if "New cases to decide on" in titles
        else next(iter(titles.values()))
    )
    assert proceeding.number in new.items[0].detail
    assert any(section.items and "/cases/" in section.items[0].url for section in titles.values())


def test_a_home_costs_the_same_with_ten_cases_as_with_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    court, by = a_court(), a_claimant()
    judge: Judge = a_judge(court)
    clerk = a_clerk(court)
    for number in range(10):
        case = file_case(a_filing(court, by, price=1000 + number), by=by, now=timezone.now())
        register_case(case.pk, by=clerk, now=timezone.now())
        assign_judges(case.proceedings.get().pk, [judge.pk], by=clerk, now=timezone.now(), reference="draw")
    for user, role in ((judge.user, Role.JUDGE), (by, Role.CITIZEN), (clerk, Role.REGISTRY_CLERK)):
        with django_assert_max_num_queries(20):
            assert sections(user, role, timezone.now())


def test_the_track_shows_a_stage_off_the_way_in_its_place() -> None:
    proceeding, _judge = a_distributed_case()
    proceeding.stage, proceeding.stage_before = "suspended", "hearing"
    stages = [stop.stage for stop in track(proceeding)]
    assert stages.index("suspended") == stages.index("hearing") + 1
    proceeding.stage = "returned"
    assert [stop.state for stop in track(proceeding)][-1] == "current"


def test_the_public_card_names_nobody_in_full() -> None:
    case = a_registered_case(by=a_claimant(family_name="Құралай", given_name="Бибігүл"))
    text = shown(Client(), f"/ru/case/{case.number}/")
    assert case.number in text and "Қ. Б." in text
    assert "Құралай" not in text and "Бибігүл" not in text
    assert Client().get(f"/ru/case/{case.number.replace('/', ' / ')}/").status_code == 200


def test_courts_are_for_everybody_and_absence_for_the_chair() -> None:
    judge = a_judge(a_court())
    assert judge.full_name in shown(Client(), f"/ru/courts/{judge.court_id}/")
    assert judge.court_id in shown(Client(), "/ru/courts/")
    assert Client().get("/ru/courts/0000/").status_code == 404
    chair = signed_in(a_chair(judge.court))
    day = timezone.localdate() + timedelta(days=2)
    given = {"judge": judge.pk, "kind": "leave", "since": day.isoformat(), "until": day.isoformat()}
    assert chair.post("/ru/courts/absences/", given | {"until": "2001-01-01"}).status_code == 200
    assert chair.post("/ru/courts/absences/", given).status_code == 302
    assert judge.absences.count() == 1
    assert chair.post("/ru/courts/absences/", given).status_code == 409
    assert signed_in(judge.user).get("/ru/courts/absences/").status_code == 404
