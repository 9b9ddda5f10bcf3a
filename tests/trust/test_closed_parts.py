"""What is closed within an open case, who has left the court, and questions that would find out what is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tarazy.cabinet.models import Intake
from tarazy.cases.actions.acting_for import must_act_for_claim
from tarazy.cases.actions.assign_staff import assign_staff
from tarazy.cases.actions.change_parties import add_party
from tarazy.cases.actions.seal import seal
from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import BreakGlass, Case, Deadline
from tarazy.cases.refusals import NotActingFor
from tarazy.cases.standing import standing
from tarazy.documents.rendering.typesetting import compile_paper  # noqa: F401
from tarazy.people.models import PowerOfAttorney, User
from tarazy.people.permissions import Role
from tests.cases.factories import (
    NOW,
    a_case,
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_distributed_case,
    a_judge,
    a_registered_case,
    staff,
)
from tests.people.factories import a_power, a_user, an_iin
from tests.trust.world import signed_in, stored

pytestmark = pytest.mark.django_db
SECRET = "Жасырынова Құпия"


def dismissed(user: User) -> User:
    """All roles of the person have ended."""
    user.grants.update(until=timezone.now() - timedelta(hours=1))
    return User.objects.get(pk=user.pk)


def test_a_sealed_party_is_named_on_no_page_of_the_others_in_the_case() -> None:
    claimant = a_claimant()
    proceeding, judge = a_distributed_case(by=claimant)
    assert judge.user
    third = add_party(
        proceeding.pk, PartyData(role="third_party", name=SECRET, iin=an_iin()), by=judge.user, now=NOW
    )
    case = proceeding.case
    seal(case.pk, by=a_chair(case.court), reason="Тайна усыновления по закону.", norm="GPK 19", now=NOW,
         party_id=third.pk)  # fmt: skip
    client = signed_in(claimant)
    pages = [
        f"/kk/cases/{case.uuid}/{part}"
        for part in ("", "docket/", "docket.csv", "parties/", "file/", "deadlines/", "related/")
    ]
    api = [f"/api/v1/cases/{case.uuid}{part}" for part in ("", "/docket", "/documents", "/deadlines")]
    for address in [
        *pages,
        *api,
        "/kk/home/",
        "/kk/cabinet/",
        f"/kk/cases/?q={SECRET[:6]}",
        f"/kk/cabinet/cases/{case.uuid}/papers/",
    ]:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert SECRET not in body.decode(), address
    seen = signed_in(judge.user).get(f"/kk/cases/{case.uuid}/docket/").content.decode()
    assert SECRET in seen  # so that the test can fail


def test_who_has_left_the_court_no_longer_works_on_its_cases() -> None:
    proceeding, judge = a_distributed_case()
    case, court = proceeding.case, proceeding.court
    assistant = staff(Role.JUDGE_ASSISTANT, court)
    assign_staff(proceeding.pk, assistant, "assistant", by=a_chair(court), now=NOW)
    opener = a_judge(a_court()).user
    assert opener and judge.user
    now = timezone.now()
    BreakGlass.objects.create(case=case, user=opener, reason="x", since=now, until=now + timedelta(hours=2))
    assert signed_in(judge.user).get("/api/v1/deadlines").json()
    for user in (judge.user, assistant, opener):
        assert Case.objects.visible_to(user).filter(pk=case.pk).exists()
        gone = dismissed(user)
        assert not Case.objects.visible_to(gone).filter(pk=case.pk).exists()
        assert "court" not in standing(gone, proceeding, now=now)
        assert signed_in(gone).get(f"/kk/cases/{case.uuid}/").status_code == 404
        assert not signed_in(gone).get("/api/v1/deadlines").json()
        assert case.number not in signed_in(gone).get("/kk/deadlines/").content.decode()


def test_a_power_of_somebody_who_only_typed_anothers_number_opens_nothing() -> None:
    victims_iin = an_iin()
    pretender = a_user("pretender", iin=victims_iin, iin_confirmed_at=None)
    accomplice = a_user("accomplice", iin=an_iin())
    power = a_power(pretender, accomplice, PowerOfAttorney.Scope.SIGN_CLAIM)
    victim = PartyData(
        role="claimant", name="Жәбірленуші", iin=victims_iin, representative_id=accomplice.pk, ground="power",
        power_id=power.pk,
    )  # fmt: skip
    with pytest.raises(NotActingFor):
        must_act_for_claim([victim], accomplice, now=timezone.now())
    User.objects.filter(pk=pretender.pk).update(iin_confirmed_at=timezone.now())
    must_act_for_claim([victim], accomplice, now=timezone.now())


def test_an_emergency_with_too_little_reason_does_not_tell_whether_the_case_is_there() -> None:
    case = a_registered_case()
    seal(case.pk, by=a_chair(case.court), reason="Тайна усыновления по закону.", norm="GPK 19", now=NOW)
    judge = a_judge(a_court())
    assert judge.user
    client, told = signed_in(judge.user), []
    for number in (case.number, f"{case.court_id}-26-00-2/98765"):
        answer = client.post("/kk/emergency/", {"number": number, "reason": "x", "hours": 1})
        body = answer.content.decode().replace(str(number), "N")
        told.append((answer.status_code, body.split("csrfmiddlewaretoken")[0], "reason" in body))
    assert told[0] == told[1]
    assert not BreakGlass.objects.exists()


def test_scans_of_a_case_that_was_sealed_are_gone_from_the_clerks_lists() -> None:
    court = a_court()
    clerk = a_clerk(court)
    scan = stored(clerk, "Сканқұпия")
    case = a_case(court)
    Intake.objects.create(
        court=court, document=scan, clerk=clerk, received_on=NOW.date(), created_at=NOW, case=case,
        recognised={"claim-0-name": {"value": SECRET, "confidence": 0.4}}, state="filed", confirmed_at=NOW,
    )  # fmt: skip
    client = signed_in(clerk)
    intake = Intake.objects.get()
    assert "Сканқұпия" in client.get("/kk/registry/intake/").content.decode()
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert "Сканқұпия" not in client.get("/kk/registry/intake/").content.decode()
    assert client.get(f"/kk/registry/intake/{intake.uuid}/").status_code == 404


def test_time_limits_of_a_sealed_case_do_not_move_the_end_of_a_page() -> None:
    court = a_court()
    clerk, today = a_clerk(court), timezone.localdate()
    hidden, shown = a_registered_case(court), a_registered_case(court)
    for case, many in ((hidden, 5), (shown, 78)):
        proceeding = case.proceedings.get()
        Deadline.objects.filter(proceeding=proceeding).delete()
        Deadline.objects.bulk_create(
            Deadline(proceeding=proceeding, limit="decide", starts=today, due=today + timedelta(days=one))
            for one in range(many)
        )
    seal(hidden.pk, by=a_chair(court), reason="Тайна усыновления по закону.", norm="GPK 19", now=NOW)
    page = signed_in(clerk).get(f"/kk/deadlines/?court={court.pk}")
    assert page.context["more"] is None
    assert sum(len(rows) for _when, rows in page.context["groups"]) == 78


def test_nobody_without_an_account_opens_a_case() -> None:
    case = a_registered_case()
    assert Client().get(f"/kk/cases/{case.uuid}/").status_code == 302
