"""Systems: registered, switched, their files watched and signed, their risk reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tarazy.cases.ai_use import may_be_used, version_wanted
from tarazy.ledger.models import Entry
from tarazy.oversight import registry
from tarazy.oversight.actions.review_risk import due_on, remind_of_reviews, review_risk
from tarazy.oversight.actions.sign_versions import look_at_versions, note_holds, sign_version
from tarazy.oversight.actions.switch_system import switch_system
from tarazy.oversight.models import Alarm, RiskReview, SystemVersion
from tarazy.oversight.refusals import NoSuchVersion, ReasonNeeded
from tarazy.oversight.registry import PACKAGE, System, families, paths_of, system_of, systems
from tarazy.people.refusals import NotFound, NotPermitted
from tests.cases.factories import NOW, a_distributed_case, later
from tests.oversight.factories import an_auditor, an_operator, signed_in, used

pytestmark = pytest.mark.django_db
REASON = "Қателік табылды, тексеру аяқталғанша тоқтатылады."


def test_every_system_says_everything_in_three_languages() -> None:
    for system in systems().values():
        for part in ("names", "purpose", "role", "data", "limits", "owner"):
            words = getattr(system, part)
            assert set(words) == {"kk", "ru", "en"} and all(words.values()), (system.slug, part)
        assert system.risk in registry.RISKS and system.family in families()
        assert system.autonomy == "low"
        assert system.files, system.slug


def test_the_files_that_the_register_names_are_there() -> None:
    for slug, system in systems().items():
        if not slug.startswith("robot."):
            assert paths_of(system), slug
        for name in system.figures:
            assert (PACKAGE / name).is_file(), name


def test_a_part_of_a_system_without_a_row_stands_under_it() -> None:
    assert system_of("robot.some_new_table") == systems()["robot"]
    assert system_of("unheard_of") is None


def test_a_switch_counts_at_once_for_everybody_and_stands_in_the_ledger_without_its_words() -> None:
    proceeding, judge = a_distributed_case()
    operator = an_operator()
    switch_system("forecast", on=False, reason=REASON, by=operator, now=NOW)
    assert not may_be_used(proceeding.case, "forecast", judge.user) and not may_be_used(None, "forecast")
    assert may_be_used(proceeding.case, "analogues")
    entry = Entry.objects.get(kind="oversight.switch")
    assert entry.body["system"] == "forecast" and REASON not in entry.body_text
    switch_system("forecast", on=True, reason=REASON, by=operator, now=later(1))
    assert may_be_used(proceeding.case, "forecast")


def test_switching_the_robot_off_switches_all_its_tables_off() -> None:
    switch_system("robot", on=False, reason=REASON, by=an_operator(), now=NOW)
    assert not may_be_used(None, "robot.travel_ban")


def test_only_those_who_may_switch_do_and_they_say_why() -> None:
    _, judge = a_distributed_case()
    for user in (judge.user, an_auditor()):
        with pytest.raises(NotPermitted):
            switch_system("forecast", on=False, reason=REASON, by=user, now=NOW)
    with pytest.raises(ReasonNeeded):
        switch_system("forecast", on=False, reason="осылай", by=an_operator(), now=NOW)
    with pytest.raises(NotFound):
        switch_system("no_such", on=False, reason=REASON, by=an_operator(), now=NOW)
    with pytest.raises(NoSuchVersion):
        switch_system("forecast", on=True, reason=REASON, by=an_operator(), now=NOW, version="0" * 64)


@pytest.fixture
def one_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register of one system, whose only file stands in a folder of the test."""
    file = tmp_path / "rules.yaml"
    file.write_text("fee: 1", encoding="utf-8")
    known = systems()["forecast"]
    only = System(**{**vars(known), "files": ("rules.yaml",), "practice": ()})
    monkeypatch.setattr(registry, "PACKAGE", tmp_path)
    for module in ("sign_versions", "review_risk"):
        monkeypatch.setattr(f"tarazy.oversight.actions.{module}.systems", lambda: {"forecast": only})
    return file


def test_the_first_version_is_signed_with_the_key_of_the_installation(one_system: Path) -> None:
    assert look_at_versions(NOW) == 0
    version = SystemVersion.objects.get()
    assert version.signed_at == NOW and note_holds(version.text, "forecast", version.sha256)
    assert Entry.objects.get(kind="oversight.version").body["sha256"] == version.sha256
    assert not note_holds(version.text, "analogues", version.sha256)
    assert not note_holds(version.text, "forecast", "0" * 64)
    assert not note_holds(version.text.replace("2026", "2025"), "forecast", version.sha256)
    assert not note_holds("", "forecast", version.sha256)
    assert look_at_versions(later(1)) == 0 and SystemVersion.objects.count() == 1


def test_a_changed_file_is_noticed_and_stands_as_an_alarm_until_somebody_answers_for_it(
    one_system: Path,
) -> None:
    look_at_versions(NOW)
    one_system.write_text("fee: 2", encoding="utf-8")
    assert look_at_versions(later(1)) == 1 and look_at_versions(later(2)) == 0
    alarm = Alarm.objects.get(kind=Alarm.Kind.CHANGED_FILE)
    assert alarm.figures["files"] == ["rules.yaml"] and alarm.closed_at is None
    changed = SystemVersion.objects.get(signed_at=None)
    with pytest.raises(NotPermitted):
        sign_version(changed.pk, reason=REASON, by=an_auditor(), now=later(3))
    sign_version(changed.pk, reason=REASON, by=an_operator(), now=later(3))
    alarm.refresh_from_db()
    assert alarm.closed_at == later(3) and SystemVersion.objects.filter(signed_at=None).count() == 0


