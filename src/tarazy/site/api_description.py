"""The description of the API (OpenAPI 3.1), completed with what holds for every operation."""

from __future__ import annotations

from typing import Any

from ninja.operation import Operation

from tarazy.people.api_auth import public
from tarazy.people.permissions import Permission
from tarazy.site.api_frame import CourtAPI, answers_json, body_types, operation_name, takes_key
from tarazy.site.problems import BY_STATUS, MEDIA_TYPE

ABOUT = """The same house as the pages: what a person may see and do there, a program may here in their name.

Sign in by a token (`Authorization: Bearer tarazy_…`, made under “My account”, limited to the permissions that you
name) or by a browser's session with its CSRF token in `X-CSRFToken`. What isn't for you answers 404, as if it
weren't there. Refusals are problem documents (RFC 9457) in the language of `Accept-Language` (kk, ru, en). Lists are
continued by `Link: <…>; rel="next"`. Writes take an `Idempotency-Key`. Times are ISO 8601 with their zone; sums of
money are strings with two decimals.
"""
ROOMS = {
    "ledger": "Signed checkpoints and proofs that nothing was changed.",
    "people": "The account that calls: roles, sessions, powers of attorney, invitations.",
    "courts": "Courts and their judges.",
    "documents": "Files: upload in pieces, content, reading of scans.",
    "cases": "The registry: cases, dockets, time limits, tasks, steps; the public cards.",
    "cabinet": "Filing, payments, what was served, one's own cases.",
    "webhooks": "Addresses that are told what happens in one's cases.",
    "allocation": "The distribution of cases among judges, and whether it is even.",
    "acts": "The bank of acts.",
    "desk": "Acts being written, by their names alone, and acts that were signed.",
    "publication": "Acts on their way to the public and their versions.",
    "following": "Saved searches of the bank, files in bulk.",
    "practice": "How such cases were decided.",
    "robot": "What was drafted by rules, condition by condition.",
    "oversight": "Systems that learn or decide by rules, their uses, objections; statistics of the court.",
}
# The permission that an operation asks for, beside being allowed to open the case itself.
PERMISSIONS = {
    "invitations": Permission.INVITE_STAFF,
    "invite": Permission.INVITE_STAFF,
    "withdraw_invitation": Permission.INVITE_STAFF,
    "case_register": Permission.REGISTER_CASES,
    "file": Permission.FILE_CLAIM,
    "start_draw": Permission.START_DRAW,
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "A problem document (RFC 9457). `type` leads to an explanation of `code`.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/api/problems/power_over"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_.]*$", "examples": ["power_over"]},
        "detail": {"type": "string", "description": "What happened."},
        "what_next": {"type": "string", "description": "What to do next."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["at", "message"],
                "properties": {
                    "at": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token. It does what its owner may, within the permissions that it was given.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "A browser's session; writes send the CSRF token in `X-CSRFToken`.",
    },
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A random key. Sent again within a day with the same request, the first answer comes back.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"},
}
HEADERS = {
    "ETag": {"description": "The version of the answer, for `If-None-Match`.", "schema": {"type": "string"}},
    "Link": {
        "description": 'Related addresses; `rel="next"` is the page that follows.',
        "schema": {"type": "string"},
    },
    "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}},
}


def completed(api: CourtAPI, schema: Any) -> Any:
    """The schema with rooms, ways to sign in, problems, keys and links of every operation."""
    by_name = {operation_name(operation): operation for _path, operation in api.operations()}
    used = set()
    for methods in schema["paths"].values():
        for method, described in methods.items():
            operation = by_name[described["operationId"]]
            _complete(described, operation, method)
            used.update(described["tags"])
    schema["info"]["description"] = ABOUT
    schema["info"]["license"] = {"name": "Apache License 2.0", "identifier": "Apache-2.0"}
    schema["tags"] = [{"name": name, "description": ROOMS.get(name, name)} for name in ROOMS if name in used]
    components = schema["components"]
    components["securitySchemes"] = SECURITY
    components["schemas"]["Problem"] = PROBLEM
    components["headers"] = HEADERS
    components["responses"] = {f"Problem{status}": _problem(status) for status in BY_STATUS}
    return schema


def access(operation: Operation) -> str:
    """Who may call: `public`, `more_signed_in` (everybody, who is signed in gets more) or `signed_in`."""
    callbacks = operation.auth_callbacks
    if not callbacks:
        return "public"
    open_to_all = any(one is public or getattr(one, "admits_all", False) for one in callbacks)
    return "more_signed_in" if open_to_all else "signed_in"


def statuses(operation: Operation, method: str) -> list[int]:
    """Every status of a problem that the operation may answer with."""
    found = {400, 403, 404, 422, 429, 500, 503}
    if operation.auth_callbacks:
        found.add(401)
    if answers_json(operation):
        found.add(406)
    if method != "get" or operation_name(operation) in {"entry_proof", "document_content"}:
        found |= {409, 410, 413}
    if body_types(operation):
        found.add(415)
    return sorted(found)


def _complete(described: dict[str, Any], operation: Operation, method: str) -> None:
    text = described.get("description", "").strip()
    described["description"] = text
    described["summary"] = text.split("\n\n")[0].split(". ")[0].replace("\n", " ").rstrip(".")
    described["security"] = {
        "public": [],
        "more_signed_in": [{"token": []}, {"session": []}, {}],
        "signed_in": [{"token": []}, {"session": []}],
    }[access(operation)]
    if permission := PERMISSIONS.get(described["operationId"]):
        described["x-permission"] = str(permission)
    if takes_key(operation) and operation.auth_callbacks:
        described["parameters"] = [*described["parameters"], KEY]
    responses = described["responses"]
    for status, answer in list(responses.items()):
        if method == "get" and answers_json(operation):
            answer["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
            if _is_list(answer) or {"page", "after", "before"} & _parameters(described):
                answer["headers"]["Link"] = {"$ref": "#/components/headers/Link"}
        del responses[status]
        responses[str(status)] = answer
    if method == "get" and answers_json(operation):
        responses["304"] = {"description": "What you have is still so."}
    for status in statuses(operation, method):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def _is_list(answer: dict[str, Any]) -> bool:
    content = answer.get("content", {}).get("application/json", {})
    return bool(content.get("schema", {}).get("type") == "array")


def _parameters(described: dict[str, Any]) -> set[str]:
    return {one["name"] for one in described["parameters"]}


def _problem(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": str(BY_STATUS[status][1]),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 429:
        found["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    return found
