"""The frame of the pages, without a browser: languages, headers, errors, health."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"}, raise_request_exception=False)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ru-RU,ru;q=0.9", "ru"), ("en-GB", "en"), ("kk", "kk"), ("fr", "kk"), ("", "kk")],
)
def test_the_bare_address_leads_to_the_language_that_the_browser_asks_for(
    client: Client, accepted: str, language: str
) -> None:
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "Мұнда не істеуге болады"), ("ru", "Что здесь можно сделать"), ("en", "What you can do here")],
)
def test_the_home_page_speaks_the_language_of_its_address(client: Client, language: str, words: str) -> None:
    answer = client.get(f"/{language}/")
    assert answer.status_code == 200
    assert words in answer.text
    assert f'<html lang="{language}"' in answer.text
    assert "Модельные данные" in answer.text


def test_a_chosen_language_is_kept_and_leads_back_to_the_same_page_and_search(client: Client) -> None:
    answer = client.post("/language/", {"language": "kk", "next": "/ru/?q=%D0%B8%D1%81%D0%BA&page=2"})
    assert answer["Location"] == "/kk/?q=%D0%B8%D1%81%D0%BA&page=2"
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/kk/"


def test_the_language_switch_leads_to_no_other_site(client: Client) -> None:
    answer = client.post("/language/", {"language": "kk", "next": "https://elsewhere.example/"})
    assert answer["Location"].startswith("/")


def test_no_page_may_run_what_stands_in_it(client: Client) -> None:
    answer = client.get("/en/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "style=" not in answer.text
    assert "<script>" not in answer.text
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


@override_settings(MODEL_DATA=False)
def test_without_model_data_no_band_says_so(client: Client) -> None:
    assert "Модельные данные" not in client.get("/ru/").text


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "Мұндай бет жоқ"), ("ru", "Такой страницы нет"), ("en", "There is no such page")],
)
def test_a_missing_page_says_so_in_the_language_of_its_address(
    client: Client, language: str, words: str
) -> None:
    answer = client.get(f"/{language}/nothing-here")
    assert answer.status_code == 404
    assert words in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 500])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_error_page_renders_in_every_language(client: Client, status: int, language: str) -> None:
    from django.test import RequestFactory

    from tarazy.site import views

    view = {
        400: views.bad_request,
        403: views.permission_denied,
        404: views.not_found,
        500: views.server_error,
    }[status]
    with translation.override(language):
        answer = view(RequestFactory().get(f"/{language}/"))
        assert answer.status_code == status
        assert reverse("home") in answer.text


def test_a_form_without_its_token_is_told_how_to_go_on() -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = client.post("/en/", {"text": "x"})
    assert answer.status_code == 403
    assert "what you typed is still there" in answer.text


def test_programs_get_problem_documents(client: Client) -> None:
    answer = client.get("/api/v1/nothing-here")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["type"], told["status"]) == ("/api/problems/not_found", 404)


def test_health_is_told_with_the_version(client: Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_an_unknown_host_is_refused() -> None:
    answer = Client(headers={"host": "elsewhere.example"}, raise_request_exception=False).get("/en/")
    assert answer.status_code == 400
