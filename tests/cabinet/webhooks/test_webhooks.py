"""Programs are told what their owner may see, signed, and nobody reaches into the house's own network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cabinet.webhooks import posting
from tarazy.cabinet.webhooks.actions.keep_endpoints import (
    delete_endpoint,
    make_endpoint,
    redeliver,
    rotate_secret,
)
from tarazy.cabinet.webhooks.actions.send import send_due_hooks
from tarazy.cabinet.webhooks.models import Endpoint, Happening, HookDelivery
from tarazy.cabinet.webhooks.refusals import AddressRefused, TooManyEndpoints
from tarazy.cabinet.webhooks.rules import address_fault, is_public, signature, signed_rightly
from tarazy.cases import docket
from tarazy.cases.actions.seal import seal
from tarazy.cases.models import Case
from tarazy.people.models import User
from tarazy.people.refusals import NotFound
from tests.cabinet.webhooks.receiving import Receiver, receiver
from tests.cases.factories import NOW, a_chair, a_claimant, a_clerk, a_registered_case
from tests.people.factories import a_user, an_organisation, head_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def program(settings: Any) -> Iterator[Receiver]:
    """Somebody's program on this machine, which is let through for the test."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    settings.WEBHOOK_TIMEOUT = 0.8
    with receiver() as kept:
        yield kept


def listening(program: Receiver, *kinds: str) -> tuple[Case, User, Endpoint, str]:
    """A case whose claimant's program listens."""
    claimant = a_claimant()
    case = a_registered_case(by=claimant)
    endpoint, secret = make_endpoint(f"{program.url}/hook?a=1", kinds, by=claimant, now=NOW)
    return case, claimant, endpoint, secret


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


pytestmark = pytest.mark.django_db


def test_a_message_says_which_case_what_and_when_signed_and_nothing_else(program: Receiver):
    case, claimant, _endpoint, secret = listening(program)
    entry = docket.record(case, "accept", by=None, at=NOW, params={"judge": "Тайна"})
    assert send_due_hooks(NOW) == 1
    headers, body = program.got[0]
    delivery = HookDelivery.objects.get()
    entry.refresh_from_db()
    assert json.loads(body) == {
        "id": str(delivery.uuid), "event": "accept", "kind": "ruling", "case": str(case.uuid),
        "case_number": case.number, "docket_number": entry.number, "at": entry.at.isoformat(),
    }  # fmt: skip
    assert "Тайна" not in body.decode()
    assert claimant.family_name not in body.decode()
    assert headers["Tarazy-Delivery"] == str(delivery.uuid)
    assert signed_rightly(headers["Tarazy-Signature"], secret, body, now=timezone.now())
    assert not signed_rightly(headers["Tarazy-Signature"], secret + "x", body, now=timezone.now())
    assert not signed_rightly(headers["Tarazy-Signature"], secret, body + b" ", now=timezone.now())
    late = timezone.now() + timedelta(minutes=6)
    assert not signed_rightly(headers["Tarazy-Signature"], secret, body, now=late)
    assert secret not in Endpoint.objects.get().secret


def test_kinds_choose_and_others_cases_stay_unknown(program: Receiver):
    case, _claimant, _endpoint, _secret = listening(program, "decision")
    docket.record(case, "accept", by=None, at=NOW)
    docket.record(a_registered_case(), "in_force", by=None, at=NOW)
    docket.record(case, "issue_reasoned", by=None, at=NOW)
    docket.record(case, "issue_reasoned", by=None, at=NOW, visibility="court")
    send_due_hooks(NOW)
    assert [json.loads(body)["event"] for _headers, body in program.got] == ["issue_reasoned"]
    assert not Happening.objects.exists()


def test_staff_carry_no_cases_of_the_court_out_of_the_house(program: Receiver):
    case = a_registered_case()
    make_endpoint(program.url, [], by=a_clerk(case.court), now=NOW)
    docket.record(case, "accept", by=None, at=NOW)
    assert send_due_hooks(NOW) == 0
    assert not HookDelivery.objects.exists()


