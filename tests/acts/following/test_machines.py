"""What search engines of others are told: every public act by its permanent link, and no page that isn't for them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tarazy.acts.actions.set_visibility import set_visibility
from tarazy.acts.following.views import machines
from tarazy.acts.models import Act, Visibility
from tarazy.people.models import User

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "http://testserver"


def locations(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/xml")
    return [str(one.findtext(f"{MAP}loc")) for one in ElementTree.fromstring(answer.content)]


def every(client: Client) -> list[str]:
    """Every address of the sitemap and its parts."""
    return [
        link
        for part in locations(client, "/sitemap.xml")
        for link in locations(client, part.removeprefix(HOST))
    ]


def test_the_sitemap_names_every_public_act_by_a_link_that_resolves(
    bank: list[Act], hidden: Act, client: Client
) -> None:
    links = every(client)
    assert len(links) == len(set(links)) == len(bank)
    assert not [link for link in links if hidden.act_id in link]
    for act in bank:
        [link] = [link for link in links if link.endswith((f"/acts/{act.act_id}/", f"/acts/{act.act_id}"))]
        assert link.startswith(f"{HOST}/{act.language}/"), "in the act's own language"
        answer = client.get(link.removeprefix(HOST))
        assert answer.status_code == 200 and act.case_number in answer.content.decode()


def test_an_act_that_was_closed_is_in_it_no_more(bank: list[Act], staff: User, client: Client) -> None:
    set_visibility(bank[3].act_id, Visibility.CLOSED, staff)
    Act.objects.filter(pk=bank[4].pk).update(visibility=Visibility.CLOSED)
    links = " ".join(every(client))
    assert bank[3].act_id not in links and bank[4].act_id not in links and bank[5].act_id in links


def test_a_large_bank_comes_in_parts(
    bank: list[Act], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines.ActsSitemap, "limit", 10)
    parts = locations(client, "/sitemap.xml")
    assert [len(locations(client, part.removeprefix(HOST))) for part in parts] == [10, 10, 10, 1]
    assert len(set(every(client))) == 31
    assert client.get("/sitemaps/acts.xml?p=5").status_code == 404
    assert client.get("/sitemaps/acts.xml?p=x").status_code == 404


class Rules:
    """robots.txt as RFC 9309 reads it: the longest rule that fits says it, and allows where two are as long."""

    def __init__(self, text: str) -> None:
        lines = [line.partition(":") for line in text.splitlines() if line]
        assert lines[0][0] == "User-agent" and lines[0][2].strip() == "*"
        self.rules = [
            (name == "Allow", value.strip()) for name, _colon, value in lines if name in ("Allow", "Disallow")
        ]
        self.sitemaps = [value.strip() for name, _colon, value in lines if name == "Sitemap"]

    def allow(self, path: str) -> bool:
        fitting = [(len(rule), good) for good, rule in self.rules if self._fits(rule, path)]
        return max(fitting)[1] if fitting else True

    @staticmethod
    def _fits(rule: str, path: str) -> bool:
        pattern = re.escape(rule.removesuffix("$")).replace(r"\*", ".*")
        return re.match(pattern + ("$" if rule.endswith("$") else ""), path) is not None


@pytest.fixture
def rules(client: Client) -> Rules:
    answer = client.get("/robots.txt")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/plain; charset=utf-8"
    return Rules(answer.content.decode())


def test_robots_may_read_public_pages(rules: Rules, bank: list[Act], client: Client) -> None:
    assert rules.sitemaps == [f"{HOST}/sitemap.xml"]
    for link in every(client):
        assert rules.allow(link.removeprefix(HOST)), link
    for path in ("/sitemap.xml", "/sitemaps/acts.xml", "/static/site/site.css"):
        assert rules.allow(path)
    for language in ("kk", "ru", "en"):
        for path in (
            "", "acts/", "acts/?q=x", "feeds/acts.atom", "bulk/", "bulk/7510-2025-03.parquet", "statistics/",
            "ai/", "ai/systems/robot/", "ai/bands/", "ai/bands.csv", "published/x/",
        ):  # fmt: skip
            assert rules.allow(f"/{language}/{path}"), path


def test_robots_may_not_read_what_is_nobody_s_list(rules: Rules) -> None:
    for language in ("kk", "ru", "en"):
        for path in (
            "ai/uses/", "ai/uses/audit.zip", "ai/own/", "ai/alarms/", "ai/alarms/1/", "ai/versions/1/sign/",
            "ai/systems/robot/switch/", "ai/systems/robot/review/", "home/", "cases/", "following/", "following/save/?q=x",
            "following/letters/x/off/", "account/login/", "desk/", "cases/1/ai/", "acts/results.csv", "acts/story/",
            "acts/a/analogues/", "publication/", "anything/new/",
        ):  # fmt: skip
            assert not rules.allow(f"/{language}/{path}"), path
    for path in ("/api/v1/acts", "/admin/", "/media/x", "/ru"):
        assert not rules.allow(path), path


def test_no_page_of_the_register_of_ai_but_the_public_ones_is_allowed(rules: Rules, client: Client) -> None:
    """Each page of the room as it is now: what asks for a sign-in is not allowed, a new one included."""
    from tarazy.oversight.urls import urlpatterns

    allowed = set()
    for one in urlpatterns:
        holes = {
            "pk": 1,
            "slug": "robot",
            "figure": "cases",
            "case_uuid": "9d2c0a5e-0000-4000-8000-000000000000",
        }
        wanted = {name: holes[name] for name in one.pattern.converters}
        with override("en"):
            path = reverse(f"oversight:{one.name}", kwargs=wanted)
        if rules.allow(path):
            allowed.add(one.name)
            assert client.get(path).status_code in (200, 404), f"{one.name} leads to the sign-in"
    assert {"systems", "system", "statistics"} <= allowed
    assert not allowed & {
        "uses",
        "audit",
        "alarms",
        "alarm",
        "own",
        "switch",
        "review",
        "sign",
        "case",
        "object",
    }
