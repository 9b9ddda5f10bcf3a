"""Attacks through the doors that people and programs have: forms, the API, sign-in, the bank's messages."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tarazy.cabinet.models import BankEvent, Filing, Payment
from tarazy.cabinet.payments.gateway import signature, webhook_secret
from tarazy.cases.models import Case, CaseRead
from tarazy.documents.models import Document
from tarazy.documents.rendering.typesetting import _mapped, _without_controls
from tarazy.people.models import Invitation, RoleGrant, User
from tarazy.people.permissions import Permission, Role
from tests.cases.factories import (
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_distributed_case,
    a_registered_case,
    claimant_of,
    staff,
)
from tests.people.factories import PASSWORD, a_user, an_iin, with_password, with_role
from tests.trust.addresses import addresses
from tests.trust.world import a_pdf, signed_in, stored, unknown

pytestmark = pytest.mark.django_db
SCRIPT = "\"><script>alert(1)</script>'{{7*7}}=cmd|x"


def a_bomb() -> bytes:
    """A word processor's file of a few kilobytes that unpacks to 60 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 60_000_000)
    return made.getvalue()


EVIL = {
    "svg": ("proof.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "html as pdf": ("claim.pdf", b"<!doctype html><script>alert(1)</script>"),
    "svg as png": ("scan.png", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "program as pdf": ("claim.pdf", b"MZ\x90\0" + b"\0" * 400),
    "pdf as png": ("scan.png", a_pdf("x")),
    "pdf and html": ("claim.pdf", a_pdf("x")[:20] + b"<html><script>1</script>" + a_pdf("x")[20:]),
    "bomb": ("claim.docx", a_bomb()),
    "empty": ("claim.pdf", b"\0" * 10),
    "direction": ("claim\u202efdp.exe", a_pdf("x")),
}


def by_the_form(client: Client, name: str, content: bytes) -> int:
    return client.post("/kk/documents/", {"documents_files": SimpleUploadedFile(name, content)}).status_code


def by_the_api(client: Client, name: str, content: bytes) -> int:
    begun = client.post(
        "/api/v1/documents/uploads", {"name": name, "size": len(content)}, content_type="application/json"
    )
    if begun.status_code != 201:
        return begun.status_code
    address = f"/api/v1/documents/uploads/{begun.json()['id']}"
    sent = client.generic(
        "PATCH", address, content, content_type="application/octet-stream", HTTP_UPLOAD_OFFSET="0"
    )
    return sent.status_code if sent.status_code >= 400 else client.post(f"{address}/finish").status_code


def in_one_request(client: Client, name: str, content: bytes) -> int:
    address, named = "/api/v1/documents/whole", quote(name)
    return client.generic(
        "POST", address, content, content_type="application/octet-stream", HTTP_UPLOAD_NAME=named
    ).status_code


def by_the_registry(client: Client, name: str, content: bytes) -> int:
    given = {
        "documents_files": SimpleUploadedFile(name, content),
        "court": "7520",
        "received_on": "2026-11-20",
    }
    return client.post("/kk/registry/intake/", given).status_code


@pytest.mark.parametrize("door", [by_the_form, by_the_api, in_one_request, by_the_registry])
def test_forged_and_acting_files_are_refused_at_every_door(door: Callable[[Client, str, bytes], int]) -> None:
    clerk = a_clerk(a_court("7520", exact=True))
    client = signed_in(clerk)
    for what, (name, content) in EVIL.items():
        assert 400 <= door(client, name, content) < 500, what
        assert not Document.objects.exists(), what
    assert door(client, "claim.pdf", a_pdf("plain")) < 400 or door is by_the_registry
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a/b.pdf", "a\\b.pdf", "a\0.pdf", "con.pdf", "a\r\nX: y.pdf", "."]
)
def test_a_name_is_only_ever_a_name(name: str) -> None:
    client = signed_in(a_user())
    status = by_the_api(client, name, a_pdf("x"))
    assert status in (400, 422), status
    made = Document.objects.all()
    assert not made


def test_a_file_that_somebody_else_has_already_is_taken_as_if_it_were_new() -> None:
    """The same bytes are kept once; nobody learns from status, words or the row that they were there."""
    content, told = a_pdf("same"), []
    for word in ("first", "second"):
        client = signed_in(a_user(word))
        begun = client.post(
            "/api/v1/documents/uploads",
            {"name": "a.pdf", "size": len(content)},
            content_type="application/json",
        ).json()
        address = f"/api/v1/documents/uploads/{begun['id']}"
        client.generic(
            "PATCH", address, content, content_type="application/octet-stream", HTTP_UPLOAD_OFFSET="0"
        )
        made = client.post(f"{address}/finish")
        told.append(
            (
                made.status_code,
                {name: value for name, value in made.json().items() if name not in ("id", "created")},
            )
        )
    assert told[0] == told[1]
    sha256 = told[0][1]["sha256"]
    stranger = signed_in(a_user())
    assert stranger.get(f"/api/v1/documents?sha256={sha256}").json()["documents"] == []
    assert stranger.get(f"/kk/documents/?q={sha256}").content.decode().count(sha256) <= 1


def test_what_people_write_is_never_run_on_a_page() -> None:
    claimant = a_claimant(family_name=SCRIPT[:60], given_name=SCRIPT[:60])
    proceeding, judge = a_distributed_case(by=claimant)
    case = proceeding.case
    document = case.documents.first()
    case.claims.update(text=SCRIPT)
    case.parties.update(name=SCRIPT, address=SCRIPT, phone=SCRIPT[:20])
    if document:
        Document.objects.filter(pk=document.document_id).update(name=SCRIPT)
    assert judge.user
    pages = [
        f"/{language}/cases/{case.uuid}/{part}"
        for language in ("kk", "ru")
        for part in ("", "docket/", "parties/", "file/", "tasks/")
    ]
    for user in (claimant, judge.user):
        client = signed_in(user)
        for address in [
            *pages,
            "/kk/home/",
            "/kk/cases/",
            "/kk/account/",
            "/ru/cabinet/",
            f"/kk/cases/?q={SCRIPT}",
        ]:
            answer = client.get(address)
            if answer.status_code != 404:
                assert b"<script>alert" not in answer.content, address
                assert b"49=cmd" not in answer.content, address
    case.parties.update(name="=cmd|'/C calc'!A0")
    rows = b"".join(signed_in(judge.user).get(f"/kk/cases/{case.uuid}/docket.csv").streaming_content).decode()
    assert not re.search(r'(^|,)"?[=+@-]cmd', rows, re.MULTILINE)


def test_no_page_has_a_script_or_style_of_its_own_and_each_says_so() -> None:
    chair = signed_in(a_chair(a_court("7520", exact=True)))
    seen = 0
    for one in addresses():
        if one.named or one.name in ("account_logout",):
            continue
        answer = chair.get(one.of(unknown()))
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code == 405:
            continue
        page = answer.content.decode()
        assert not re.search(
            r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:",
            page,
        ), one.name
        rules = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in rules and "frame-ancestors 'none'" in rules, one.name
        assert (
            answer.headers["X-Frame-Options"] == "DENY"
            and answer.headers["X-Content-Type-Options"] == "nosniff"
        )
        seen += 1
    assert seen > 60


# Writes that prove where they come from in another way, or change nothing of anybody's.
WITHOUT_TOKEN = {"set_language", "cabinet:bank_webhook", "pki:ocsp", "pki:ocsp-get", "pki:tsa"}


def test_no_form_is_taken_without_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        a_chair(a_court("7520", exact=True)), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for one in addresses():
        address = one.of(unknown())
        if one.name in WITHOUT_TOKEN or address.startswith("/pki/"):
            continue
        answer = (
            client.post(address, {})
            if not address.startswith("/api/")
            else client.post(address, {}, content_type="application/json")
        )
        assert answer.status_code in (401, 403, 404, 405, 406, 415), f"{one.name} {answer.status_code}"
        if not address.startswith("/api/") and answer.status_code == 404:
            assert one.name.startswith(("people:demo", "")), one.name


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(place: str) -> None:
    user = with_password(a_user())
    answers = [
        Client().post("/language/", {"language": "ru", "next": place}),
        Client().post("/kk/account/login/", {"login": user.email, "password": PASSWORD, "next": place}),
        Client().post(f"/kk/account/login/?next={place}", {"login": user.email, "password": PASSWORD}),
        signed_in(user).post("/kk/account/logout/", {"next": place}),
    ]
    for answer in answers:
        where = answer.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\")), where


def test_signing_in_gives_a_new_session_and_its_cookie_is_closed_to_scripts() -> None:
    user = with_password(a_user())
    client = Client()
    client.get("/kk/constructor/")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    answer = client.post("/kk/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.cookies["sessionid"].value != before
    assert client.cookies["sessionid"]["httponly"] and client.cookies["sessionid"]["samesite"] == "Lax"


def test_nobody_makes_themselves_more_than_they_are() -> None:
    """Fields that a form doesn't have, roles that aren't theirs to give, tokens beyond oneself."""
    user = a_user(iin=an_iin())
    client = signed_in(user)
    client.post("/kk/account/", {"family_name": "А", "given_name": "Б", "language": "kk", "notice_channel": "email",
                                 "is_active": "0", "iin": an_iin(), "iin_confirmed_at": "2020-01-01", "role": "judge",
                                 "email": "chair@example.kz", "is_model": "1"})  # fmt: skip
    after = User.objects.get(pk=user.pk)
    same = ("is_active", "iin", "iin_confirmed_at", "email", "is_model")
    assert [getattr(after, name) for name in same] == [getattr(user, name) for name in same]
    client.post("/kk/account/represent/", {"role": "judge", "court_code": "7520"})
    assert {one.role for one in RoleGrant.objects.filter(user=user)} <= {Role.REPRESENTATIVE}
    for body in ({"email": "x@example.kz", "role": "judge", "court_code": "7520", "language": "kk"},):
        assert client.post("/api/v1/invitations", body, content_type="application/json").status_code in (
            401,
            403,
            422,
        )
    operator = signed_in(with_role(Role.OPERATOR))
    body = {"email": "x@example.kz", "role": "judge", "court_code": "7520", "language": "kk"}
    assert operator.post("/api/v1/invitations", body, content_type="application/json").status_code in (
        403,
        422,
    )
    assert not Invitation.objects.exists()


def test_unknown_fields_of_a_filing_are_refused() -> None:
    client = signed_in(a_claimant())
    body = {"court_code": "7520", "kind": "action", "documents": [{"id": "00000000-0000-4000-8000-000000000000"}],
            "parties": [{"role": "claimant", "name": "А", "user_id": 1}]}  # fmt: skip
    for more in ({}, {"filed_by": 1}, {"sealed": True}):
        answer = client.post(
            "/api/v1/filings", body | more, content_type="application/json", HTTP_IDEMPOTENCY_KEY="abcdefgh"
        )
        assert answer.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1", "1E+999999", "1" * 5000, "0.001"])
def test_sums_that_are_none_are_refused(amount: str) -> None:
    client = signed_in(a_claimant())
    body = {"court_code": "7520", "kind": "action", "documents": [{"id": "00000000-0000-4000-8000-000000000000"}],
            "parties": [{"role": "claimant", "name": "А"}], "price": amount}  # fmt: skip
    answer = client.post(
        "/api/v1/filings", body, content_type="application/json", HTTP_IDEMPOTENCY_KEY="abcdefgh"
    )
    assert answer.status_code == 422, answer.content


def test_the_papers_of_others_are_not_filed_and_their_keys_tell_nothing() -> None:
    other, thief = a_claimant(), a_claimant()
    paper = stored(other, "бөтен")
    client = signed_in(thief)
    body = {"court_code": a_court().pk, "kind": "action", "documents": [{"id": str(paper.pk)}],
            "parties": [{"role": "claimant", "name": thief.full_name, "iin": thief.iin}]}  # fmt: skip
    told = []
    for row in (str(paper.pk), "00000000-0000-4000-8000-000000000000"):
        body["documents"] = [{"id": row}]
        answer = client.post(
            "/api/v1/filings", body, content_type="application/json", HTTP_IDEMPOTENCY_KEY="abcdefgh"
        )
        told.append((answer.status_code, answer.content.decode().replace(row, "ID")))
    assert told[0] == told[1] and told[0][0] in (404, 409, 422)
    assert not Case.objects.exists()


def bank_says(body: bytes, at: datetime, secret: bytes | None = None) -> Any:
    stamp = str(int(at.timestamp()))
    signed = f"t={stamp},v1={signature(secret or webhook_secret(), stamp, body)}"
    return Client().post(
        "/kk/cabinet/bank/webhook/", body, content_type="application/json", HTTP_X_BANK_SIGNATURE=signed
    )


def test_messages_of_a_bank_are_not_forged_not_changed_and_count_once(settings: Any) -> None:
    settings.TARAZY_DEMO = settings.MODEL_DATA = True
    now, payer = timezone.now(), a_claimant()
    payment = Payment.objects.create(
        payer=payer, amount=Decimal(500), priced_on=now.date(), created_at=now, reference="demo-x"
    )
    said = {"event": "e1", "reference": "demo-x", "kind": "paid", "amount": "500"}
    body = json.dumps(said).encode()
    assert bank_says(body, now, b"another secret").status_code == 401
    assert bank_says(body, datetime.fromtimestamp(now.timestamp() - 5000, now.tzinfo)).status_code == 401
    assert (
        Client().post("/kk/cabinet/bank/webhook/", body, content_type="application/json").status_code == 401
    )
    for amount in ("NaN", "Infinity", "-500", "1E+999999", "1"):
        bank_says(json.dumps(said | {"amount": amount, "event": f"other-{amount}"}).encode(), now)
        assert Payment.objects.get(pk=payment.pk).state == "pending", amount
    assert bank_says(body, now).status_code == bank_says(body, now).status_code == 200
    assert Payment.objects.get(pk=payment.pk).state == "paid"
    assert BankEvent.objects.filter(event_id="e1").count() == 1


def test_a_key_of_one_program_is_another_of_another_person() -> None:
    """Idempotency keys are of a person: nobody gets the answer that another was given."""
    first, second = a_claimant(), a_claimant()
    key = {"HTTP_IDEMPOTENCY_KEY": "the-same-key-1"}
    body = {"name": "a.pdf", "size": 10}
    one = signed_in(first).post("/api/v1/documents/uploads", body, content_type="application/json", **key)
    two = signed_in(second).post("/api/v1/documents/uploads", body, content_type="application/json", **key)
    assert one.status_code == two.status_code == 201
    assert one.json()["id"] != two.json()["id"]


def test_what_only_the_demo_has_is_not_there_without_it(settings: Any) -> None:
    settings.TARAZY_DEMO = False
    model = a_user(is_model=True)
    client = Client()
    for address in ("/kk/demo/people/", "/kk/demo-bank/demo-x/"):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/kk/demo/people/{model.uuid}/").status_code == 404
    assert client.post("/kk/cabinet/bank/webhook/", b"{}", content_type="application/json").status_code == 404
    assert "_auth_user_id" not in client.session
    from tarazy.documents.signatures.choices import signing_choices

    assert "demo" not in {way.code for way in signing_choices(a_claimant())}
    settings.TARAZY_DEMO, settings.MODEL_DATA = True, False
    assert client.post(f"/kk/demo/people/{model.uuid}/").status_code == 404


def test_the_log_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    user = with_password(a_claimant(family_name="Журналова"))
    proceeding, judge = a_distributed_case(by=user)
    assert judge.user
    Client().post("/kk/account/login/", {"login": user.email, "password": "wrong wrong"})
    Client().post("/kk/account/login/", {"login": user.email, "password": PASSWORD})
    for someone in (user, judge.user):
        client = signed_in(someone)
        for part in ("", "docket/", "parties/", "file/"):
            client.get(f"/kk/cases/{proceeding.case.uuid}/{part}")
        client.post(f"/kk/cases/{proceeding.case.uuid}/do/accept/", {"x": user.iin})
        client.get(f"/kk/cases/?q={user.iin}")
        client.get(f"/kk/cases/{user.iin}/no-such-page/")
    text = "\n".join(
        record.getMessage() for record in caplog.records if "/kk/cases/" not in record.getMessage()
    )
    for secret in (user.email, user.iin, "Журналова", PASSWORD):
        assert str(secret) not in text, secret


def test_what_staff_did_and_looked_at_stands_in_the_audit_view() -> None:
    claimant = a_claimant()
    proceeding, judge = a_distributed_case(by=claimant)
    case, court = proceeding.case, proceeding.court
    secretary = staff(Role.HEARING_SECRETARY, court, family_name="Хатшыева")
    assistant = staff(Role.JUDGE_ASSISTANT, court, family_name="Көмекшиева")
    assert judge.user
    looks = {
        secretary: ("", "docket/", "file/"),
        assistant: ("", "docket.csv", "parties/"),
        judge.user: ("", "deadlines/", "related/", "docket/"),
    }
    for user, parts in looks.items():
        for part in parts:
            assert signed_in(user).get(f"/kk/cases/{case.uuid}/{part}").status_code == 200
    signed_in(secretary).get(f"/api/v1/cases/{case.uuid}/docket")
    noted = set(CaseRead.objects.filter(case=case).values_list("user", "what"))
    assert {(secretary.pk, what) for what in ("case", "docket", "file")} <= noted
    assert {(assistant.pk, what) for what in ("case", "export")} <= noted
    for reader in (a_chair(court), with_role(Role.AUDITOR)):
        page = signed_in(reader).get(f"/kk/cases/{case.uuid}/audit/")
        assert page.status_code == 200
        text = page.content.decode()
        assert all(name in text for name in ("Хатшыева", "Көмекшиева", judge.user.family_name))
        lines = page.context["rows"]
        did = [row["line"].did for row in lines if row["line"].did]
        assert {"register", "assign_judge"} & set(did) or len(did) >= 2
        assert len([row for row in lines if row["line"].looked]) >= 7
    for outsider in (claimant, secretary, a_chair(a_court())):
        assert signed_in(outsider).get(f"/kk/cases/{case.uuid}/audit/").status_code == 404


def test_a_text_that_begins_like_a_picture_is_cleaned_like_any_other() -> None:
    assert _mapped({"text": "<?xml \u202e\0"}, _without_controls) == {"text": "<?xml "}
    assert _mapped({"qr": "<?xml \u202e"}, _without_controls) == {"qr": "<?xml \u202e"}


def test_ids_in_forms_open_nothing_of_others() -> None:
    """Credit another's payment, attach another's document, answer with another's task: as if they weren't there."""
    mine, other = a_claimant(), a_claimant()
    now = timezone.now()
    theirs = Payment.objects.create(
        payer=other, amount=5, priced_on=now.date(), created_at=now, state="paid", paid_at=now
    )
    filing = Filing.objects.create(by=mine, answers_at=now, created_at=now)
    client = signed_in(mine)
    assert (
        client.post(f"/kk/cabinet/payments/{theirs.uuid}/", {"reason": "мен төледім ғой"}).status_code == 404
    )
    paper = stored(other, "бөтен")
    case = a_registered_case(by=mine)
    answer = client.post(
        f"/kk/cabinet/cases/{case.uuid}/papers/motion_adjourn/",
        {"text": "сұраймын мен", "documents": str(paper.pk)},
    )
    assert answer.status_code == 404
    assert signed_in(other).get(f"/kk/cabinet/filings/{filing.uuid}/").status_code == 404
    assert claimant_of(case.proceedings.get()) == mine
    assert Permission.FILE_CLAIM


@pytest.mark.parametrize("door", [by_the_form, by_the_api])
@pytest.mark.parametrize("known", [True, False])
def test_files_are_not_sent_without_end(
    door: Callable[[Client, str, bytes], int], known: bool, settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {"upload": "2/3600"}
    cache.clear()
    user = a_user() if known else None
    told = [
        door(signed_in(user), "claim.pdf", a_pdf(str(number))) for number in range(3)
    ]  # a session of its own each
    assert told[2] == 429 and max(told[:2]) < 400
    assert Document.objects.count() == 2
    cache.clear()
