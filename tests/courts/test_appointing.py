"""Judges and the first steps of an installation."""

from __future__ import annotations

from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tarazy.courts.cli import app as courts
from tarazy.courts.models import Court, Judge
from tarazy.people.actions.roles import end_role, grant
from tarazy.people.cli import app as people
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role
from tests.people.factories import a_user, with_role

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 20, 6, tzinfo=UTC)
ROWS = """
- {code: "7510", kind: district, instance: first, region: almaty, name_kk: а, name_ru: б, name_en: c, higher: "7599"}
- {code: "7599", kind: appeal, instance: appeal, region: almaty, name_kk: а, name_ru: б, name_en: c}
"""


@pytest.fixture
def court() -> Court:
    """A district court."""
    return Court.objects.create(
        code="7510", kind="district", region="almaty", name_kk="а", name_ru="б", name_en="c"
    )


def test_whoever_is_given_the_role_of_a_judge_is_a_judge_until_it_ends(court: Court) -> None:
    user, chair = a_user(), with_role(Role.COURT_CHAIR, court.code)
    given = grant(user, Role.JUDGE, court.code, chair, NOW)
    assert Judge.objects.get(user=user).court == court
    end_role(given.pk, chair, datetime(2027, 1, 25, 6, tzinfo=UTC))
    assert not Judge.objects.get(user=user).in_office(Date(2027, 1, 26))


def test_a_chair_who_stays_a_judge_is_chair_no_longer_and_goes_on_judging(court: Court) -> None:
    user, operator = a_user(), with_role(Role.OPERATOR)
    grant(user, Role.JUDGE, court.code, operator, NOW)
    chair = grant(user, Role.COURT_CHAIR, court.code, operator, NOW)
    assert Judge.objects.get(user=user).is_chair
    end_role(chair.pk, operator, NOW)
    judge = Judge.objects.get(user=user)
    assert not judge.is_chair
    assert judge.dismissed is None


def test_a_clerk_is_no_judge(court: Court) -> None:
    grant(a_user(), Role.REGISTRY_CLERK, court.code, None, NOW)
    assert not Judge.objects.exists()


def test_courts_are_loaded_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "courts.yaml"
    file.write_text(ROWS, encoding="utf-8")
    assert CliRunner().invoke(courts, ["load", str(file)]).exit_code == 0
    assert Court.objects.get(pk="7510").higher_id == "7599"
    file.write_text(ROWS.replace('"7599", kind: appeal', '"75", kind: appeal'), encoding="utf-8")
    Court.objects.all().delete()
    broken = CliRunner().invoke(courts, ["load", str(file)])
    assert broken.exit_code == 1
    assert not Court.objects.exists()


def test_the_first_operator_is_made_once_and_with_a_password_that_holds() -> None:
    said = ["operator", "first@example.kz", "--family-name", "А", "--given-name", "Б", "--password"]
    assert CliRunner().invoke(people, [*said, "12345"]).exit_code == 1
    assert not User.objects.exists()
    assert CliRunner().invoke(people, [*said, "long-enough-Таразы-2026"]).exit_code == 0
    assert RoleGrant.objects.get().role == Role.OPERATOR
    said[1] = "second@example.kz"
    assert CliRunner().invoke(people, [*said, "long-enough-Таразы-2026"]).exit_code == 1
    assert User.objects.count() == 1