def test_an_endpoint_of_an_organisation_hears_of_its_cases_alone(program: Receiver):
    company = an_organisation()
    head = head_of(company, iin=None)
    own, firms = a_registered_case(by=a_claimant()), a_registered_case()
    own.parties.filter(side="claim").update(user=head)
    firms.parties.filter(side="claim").update(user=None, organisation=company)
    make_endpoint(program.url, [], by=head, now=timezone.now(), organisation_bin=company.bin)
    docket.record(own, "accept", by=None, at=timezone.now())
    docket.record(firms, "accept", by=None, at=timezone.now())
    send_due_hooks(timezone.now())
    assert [json.loads(body)["case"] for _headers, body in program.got] == [str(firms.uuid)]
    with pytest.raises(NotFound):
        make_endpoint(program.url, [], by=a_user(), now=NOW, organisation_bin=company.bin)


def test_who_no_longer_sees_the_case_when_it_is_sent_hears_nothing(program: Receiver):
    case, _claimant, _endpoint, _secret = listening(program)
    docket.record(case, "accept", by=None, at=NOW)
    program.faults = ["503"]
    send_due_hooks(NOW)
    case.parties.filter(side="claim").update(left_at=NOW)
    assert send_due_hooks(NOW + timedelta(hours=1)) == 0
    assert program.calls == 1
    assert HookDelivery.objects.get().state == "dropped"


