"""The filled court is what it says: every stage, every role's work, true numbers, a clean ledger, receipts that verify."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from tarazy import verify
from tarazy.allocation.models import Draw, DrawAlarm
from tarazy.cases.models import (
    BreakGlass,
    Case,
    CaseLink,
    Deadline,
    InternalPaper,
    NumberSeries,
    Proceeding,
    Seal,
    Stage,
    Task,
)
from tarazy.cases.workflow import table
from tarazy.ledger.auditing import audit
from tarazy.modelcourt.filling import filling, plans
from tarazy.modelcourt.filling.cast import DISTRICT, STAFFED, read_cast
from tarazy.people import homes
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role
from tests.people.factories import a_user

# The registry goes on at once from these, so that nothing rests there.
PASSED_THROUGH = {Stage.APPEAL_DECIDED, Stage.CASSATION_DECIDED}
CASES = 40


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[datetime]:
    """A filled court, taken back after the module."""
    now = timezone.localtime()
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        override_settings(TARAZY_DEMO=True, MODEL_DATA=True),
        transaction.atomic(),
    ):
        filling.fill_courts(now=now)
        filling.fill_cast(now=now, keys=False)
        # All rows of the mix, one each.
        made = filling.fill_cases(len(plans._raw()["mix"]), now=now, signing=False)
        assert made is not None
        yield now
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


def test_every_stage_where_a_case_can_rest_has_a_case() -> None:
    reached = {stage for kind in table_kinds() for stage in table().stages(kind)}
    there = set(Proceeding.objects.values_list("stage", flat=True))
    assert reached - PASSED_THROUGH - there == set()


def table_kinds() -> set[str]:
    return set(Proceeding.objects.values_list("kind", flat=True))


def test_every_kind_of_proceedings_is_there() -> None:
    assert len(table_kinds()) == 12


def test_every_role_with_a_home_finds_work_on_it(filled: datetime) -> None:
    empty = []
    for role in homes._BUILDERS.keys() - {Role.OPERATOR}:  # who waits for what goes wrong, and nothing has
        holders = [grant.user for grant in RoleGrant.objects.filter(role=role).select_related("user")]
        if role == Role.CITIZEN:
            holders = read_cast().citizens
        if not any(homes.waiting(user, role, filled)[0] for user in holders):
            empty.append(role)
    assert empty == []


def test_the_inboxes_of_the_district_court_hold_a_day_of_work(filled: datetime) -> None:
    cast = read_cast()
    assert Task.objects.filter(section__court=DISTRICT, code="register_filing", done_at=None).count() >= 3
    (chair,) = cast.of(DISTRICT, Role.COURT_CHAIR)
    assert Task.objects.filter(assignee=chair, code="draw_alarm", done_at=None).exists()
    assert BreakGlass.objects.filter(case__court=DISTRICT, reviewed_at=None).exists()
    citizen = cast.citizens[0]
    due = Deadline.objects.filter(proceeding__case__parties__user=citizen, limit="response", state="open")
    assert 1 <= (min(one.due for one in due) - filled.date()).days <= 7


def test_numbers_are_unique_and_without_gaps() -> None:
    series: dict[tuple[str, int, str], set[int]] = defaultdict(set)
    numbers = list(Proceeding.objects.exclude(number=None).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
    for number in numbers:
        found = re.fullmatch(r"(\d{4})-(\d\d)-00-([^/]+)/(\d+)", number or "")
        assert found
        series[found[1], 2000 + int(found[2]), found[3]].add(int(found[4]))
    for (court, year, letter), serials in series.items():
        last = NumberSeries.objects.get(court_code=court, year=year, type=letter).last
        assert serials == set(range(last - len(serials) + 1, last + 1))


def test_the_ledger_is_clean() -> None:
    assert audit() == []


def test_every_receipt_verifies_on_its_own() -> None:
    receipts = list(Draw.objects.exclude(receipt=None).values_list("receipt", flat=True))
    assert len(receipts) > 30
    for receipt in receipts:
        assert verify.check_receipt(receipt).verifies


def test_a_draw_raised_an_alarm_and_one_was_replaced() -> None:
    assert DrawAlarm.objects.filter(court_code=DISTRICT).exists()
    assert Draw.objects.filter(state=Draw.State.SUPERSEDED).exists()
    assert Draw.objects.filter(supersedes__isnull=False, state=Draw.State.DRAWN).exists()
    assert not Draw.objects.filter(state=Draw.State.COMMITTED).exists()


def test_unusual_cases_are_there() -> None:
    kinds = set(CaseLink.objects.values_list("kind", flat=True))
    assert {CaseLink.Kind.DUPLICATE_OF, CaseLink.Kind.REFILED_AFTER, CaseLink.Kind.SPLIT_FROM} <= kinds
    assert CaseLink.Kind.JOINED_INTO in kinds
    assert Case.objects.filter(sealed=True).exists() and Seal.objects.filter(party__isnull=False).exists()
    assert Case.objects.exclude(extraterritorial="").exists()
    assert Case.objects.filter(claims__is_counterclaim=True).exists()
    assert set(InternalPaper.objects.values_list("state", flat=True)) >= {"moving", "dispatched", "closed"}
    assert Deadline.objects.filter(state="open", due__lt=timezone.localdate(), whose="court").exists()


def test_nothing_happened_after_now(filled: datetime) -> None:
    assert not Case.objects.filter(filed_at__gt=filled).exists()
    assert not Proceeding.objects.filter(stage_since__gt=filled + timedelta(minutes=1)).exists()


def test_all_of_it_is_model_data() -> None:
    assert not Case.objects.filter(is_model=False).exists()
    assert not User.objects.filter(is_model=False).exists()


def test_filling_again_changes_nothing() -> None:
    before = (Case.objects.count(), User.objects.count())
    filling.fill_courts()
    filling.fill_cast(keys=False)
    assert filling.fill_cases(CASES) is None
    assert (Case.objects.count(), User.objects.count()) == before


def test_a_court_with_real_data_is_never_filled() -> None:
    with override_settings(MODEL_DATA=False, TARAZY_DEMO=False), pytest.raises(filling.NotForFilling):
        filling.fill_cases(1)
    a_user("somebody")
    with pytest.raises(filling.NotForFilling):
        filling.fill_cases(1)


@pytest.mark.parametrize("role", [Role.JUDGE, Role.REGISTRY_CLERK, Role.COURT_CHAIR, Role.CITIZEN])
def test_no_page_that_a_home_leads_to_fails(role: Role, filled: datetime, client: Client) -> None:
    cast = read_cast()
    user = cast.citizens[0] if role == Role.CITIZEN else cast.of(DISTRICT, role)[0]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    urls = {item.url for section in homes.sections(user, role, filled) for item in section.items if item.url}
    assert urls
    for url in sorted(urls)[:12]:
        assert client.get(url).status_code < 500, url


def test_people_of_the_demo_work_in_staffed_courts() -> None:
    courts = set(RoleGrant.objects.exclude(court_code="").values_list("court_code", flat=True))
    assert courts == set(STAFFED)
    assert Path(settings.TARAZY_HOME).is_dir()