def test_a_file_put_back_is_the_known_version_again(one_system: Path) -> None:
    look_at_versions(NOW)
    one_system.write_text("fee: 2", encoding="utf-8")
    look_at_versions(later(1))
    one_system.write_text("fee: 1", encoding="utf-8")
    look_at_versions(later(2))
    assert not Alarm.objects.filter(closed_at__isnull=True).exists()
    assert SystemVersion.objects.order_by("-seen_at").first().signed_at == NOW


def test_a_roll_back_keeps_a_newer_version_from_use_until_the_old_one_is_back(one_system: Path) -> None:
    look_at_versions(NOW)
    old = SystemVersion.objects.get()
    one_system.write_text("fee: 2", encoding="utf-8")
    look_at_versions(later(1))
    assert may_be_used(None, "forecast")
    switch_system("forecast", on=True, version=old.sha256, reason=REASON, by=an_operator(), now=later(2))
    assert not may_be_used(None, "forecast") and version_wanted("forecast") == old.sha256
    one_system.write_text("fee: 1", encoding="utf-8")
    look_at_versions(later(3))
    assert may_be_used(None, "forecast")


def test_the_yearly_review_is_reminded_of_and_kept_with_the_figures_of_the_year(one_system: Path) -> None:
    look_at_versions(NOW)
    assert remind_of_reviews(later(300)) == 0
    assert remind_of_reviews(later(340)) == 1
    used("forecast", at=later(10))
    review = review_risk(
        "forecast", risks=REASON, people=REASON, measures_taken=REASON, decision="keep", by=an_operator(),
        now=later(350),
    )  # fmt: skip
    assert review.figures["uses"] == 1 and review.next_due.year == 2028
    assert due_on("forecast") == review.next_due and remind_of_reviews(later(351)) == 0
    assert not Alarm.objects.filter(closed_at__isnull=True).exists()
    with pytest.raises(NotPermitted):
        review_risk(
            "forecast", risks=REASON, people=REASON, measures_taken=REASON, decision="keep", by=an_auditor(),
            now=NOW,
        )  # fmt: skip


def test_the_register_is_open_to_all_and_its_switches_to_the_operator(client: object) -> None:
    for language in ("kk", "ru", "en"):
        page = client.get(f"/{language}/ai/").content.decode()  # type: ignore[attr-defined]
        assert all(one.names[language] in page for one in systems().values())
    assert "csrfmiddlewaretoken" not in _form(client.get("/ru/ai/systems/forecast/"))  # type: ignore[attr-defined]
    operator = signed_in(an_operator())
    assert "csrfmiddlewaretoken" in _form(operator.get("/ru/ai/systems/forecast/"))
    address = "/ru/ai/systems/forecast/switch/"
    assert operator.post(address, {"to": "off", "reason": "нет"}).status_code == 422
    assert operator.post(address, {"to": "off", "reason": REASON}).status_code == 302
    assert not may_be_used(None, "forecast")
    assert signed_in(an_auditor()).post(address, {"to": "on", "reason": REASON}).status_code == 403
    assert client.post(address, {"to": "on", "reason": REASON}).status_code == 302  # type: ignore[attr-defined]
    assert not may_be_used(None, "forecast")
    assert REASON in client.get("/kk/ai/systems/forecast/").content.decode()  # type: ignore[attr-defined]


def test_a_review_and_a_signature_are_made_on_pages(one_system: Path) -> None:
    look_at_versions(NOW)
    one_system.write_text("fee: 2", encoding="utf-8")
    look_at_versions(later(1))
    operator = signed_in(an_operator())
    changed = SystemVersion.objects.get(signed_at=None)
    assert operator.post(f"/kk/ai/versions/{changed.pk}/sign/", {"reason": REASON}).status_code == 302
    given = {"risks": REASON, "people": REASON, "measures_taken": REASON, "decision": "keep"}
    assert operator.post("/kk/ai/systems/forecast/review/", given).status_code == 302
    assert RiskReview.objects.count() == 1
    assert signed_in(an_auditor()).get("/kk/ai/systems/forecast/review/").status_code == 403


def test_an_alarm_is_closed_by_saying_what_was_found() -> None:
    alarm = Alarm.objects.create(system="forecast", kind="output_drift", subject="output", raised_at=NOW)
    auditor = signed_in(an_auditor())
    assert str(alarm.pk) in auditor.get("/ru/ai/alarms/").content.decode()
    assert auditor.post(f"/ru/ai/alarms/{alarm.pk}/", {"finding": "ок"}).status_code == 200
    assert auditor.post(f"/ru/ai/alarms/{alarm.pk}/", {"finding": REASON}).status_code == 302
    alarm.refresh_from_db()
    assert alarm.finding == REASON
    _, judge = a_distributed_case()
    assert signed_in(judge.user).get("/ru/ai/alarms/").status_code == 403


def _form(answer: object) -> str:
    page = answer.content.decode()  # type: ignore[attr-defined]
    return page[page.index("<main") : page.index("</main>")]
