"""The demo's rooms of acts are at work: each is seen on its page, as the person whose work it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tarazy.acts.desk.drafting import text_of
from tarazy.acts.desk.keys import open_demo_desk
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.refusals import NoDeskKey
from tarazy.acts.models import Act, Source
from tarazy.acts.publication.models import Publication
from tarazy.ledger.auditing import audit
from tarazy.modelcourt.filling import filling
from tarazy.modelcourt.filling.cast import DISTRICT, Cast, read_cast
from tarazy.modelcourt.filling.materials import BANS
from tarazy.oversight.models import Objection, RiskReview, Use
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.robot.models import Rejection, Run
from tarazy.robot.sources.beside import samples_for, told_file, write_records


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """A filled demo, taken back after the module."""
    now = timezone.localtime()
    home = tmp_path_factory.mktemp("home")
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        override_settings(TARAZY_DEMO=True, MODEL_DATA=True, TARAZY_HOME=home),
        transaction.atomic(),
    ):
        filling.fill_courts(now=now)
        filling.fill_cast(now=now, keys=False)
        assert filling.fill_cases(filling.LEAST_WITH_TODAY, now=now, signing=False) is not None
        yield now
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


@pytest.fixture
def cast() -> Cast:
    return read_cast()


def page(user: User | None, name: str, *args: object) -> str:
    """What this person reads there; the page must be open to them."""
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.get(reverse(name, args=args), REMOTE_ADDR="127.0.0.1", HTTP_ACCEPT_LANGUAGE="ru")
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def judge_of(run: Run) -> User:
    seat = run.proceeding.assignments.select_related("judge__user").get(until__isnull=True, seat="presiding")
    assert seat.judge.user is not None
    return seat.judge.user


def test_judges_have_matters_and_acts_begun_that_their_own_desk_opens(cast: Cast, filled: datetime) -> None:
    opened = 0
    for judge in (*cast.of(DISTRICT, Role.JUDGE), *cast.of(DISTRICT, Role.COURT_CHAIR)):
        for draft in Draft.objects.visible_to(judge).filter(
            state=Draft.State.OPEN, origin=Draft.Origin.JUDGE
        ):
            if draft.author_id != judge.pk:
                continue
            assert draft.proceeding.number in page(judge, "desk:index")
            words = text_of(draft, open_demo_desk(judge, now=filled)).plain()
            assert draft.proceeding.number in words
            opened += 1
    assert opened >= 3


def test_a_desk_opens_with_the_demos_word_in_a_demo_alone(cast: Cast, filled: datetime) -> None:
    judge = cast.of(DISTRICT, Role.JUDGE)[0]
    with override_settings(TARAZY_DEMO=False), pytest.raises(NoDeskKey):
        open_demo_desk(judge, now=filled)


def test_an_assistant_prepares_an_act(cast: Cast) -> None:
    prepared = Draft.objects.filter(state=Draft.State.PREPARING).select_related("author")
    assert prepared.exists()
    for draft in prepared:
        assert reverse("desk:draft", args=[draft.pk]) in page(draft.author, "desk:index")


def test_acts_are_signed_one_of_them_gives_a_claim_back() -> None:
    for code in ("judgment", "sanction", "return"):
        act = SignedAct.objects.filter(code=code).first()
        assert act is not None, code
        judge = act.panel.first()
        assert judge is not None
        assert act.sha256[:8] in page(judge, "desk:act", act.pk)


def test_the_registry_finds_a_readers_report_and_the_public_what_was_confirmed(cast: Cast) -> None:
    clerk = cast.of(DISTRICT, Role.REGISTRY_CLERK)[0]
    published = Publication.objects.filter(state=Publication.State.PUBLISHED)
    assert {one.language for one in published} == {"kk", "ru"}
    reported = published.get(reports__isnull=False)
    assert reverse("publication:confirming", args=[reported.pk]) in page(clerk, "publication:inbox")
    for one in published:
        shown = page(None, "acts:act", one.address)
        assert one.proceeding is not None
        for party in one.proceeding.case.parties.filter(kind="person", user__isnull=False).exclude(
            role="bailiff"
        ):
            assert party.name not in shown


def test_a_published_act_of_the_demo_is_model_data_and_outlives_another_version_of_the_bank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tarazy.acts.searching import rebuild as rebuilding
    from tarazy.site import demo_steps

    own = set(
        Publication.objects.filter(signed__isnull=False, act__isnull=False).values_list("act", flat=True)
    )
    assert own and set(Act.objects.filter(pk__in=own).values_list("source", flat=True)) == {Source.MODEL}
    (tmp_path / "modelcourt").mkdir()
    monkeypatch.setattr(rebuilding, "rebuild", lambda: None)
    monkeypatch.setattr(demo_steps, "_lines", lambda path: iter(()))
    with transaction.atomic():
        demo_steps.fill_bank(tmp_path, lambda *said, **more: None)
        assert set(Act.objects.filter(pk__in=own).values_list("pk", flat=True)) == own
        transaction.set_rollback(True)


def test_the_robot_has_drafts_that_wait_and_materials_it_handed_over_with_the_reason() -> None:
    for table in ("travel_ban", "court_order"):
        for state, heading in (
            (Run.State.DRAFTED, "Проект робота"),
            (Run.State.HANDED_OVER, "Почему нет проекта"),
        ):
            run = Run.objects.filter(table=table, state=state).first()
            assert run is not None, (table, state)
            client = Client()
            client.force_login(judge_of(run))
            answer = client.get(f"/ru/robot/runs/{run.pk}/")
            assert answer.status_code == 200 and heading in answer.content.decode()
    codes = {one["code"] for run in Run.objects.filter(state=Run.State.HANDED_OVER) for one in run.reasons}
    assert {"contradicts", "discretion", "missing"} <= codes


def test_a_judge_rejected_a_draft_and_another_took_one_to_the_desk(cast: Cast) -> None:
    rejection = Rejection.objects.get()
    chair = cast.of(DISTRICT, Role.COURT_CHAIR)[0]
    assert rejection.reason in page(chair, "robot:table", "travel_ban")
    taken = Run.objects.filter(state=Run.State.TAKEN)
    drafts = Draft.objects.filter(origin=Draft.Origin.ROBOT, state=Draft.State.OPEN)
    assert drafts.filter(based_on__in=[str(one.pk) for one in taken]).exists()


def test_a_bailiff_sees_what_is_to_be_signed_and_new_materials_to_try(cast: Cast, filled: datetime) -> None:
    bailiff = cast.by_role[Role.BAILIFF][0]
    shown = page(bailiff, "robot:bans")
    assert shown.count("7511-") >= sum(one.bailiff == 0 for one in BANS)
    assert "на подпись" in page_in_russian(bailiff, "/ru/robot/bans/")
    write_records(filled)
    numbers = {one["number"] for one in samples_for(bailiff.iin or "")}
    assert numbers and told_file().is_file()
    assert not any(number in told_file().read_text(encoding="utf-8") for number in numbers)


def page_in_russian(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(path).content.decode()


def test_one_objection_waits_with_its_judge_and_one_was_answered(cast: Cast) -> None:
    states = {one.state: one for one in Objection.objects.select_related("by", "case")}
    assert set(states) == {"open", "upheld", "wish"}
    for one in states.values():
        assert one.by is not None
        assert one.text[:30] in page(one.by, "oversight:case", one.case.uuid)
    waiting = states["open"]
    seat = waiting.proceeding.assignments.get(until__isnull=True, seat="presiding")
    assert waiting.text in page(seat.judge.user, "oversight:answer", waiting.case.uuid, waiting.pk)


def test_uses_stand_in_the_register_for_the_auditor_with_what_people_did(cast: Cast) -> None:
    auditor = cast.one(Role.AUDITOR)
    assert {"robot.travel_ban", "robot.court_order"} <= set(Use.objects.values_list("system", flat=True))
    shown = page_in_russian(auditor, "/ru/ai/uses/")
    assert "не использовано" in shown and "взято на рабочий стол" in shown
    assert RiskReview.objects.get().risks in page(None, "oversight:system", "forecast")


def test_readers_have_saved_searches(cast: Cast) -> None:
    for reader in (cast.citizens[0], cast.one(Role.ADVOCATE)):
        assert page(reader, "following:index").count('action="') >= 2


def test_the_ledger_is_clean_with_the_rooms_at_work() -> None:
    assert audit() == []
