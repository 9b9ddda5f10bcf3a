"""A number that somebody typed opens nothing; one that was proved opens their cases."""

from __future__ import annotations

import pytest

from tarazy.cases.actions.file_case import file_case
from tarazy.cases.filing_data import PartyData
from tarazy.cases.models import Case, Party
from tarazy.cases.refusals import NotActingFor
from tarazy.people.actions.confirm import confirm_number
from tests.cases.factories import NOW, a_claimant, a_court, a_filing, later
from tests.people.factories import a_user, an_iin

pytestmark = pytest.mark.django_db


def test_who_typed_anothers_number_sees_none_of_their_cases() -> None:
    iin = an_iin()
    thief = a_user("thief", iin=iin, iin_confirmed_at=None)
    by, court = a_claimant(), a_court()
    named = PartyData(role="claimant", name="Сериков Айдос", iin=iin)
    filing = a_filing(court, by)
    case = file_case(a_filing(court, by, parties=(*filing.parties, named)), by=by, now=NOW)
    assert not Case.objects.visible_to(thief).exists()
    rightful = a_user("rightful")
    confirm_number(rightful, iin, None, later(1))
    assert Case.objects.visible_to(rightful, now=later(2)).get() == case
    assert not Case.objects.visible_to(thief, now=later(2)).exists()
    assert Party.objects.get(iin=iin).user == rightful


def test_nobody_files_in_the_name_of_a_number_they_have_not_proved() -> None:
    by = a_user("anybody", iin=an_iin(), iin_confirmed_at=None)
    with pytest.raises(NotActingFor):
        file_case(a_filing(a_court(), by), by=by, now=NOW)
