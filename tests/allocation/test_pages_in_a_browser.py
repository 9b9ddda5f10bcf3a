"""Distribution in a real browser: nothing breaks accessibility, at a phone's width either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from tarazy.allocation.actions import commit_draw, complete_draw
from tests.allocation import courts
from tests.allocation.courts import NOW
from tests.allocation.test_pages import party_of, signed_in


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_of_distribution_are_accessible_on_a_phone(
    live_server: Any, page: Any, axe: Callable[[Any], list[str]]
) -> None:
    house = courts.courthouse(5)
    later = NOW + timedelta(seconds=5)
    held = complete_draw(commit_draw(courts.proceeding(house), None, NOW), later)
    waits = commit_draw(courts.proceeding(house), None, later)
    session = signed_in(party_of(held.proceeding)).session.session_key
    other = waits.proceeding.case.parties.first()
    other.user = held.proceeding.case.parties.first().user
    other.save()
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    page.set_viewport_size({"width": 320, "height": 700})
    for address in (
        f"/kk/verify/draw/{held.uuid}/",
        f"/ru/allocation/draws/{held.uuid}/",
        f"/kk/allocation/draws/{waits.uuid}/",
        "/kk/allocation/fairness/?court=7101",
        "/ru/allocation/fairness/",
    ):
        page.goto(live_server.url + address)
        assert axe(page) == [], address
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 320, (address, wide)
    complete_draw(waits, later + timedelta(seconds=5))
    page.goto(f"{live_server.url}/en/allocation/draws/{waits.uuid}/")
    assert page.get_by_text("Download the receipt").is_visible()