def test_sealing_drops_what_waits_and_nothing_follows(
    program: Receiver, django_capture_on_commit_callbacks: Any
):
    case, _claimant, _endpoint, _secret = listening(program)
    docket.record(case, "accept", by=None, at=NOW)
    program.faults = ["503"]
    send_due_hooks(NOW)
    docket.record(case, "set_hearing", by=None, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        seal(case.pk, by=a_chair(case.court), reason="Тайна усыновления, закрыто по закону.", norm="GPK 19", now=NOW)  # fmt: skip
    assert not Happening.objects.exclude(entry__code="seal").exists()
    docket.record(case, "resume", by=None, at=NOW)
    send_due_hooks(NOW + timedelta(hours=1))
    assert program.calls == 1
    assert set(HookDelivery.objects.values_list("state", "fault")) == {("dropped", "sealed")}


@pytest.mark.parametrize(
    ("fault", "code"),
    [("500", "status_500"), ("redirect", "status_307"), ("slow", "timeout"), ("drip", "timeout")],
)
def test_a_receiver_that_fails_is_tried_again_later_under_the_same_id(
    program: Receiver, fault: str, code: str
):
    case, _claimant, _endpoint, _secret = listening(program)
    docket.record(case, "accept", by=None, at=NOW)
    program.faults = [fault]
    assert send_due_hooks(NOW) == 0
    delivery = HookDelivery.objects.get()
    assert (delivery.state, delivery.fault) == ("waiting", code)
    assert delivery.attempts.get().took_ms < 1900
    assert send_due_hooks(NOW) == 0, "not before its pause is over"
    assert send_due_hooks(NOW + timedelta(minutes=1)) == 1
    assert program.redirected == 0
    assert json.loads(program.got[0][1])["id"] == str(delivery.uuid)
    assert delivery.attempts.count() == 2


def test_an_address_that_takes_nothing_for_three_days_is_turned_off(program: Receiver):
    case, claimant, endpoint, _secret = listening(program)
    docket.record(case, "accept", by=None, at=NOW)
    program.faults = ["500"] * 50
    at = NOW
    for _day in range(12):
        send_due_hooks(at)
        at += timedelta(hours=15)
    endpoint.refresh_from_db()
    assert endpoint.disabled_at is not None
    assert NOW + timedelta(days=3) <= endpoint.disabled_at <= NOW + timedelta(days=4)
    docket.record(case, "set_hearing", by=None, at=at)
    assert not Happening.objects.exists()
    assert client_of(claimant).post(reverse("webhooks:enable", args=[endpoint.uuid])).status_code == 302
    program.faults = []
    docket.record(case, "open_hearing", by=None, at=at)
    assert send_due_hooks(at) == 1


def test_a_worker_that_was_killed_loses_nothing_and_repeats_under_the_same_id(program: Receiver):
    case, _claimant, _endpoint, _secret = listening(program)
    docket.record(case, "accept", by=None, at=NOW)
    send_due_hooks(NOW)
    HookDelivery.objects.update(
        state="sending", sent_at=None, claim=uuid4(), claimed_until=NOW + timedelta(minutes=2)
    )
    assert send_due_hooks(NOW + timedelta(minutes=1)) == 0
    assert send_due_hooks(NOW + timedelta(minutes=3)) == 1
    assert len({headers["Tarazy-Delivery"] for headers, _body in program.got}) == 1


def test_an_old_secret_signs_beside_the_new_one_for_a_day(program: Receiver):
    case, claimant, endpoint, old = listening(program)
    _row, new = rotate_secret(endpoint.uuid, by=claimant, now=NOW)
    docket.record(case, "accept", by=None, at=NOW)
    send_due_hooks(NOW)
    headers, body = program.got[0]
    assert all(
        signed_rightly(headers["Tarazy-Signature"], one, body, now=timezone.now()) for one in (old, new)
    )
    docket.record(case, "set_hearing", by=None, at=NOW)
    send_due_hooks(NOW + timedelta(days=2))
    headers, body = program.got[1]
    assert not signed_rightly(headers["Tarazy-Signature"], old, body, now=timezone.now())


def test_a_deleted_endpoint_forgets_its_secret_and_hears_nothing(program: Receiver):
    case, claimant, endpoint, _secret = listening(program)
    docket.record(case, "accept", by=None, at=NOW)
    delete_endpoint(endpoint.uuid, by=claimant, now=NOW)
    assert send_due_hooks(NOW) == 0
    assert Endpoint.objects.get().secret == ""
    with pytest.raises(NotFound):
        delete_endpoint(endpoint.uuid, by=claimant, now=NOW)


# Where messages may go

REFUSED = [
    "http://example.org/", "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest", "https://user:x@example.org/",
    "https://example.org:22/", "https://0.0.0.0/", "https://[64:ff9b::7f00:1]/", "https://[fd00::1]/", "ftp://example.org/",
    "https:///x", "https://example.org/ x", "https://intranet/", "https://100.64.0.1/", "https://example.org:99999/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_that_are_refused(url: str):
    with pytest.raises(AddressRefused):
        make_endpoint(url, [], by=a_claimant(), now=NOW)


@given(st.ip_addresses())
def test_only_what_the_internet_routes_is_public(address: Any):
    if not address.is_global:
        assert not is_public(str(address))
    assert not is_public(f"::ffff:10.{int(address) % 256}.0.1")


@given(st.text(max_size=60))
def test_any_text_as_an_address_is_judged_without_failing(text: str):
    assert isinstance(address_fault(text, private=False), str)
    assert not address_fault("https://example.org/hook", private=False)


def test_a_name_that_leads_into_a_private_network_is_not_connected_to(monkeypatch: pytest.MonkeyPatch):
    rows = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("192.168.1.1", 443))]
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *given, **more: rows)
    monkeypatch.setattr(posting.socket, "create_connection", lambda *given, **more: pytest.fail("connected"))
    assert posting.post("https://rebinding.example/", b"{}", {}).fault == "private"


