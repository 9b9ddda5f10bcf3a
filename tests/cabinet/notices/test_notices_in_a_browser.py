"""The pages of notices and webhooks in three languages, on 320 px, with axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tarazy.cabinet.notices.actions.send import send_due
from tarazy.cabinet.notices.actions.tell import tell_happenings
from tarazy.cabinet.webhooks.actions.keep_endpoints import make_endpoint
from tarazy.cabinet.webhooks.actions.send import send_due_hooks
from tarazy.cases import docket
from tests.cabinet.notices.stand_ins import BotApi
from tests.cases.factories import a_claimant, a_clerk, a_registered_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(page: Any, user: Any, url: str) -> None:
    client = Client()
    client.force_login(user, backend=BACKEND)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def test_pages_stand_on_a_small_screen_in_three_languages(
    live_server: Any, page: Any, axe: Callable[[Any], list[str]], telegram: BotApi, settings: Any
):
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    settings.WEBHOOK_TIMEOUT = 0.3
    now = timezone.now()
    claimant = a_claimant(phone="8 701 123 45 67")
    case = a_registered_case(by=claimant, now=now - timedelta(hours=2))
    endpoint, _secret = make_endpoint("http://127.0.0.1:9/hook/" + "x" * 60, [], by=claimant, now=now)
    docket.record(case, "hearing_scheduled", by=None, at=now)
    tell_happenings(now)
    send_due(now)
    send_due_hooks(now)
    page.set_viewport_size({"width": 320, "height": 700})
    pages = (
        ("notices:notices", ()),
        ("notices:preferences", ()),
        ("webhooks:endpoints", ()),
        ("webhooks:endpoint", (endpoint.uuid,)),
        ("webhooks:signing", ()),
    )
    for user, wanted in (
        (claimant, pages),
        (a_clerk(case.court), (("notices:case_log", (case.uuid,)),)),
    ):
        page.context.clear_cookies()
        sign_in(page, user, live_server.url)
        for language in ("kk", "ru", "en"):
            for name, given in wanted:
                with override(language):
                    address = reverse(name, args=given)
                answer = page.goto(live_server.url + address)
                assert answer.status == 200
                assert axe(page) == [], (name, language)
                width = page.evaluate("document.documentElement.scrollWidth")
                assert width <= 320, (name, language, width)
