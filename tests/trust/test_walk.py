"""Every address and every operation, walked by every role: a case that isn't theirs answers as one that isn't there.

Nothing leaks, not even existence: status, words and where one is sent are compared with those for ids of nothing. And
no answer to anybody holds a word of a case that isn't open to them: no list, count, export, receipt, feed or picture.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client

from tarazy.people.permissions import Permission, Role, courts_where
from tarazy.site import views
from tarazy.site.api import api
from tests.trust.addresses import Address, addresses
from tests.trust.world import HOME, Things, World, a_world, secret_calendar, signed_in

pytestmark = pytest.mark.django_db
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
STAFF_OF_HOME = {f"{role} of {HOME}" for role in (
    Role.REGISTRY_CLERK, Role.JUDGE, Role.JUDGE_ASSISTANT, Role.HEARING_SECRETARY, Role.COURT_CHAIR,
)}  # fmt: skip
CHAIR, CLERK = f"{Role.COURT_CHAIR} of {HOME}", f"{Role.REGISTRY_CLERK} of {HOME}"
# What may be seen without the file, by whom, for which of the two cases.
AUDIT = {"cases:audit", "cases:emergency"}
PUBLIC = {
    "ledger:entry", "ledger:bundle", "api:entry_proof", "ledger:checkpoints", "api:checkpoints_of_a_court",
    "allocation:verify_draw", "allocation:receipt", "api:draw_receipt",
}  # fmt: skip
CARDS = {"cases:card", "api:registry_card"}
# Things that belong to one person only, whoever may open the case.
PRIVATE = {"filing", "draft", "notice", "power", "token", "upload", "reference", "webhook", "delivery", "desk_draft", "run",
           "submission", "published", "saved_search"}  # fmt: skip
PARTS = 6  # so that several processes share the walk
# Who tries to write; the others have nothing that these lack.
WRITERS = {"nobody", "stranger", "auditor", CLERK, f"judge of {HOME}", "court_chair of 7511"}
# Not sent: they sign out, or end the very session that walks.
NOT_SENT = {"account_logout", "usersessions_list", "people:end_session", "account_email"}


@dataclass(frozen=True)
class Told:
    """What an answer tells."""

    status: int
    place: str
    body: bytes

    def __str__(self) -> str:
        return f"{self.status} {self.place} {self.body[:160]!r}"


def told(answer: Any, thing: Things, address: str) -> Told:
    """The answer without what the address gave away itself and without tokens."""
    body = TOKENS.sub(b"", content_of(answer))
    place = answer.headers.get("Location", "")
    for own in (address, quote(address), *thing.ids()):
        body = body.replace(own.encode(), b"ID")
        place = place.replace(own, "ID").replace(quote(own, safe=""), "ID")
    return Told(answer.status_code, place, body)


def content_of(answer: Any) -> bytes:
    """All of it, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def may_open(who: str, which: str) -> bool:
    """Whether the case is open to them: written down here a second time, to be held against the program."""
    return who == CHAIR or (which == "foreign" and who in STAFF_OF_HOME)


def may_see(who: str, which: str, one: Address) -> bool:
    """Whether the answer may differ from that for nothing."""
    if one.name in PUBLIC or (one.name in CARDS and which == "foreign"):
        return True
    if one.name in AUDIT:
        return who in ("auditor", CHAIR)
    if one.named & PRIVATE:
        return False
    if one.named == {"section"}:
        return False
    if one.named == {"task"} or one.named == {"paper"}:
        return who == CHAIR
    if one.named == {"intake"}:
        return who == CLERK and which == "foreign"
    if one.named == {"publication"}:
        return who == CHAIR or (which == "foreign" and who in (CLERK, f"{Role.JUDGE_ASSISTANT} of {HOME}"))
    if one.named == {"invitation"}:
        return who == CHAIR
    return may_open(who, which)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Filled once; what the walk does is undone at its end."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield a_world()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def methods() -> dict[str, set[str]]:
    """The API's own word for what each address takes, by its path without names of parameters."""
    found: dict[str, set[str]] = {}
    for path, operations in api.get_openapi_schema()["paths"].items():
        found.setdefault(re.sub(r"\{[^}]*\}", "*", path), set()).update(operations)
    return found


def sent(client: Client, method: str, address: str) -> Any:
    """The answer to a body that says nothing."""
    if address.startswith("/api/"):
        return client.generic(method.upper(), address, b"{}", content_type="application/json")
    return getattr(client, method)(address, {} if method == "post" else None)


