"""What the API's description promises is what it does, whoever asks and whatever is sent (schemathesis)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.site.filled_court import FilledCourt, fill

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ANSWERED = {"anonymous": 10, "citizen": 25, "clerk": 25, "judge": 25, "chair": 25, "operator": 20}
ROLES = ("anonymous", "citizen", "clerk", "judge", "chair", "operator")


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.ACTS_INDEX = tmp_path / "index"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    logging.getLogger("django.request").setLevel(logging.CRITICAL)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The application is called in this process: the end of a request doesn't close the connection of the test."""
    ends = (request_started, request_finished)
    for one in ends:
        one.disconnect(close_old_connections)
    yield
    for one in ends:
        one.connect(close_old_connections)


@pytest.fixture
def filled(db: None) -> FilledCourt:
    return fill()


@pytest.fixture(scope="module")
def operations(django_db_setup: None, django_db_blocker: Any) -> list[Any]:
    with django_db_blocker.unblock():
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    return [one.ok() for one in schema.get_all_operations()]


def bounded(examples: int) -> Any:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def placed(case: Any, filled: FilledCourt, pick: Any) -> None:
    """Put ids of what there is into the address, so that more than 404 is tried."""
    for name in case.path_parameters or {}:
        kind = name
        if name == "uuid":
            kind = (
                "draw" if "draws" in case.path else "proceeding" if "proceedings" in case.path else "case_id"
            )
        if kind in filled.ids:
            case.path_parameters[name] = str(pick(st.sampled_from(filled.ids[kind])))


@pytest.mark.parametrize("role", ROLES)
def test_what_is_rightly_asked_is_answered_as_described(
    role: str, filled: FilledCourt, operations: list[Any]
) -> None:
    headers = filled.header(role) | {"Accept-Encoding": "identity"}
    faults = []
    answered = set()
    for operation in operations:

        @bounded(4)
        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE), pick=st.data())
        def ask(case: Any, pick: Any) -> None:
            placed(case, filled, pick.draw)
            answer = case.call_and_validate(headers=headers, checks=CHECKS)
            if answer.status_code < 300:
                answered.add(case.operation.label)

        try:
            ask()
        except Exception as fault:
            faults.append(f"{operation.label}: {_told(fault)}")
    assert not faults, "\n\n".join(faults)
    assert len(answered) >= ANSWERED[role], sorted(answered)  # what is tried isn't all refused


@pytest.mark.parametrize("role", ["anonymous", "citizen"])
def test_what_is_wrongly_asked_is_refused_as_described(
    role: str, filled: FilledCourt, operations: list[Any]
) -> None:
    headers = filled.header(role) | {"Accept-Encoding": "identity"}
    faults = []
    for operation in operations:

        @bounded(6)
        @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
        def ask(case: Any) -> None:
            case.call_and_validate(headers=headers, checks=[*CHECKS, negative_data_rejection])

        try:
            ask()
        except Unsatisfiable:
            continue  # nothing that could be sent here is wrong
        except Exception as fault:
            faults.append(f"{operation.label}: {_told(fault)}")
    assert not faults, "\n\n".join(faults)


def _told(fault: BaseException) -> str:
    parts = getattr(fault, "exceptions", None) or [fault]
    return "\n".join(str(part)[:1200] for part in parts)
