"""Filing by a program: the same key and body give the same case, another body is refused, a false signature too."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tarazy.cases.models import Case
from tarazy.documents.actions import add_document
from tarazy.documents.signatures.choices import DEMO_PASSWORD, sign_pdf_for
from tarazy.documents.signatures.demo_keys import demo_key
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.people.models import User
from tests.cases.factories import a_claimant, a_court
from tests.documents.files import pdf
from tests.people.factories import an_iin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.TARAZY_DEMO = True


def uploaded(by: User, content: bytes, name: str = "claim.pdf") -> str:
    return str(add_document(io.BytesIO(content), name, by=by, now=timezone.now()).pk)


def signed(by: User) -> bytes:
    return sign_pdf_for(by, pdf(), {"way": "demo"}, reason="", now=timezone.now())


def body(by: User, document: str, **changes: Any) -> dict[str, Any]:
    return {
        "court_code": changes.pop("court", None) or a_court().pk,
        "kind": "action",
        "parties": [
            {"role": "claimant", "name": by.full_name, "iin": by.iin},
            {"role": "defendant", "name": "Серікбаев Нұрлан", "iin": an_iin()},
        ],
        "claims": [{"demand": "recover_debt", "amount": "500000.00"}],
        "documents": [{"id": document, "kind": "claim"}],
        "category": "loan",
        "price": "500000.00",
        **changes,
    }


def send(client: Client, asked: Any, key: str = "my-own-key-1"):
    return client.post(
        "/api/v1/filings",
        asked,
        content_type="application/json",
        headers={"Idempotency-Key": key} if key else {},
    )


def test_the_same_key_and_body_file_once_and_another_body_is_a_problem(client: Client):
    by = a_claimant()
    client.force_login(by)
    asked = body(by, uploaded(by, signed(by)))
    first, again = send(client, asked), send(client, asked)
    assert first.status_code == again.status_code == 201, first.content
    assert first.json() == again.json() and Case.objects.count() == 1
    assert first.json()["filing"].startswith(asked["court_code"])
    other = send(client, {**asked, "price": "1.00"})
    assert other.status_code == 422 and other.json()["code"] == "key_used_for_another"
    assert Case.objects.count() == 1
    assert client.get(f"/api/v1/filings/cases/{first.json()['case']}").json() == first.json()


def test_a_detached_signature_files_too(client: Client):
    by = a_claimant()
    client.force_login(by)
    content = pdf()
    signer = LocalPkcs12Signer(demo_key(by, now=timezone.now()), DEMO_PASSWORD)
    cms = base64.b64encode(signer.sign_cms(content, now=timezone.now())).decode()
    assert send(client, body(by, uploaded(by, content), cms=cms)).status_code == 201


@pytest.mark.parametrize(
    "wrong", ["unsigned", "of another", "other content", "garbage", "no key", "foreign document"]
)
def test_what_is_not_signed_by_the_caller_is_not_filed(client: Client, wrong: str):
    by, other = a_claimant(), a_claimant()
    client.force_login(by)
    key, more = "another-key", {}
    document = uploaded(by, pdf())
    if wrong == "of another":
        document = uploaded(by, signed(other))
    elif wrong == "other content":
        signer = LocalPkcs12Signer(demo_key(by, now=timezone.now()), DEMO_PASSWORD)
        more["cms"] = base64.b64encode(signer.sign_cms(b"something else", now=timezone.now())).decode()
    elif wrong == "garbage":
        more["cms"] = "ы не base64"
    elif wrong == "no key":
        document, key = uploaded(by, signed(by)), ""
    elif wrong == "foreign document":
        document = uploaded(other, signed(other))
    answer = send(client, body(by, document, **more), key)
    assert answer.status_code in (400, 403, 422), answer.content
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert not Case.objects.exists()


def test_nobody_files_without_an_account_or_for_a_stranger(client: Client):
    by, other = a_claimant(), a_claimant()
    assert send(client, body(by, "00000000-0000-0000-0000-000000000000")).status_code == 401
    client.force_login(by)
    asked = body(other, uploaded(by, signed(by)))
    answer = send(client, asked)
    assert answer.status_code == 403 and answer.json()["code"] == "not_acting_for"


@pytest.mark.parametrize(
    "change", [{"court_code": "x"}, {"price": "-1"}, {"unknown": 1}, {"documents": []}, {"court": "0000"}]
)
def test_malformed_filings_are_problems(client: Client, change: dict[str, Any]):
    by = a_claimant()
    client.force_login(by)
    assert send(client, body(by, uploaded(by, signed(by)), **change)).status_code == 422
    for path in ("filings", "payments", "services", "my-cases"):
        assert client.get(f"/api/v1/{path}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_filing_with_two_attachments_costs_few_statements(client: Client):
    """Who asks, the signature, the case with its docket, ledger, search, task: what grows here every filing pays.

    42 when this was written, about sixty with the uploads; a filing of the load took 104.
    """
    by = a_claimant()
    client.force_login(by)
    court = a_court().pk
    bodies = []
    for number in range(2):
        asked = body(by, uploaded(by, signed(by)), court=court)
        asked["documents"] += [
            {"id": uploaded(by, pdf(2 + number + place), f"{place}.pdf"), "kind": "evidence"}
            for place in (1, 2)
        ]
        bodies.append(asked)
    assert send(client, bodies[0], "the-first-one").status_code == 201  # what is read once is read
    with CaptureQueriesContext(connection) as spent:
        assert send(client, bodies[1], "the-second-one").status_code == 201
    assert len(spent) <= 48, [one["sql"][:110] for one in spent]