def leaks(who: str, world: World, answer: Any, address: str) -> list[str]:
    """Words of cases that aren't open to them, in what they were given."""
    body = content_of(answer) + answer.headers.get("Location", "").encode()
    for echoed in (address, quote(address)):
        body = body.replace(echoed.encode(), b"")
    found = []
    for which in ("foreign", "sealed"):
        if may_open(who, which):
            continue
        for secret in getattr(world, which).secrets:
            if secret.encode() in body and not (which == "foreign" and secret == world.foreign.number):
                found.append(f"{which}: {secret}")
    return found


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The page that says "no such page" is the same for all (a test below): it needn't be drawn ten thousand times."""
    drawn = views.render

    def render(request: Any, template: str, *more: Any, **named: Any) -> HttpResponse:
        return (
            HttpResponse("404.html", status=404)
            if template == "404.html"
            else drawn(request, template, *more, **named)
        )

    monkeypatch.setattr(views, "render", render)
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def alike_of(world: World, who: str) -> object:
    """Whoever holds the same permissions in the same courts is told the same of what isn't there."""
    user = world.walkers[who]
    if user is None:
        return None
    return frozenset((permission, courts_where(user, permission)) for permission in Permission)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_of_a_case_answers_as_if_it_were_not_there(
    part: int, world: World, quiet: None
) -> None:
    faults: list[str] = []
    walked = 0
    known = methods()
    nothing = world.unknown
    baseline: dict[object, Told] = {}
    named = [one for one in addresses() if one.named]
    for who, user in list(world.walkers.items())[part::PARTS]:
        client = signed_in(user)
        client.raise_request_exception = False
        for one in named:
            pattern = "/" + re.sub(r"%\([^)]*\)s", "*", one.template)
            takes = known[pattern] if pattern.startswith("/api/v1") else {"get", "post"}
            for method in sorted(takes):
                if method != "get" and who not in WRITERS:
                    continue
                key = (alike_of(world, who), method, one.name)
                if key not in baseline:
                    baseline[key] = told(sent(client, method, one.of(nothing)), nothing, one.of(nothing))
                    if baseline[key].status >= 500:
                        faults.append(f"{who}: {method} {one.name} of nothing: {baseline[key]}")
                if baseline[key].status == 405:
                    continue
                for which in ("foreign", "sealed"):
                    if may_see(who, which, one) and (method != "get" or one.name not in PUBLIC):
                        continue
                    thing: Things = getattr(world, which)
                    answer = sent(client, method, one.of(thing))
                    got = told(answer, thing, one.of(thing))
                    walked += 1
                    if got.status >= 500:
                        faults.append(f"{who}: {method} {one.name} {which}: {got}")
                    if words := leaks(who, world, answer, one.of(thing)):
                        faults.append(f"{who}: {method} {one.name} {which} tells {words}")
                    if got != baseline[key] and one.name not in PUBLIC:
                        faults.append(
                            f"{who}: {method} {one.name} {which}: {got} but for nothing {baseline[key]}"
                        )
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:80])
    assert walked > 500


LISTS = (
    "/kk/home/", "/kk/cases/", "/kk/inbox/", "/kk/deadlines/", "/kk/papers/", "/kk/calendar/", "/kk/notices/",
    "/kk/cabinet/", "/kk/cabinet/?which=all", "/kk/cabinet/service/", "/kk/registry/service/", "/kk/registry/intake/",
    "/kk/documents/", "/kk/allocation/", "/kk/allocation/fairness/", "/kk/powers/", "/kk/staff/invitations/",
    "/kk/webhooks/", "/api/v1/cases", "/api/v1/tasks", "/api/v1/deadlines", "/api/v1/my-cases", "/api/v1/services",
    "/api/v1/payments", "/api/v1/filings", "/api/v1/notices", "/api/v1/documents", "/api/v1/registry",
    f"/kk/deadlines/?court={HOME}", f"/kk/cases/?court={HOME}", "/kk/inbox/?done=1", "/kk/home/?as=court_chair",
    "/kk/home/?as=auditor", "/kk/home/?as=registry_clerk", f"/kk/allocation/fairness.csv?court={HOME}",
)  # fmt: skip
THOROUGH = {"nobody", "stranger", CLERK, "court_chair of 7511"}


