"""The pages: one question each, nothing typed is ever lost, a draft opens to whoever holds it and nobody else."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from tarazy.cabinet.constructor.actions.attach_document import attach_document
from tarazy.cabinet.constructor.actions.forget import forget_expired, mark_filed
from tarazy.cabinet.constructor.case_statistics import CaseStatistics, register, unregister
from tarazy.cabinet.constructor.engine import answer
from tarazy.cabinet.constructor.loading import definitions
from tarazy.cabinet.constructor.models import ClaimDraft
from tests.cabinet.constructor.answering import form_for, some_iin
from tests.people.factories import a_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cabinet.constructor.urls_for_tests")]


def begin(client: Client, name: str = "wages", language: str = "kk") -> str:
    """The address of the first question of a new draft."""
    return client.post(f"/{language}/constructor/new/{name}/").headers["Location"]


def draft_of(address: str) -> ClaimDraft:
    return ClaimDraft.objects.get(pk=re.search(r"[0-9a-f-]{36}", address)[0])


def answer_all(client: Client, name: str = "debt", language: str = "ru", seed: int = 1) -> ClaimDraft:
    """Answer every page by its form; returns the draft."""
    source = random.Random(seed)
    address = begin(client, name, language)
    draft = draft_of(address)
    for _ in range(60):
        asked = re.search(r"/question/(\w+)/", address)
        if asked is None:
            break
        question = definitions()[name].question(asked[1])
        for _ in range(40):
            form = form_for(question, source)
            reading, after, failed = answer(ClaimDraft.objects.get(pk=draft.pk).walk(), question, form)
            if not reading.faults and not any(c.blocking for c in failed) and not after.stop_at(question):
                break
        page = client.get(address)
        assert page.status_code == 200, address
        sent = client.post(address, form)
        assert sent.status_code == 302, (address, form, sent.content.decode()[:3000])
        address = sent.headers["Location"]
    assert address.endswith("/check/")
    return ClaimDraft.objects.get(pk=draft.pk)


@pytest.mark.parametrize("name", sorted(definitions()))
def test_every_definition_is_answered_by_forms_up_to_the_paper(client: Client, name: str):
    for seed in range(30):  # a few draws leave a day that nothing can follow; a person would change it
        try:
            draft = answer_all(client, name, "kk", seed)
            break
        except AssertionError:
            ClaimDraft.objects.all().delete()
    else:
        pytest.fail(f"{name} can't be answered")
    page = client.get(f"/kk/constructor/{draft.pk}/check/")
    assert page.status_code == 200
    assert draft.claim_data().demands
    assert client.get(f"/kk/constructor/{draft.pk}/").status_code == 200


def test_the_list_of_papers_stands_in_three_languages(client: Client):
    for language, words in (
        ("kk", "Жалақыны өндіріп алу"),
        ("ru", "Взыскание заработной платы"),
        ("en", "Unpaid wages"),
    ):
        assert words in client.get(f"/{language}/constructor/").content.decode()
        assert client.get(f"/{language}/constructor/new/wages/").status_code == 200
    assert client.get("/kk/constructor/new/nothing/").status_code == 404


def test_no_account_is_needed_and_the_cookie_is_closed_to_scripts(client: Client):
    address = begin(client)
    cookie = client.cookies["tarazy_drafts"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert client.get(address).status_code == 200


def test_a_draft_of_another_browser_is_not_there(client: Client):
    address = begin(client)
    draft = draft_of(address)
    stranger = Client()
    for path in ("", "check/", "preview.pdf", "delete/", "question/claimant/"):
        assert stranger.get(f"/kk/constructor/{draft.pk}/{path}").status_code == 404
    assert stranger.post(address, {"answer": "kk"}).status_code == 404
    assert stranger.post(f"{address}autosave/", {"answer": "kk"}).status_code == 404
    assert stranger.post(f"/kk/constructor/{draft.pk}/link/").status_code == 404


def test_a_cookie_of_ones_own_making_opens_nothing(client: Client):
    draft = draft_of(begin(client))
    forger = Client()
    forger.cookies["tarazy_drafts"] = draft.pk.hex
    assert forger.get(f"/kk/constructor/{draft.pk}/").status_code == 404
    forger.cookies["tarazy_drafts"] = signing.get_cookie_signer(salt="other").sign(draft.pk.hex)
    assert forger.get(f"/kk/constructor/{draft.pk}/").status_code == 404


def test_switching_the_language_keeps_what_was_half_typed(client: Client):
    draft = draft_of(begin(client))
    address = f"/kk/constructor/{draft.pk}/question/claimant/"
    switched = client.post(
        address, {"answer-kind": "individual", "answer-family_name": "Нұрл", "language": "ru"}
    )
    assert switched.headers["Location"] == f"/ru/constructor/{draft.pk}/question/claimant/"
    page = client.get(switched.headers["Location"]).content.decode()
    assert 'value="Нұрл"' in page and "Кому не выплатили зарплату?" in page
    assert "claimant" not in ClaimDraft.objects.get(pk=draft.pk).answers


def test_typing_is_kept_by_the_script_without_being_judged(client: Client):
    draft = draft_of(begin(client))
    address = f"/kk/constructor/{draft.pk}/question/claimant/"
    assert client.post(f"{address}autosave/", {"answer-iin": "12"}).status_code == 204
    assert 'value="12"' in client.get(address).content.decode()


def test_a_wrong_answer_is_kept_and_said_in_the_language_of_the_page(client: Client):
    draft = draft_of(begin(client))
    form = {
        "answer-kind": "individual",
        "answer-family_name": "Нұрланова",
        "answer-given_name": "Дана",
        "answer-iin": "900101300001",
    }
    said = {"kk": "ондай ЖСН жоқ", "ru": "такого ИИН нет", "en": "There is no such IIN"}
    for language, words in said.items():
        page = client.post(f"/{language}/constructor/{draft.pk}/question/claimant/", form)
        assert page.status_code == 422
        assert words.lower() in page.content.decode().lower(), language
        assert 'value="Нұрланова"' in page.content.decode()


def test_one_cannot_sue_oneself(client: Client):
    draft = draft_of(begin(client, "debt"))
    iin = some_iin(random.Random(5))
    person = {
        "answer-kind": "individual",
        "answer-family_name": "Нұрланова",
        "answer-given_name": "Дана",
        "answer-iin": iin,
    }
    assert client.post(f"/kk/constructor/{draft.pk}/question/claimant/", person).status_code == 302
    page = client.post(f"/kk/constructor/{draft.pk}/question/defendant/", person)
    assert page.status_code == 422 and "Өзіне өзі талап қоюға болмайды" in page.content.decode()


def test_lines_of_a_list_come_and_go_without_a_script(client: Client):
    draft = draft_of(begin(client))
    address = f"/kk/constructor/{draft.pk}/question/arrears/"
    form = {"answer-count": "1", "answer-0-amount": "500"}
    client.post(address, {**form, "add": "1"})
    page = client.get(address).content.decode()
    assert 'name="answer-1-amount"' in page and 'value="500"' in page
    client.post(
        address, {"answer-count": "2", "answer-0-amount": "500", "answer-1-amount": "700", "remove": "0"}
    )
    page = client.get(address).content.decode()
    assert 'name="answer-1-amount"' not in page and 'value="700"' in page


def test_a_stop_says_what_to_do_and_the_answer_can_be_changed(client: Client):
    draft = draft_of(begin(client, "divorce", "ru"))
    address = f"/ru/constructor/{draft.pk}/question/property_dispute/"
    led_to = client.post(address, {"answer": "yes"}).headers["Location"]
    page = client.get(led_to).content.decode()
    assert led_to == address and "отдельным иском" in page
    assert "/question/married_on/" in client.post(address, {"answer": "no"}).headers["Location"]


def test_a_link_opens_the_draft_elsewhere_once_pressed_and_a_new_link_replaces_it(client: Client):
    draft = draft_of(begin(client))
    pages = [client.post(f"/kk/constructor/{draft.pk}/link/").content.decode() for _ in range(2)]
    old, new = (re.search(r'value="(http[^"]+/resume/[^"]+)"', page)[1] for page in pages)
    phone = Client()
    assert phone.get(old).status_code == 404
    assert phone.get(new).status_code == 200
    assert phone.get(f"/kk/constructor/{draft.pk}/").status_code == 404  # looking is not taking
    phone.post(new)
    assert phone.get(f"/kk/constructor/{draft.pk}/").status_code == 200
    secret = new.rstrip("/").rsplit("/", 1)[1]
    assert secret not in str(ClaimDraft.objects.values_list())


def test_signing_in_takes_the_drafts_of_the_browser_over(client: Client, rf: Any):
    from django.contrib.auth.signals import user_logged_in

    draft = draft_of(begin(client))
    cookie = client.cookies["tarazy_drafts"].value
    user = a_user()
    request = rf.get("/")
    request.COOKIES["tarazy_drafts"] = cookie
    user_logged_in.send(type(user), request=request, user=user)
    assert ClaimDraft.objects.get(pk=draft.pk).user_id == user.pk
    assert client.get(f"/kk/constructor/{draft.pk}/").status_code == 404  # the browser alone holds it no more
    assert ClaimDraft.objects.visible_to(user).filter(pk=draft.pk).exists()
    assert not ClaimDraft.objects.visible_to(a_user(), [draft.pk]).exists()


def test_drafts_expire_after_the_days_of_the_setting(client: Client, settings: Any):
    settings.CONSTRUCTOR_DRAFT_DAYS = 2
    draft = draft_of(begin(client))
    assert timedelta(days=1) < draft.expires_at - timezone.now() <= timedelta(days=2)
    ClaimDraft.objects.filter(pk=draft.pk).update(
        created_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(seconds=1)
    )
    assert client.get(f"/kk/constructor/{draft.pk}/").status_code == 404
    assert forget_expired(timezone.now()) == 1


def test_what_was_filed_stays_as_it_is(client: Client):
    draft = draft_of(begin(client))
    mark_filed(draft.pk, timezone.now())
    page = client.post(f"/kk/constructor/{draft.pk}/question/paper_language/", {"answer": "ru"})
    assert page.status_code == 409
    assert ClaimDraft.objects.get(pk=draft.pk).answers == {}
    client.post(f"/kk/constructor/{draft.pk}/delete/")
    assert ClaimDraft.objects.filter(pk=draft.pk).exists()


def test_a_document_is_attached_to_the_evidence_that_was_promised(client: Client):
    draft = answer_all(client, "wages", "kk", 3)
    document = "7d9f0b2e-0b52-4f0a-9d60-6a3f1d0c5a11"
    attach_document(draft.pk, "evidence", "contract", document, timezone.now())
    claim = ClaimDraft.objects.get(pk=draft.pk).claim_data()
    assert claim.evidence_document_ids == (document,)
    with pytest.raises(LookupError):
        attach_document(draft.pk, "evidence", "nothing", document, timezone.now())


def test_the_preview_is_a_pdf_of_the_paper_in_its_language(client: Client):
    draft = answer_all(client, "wages", "kk", 4)
    pdf = client.get(f"/ru/constructor/{draft.pk}/preview.pdf")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF-")


def test_figures_of_such_cases_come_with_their_number_and_no_promise(client: Client):
    draft = answer_all(client, "wages", "kk", 6)

    def provider(category: str, region: str) -> CaseStatistics | None:
        return CaseStatistics(214, 0.84, 0.79, 0.88, 61) if category == "wages" and not region else None

    register(provider)
    try:
        page = client.get(f"/en/constructor/{draft.pk}/check/").content.decode()
    finally:
        unregister(provider)
    assert "Of 214 cases, 84 % were granted" in page and "79–88 %" in page and "no promise" in page
    assert "no promise" not in client.get(f"/en/constructor/{draft.pk}/check/").content.decode()


def test_twenty_drafts_are_enough_for_a_browser(client: Client):
    for _ in range(20):
        begin(client)
    assert client.post("/kk/constructor/new/wages/").status_code == 409
    assert ClaimDraft.objects.count() == 20


def test_what_people_type_is_never_a_slot_or_a_tag(client: Client):
    draft = draft_of(begin(client))
    address = f"/kk/constructor/{draft.pk}/question/position/"
    client.post(address, {"answer": "{claimant.iin} <script>alert(1)</script>"})
    page = client.get(f"/kk/constructor/{draft.pk}/check/").content.decode()
    assert "<script>alert" not in page and "{claimant.iin}" in page
