"""A paper into an open case takes its parties from the case, but only for somebody who takes part in it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tarazy.cabinet.constructor.case_parties import answers_from_case
from tarazy.cabinet.constructor.loading import definitions
from tarazy.cabinet.constructor.models import ClaimDraft
from tests.cases.factories import a_claimant, a_registered_case
from tests.people.factories import a_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cabinet.constructor.urls_for_tests")]
MOTION = definitions()["motion"]


def test_a_party_finds_itself_and_the_other_side_filled_in():
    by = a_claimant(family_name="Сәрсенова", given_name="Ботагөз")
    case = a_registered_case(by=by)
    found = answers_from_case(MOTION, case.number or "", by)
    assert found["filer_role"] == "claimant"
    assert found["filer"]["family_name"] == "Сәрсенова" and found["filer"]["iin"] == by.iin
    assert found["other"]["family_name"] == "Жауапкер"


def test_a_strangers_case_and_no_case_look_the_same():
    case = a_registered_case()
    for user in (None, AnonymousUser(), a_user()):
        assert answers_from_case(MOTION, case.number or "", user) == {}
        assert answers_from_case(MOTION, "7585-26-00-2/999", user) == {}


def test_the_parties_are_asked_only_to_be_checked(client: Client):
    by = a_claimant()
    case = a_registered_case(by=by)
    client.force_login(by)
    address = client.post("/kk/constructor/new/motion/").headers["Location"]
    draft = ClaimDraft.objects.get(pk=re.search(r"[0-9a-f-]{36}", address)[0])
    assert draft.user_id == by.pk
    client.post(f"/kk/constructor/{draft.pk}/question/case_number/", {"answer": case.number})
    kept = ClaimDraft.objects.get(pk=draft.pk).answers
    assert kept["filer"]["iin"] == by.iin and kept["case_number"] == case.number
    page = client.get(f"/kk/constructor/{draft.pk}/question/filer/").content.decode()
    assert f'value="{by.iin}"' in page


def test_what_was_answered_already_is_not_written_over(client: Client):
    by = a_claimant()
    case = a_registered_case(by=by)
    client.force_login(by)
    address = client.post("/kk/constructor/new/motion/").headers["Location"]
    draft = ClaimDraft.objects.get(pk=re.search(r"[0-9a-f-]{36}", address)[0])
    draft.answers = {"filer_role": "defendant"}
    draft.save()
    client.post(f"/kk/constructor/{draft.pk}/question/case_number/", {"answer": case.number})
    assert ClaimDraft.objects.get(pk=draft.pk).answers["filer_role"] == "defendant"
