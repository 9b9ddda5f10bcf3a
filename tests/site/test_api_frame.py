"""The manners of the API: one description, one way to sign in, to refuse, to continue, to send twice."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tarazy.people.actions.tokens import make_token
from tarazy.people.idempotency import KEPT_FOR
from tarazy.people.models import Invitation, KeptAnswer, User
from tarazy.people.permissions import Permission, Role
from tarazy.site.api import api
from tarazy.site.api_description import PERMISSIONS, ROOMS, access
from tarazy.site.api_frame import operation_name
from tarazy.site.api_pages import summaries
from tarazy.site.problem_kinds import kinds
from tests.cases.factories import a_decided_case, a_registered_case
from tests.people.factories import a_power, a_user, with_role
from tests.site.filled_court import FilledCourt, fill

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
# What everybody may ask; whoever is signed in may get more. Anything else needs a person.
PUBLIC = {
    "latest_checkpoints", "checkpoints_of_a_court", "entry_proof", "consistency", "courts", "court",
    "upload_whole", "start_upload", "upload", "append_to_upload", "finish_upload", "documents", "document", "document_content",
    "start_reading", "reading", "registry", "registry_card", "electronic", "draw", "draw_receipt", "fairness",
    "acts_search", "acts_act", "ask", "ask_job", "categories", "category", "anomalies", "anomaly", "healthz",
    "ai_systems", "ai_system", "ai_bands", "statistics", "bulk", "published_act",
}  # fmt: skip


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    from tarazy.site.api_pages import _description

    return json.loads(_description())


def operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for methods in described["paths"].values() for one in methods.values()]


def token_header(user: User, *scopes: Permission) -> dict[str, str]:
    _row, token = make_token(user, "test", scopes, 1, timezone.now())
    return {"authorization": f"Bearer {token}"}


def test_the_description_is_valid_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert [fault.message for fault in OPENAPI_31_VALIDATOR.iter_errors(described)] == []


def test_every_operation_says_what_it_does_and_who_may(described: dict[str, Any]) -> None:
    found = operations(described)
    names = [one["operationId"] for one in found]
    assert len(names) == len(set(names)) > 50
    for one in found:
        name = one["operationId"]
        assert one["summary"] and one["description"] and set(one["tags"]) <= set(ROOMS) | {"notices"}, name
        assert "security" in one and "429" in one["responses"], name
    assert set(PERMISSIONS) <= set(names)


def test_every_operation_is_named_in_three_languages(described: dict[str, Any]) -> None:
    for one in operations(described):
        words = summaries().get(one["operationId"], {})
        assert words.get("kk") and words.get("ru"), one["operationId"]


def test_nothing_is_open_to_all_unless_it_is_on_the_list() -> None:
    opened = {operation_name(one) for _path, one in api.operations() if access(one) != "signed_in"}
    assert opened == PUBLIC


def test_examples_in_the_description_hold(described: dict[str, Any]) -> None:
    import jsonschema_rs

    seen = 0
    stack: list[Any] = [described]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack.extend(one)
        elif isinstance(one, dict):
            stack.extend(one.values())
            if isinstance(one.get("examples"), list) and "type" in one:
                rule = {key: value for key, value in one.items() if key != "examples"}
                for example in one["examples"]:
                    seen += 1
                    assert jsonschema_rs.is_valid(rule, example), (rule, example)
    assert seen


def test_a_browser_gets_the_page_and_a_program_the_description(client: Client) -> None:
    answer = client.get("/api/", headers={"accept": "application/json"})
    assert answer.json()["openapi"].startswith("3.1")
    assert client.get("/api/").json() == client.get("/api/openapi.json").json()
    assert client.get("/api/v1/openapi.json").json() == answer.json()
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "ru"}
    moved = client.get("/api/", headers=browser)
    assert (moved.status_code, moved["Location"]) == (302, "/ru/api/")
    again = client.get("/api/openapi.json", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_lists_every_operation_in_its_language(
    client: Client, described: dict[str, Any], language: str
) -> None:
    page = client.get(f"/{language}/api/").content.decode()
    for address, methods in described["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {address.removeprefix('/api/v1')}</code>" in page
    assert {"kk": "Істегі оқиғалар тізбесі", "ru": "Хронология дела", "en": "The docket"}[language] in page
    assert "Idempotency-Key" in page and "Tarazy-Signature" in page
    problems = client.get(f"/{language}/api/problems/").content.decode()
    assert all(f'id="{code}"' in problems for code in kinds())


def test_the_type_of_a_problem_leads_to_its_explanation(client: Client) -> None:
    problem = client.get("/api/v1/me").json()
    told = client.get(problem["type"]).json()
    assert told["code"] == problem["code"] == "not_signed_in" and told["statuses"] == [401]
    assert set(told["title"]) == {"kk", "ru", "en"} and len(set(told["title"].values())) == 3
    shown = client.get(problem["type"], headers={"accept": "text/html", "accept-language": "en"})
    assert shown["Location"] == "/en/api/problems/#not_signed_in"
    assert client.get("/api/problems/no_such_code").status_code == 404
    codes = {one["code"] for one in client.get("/api/problems/").json()["problems"]}
    assert {"power_over", "key_used_for_another", "too_large", "active", "busy", "not_found"} <= codes


def test_words_of_a_refusal_follow_the_language_that_is_asked_for(client: Client) -> None:
    told = {
        language: client.get("/api/v1/me", headers={"accept-language": language}).json()["title"]
        for language in ("kk", "ru", "en")
    }
    assert told["en"] == "Sign in or send a token that holds." and len(set(told.values())) == 3


def test_methods_types_and_answers_that_are_not_taken_are_refused(client: Client) -> None:
    wrong = client.delete("/api/v1/me")
    assert (wrong.status_code, wrong["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert wrong.json()["code"] == "method_not_allowed"
    options = client.options("/api/v1/invitations")
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    head = client.head("/api/v1/courts")
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/api/v1/courts", headers={"accept": "image/png"}).status_code == 406
    chair = with_role(Role.COURT_CHAIR, "7511")
    sent = client.post(
        "/api/v1/invitations", b"<x/>", content_type="application/xml",
        headers=token_header(chair, Permission.INVITE_STAFF),
    )  # fmt: skip
    assert (sent.status_code, sent.json()["code"]) == (415, "unsupported_media_type")


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get("/api/v1/courts")
    again = client.get("/api/v1/courts", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    a_registered_case()  # makes a court
    assert client.get("/api/v1/courts", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_list_is_followed_to_its_end_by_its_links(client: Client) -> None:
    user = a_user()
    powers = {str(a_power(user, a_user()).uuid) for _number in range(7)}
    header = token_header(user)
    address, seen = "/api/v1/powers?limit=3", []
    for _page in range(3):
        answer = client.get(address, headers=header)
        seen += [one["id"] for one in answer.json()]
        links = dict(reversed(one.split("; rel=")) for one in answer.get("Link", "").split(", ") if one)
        address = links.get('"next"', "").strip("<>")
    assert not address and set(seen) == powers and len(seen) == 7


def test_a_list_with_a_cursor_is_followed_by_its_links_too(client: Client) -> None:
    proceeding, judge = a_decided_case()
    header = token_header(judge.user, Permission.READ_COURT_CASES)
    address = f"/api/v1/cases/{proceeding.case.uuid}/docket"
    everything = client.get(address, headers=header).json()["entries"]
    middle = everything[len(everything) // 2]["number"]
    older = client.get(f"{address}?before={middle}", headers=header).json()["entries"]
    assert older and older == everything[len(everything) // 2 + 1 :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tarazy.cases.api.PAGE_SIZE", 4)
        seen, more = [], address
        while more:
            answer = client.get(more, headers=header)
            seen += answer.json()["entries"]
            more = answer.get("Link", "").partition(">")[0].strip("<")
    assert seen == everything


def test_a_limit_says_when_to_come_again(client: Client, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"api": "2/60"}
    header = token_header(a_user())
    answers = [client.get("/api/v1/me", headers=header) for _number in range(3)]
    last = answers[-1]
    assert (last.status_code, last.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(last["Retry-After"]) <= 60


def invited(client: Client, header: dict[str, str], key: str, email: str = "clerk@example.kz") -> Any:
    asked = {"email": email, "role": "registry_clerk", "court": "7511"}
    return client.post(
        "/api/v1/invitations",
        asked,
        content_type="application/json",
        headers=header | {"idempotency-key": key},
    )


def test_a_write_sent_twice_is_done_once_and_answered_twice(client: Client) -> None:
    header = token_header(with_role(Role.COURT_CHAIR, "7511"), Permission.INVITE_STAFF)
    first, again = invited(client, header, "k-1"), invited(client, header, "k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content and again["Idempotent-Replayed"] == "true"
    assert Invitation.objects.count() == 1
    other = invited(client, header, "k-1", "other@example.kz")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_of_another")
    for wrong in ("кілт".encode().decode("latin-1"), "", "two words", "k" * 101):
        refused = invited(client, header, wrong, "third@example.kz")
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_malformed")


def test_a_key_belongs_to_its_person_and_a_day(client: Client) -> None:
    headers = [
        token_header(with_role(Role.COURT_CHAIR, "7511"), Permission.INVITE_STAFF) for _number in range(2)
    ]
    assert [invited(client, one, "k").status_code for one in headers] == [201, 201]
    assert KeptAnswer.objects.count() == 2
    assert invited(client, {"authorization": "Bearer tarazy_no"}, "k").status_code == 401
    KeptAnswer.objects.update(at=timezone.now() - KEPT_FOR)
    assert "Idempotent-Replayed" not in invited(client, headers[0], "k")


def test_what_went_wrong_may_be_tried_again_with_its_key(client: Client) -> None:
    header = token_header(with_role(Role.COURT_CHAIR, "7511"), Permission.INVITE_STAFF)
    assert invited(client, header, "k", "nobody").status_code == 422
    assert not KeptAnswer.objects.exists()
    assert invited(client, header, "k").status_code == 201


def test_a_session_needs_its_csrf_token_for_every_write(described: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for _path, one in api.operations():
        if one.methods == ["GET"]:
            continue
        name = operation_name(one)
        values = dict.fromkeys(one.signature.path_params_names, "7d444840-9dc0-11d1-b245-5ffdce74fad2")
        values |= {"session_id": 1, "code": "accept", "row": 1}
        values = {key: values[key] for key in one.signature.path_params_names}
        address = reverse(f"api:{name}", kwargs=values)
        answer = client.generic(one.methods[0], address, b"{}", content_type="application/json")
        assert answer.status_code in (403, 415), (name, answer.status_code)


def test_a_token_that_does_not_hold_is_refused_everywhere(client: Client) -> None:
    header = {"authorization": "Bearer tarazy_no"}
    for path in ("courts", "acts", "registry", "documents", "fairness", "me"):
        assert client.get(f"/api/v1/{path}", headers=header).status_code == 401, path


@pytest.fixture
def filled() -> FilledCourt:
    return fill()


def test_pages_and_api_show_the_same_cases_to_each_role(filled: FilledCourt) -> None:
    shown = 0
    for role, case in product([*filled.people, "anonymous"], filled.cases):
        client = Client()
        by_program = client.get(f"/api/v1/cases/{case.uuid}", headers=filled.header(role)).status_code
        if role != "anonymous":
            client.force_login(
                filled.people[role], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        page = client.get(reverse("cases:case", args=[case.uuid])).status_code
        assert (page == 200) == (by_program == 200), (role, case, page, by_program)
        if role != "anonymous":
            assert (page, by_program) in ((200, 200), (404, 404)), (role, case, page, by_program)
        shown += page == 200
    assert 8 < shown < len(filled.cases) * len(filled.people)


def test_lists_of_the_api_hold_exactly_the_cases_that_open(filled: FilledCourt, client: Client) -> None:
    for role in filled.people:
        header = filled.header(role)
        listed = {one["id"] for one in client.get("/api/v1/cases", headers=header).json()["cases"]}
        opened = {
            str(case.uuid)
            for case in filled.cases
            if client.get(f"/api/v1/cases/{case.uuid}", headers=header).status_code == 200
        }
        assert listed == opened, role
