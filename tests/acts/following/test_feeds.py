"""Feeds as programs read them: well-formed, in three languages, and without an act from the moment when it is closed."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client

from tarazy.acts.actions.set_visibility import set_visibility
from tarazy.acts.following import feeds
from tarazy.acts.following.bulk import court_key
from tarazy.acts.following.learning import learn
from tarazy.acts.models import Act, Visibility
from tarazy.cases.actions.seal import seal
from tarazy.people.models import User
from tests.acts.factories import COURTS, a_decision, secret_words
from tests.acts.following.factories import NOON, an_act
from tests.acts.publication.test_pages import published
from tests.cases.factories import a_chair, a_court, later

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(answer: Any) -> ElementTree.Element:
    assert answer.status_code == 200, answer.content
    return ElementTree.fromstring(answer.content)


def titles(answer: Any) -> list[str]:
    """Of the acts in an Atom feed."""
    return [str(one.findtext(f"{ATOM}title")) for one in read(answer).findall(f"{ATOM}entry")]


def links(answer: Any) -> list[str]:
    return [one.find(f"{ATOM}link").get("href", "") for one in read(answer).findall(f"{ATOM}entry")]  # type: ignore[union-attr]


def test_atom_has_what_its_standard_asks_for(bank: list[Act], client: Client) -> None:
    answer = client.get("/en/feeds/acts.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = read(answer)
    assert feed.tag == f"{ATOM}feed" and feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    own = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert own == {"self": "http://testserver/en/feeds/acts.atom", "alternate": "http://testserver/en/acts/"}
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 31
    for entry in entries:
        for name in ("id", "title", "updated", "published"):
            assert entry.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).tzinfo is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 31
    link = entries[0].find(f"{ATOM}link")
    assert link is not None and client.get(link.get("href", "")).status_code == 200


def test_rss_has_what_its_specification_asks_for(bank: list[Act], client: Client) -> None:
    answer = client.get("/kk/feeds/acts.rss")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = read(answer)
    channel = feed.find("channel")
    assert feed.tag == "rss" and feed.get("version") == "2.0" and channel is not None
    assert channel.findtext("language") == "kk"
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    items = channel.findall("item")
    assert len(items) == 31
    for item in items:
        assert item.findtext("title") and item.findtext("guid") == item.findtext("link")
        assert parsedate_to_datetime(str(item.findtext("pubDate"))).tzinfo is not None


NAMES = {
    "kk": ("Жаңа сот актілері", "шешім"),
    "ru": ("Новые судебные акты", "решение"),
    "en": ("New judicial acts", "judgment"),
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("form", ["atom", "rss"])
def test_titles_are_in_the_language_of_the_address(
    bank: list[Act], client: Client, language: str, form: str
) -> None:
    answer = client.get(f"/{language}/feeds/acts.{form}")
    feed = read(answer)
    title = feed.findtext(f"{ATOM}title") or feed.findtext("channel/title")
    assert title == f"{NAMES[language][0]} · Таразы"
    entries = feed.findall(f"{ATOM}entry") or feed.findall("channel/item")
    for entry in entries:
        named = str(entry.findtext(f"{ATOM}title") or entry.findtext("title"))
        assert NAMES[language][1] in named.lower() or entry is entries[0], named


def test_no_name_or_number_of_a_person_leaves_by_a_feed(bank: list[Act], client: Client) -> None:
    text = (
        client.get("/ru/feeds/acts.atom").content.decode() + client.get("/ru/feeds/acts.rss").content.decode()
    )
    for seed in range(30):
        decision = a_decision(seed, language=("ru", "kk", "en")[seed % 3])
        assert not [word for word in secret_words(decision) if word in text]


@pytest.mark.parametrize("way", ["action", "update", "delete"])
def test_a_closed_act_is_gone_at_once_and_the_answer_is_new(
    bank: list[Act], staff: User, client: Client, way: str
) -> None:
    goes = bank[5]
    addresses = [
        "/ru/feeds/acts.atom", "/ru/feeds/acts.rss", f"/ru/feeds/category/{goes.category}.atom",
        f"/ru/feeds/search.atom?{urlencode({'q': goes.case_number, 'court': goes.court})}",
    ]  # fmt: skip
    before = {address: client.get(address) for address in addresses}
    assert all(goes.act_id in answer.content.decode() for answer in before.values())
    if way == "action":
        set_visibility(goes.act_id, Visibility.CLOSED, staff)
    elif way == "update":
        Act.objects.filter(pk=goes.pk).update(
            visibility=Visibility.CLOSED
        )  # the index knows nothing of it yet
    else:
        Act.objects.filter(pk=goes.pk).delete()
    for address in addresses:
        answer = client.get(
            address, HTTP_IF_NONE_MATCH=before[address]["ETag"],
            HTTP_IF_MODIFIED_SINCE=before[address]["Last-Modified"],
        )  # fmt: skip
        assert answer.status_code == 200 and goes.act_id not in answer.content.decode(), address


def test_a_sealed_case_s_act_is_gone_from_its_feeds(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    court = a_court("7520", exact=True)
    publication, _clerk = published(court=court)
    address = "/ru/feeds/court/7520.atom"
    assert publication.address in client.get(address).content.decode()
    assert publication.neutral in client.get(address).content.decode()
    assert publication.proceeding is not None
    with django_capture_on_commit_callbacks(execute=True):
        seal(
            publication.proceeding.case_id, by=a_chair(court), reason="Тайна усыновления по закону.",
            norm="GPK 19", now=later(1),
        )  # fmt: skip
    for one in (address, "/ru/feeds/acts.atom", "/ru/feeds/acts.rss"):
        assert publication.address not in client.get(one).content.decode()


def test_who_has_the_feed_as_it_is_gets_304_and_no_body(bank: list[Act], client: Client) -> None:
    first = client.get("/ru/feeds/acts.atom")
    assert first["Cache-Control"] == "no-cache", "nobody keeps it without asking again"
    again = client.get("/ru/feeds/acts.atom", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get("/ru/feeds/acts.atom", HTTP_IF_NONE_MATCH='"other"').status_code == 200
    # A date alone says nothing: an act that is gone changes no date.
    dated = client.get("/ru/feeds/acts.atom", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert dated.status_code == 200
    tags = {
        client.get(f"/{code}/feeds/acts.{form}")["ETag"]
        for code in ("kk", "ru", "en")
        for form in ("atom", "rss")
    }
    assert len(tags) == 6
    an_act(40)
    assert client.get("/ru/feeds/acts.atom", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    head = client.head("/ru/feeds/acts.atom")
    assert head.status_code == 200 and head.content == b""
    assert client.post("/ru/feeds/acts.atom").status_code == 405


def test_the_latest_come_first_and_at_most_so_many(db: None, client: Client) -> None:
    for seed in range(feeds.MOST + 3):
        an_act(seed)
    found = links(client.get("/ru/feeds/acts.atom"))
    assert len(found) == feeds.MOST
    assert f"act-ru-{feeds.MOST + 2}-first" in found[0] and "act-ru-2-first" not in " ".join(found)


def test_a_search_s_feed_holds_what_the_search_finds(bank: list[Act], client: Client) -> None:
    answer = client.get(
        f"/ru/feeds/search.atom?{urlencode({'q': 'payslips', 'region': 'almaty', 'page': '9'})}"
    )
    found = links(answer)
    assert found and all("/acts/act-en-" in link for link in found)
    wanted = (
        Act.objects.filter(language="en", region="almaty").order_by("-date").values_list("act_id", flat=True)
    )
    assert [link.rstrip("/").rpartition("/")[2] for link in found] == list(wanted)
    own = [link.get("href") for link in read(answer).findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == ["http://testserver/ru/feeds/search.atom?q=payslips&region=almaty"]


def test_a_feed_of_nothing_is_a_feed(db: None, client: Client) -> None:
    for form in ("atom", "rss"):
        feed = read(client.get(f"/ru/feeds/search.{form}?q=ничего-такого"))
        assert feed.findall(f"{ATOM}entry") + feed.findall("channel/item") == []
    same = {client.get("/ru/feeds/acts.atom").content for _ in range(2)}
    assert len(same) == 1, "its time is not that of the asking"


def test_signs_that_xml_doesn_t_admit_break_no_feed(db: None, client: Client) -> None:
    act = an_act(1)
    Act.objects.filter(pk=act.pk).update(case_number="7585\x0b\x1f-<&>\ufffe", court="Суд \x00\x08«А»")
    for form in ("atom", "rss"):
        read(client.get(f"/ru/feeds/acts.{form}"))
        read(client.get(f"/ru/feeds/search.{form}?q=%0b%1f%ef%bf%be%3C&court=%08"))


def test_courts_have_feeds_by_their_code_and_others_by_their_key(bank: list[Act], client: Client) -> None:
    learn(now=NOON)  # courts that we don't know have a key once the clock has seen them
    key, name = court_key(COURTS["ru"][0])
    feed = client.get(f"/ru/feeds/court/{key}.atom")
    assert str(read(feed).findtext(f"{ATOM}title")).startswith(name)
    assert len(titles(feed)) == Act.objects.filter(court=name).count() > 0
    for nothing in ("9999", "x" * 13, "..", "x000000000000"):
        assert client.get(f"/ru/feeds/court/{nothing}.atom").status_code == 404
    assert client.get("/ru/feeds/category/no_such.atom").status_code == 404


def test_an_engine_that_is_away_says_when_to_come_again(
    bank: list[Act], client: Client, settings: Any
) -> None:
    settings.SEARCH_URL = "opensearch://127.0.0.1:9/acts"
    answer = client.get("/ru/feeds/search.atom?q=суд")
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    assert client.get("/ru/feeds/acts.atom").status_code == 200, "what needs no engine goes on"
