"""Requests that mean harm or are malformed get a clear refusal, and personal answers stay out of caches."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tarazy.site.server import NotForOthers, serve
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def refused(response: Any, status: int) -> bool:
    return response.status_code == status and response["Content-Type"] == PROBLEM


@pytest.mark.parametrize("path", ["/api/v1/ask", "/en/practice/"])
def test_a_body_over_the_limit_is_refused_before_it_is_read(client: Client, settings: Any, path: str) -> None:
    settings.MAX_UPLOAD_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(path, {"text": "a"}, CONTENT_LENGTH="9000000")
    assert response.status_code == 413


def test_a_form_over_the_limit_is_too_large_for_the_api(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = "text=" + "a" * 5000
    form = "application/x-www-form-urlencoded"
    assert refused(client.post("/api/v1/ask", body, content_type=form), 413)


def test_a_malformed_form_is_a_bad_request_of_the_api(client: Client) -> None:
    assert refused(client.post("/api/v1/ask", b"xx", content_type="multipart/form-data"), 400)


def test_a_wrong_method_of_the_api_is_a_problem_document_that_tells_the_right_one(client: Client) -> None:
    response = client.delete("/api/v1/ask")
    assert refused(response, 405)
    assert "POST" in response["Allow"]


@pytest.mark.parametrize("query", ["kind=%00", "page=1&status=a%00b"])
def test_an_address_that_no_database_takes_is_a_bad_request(client: Client, query: str) -> None:
    assert refused(client.get(f"/api/v1/anomalies?{query}"), 400)
    assert client.get("/en/acts/a%00b/").status_code == 400


def test_a_year_of_twenty_digits_is_refused_by_the_api(client: Client) -> None:
    assert refused(client.get("/api/v1/acts?year=99999999999999999999"), 422)


def test_pages_of_someone_signed_in_and_questions_are_not_cached(client: Client) -> None:
    assert not client.get("/en/acts/").has_header("Cache-Control")
    assert "no-store" in client.get("/api/v1/ask/00000000-0000-4000-8000-000000000000")["Cache-Control"]
    client.force_login(a_user("clerk"))
    assert "no-store" in client.get("/en/acts/")["Cache-Control"]


def test_the_language_switch_leads_to_no_other_host(client: Client) -> None:
    response = client.post("/language/", {"language": "ru", "next": "http://testserver//evil.example/x"})
    assert response["Location"] == "/evil.example/x"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5"])
def test_an_installation_for_its_own_machine_does_not_listen_to_others(settings: Any, host: str) -> None:
    settings.LOCAL = True
    with pytest.raises(NotForOthers, match="ALLOWED_HOSTS"):
        serve(host=host, port=0)