@given(
    secret=st.text(min_size=1),
    body=st.binary(),
    at=st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_what_is_signed_holds_and_what_is_garbled_does_not(secret: str, body: bytes, at: datetime):
    header = signature([secret], at, body)
    assert signed_rightly(header, secret, body, now=at)
    assert not signed_rightly(header.replace("v1=", "v1=0"), secret, body, now=at)
    assert not signed_rightly("", secret, body, now=at)


# Pages and API


def test_the_api_keeps_endpoints_lists_deliveries_and_sends_again(program: Receiver):
    claimant = a_claimant()
    case, client = a_registered_case(by=claimant), client_of(claimant)
    made = client.post(
        "/api/v1/webhooks", {"url": program.url, "kinds": ["ruling"]}, content_type="application/json"
    )
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    address = f"/api/v1/webhooks/{made.json()['id']}"
    assert "secret" not in client.get(address).json()
    docket.record(case, "accept", by=None, at=NOW)
    send_due_hooks(NOW)
    listed = client.get(f"{address}/deliveries").json()
    assert [(one["event"], one["state"]) for one in listed["deliveries"]] == [("accept", "sent")]
    one = f"/api/v1/webhook-deliveries/{listed['deliveries'][0]['id']}"
    assert client.get(one).json()["attempts"][0]["status"] == 204
    assert client.post(f"{one}/redeliver").json()["state"] == "waiting"
    send_due_hooks(timezone.now())
    assert len(program.got) == 2
    stranger = client_of(a_user())
    for wrong in (address, f"{address}/deliveries", one, "/api/v1/webhooks/" + str(uuid4())):
        assert stranger.get(wrong).status_code == 404
    assert stranger.post(f"{one}/redeliver").status_code == 404
    assert stranger.delete(address).status_code == 404
    assert stranger.get("/api/v1/webhooks").json() == []
    assert Client().get(address).status_code == 401
    wrong_kind = {"url": program.url, "kinds": ["gossip"]}
    assert client.post("/api/v1/webhooks", wrong_kind, content_type="application/json").status_code == 422
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_pages_make_show_and_delete_a_webhook(program: Receiver):
    claimant = a_claimant()
    case, client = a_registered_case(by=claimant), client_of(claimant)
    refused = client.post(reverse("webhooks:endpoints"), {"url": "ftp://x"})
    assert "govuk-error-summary" in refused.content.decode()
    made = client.post(reverse("webhooks:endpoints"), {"url": program.url})
    assert "whsec_" in made.content.decode()
    endpoint = Endpoint.objects.get()
    docket.record(case, "accept", by=None, at=NOW)
    send_due_hooks(NOW)
    address = reverse("webhooks:endpoint", args=[endpoint.uuid])
    page = client.get(address).content.decode()
    assert "whsec_" not in page
    assert "accept" in page
    delivery = HookDelivery.objects.get()
    assert client.post(reverse("webhooks:again", args=[delivery.uuid])).status_code == 302
    stranger = client_of(a_user())
    assert stranger.get(address).status_code == 404
    for name in ("rotate", "enable", "delete"):
        assert stranger.post(reverse(f"webhooks:{name}", args=[endpoint.uuid])).status_code == 404
    assert stranger.post(reverse("webhooks:again", args=[delivery.uuid])).status_code == 404
    assert client.post(reverse("webhooks:delete", args=[endpoint.uuid])).status_code == 302
    assert client.get(address).status_code == 404


def test_a_person_has_ten_endpoints_at_most():
    person = a_claimant()
    for number in range(10):
        make_endpoint(f"https://example.org/{number}", [], by=person, now=NOW)
    with pytest.raises(TooManyEndpoints):
        make_endpoint("https://example.org/more", [], by=person, now=NOW)


def test_sending_again_is_for_the_owner(program: Receiver):
    case, _claimant, _endpoint, _secret = listening(program)
    docket.record(case, "accept", by=None, at=NOW)
    send_due_hooks(NOW)
    with pytest.raises(NotFound):
        redeliver(HookDelivery.objects.get().uuid, by=a_user(), now=NOW)