def test_no_list_export_or_figure_tells_of_a_closed_case(world: World, quiet: None) -> None:
    faults: list[str] = []
    every = [one.of(world.unknown) for one in addresses() if not one.named and one.name not in NOT_SENT]
    for who, user in world.walkers.items():
        client = signed_in(user)
        client.raise_request_exception = False
        for address in [*LISTS, *every] if who in THOROUGH else LISTS:
            answer = client.get(address)
            if answer.status_code >= 500:
                faults.append(f"{who}: {address}: {answer.status_code}")
            if who == "auditor" and address.startswith("/kk/home/"):
                continue  # shows what is to be reviewed, by number and reason
            if words := leaks(who, world, answer, address):
                faults.append(f"{who}: {address} tells {words}")
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])


def test_a_search_for_what_is_closed_answers_as_a_search_for_nothing(world: World, quiet: None) -> None:
    faults = []
    nothing = (f"{HOME}-26-00-2/98765", str(world.unknown.case), "Жоқсөзмүлде", "600404400001")
    searches = ("/kk/cases/?q=", "/kk/cases/?where=everybody&q=", "/api/v1/registry?q=", "/api/v1/cases?q=")
    for who in ("nobody", "stranger", "auditor", CLERK):
        client = signed_in(world.walkers[who])
        for address in searches:
            answers: dict[str, object] = {}
            words = [(none, none) for none in nothing]
            for which in ("foreign", "sealed"):
                if not may_open(who, which):
                    closed = list(zip(getattr(world, which).secrets, nothing, strict=False))
                    words += (
                        closed[1:] if which == "foreign" else closed
                    )  # its number is in the public registry
            for word, none in words:
                answer = client.get(address + quote(word, safe=""), HTTP_HX_REQUEST="true")
                body = TOKENS.sub(b"", content_of(answer))
                for echoed in (quote(word, safe=""), quote(word), word):
                    body = body.replace(echoed.encode(), b"Q")
                if answers.setdefault(none, (answer.status_code, body)) != (answer.status_code, body):
                    faults.append(f"{who}: {address} {word}")
    assert not faults, "\n".join(faults[:40])


def test_no_address_breaks_under_an_empty_or_strange_form(world: World, quiet: None) -> None:
    """Addresses of no case: whatever is sent, nobody gets a 500."""
    faults = []
    strange = {
        "number": "\0",
        "q": "𝕏\u202e\ud7ff",
        "date": "0001-01-01",
        "amount": "1E+999999",
        "iin": "NaN",
        "court": "-1",
    }
    for who in ("nobody", "stranger", CLERK, CHAIR, "operator"):
        client = signed_in(world.walkers[who])
        client.raise_request_exception = False
        for one in addresses():
            if one.named or one.name in NOT_SENT:
                continue
            address = one.of(world.unknown)
            if address.startswith("/api/"):
                bodies = [
                    b"{}",
                    b"[]",
                    b"\xff\xfe",
                    json.dumps(strange).encode(),
                    b"1" + b"0" * 5000,
                    b"[" * 3000,
                ]
                answers = [
                    client.generic("POST", address, body, content_type="application/json") for body in bodies
                ]
            else:
                answers = [client.post(address), client.post(address, strange), client.get(address, strange)]
            for answer in answers:
                if answer.status_code >= 500:
                    faults.append(
                        f"{who}: {one.name}: {answer.status_code} {answer.request['REQUEST_METHOD']}"
                    )
    assert not faults, "\n".join(faults[:40])


def test_the_calendar_of_a_stranger_holds_nothing_of_others(world: World) -> None:
    for who, user in world.walkers.items():
        if user is None:
            continue
        answer = Client().get(f"/kk/calendar/{secret_calendar(user)}.ics")
        assert answer.status_code == 200
        assert not leaks(who, world, answer, ""), who


def test_those_whose_case_it_is_do_see_it(world: World) -> None:
    """So that the walk can fail: the same addresses open for whom the law lets in."""
    for thing in (world.foreign, world.sealed):
        client = signed_in(thing.claimant)
        opened = {
            one.name
            for one in addresses()
            if one.named and client.get(one.of(thing)).status_code in (200, 302)
        }
        assert opened >= {
            "cases:case", "cases:docket", "cases:docket_csv", "cases:file", "cases:parties", "documents:document",
            "documents:download", "cabinet:payment", "cabinet:receipt", "notices:open", "api:case", "api:case_docket",
            "api:document_content", "api:upload", "allocation:draw",
            "following:look", "following:change", "api:saved_search",
        }  # fmt: skip
        assert not opened & {"cases:audit", "cases:seal", "cases:task", "cabinet:intake", "cabinet:serve"}
    chair = signed_in(world.walkers[CHAIR])
    assert chair.get(f"/kk/cases/{world.sealed.case}/audit/").status_code == 200
