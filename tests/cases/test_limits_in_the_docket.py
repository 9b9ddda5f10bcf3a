"""What the docket says of a time limit, in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from tarazy.cases.models import DocketEntry
from tarazy.cases.presenting import docket_lines
from tarazy.cases.sweeping import sweep
from tests.cases.factories import a_distributed_case, later

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "name"), [("ru", "Принятие, отказ или возврат иска"), ("en", "Accept")])
def test_a_missed_limit_is_told_by_its_name_and_not_by_its_code(language: str, name: str) -> None:
    proceeding, _ = a_distributed_case()
    sweep(later(30))
    missed = DocketEntry.objects.filter(case=proceeding.case, code="deadline_missed")
    with translation.override(language):
        (line,) = docket_lines(list(missed), [], known=set())
    assert name in line.words and "accept_claim" not in line.words
