"""Saved searches by pages and by the API: kept, changed, looked at, deleted, and nobody else's business."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tarazy.acts.following.actions import save_search as saving
from tarazy.acts.following.actions.save_search import LONGEST_NAME, save_search
from tarazy.acts.following.learning import learn
from tarazy.acts.following.models import Alert, SavedSearch
from tarazy.acts.following.queries import saved_searches
from tarazy.acts.following.searches import LONGEST
from tarazy.acts.models import Act, Visibility
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tests.acts.factories import COURTS
from tests.acts.following.factories import NOON, a_reader, a_search, an_act, later, signed_in
from tests.people.factories import with_role

pytestmark = pytest.mark.django_db
API = "/api/v1/saved-searches"


def send(client: Client, method: str, address: str, **body: Any) -> Any:
    return client.generic(method, address, data_of(body), content_type="application/json")


def data_of(body: dict[str, Any]) -> str:
    import json

    return json.dumps(body) if body else ""


def test_a_search_is_saved_changed_looked_at_and_deleted_by_pages(reader: User) -> None:
    client = signed_in(reader)
    form = client.get("/ru/following/save/?q=жалақы&language=kk&page=3")
    assert "«жалақы», Казахский" in form.content.decode()
    query = form.context["form"]["query"].value()
    sent = {"name": "  Про \n жалақы ", "alert": "daily", "query": query}
    assert client.post("/ru/following/save/", sent).url == "/ru/following/"
    search = SavedSearch.objects.get()
    assert (search.owner, search.name, search.alert) == (reader, "Про жалақы", "daily")
    listed = client.get("/ru/following/").content.decode()
    assert "Про жалақы" in listed and "Раз в день, утром" in listed
    changed = client.post(f"/ru/following/{search.pk}/change/", {"name": "Иначе", "alert": "none"})
    assert changed.url == "/ru/following/"
    search.refresh_from_db()
    assert (search.name, search.alert, search.query) == ("Иначе", "none", query)
    opened = client.get(f"/ru/following/{search.pk}/", follow=True)
    assert opened.status_code == 200 and opened.context["request"].GET["q"] == "жалақы"
    assert opened.context["request"].GET["order"] == "latest", "what is new stands above"
    assert client.get(f"/ru/following/{search.pk}/delete/").status_code == 405
    assert client.post(f"/ru/following/{search.pk}/delete/").url == "/ru/following/"
    assert not SavedSearch.objects.exists()


def test_a_search_is_saved_changed_looked_at_and_deleted_by_the_api(reader: User) -> None:
    client = signed_in(reader)
    made = send(client, "POST", API, name="Wages", query="q=payslips&year=abc&order=latest", alert="at_once")
    assert made.status_code == 201, made.content
    line = made.json()
    assert (line["name"], line["query"], line["alert"]) == ("Wages", "q=payslips&order=latest", "at_once")
    one = f"{API}/{line['id']}"
    assert client.get(one).json() == line == client.get(API).json()[0]
    changed = send(client, "PUT", one, name="Pay", alert="daily")
    assert (changed.status_code, changed.json()["name"], changed.json()["alert"]) == (200, "Pay", "daily")
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404 and client.get(API).json() == []


@pytest.mark.parametrize("role", [None, Role.JUDGE, Role.COURT_CHAIR, Role.AUDITOR, Role.OPERATOR])
def test_another_person_s_search_answers_as_none_whatever_the_role(reader: User, role: Role | None) -> None:
    search = a_search(reader, "q=тайное", name="Сокровенное")
    other = with_role(role, "7510") if role else a_reader()
    client = signed_in(other)
    for pk in (search.pk, 987_654):
        pages = [client.get(f"/ru/following/{pk}/{page}") for page in ("", "change/")]
        pages += [
            client.post(f"/ru/following/{pk}/{page}", {"name": "x", "alert": "none"})
            for page in ("change/", "delete/")
        ]
        answers = [client.get(f"{API}/{pk}"), client.delete(f"{API}/{pk}")]
        answers.append(send(client, "PUT", f"{API}/{pk}", name="x", alert="none"))
        assert {answer.status_code for answer in (*pages, *answers)} == {404}
        assert not any("Сокровенное" in answer.content.decode() for answer in (*pages, *answers))
    assert "Сокровенное" not in client.get("/ru/following/").content.decode()
    assert client.get(API).json() == []
    search.refresh_from_db()
    assert (search.name, search.looked_at) == ("Сокровенное", NOON)


def test_who_is_not_signed_in_is_asked_to_and_the_api_says_401(reader: User) -> None:
    search = a_search(reader)
    client = signed_in(None)
    for page in ("", "save/?q=x", f"{search.pk}/", f"{search.pk}/change/"):
        answer = client.get(f"/ru/following/{page}")
        assert answer.status_code == 302 and "/account/login/?next=" in answer.url
    assert client.get(API).status_code == client.get(f"{API}/{search.pk}").status_code == 401
    assert send(client, "POST", API, name="x").status_code == 401
    assert SavedSearch.objects.count() == 1


def test_one_keeps_at_most_so_many(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST", 3)
    for number in range(3):
        a_search(reader, name=str(number))
    client = signed_in(reader)
    page = client.post("/kk/following/save/", {"name": "тағы", "alert": "none", "query": ""})
    assert page.status_code == 422 and "3 іздеу" in page.content.decode()
    answer = send(client, "POST", API, name="more")
    assert answer.status_code == 409 and answer.json()["code"] == "too_many_saved_searches"
    assert answer.json()["what_next"]
    assert SavedSearch.objects.count() == 3
    a_search(a_reader())  # another person has room


WORDS = {
    "kk": "Атауы тым ұзын: ең көбі 120 таңба.",
    "ru": "Название слишком длинное: не больше 120 знаков.",
    "en": "The name is too long: at most 120 characters.",
}
NAMELESS = {
    "kk": "Іздеуге кейін танитындай атау беріңіз.",
    "ru": "Назовите поиск так, чтобы потом узнать его.",
    "en": "Give the search a name by which you will know it again.",
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_name_too_long_or_none_is_refused_in_the_reader_s_words(reader: User, language: str) -> None:
    search = a_search(reader)
    client = signed_in(reader)
    for name, words in (("Ә" * (LONGEST_NAME + 1), WORDS), (" \t", NAMELESS)):
        for page in ("save/", f"{search.pk}/change/"):
            answer = client.post(
                f"/{language}/following/{page}", {"name": name, "alert": "none", "query": "q=x"}
            )
            assert answer.status_code == 422
            assert words[language] in answer.content.decode(), page
            if name.strip():
                assert name in answer.content.decode(), "what was typed is kept"
        for method, address in (("POST", API), ("PUT", f"{API}/{search.pk}")):
            refused = client.generic(
                method, address, data_of({"name": name, "alert": "none"}),
                content_type="application/json", HTTP_ACCEPT_LANGUAGE=language,
            )  # fmt: skip
            assert refused.status_code == 422
            assert refused.json()["errors"] == [{"at": ["name"], "message": words[language]}], refused.content
    search.refresh_from_db()
    assert search.name == "Зарплата" and SavedSearch.objects.count() == 1
    assert (
        client.post(
            f"/{language}/following/save/", {"name": "Ә" * LONGEST_NAME, "alert": "none", "query": ""}
        ).status_code
        == 302
    )


def test_another_choice_of_letters_is_refused(reader: User) -> None:
    client = signed_in(reader)
    page = client.post("/kk/following/save/", {"name": "x", "alert": "hourly", "query": ""})
    assert page.status_code == 422 and "Select a valid choice" not in page.content.decode()
    assert send(client, "POST", API, name="x", alert="hourly").status_code == 422
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("q=%00жал%00ақы&page=9", "q=жалақы"),
        ("q=x&language=ru&language=ru&nonsense=1&<script>", "q=x&language=ru"),
        ("year=2025&year=x&year=-1&year=999999", "year=2025"),
        ("norm=GPK/226", "norm=GPK:226"),
        ("norm=GPK", ""),
        ("code=TK&article=113&order=worst", "norm=TK:113"),
        ("order=latest", "order=latest"),
        ("%ff%fe=%ff&&&===", ""),
    ],
)
def test_what_is_malformed_in_an_address_is_left_out(reader: User, given: str, kept: str) -> None:
    from urllib.parse import unquote_plus

    assert unquote_plus(a_search(reader, given).query) == kept


def test_a_search_of_many_filters_is_kept_whole_and_one_too_long_is_refused(reader: User) -> None:
    courts = [f"{court} № {number}" for number in range(8) for court in (COURTS["ru"][0], COURTS["kk"][0])]
    client = signed_in(reader)
    form = client.get("/ru/following/save/", {"court": courts})
    sent = {"name": "Суды", "alert": "none", "query": form.context["form"]["query"].value()}
    assert client.post("/ru/following/save/", sent).status_code == 302
    from tarazy.acts.following.searches import request_of

    assert list(request_of(SavedSearch.objects.get().query).filters["court"]) == courts
    long = "&".join(f"court={'я' * 250}{number}" for number in range(10))
    page = client.post("/kk/following/save/", sent | {"query": long})
    assert page.status_code == 422 and "тым ұзын" in page.content.decode()
    answer = send(client, "POST", API, name="x", query=long)
    assert (answer.status_code, answer.json()["code"]) == (422, "saved_search_too_long")
    assert len(long) < LONGEST, "it grows when it is written as an address"
    assert send(client, "POST", API, name="x", query="a=1&" * 1001).status_code == 400
    assert SavedSearch.objects.count() == 1


def test_what_is_new_is_counted_until_one_looks(reader: User) -> None:
    an_act(0, language="en")
    search = a_search(reader, "q=payslips", "none")
    learn(now=NOON)
    assert saved_searches(reader)[0].new == 0, "what was there isn't new"  # type: ignore[attr-defined]
    acts = [an_act(seed, language="en") for seed in (1, 2, 3)] + [an_act(4, language="ru")]
    learn(now=later(minutes=1))
    client = signed_in(reader)
    assert client.get(API).json()[0]["new"] == 3
    assert "3 новых акта" in client.get("/ru/following/").content.decode()
    with override("ru"):
        client.get(reverse("following:look", args=[search.pk]))
    assert client.get(f"{API}/{search.pk}").json()["new"] == 0
    acts.append(an_act(5, language="en"))
    learn(now=later(minutes=2))
    assert client.get(API).json()[0]["new"] == 1
    Act.objects.filter(pk=acts[-1].pk).update(visibility=Visibility.CLOSED)
    assert client.get(API).json()[0]["new"] == 0, "a closed act isn't even counted"


def test_names_are_shown_as_they_are_written(reader: User) -> None:
    a_search(reader, "q=<b>", name="<script>alert(1)</script>")
    page = signed_in(reader).get("/en/following/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_numbers_in_addresses_have_no_blanks(reader: User) -> None:
    SavedSearch.objects.filter(pk=a_search(reader).pk).update(id=1_234_567)
    page = signed_in(reader).get("/ru/following/").content.decode()
    assert set(re.findall(r"/following/([^/\"]+)/", page)) == {"1234567"}


def test_who_may_not_sign_in_any_more_saves_nothing(reader: User) -> None:
    from tarazy.people.refusals import NotPermitted

    reader.is_active = False
    with pytest.raises(NotPermitted):
        save_search("x", "", Alert.NONE, by=reader, now=NOON)
