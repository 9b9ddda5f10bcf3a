"""Pages and API of distribution: for the parties, for everybody, for whoever watches."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tarazy import verify
from tarazy.allocation.actions import commit_draw, complete_draw, redraw_statement, supersede_draw
from tarazy.allocation.models import Draw
from tarazy.cases.models import Proceeding
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_key
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.law import Sex, iin_for
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.people.refusals import Refused
from tarazy.people.second_factor import SET_UP_HERE
from tests.allocation import courts
from tests.allocation.courts import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=5)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[SET_UP_HERE] = True  # staff who gave their second factor
    session.save()
    return client


def party_of(proceeding: Proceeding) -> User:
    party = proceeding.case.parties.first()
    party.user = courts.person()
    party.save()
    return party.user


def drawn(**changed: object) -> Draw:
    return complete_draw(commit_draw(courts.proceeding(courts.courthouse(5), **changed), None, NOW), LATER)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_party_sees_the_list_the_numbers_and_how_to_verify(language: str) -> None:
    draw = drawn()
    page = signed_in(party_of(draw.proceeding)).get(f"/{language}/allocation/draws/{draw.uuid}/")
    text = page.content.decode()
    assert page.status_code == 200
    for told in (draw.proceeding.number, draw.commitment, draw.seed, draw.receipt_sha256, "<svg", "Судья"):
        assert told in text


def test_the_page_of_a_draw_that_waits_says_so_and_looks_again() -> None:
    proceeding = courts.proceeding(courts.courthouse(5))
    draw = commit_draw(proceeding, None, NOW)
    text = signed_in(party_of(proceeding)).get(f"/en/allocation/draws/{draw.uuid}/").content.decode()
    assert 'hx-trigger="every 3s"' in text and "waiting for the public randomness" in text


@pytest.mark.parametrize("sealed", [False, True])
def test_strangers_are_told_nothing_of_the_case(sealed: bool) -> None:
    draw = drawn(sealed=sealed)
    stranger = signed_in(courts.person())
    assert stranger.get(f"/en/allocation/draws/{draw.uuid}/").status_code == 404
    assert stranger.get(f"/api/v1/draws/{draw.uuid}").status_code == 404
    assert Client().get(f"/en/allocation/draws/{draw.uuid}/").status_code in (302, 403, 404)
    public = Client().get(f"/en/verify/draw/{draw.uuid}/")
    assert public.status_code == 200
    receipt = Client().get(f"/en/verify/draw/{draw.uuid}/receipt.json")
    for told in (public.content.decode(), receipt.content.decode()):
        assert draw.proceeding.number not in told and str(draw.proceeding.case.uuid) not in told
        assert "Асанов" not in told and str(draw.proceeding.uuid) not in told


def test_the_receipt_that_is_downloaded_verifies() -> None:
    draw = drawn()
    for address in (f"/kk/verify/draw/{draw.uuid}/receipt.json", f"/api/v1/verify/draws/{draw.uuid}/receipt"):
        told = Client().get(address)
        assert told.status_code == 200
        assert verify.check_receipt(json.loads(told.content)).verifies


def test_a_draw_without_receipt_has_none_to_download() -> None:
    draw = commit_draw(courts.proceeding(courts.courthouse(5)), None, NOW)
    assert Client().get(f"/en/verify/draw/{draw.uuid}/receipt.json").status_code == 404
    assert Client().get(f"/en/verify/draw/{draw.uuid}/").status_code == 200


def test_the_clerk_starts_draws_from_the_list_and_nobody_else_does() -> None:
    proceeding = courts.proceeding(courts.courthouse(5))
    clerk = signed_in(courts.person(Role.REGISTRY_CLERK, "7101"))
    assert proceeding.number in clerk.get("/en/allocation/").content.decode()
    party = signed_in(party_of(proceeding))
    assert party.post(f"/en/allocation/start/{proceeding.uuid}/").status_code == 403
    elsewhere = signed_in(courts.person(Role.REGISTRY_CLERK, "7102"))
    assert elsewhere.post(f"/en/allocation/start/{proceeding.uuid}/").status_code == 404
    assert clerk.get(f"/en/allocation/start/{proceeding.uuid}/").status_code == 405
    assert not Draw.objects.exists()
    answer = clerk.post(f"/en/allocation/start/{proceeding.uuid}/")
    assert answer.status_code == 302 and str(Draw.objects.get().uuid) in answer["Location"]
    assert clerk.post(f"/en/allocation/start/{proceeding.uuid}/").status_code == 409
    assert proceeding.number not in clerk.get("/en/allocation/").content.decode().split("Latest draws")[0]


def test_the_api_starts_a_draw_and_shows_it() -> None:
    proceeding = courts.proceeding(courts.courthouse(5))
    clerk = signed_in(courts.person(Role.REGISTRY_CLERK, "7101"))
    made = clerk.post(f"/api/v1/proceedings/{proceeding.uuid}/draw")
    assert made.status_code == 201 and made.json()["state"] == "committed"
    complete_draw(Draw.objects.get(), LATER + timedelta(days=1000))
    told = clerk.get(f"/api/v1/draws/{made.json()['uuid']}").json()
    assert told["state"] == "drawn" and verify.check_receipt(told["receipt"]).verifies


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_fairness_is_public_and_names_cases_to_nobody(language: str) -> None:
    draws = [drawn() for _ in range(2)]
    page = Client().get(f"/{language}/allocation/fairness/?court=7101")
    text = page.content.decode()
    assert page.status_code == 200 and "al-picture__chosen" in text
    assert not any(draw.proceeding.number in text or str(draw.uuid) in text for draw in draws)
    assert Client().get(f"/{language}/allocation/fairness/").status_code == 200
    table = Client().get(f"/{language}/allocation/fairness.csv?court=7101").content.decode().splitlines()
    assert len(table) == 11 and sum(int(line.split(",")[3]) for line in table[1:]) == 2
    assert Client().get(f"/{language}/allocation/fairness.svg?court=7101")["Content-Type"] == "image/svg+xml"
    told = Client().get("/api/v1/fairness?court=7101").json()
    assert sum(one["chosen"] for one in told["shares"]) == 2 and told["draws"] == 2


def test_alarms_are_listed_for_chair_and_auditor_only() -> None:
    complete_draw(commit_draw(courts.proceeding(courts.courthouse(2)), None, NOW), LATER)
    words = "fewer than three judges could be drawn"
    with translation.override("en"):
        for user in (courts.person(Role.COURT_CHAIR, "7101"), courts.person(Role.AUDITOR)):
            assert words in signed_in(user).get("/en/allocation/fairness/?court=7101").content.decode()
        for user in (courts.person(), courts.person(Role.COURT_CHAIR, "7102")):
            assert words not in signed_in(user).get("/en/allocation/fairness/?court=7101").content.decode()


def test_fairness_over_many_draws_is_a_handful_of_queries(django_assert_max_num_queries: object) -> None:
    for _ in range(3):
        drawn()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        Client().get("/en/allocation/fairness/?court=7101")


def test_the_chair_replaces_a_judge_with_a_signature_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.TARAZY_DEMO, settings.TARAZY_HOME = True, tmp_path
    draw = drawn()
    chair = courts.person(Role.COURT_CHAIR, "7101", iin=iin_for(date(1970, 1, 1), Sex.MALE, 1))
    client = signed_in(chair)
    address = f"/en/allocation/draws/{draw.uuid}/again/"
    assert "Sign with the model key" in client.get(address).content.decode()
    assert client.post(address, {"reason": "recusal", "replaced": draw.selected}).status_code == 422
    answer = client.post(address, {"reason": "recusal", "replaced": draw.selected, "demo_key": "on"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    after = Draw.objects.get(supersedes=draw)
    after = complete_draw(after, after.committed_at + timedelta(seconds=5))
    report = verify.check_receipt(after.receipt)
    assert report.verifies and after.receipt["supersedes"]["cms"]
    text = client.get(f"/en/allocation/draws/{after.uuid}/").content.decode()
    assert "recusal" in text and str(draw.uuid) in text


def test_a_stolen_or_damaged_signature_replaces_nobody(settings: Any, tmp_path: Path) -> None:
    settings.TARAZY_DEMO, settings.TARAZY_HOME = True, tmp_path
    draw = drawn()
    chair = courts.person(Role.COURT_CHAIR, "7101", iin=iin_for(date(1970, 1, 1), Sex.MALE, 1))
    other = courts.person(iin=iin_for(date(1980, 1, 1), Sex.MALE, 2))
    now = timezone.now()
    statement = redraw_statement(draw, "recusal", chair)
    for who, said in ((other, statement), (chair, statement + b" ")):
        cms = LocalPkcs12Signer(demo_key(who, now=now), DEMO_PASSWORD).sign_cms(said, now=now)
        with pytest.raises(Refused):
            supersede_draw(draw, "recusal", chair, {"cms": base64.b64encode(cms).decode()}, now)
    assert not Draw.objects.filter(supersedes=draw).exists()


def test_who_is_no_chair_has_no_page_to_replace_a_judge() -> None:
    draw = drawn()
    assert (
        signed_in(party_of(draw.proceeding)).get(f"/en/allocation/draws/{draw.uuid}/again/").status_code
        == 403
    )
    assert signed_in(courts.person()).get(f"/en/allocation/draws/{draw.uuid}/again/").status_code == 404
