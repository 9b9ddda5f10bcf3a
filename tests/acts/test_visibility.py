"""Every address and endpoint, walked by anyone and by staff: a closed act shows nothing to the public, nor
a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tarazy.acts.actions.link_instances import link_instances
from tarazy.acts.models import Act
from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind
from tarazy.jurimetrics.decision import Span
from tarazy.jurimetrics.trace import Link, LinkStatus
from tarazy.people.models import User
from tarazy.practice.actions.keep_anomalies import keep_anomalies
from tarazy.practice.models import Anomaly
from tests.acts.factories import a_decision, secret_words
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db
ROOMS = ("tarazy.acts", "tarazy.practice")
# What hangs on a case or a reader of one's own is walked by every role in tests/trust.
WALKED_WITH_CASES = (
    "tarazy.acts.desk", "tarazy.acts.publication", "tarazy.acts.following", "tarazy.practice.views.beside",
    "tarazy.practice.views.uniformity",
)  # fmt: skip
LANGUAGES = ("kk", "ru", "en")


def names(resolver: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(module of the view, route) of every address of the project."""
    for pattern in resolver.url_patterns:
        route = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from names(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback.__module__, route


def addresses(act: Act, anomaly: Anomaly) -> list[str]:
    """Every address of the two rooms with the closed act or its anomaly in it, in every language, and the
    API.
    """
    pages = [
        "acts/", "acts/?q=расчётные", f"acts/?q={act.case_number}", "acts/results.csv", "acts/?norm=TK:113", "acts/story/",
        f"acts/{act.act_id}/", f"acts/{act.act_id}/analogues/", f"acts/{act.act_id}/verify/",
        f"acts/{a_decision(0).id}/", f"acts/{a_decision(0).id}/analogues/", "norms/TK/113/",
        "practice/", "practice/categories/", "practice/categories.csv", "practice/categories/wages/",
        "practice/categories/wages/flow.csv", "practice/anomalies/", "practice/anomalies/?status=all",
        "practice/anomalies.csv", f"practice/anomalies/{anomaly.pk}/", "practice/measures/",
        "practice/measures/figures.csv",
    ]  # fmt: skip
    api = [
        "acts", "acts?q=расчётные", f"acts?q={act.case_number}", f"acts/{act.act_id}", f"acts/{a_decision(0).id}",
        "categories", "categories/wages", "anomalies", f"anomalies/{anomaly.pk}",
    ]  # fmt: skip
    return [f"/{language}/{page}" for language in LANGUAGES for page in pages] + [
        f"/api/v1/{one}" for one in api
    ]


@pytest.fixture
def anomaly(hidden: Act) -> Anomaly:
    """An anomaly of the closed act, and a link from it to a public one."""
    start = hidden.text.index("842 600")
    keep_anomalies(
        [
            AnomalyCard(
                kind=AnomalyKind.UNANSWERED_CLAIM,
                code="claim_unanswered",
                act_id=hidden.act_id,
                params={"claim": "wages"},
                spans=(Span(start=start, end=start + 7),),
            )
        ]
    )
    link_instances(
        [
            Link(
                act_id=hidden.act_id,
                reviewed_id=a_decision(0).id,
                probability=0.99,
                status=LinkStatus.SURE,
                reasons=(),
            )
        ]
    )
    return Anomaly.objects.get()


def body(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address, follow=True)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content.decode()


def test_the_walk_below_knows_every_address_of_the_two_rooms() -> None:
    routes = {
        route
        for module, route in names(get_resolver())
        if module.startswith(ROOMS) and not module.startswith(WALKED_WITH_CASES)
    }
    assert len(routes) == 20  # a new page or endpoint belongs into `addresses`, then this number grows


def test_a_closed_act_shows_nothing_of_itself_to_the_public(
    client: Client, hidden: Act, anomaly: Anomaly
) -> None:
    for address in addresses(hidden, anomaly):
        status, page = body(client, address)
        asked_for_it = hidden.act_id in address or f"anomalies/{anomaly.pk}" in address
        assert status == (404 if asked_for_it else 200), address
        assert "сокровенности" not in page, address
        shown = page if hidden.act_id not in address else ""
        assert hidden.act_id not in shown, address


def test_staff_see_the_closed_act_wherever_it_belongs(staff: User, hidden: Act, anomaly: Anomaly) -> None:
    client = Client()
    client.force_login(staff)
    for address in addresses(hidden, anomaly):
        assert body(client, address)[0] == 200, address
    assert "сокровенности" in body(client, f"/ru/acts/{hidden.act_id}/")[1]
    assert hidden.act_id in body(client, f"/ru/acts/?q={hidden.case_number}")[1]
    assert hidden.act_id in body(client, "/api/v1/acts?q=сокровенности")[1]
    assert hidden.act_id in body(client, "/ru/acts/results.csv")[1]
    assert hidden.act_id in body(client, f"/api/v1/anomalies/{anomaly.pk}")[1]


def test_one_without_the_permission_sees_no_more_than_the_public(hidden: Act, anomaly: Anomaly) -> None:
    client = Client()
    client.force_login(a_user("advocate"))
    for address in addresses(hidden, anomaly):
        asked_for_it = hidden.act_id in address or f"anomalies/{anomaly.pk}" in address
        assert body(client, address)[0] == (404 if asked_for_it else 200), address


def test_no_public_page_answer_or_file_has_a_name_a_number_or_an_address_of_a_person(
    client: Client, bank: list[Act], hidden: Act, anomaly: Anomaly
) -> None:
    secrets = {secret for act in bank for secret in secret_words(act.decision)}
    public = addresses(hidden, anomaly)
    public += [f"/{language}/acts/{act.act_id}/" for act in bank[:9] for language in LANGUAGES]
    public += [f"/api/v1/acts/{act.act_id}" for act in bank]
    for address in public:
        page = body(client, address)[1]
        for secret in secrets:
            assert secret not in page, (address, secret)


def test_staff_read_the_act_with_its_names(staff: User, bank: list[Act]) -> None:
    client = Client()
    client.force_login(staff)
    assert secret_words(bank[0].decision)[0] in body(client, f"/ru/acts/{bank[0].act_id}/")[1]
