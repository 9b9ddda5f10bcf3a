"""Pages and API of publication: who confirms works without JavaScript, who reads needs no account."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tarazy import __version__
from tarazy.acts.models import Act, Source, Visibility
from tarazy.acts.publication.actions.confirm import confirm
from tarazy.acts.publication.actions.edit import look_at
from tarazy.acts.publication.models import LeakReport, Publication
from tarazy.acts.publication.rules import text_hash
from tarazy.people.models import User
from tests.acts.factories import a_decision
from tests.acts.publication.factories import to_confirm
from tests.cases.factories import a_clerk, a_court, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.REQUIRE_STAFF_MFA = False


def client_of(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def published(**fields: Any) -> tuple[Publication, User]:
    publication, clerk = to_confirm("in_force", **fields)
    look_at(publication.pk, None, by=clerk, now=later(0.3))
    version = publication.draft
    assert version is not None
    return confirm(publication.pk, version.sha256, by=clerk, now=later(0.4)), clerk


def test_a_clerk_reads_changes_and_confirms_by_forms_alone() -> None:
    publication, clerk = to_confirm("in_force", reasons="Сосед Нурлан видел. Кайсаржан молчал.")
    client = client_of(clerk)
    address = reverse("publication:confirming", args=[publication.pk])
    assert address in client.get(reverse("publication:inbox")).content.decode()
    page = client.get(address).content.decode()
    assert "<del>Сериков Нурлан Сапарович</del>" in page or "Сериков Нурлан Сапарович" in page
    assert page.count("<ins") == page.count("<del")
    work = reverse("publication:work", args=[publication.pk])
    assert client.post(work, {"do": "mask", "words": "Кайсаржан", "after": "Лицо 5"}).status_code == 302
    assert client.post(work, {"do": "mask", "words": "нет такого", "after": "x"}).status_code == 422
    assert client.post(work, {"do": "dance"}).status_code == 422
    shown = re.search(r'name="sha256" value="([0-9a-f]{64})"', client.get(address).content.decode())
    assert shown is not None
    sent = {"sha256": shown[1], "read": "yes"}
    confirming = reverse("publication:confirm", args=[publication.pk])
    assert client.post(confirming, sent | {"read": ""}).status_code == 422
    assert client.post(work, {"do": "look_all"}).status_code == 302
    assert client.post(confirming, sent | {"sha256": "0" * 64}).status_code == 409
    assert client.post(confirming, sent).status_code == 302
    act = Act.objects.get()
    assert "Лицо 5 молчал" in act.text and act.source == Source.COURT
    assert client_of().get(act.get_absolute_url()).status_code == 200
    withdrawing = reverse("publication:withdraw", args=[publication.pk])
    assert client.post(withdrawing, {"why": ""}).status_code == 422
    assert client.post(withdrawing, {"why": "По определению суда"}).status_code == 302
    assert client_of().get(act.get_absolute_url()).status_code == 404
    assert client.post(work, {"do": "bring_back"}).status_code == 302


def test_others_are_told_that_nothing_is_there() -> None:
    publication, _ = to_confirm()
    stranger = client_of(a_clerk(a_court()))
    for name in ("confirming", "work", "confirm", "withdraw"):
        for one in (publication.pk, uuid4()):
            address = reverse(f"publication:{name}", args=[one])
            answer = (
                stranger.get(address) if name == "confirming" else stranger.post(address, {"do": "look_all"})
            )
            assert answer.status_code == 404
    assert client_of().get(reverse("publication:inbox")).status_code == 302
    assert client_of().get(reverse("publication:published", args=[publication.address])).status_code == 404


def test_a_reader_checks_the_text_and_reports_a_leak_without_an_account(settings: Any) -> None:
    publication, _ = published()
    cache.clear()
    settings.LIMITS = settings.LIMITS | {"leak": "2/3600"}
    reader = client_of()
    page = reader.get(reverse("publication:published", args=[publication.address])).content.decode()
    current = publication.current
    assert current is not None and current.sha256 in page and publication.citation in page
    text = reader.get(reverse("publication:text", args=[publication.address])).content.decode()
    assert text_hash(text) == current.sha256
    bundle = reader.get(reverse("ledger:bundle", args=[current.ledger_stream, current.ledger_number]))
    assert bundle.status_code in (200, 404, 409)  # a checkpoint is signed by the clock
    leak = reverse("publication:leak", args=[publication.address])
    assert reader.get(leak).status_code == 200
    assert reader.post(leak, {"passage": ""}).status_code == 422
    assert reader.post(leak, {"passage": "Судьяева", "words": "?"}).status_code == 302
    assert reader.post(leak, {"passage": "ещё"}).status_code == 429
    assert LeakReport.objects.get().passage == "Судьяева"


def test_an_act_that_was_in_the_bank_before_can_be_reported_and_published_anew() -> None:
    from tarazy.acts.actions.import_acts import import_acts
    from tarazy.acts.publication.actions.edit import mask_words
    from tarazy.acts.publication.actions.report_leak import begin_reissue
    from tests.cases.factories import a_chair

    court = a_court()
    import_acts([a_decision(3)], source=Source.MODEL, visibility=Visibility.PUBLIC)
    act = Act.objects.get()
    Act.objects.update(court=court.name_ru)
    reader = client_of()
    assert reader.get(reverse("publication:published", args=[act.act_id])).status_code == 200
    cache.clear()
    assert (
        reader.post(reverse("publication:leak", args=[act.act_id]), {"passage": "тенге"}).status_code == 302
    )
    publication, chair = Publication.objects.get(), a_chair(court)
    assert (
        "тенге"
        in client_of(chair).get(reverse("publication:confirming", args=[publication.pk])).content.decode()
    )
    begin_reissue(publication.pk, by=chair, now=later(1))
    mask_words(publication.pk, "тенге", "[валюта]", by=chair, now=later(1))
    draft = publication.draft
    assert draft is not None
    confirm(publication.pk, draft.sha256, by=chair, now=later(1))
    again = Act.objects.get()
    assert (again.pk, again.source, again.category) == (act.pk, Source.MODEL, act.category)
    assert "тенге" not in again.public_decision.text and "[валюта]" in again.public_text


def test_programs_read_versions_and_confirm_what_they_have_read() -> None:
    publication, clerk = to_confirm("in_force")
    look_at(publication.pk, None, by=clerk, now=later(0.3))
    client = client_of(clerk)
    (line,) = client.get("/api/v1/publications").json()
    assert line["id"] == str(publication.pk) and line["state"] == "anonymised"
    address = f"/api/v1/publications/{publication.pk}/confirm"
    wrong = client.post(address, {"sha256": "0" * 64}, content_type="application/json")
    assert wrong.status_code == 409
    done = client.post(address, {"sha256": line["sha256"]}, content_type="application/json")
    assert done.json()["state"] == "published"
    read = client_of().get(f"/api/v1/published/{publication.address}").json()
    assert text_hash(read["text"]) == read["versions"][0]["sha256"] == line["sha256"]
    assert client_of().get("/api/v1/published/none").status_code == 404
    assert client_of().get("/api/v1/publications").status_code == 401


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_speaks_three_languages(language: str) -> None:
    publication, clerk = published()
    client = client_of(clerk)
    for name, args in (("inbox", []), ("confirming", [publication.pk]), ("published", [publication.address])):
        with override(language):
            address = reverse(f"publication:{name}", args=args)
        shown = client.get(address)
        assert address.startswith(f"/{language}/") and shown.status_code == 200
        # A page about a version of an act still ends with the version of the program.
        assert f" {__version__}" in shown.content.decode().partition("<footer")[2]
