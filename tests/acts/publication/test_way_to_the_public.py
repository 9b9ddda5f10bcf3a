"""An act's way to the public: nothing is read before every gate is open, and nothing is read after it is shut."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tarazy.acts.models import Act
from tarazy.acts.publication.actions.confirm import confirm
from tarazy.acts.publication.actions.edit import change_edit, look_at, mask_words, remove_edit, restore_edit
from tarazy.acts.publication.actions.publish import publish
from tarazy.acts.publication.actions.report_leak import answer_no_leak, begin_reissue, report_leak
from tarazy.acts.publication.actions.withdraw import bring_back, let_go, withdraw
from tarazy.acts.publication.gates import gates, is_publishable
from tarazy.acts.publication.hearing import catch_up, look_again, take
from tarazy.acts.publication.models import LeakReport, Publication, Version
from tarazy.acts.publication.refusals import (
    ChangedMeanwhile,
    GatesClosed,
    NoSuchWords,
    NotInThisState,
    NotLookedAt,
)
from tarazy.acts.publication.rules import text_hash
from tarazy.acts.queries import SearchRequest, search_acts
from tarazy.cases.actions.seal import seal, unseal
from tarazy.cases.models import Proceeding, Task
from tarazy.ledger.models import Entry
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tests.acts.publication.factories import a_signed_act, to_confirm
from tests.cases.factories import a_chair, a_clerk, a_court, a_judge, later

pytestmark = pytest.mark.django_db
NAMES = ("Сериков", "Омаров", "Нурлан", "Гульнар", "Иванов")


def confirmed(publication: Publication, clerk: Any) -> Publication:
    look_at(publication.pk, None, by=clerk, now=later(0.3))
    version = publication.draft
    assert version is not None
    return confirm(publication.pk, version.sha256, by=clerk, now=later(0.4))


def test_a_signed_act_is_anonymised_and_put_before_a_person() -> None:
    publication, _ = to_confirm()
    version = publication.draft
    assert publication.state == "anonymised" and version is not None
    assert [name for name in NAMES if name in version.text] == []
    assert "Взыскать с Ответчика в пользу Истца" in version.text and "Судья Судьяева" in version.text
    assert all(version.source[one.start : one.end] == one.before for one in version.edits.all())
    assert version.sha256 == text_hash(version.text)
    assert Task.objects.get(code="confirm_anonymisation").params == {"publication": str(publication.pk)}
    assert not Act.objects.exists()


def test_a_confirmed_act_waits_until_it_is_in_force_and_is_then_read_by_everybody() -> None:
    publication, clerk = to_confirm()
    publication = confirmed(publication, clerk)
    assert publication.state == "confirmed" and not Act.objects.exists()
    assert [gate.rule.code for gate in gates(publication) if not gate.passed] == ["in_force"]
    with pytest.raises(GatesClosed):
        publish(publication.pk, by=clerk, now=later(1))
    Proceeding.objects.update(stage="in_force", stage_since=later(32))
    look_again(publication.proceeding_id, now=later(32))  # type: ignore[arg-type]
    act = Act.objects.visible_to(None).get()
    publication.refresh_from_db()
    assert (publication.state, publication.act, act.act_id) == ("published", act, publication.address)
    assert not any(name in act.text + str(act.reading) for name in NAMES)
    assert act.public_decision.text == act.text and act.kind == "judgment" and act.category == "loan"
    told = Entry.objects.get(kind="act.published")
    current = publication.current
    assert current is not None and current.ledger_number == told.number
    assert current.sha256 == text_hash(act.text) and current.sha256 in told.body_text


def test_search_finds_it_in_both_languages_and_no_longer_once_the_case_is_sealed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publication, clerk = to_confirm("in_force")
        publication = confirmed(publication, clerk)
    for words in ("долг возвращён", "Взыскать"):
        assert [act.act_id for act in search_acts(AnonymousUser(), SearchRequest(words)).acts] == [
            publication.address
        ]
    assert search_acts(AnonymousUser(), SearchRequest("Сериков")).total == 0
    assert publication.proceeding is not None
    chair = a_chair(publication.proceeding.court)
    with django_capture_on_commit_callbacks(execute=True):
        seal(
            publication.proceeding.case_id,
            by=chair,
            reason="Тайна усыновления, закрыто по закону",
            norm="GPK 19",
            now=later(1),
        )
    publication.refresh_from_db()
    assert publication.state == "withdrawn" and not Act.objects.exists()
    assert search_acts(AnonymousUser(), SearchRequest("Взыскать")).total == 0
    with pytest.raises(NotFound):
        report_leak(publication.address, "имя", "", now=later(1))


@pytest.mark.parametrize("category", ["adoption"])
def test_an_act_of_a_closed_category_never_passes(category: str) -> None:
    publication, clerk = to_confirm("in_force")
    assert publication.proceeding is not None
    case = publication.proceeding.case
    case.category = category
    case.save()
    publication = confirmed(publication, clerk)
    assert publication.state == "confirmed" and not is_publishable(publication) and not Act.objects.exists()


def test_what_is_doubtful_must_be_looked_at_and_what_was_not_shown_isnt_confirmed() -> None:
    publication, clerk = to_confirm(reasons="Суд учёл слова соседа. Нурлан молчал.")
    version = publication.draft
    assert version is not None and version.edits.filter(confidence__lt=0.85).exists()
    with pytest.raises(NotLookedAt):
        confirm(publication.pk, version.sha256, by=clerk, now=later(1))
    look_at(publication.pk, None, by=clerk, now=later(1))
    shown = version.sha256
    mask_words(publication.pk, "слова соседа", "слова Лица 9", by=clerk, now=later(1))
    with pytest.raises(ChangedMeanwhile):
        confirm(publication.pk, shown, by=clerk, now=later(1))


def test_a_person_adds_changes_takes_back_and_restores_and_all_of_it_is_kept() -> None:
    publication, clerk = to_confirm()
    (added,) = mask_words(publication.pk, "500 000  тенге", "[сумма]", by=clerk, now=later(1))
    (changed,) = change_edit(publication.pk, added.pk, "[сумма скрыта]", by=clerk, now=later(1))
    assert "[сумма скрыта]" in Version.objects.get().text
    remove_edit(publication.pk, changed.pk, by=clerk, now=later(1))
    assert "500 000 тенге" in Version.objects.get().text
    again = restore_edit(publication.pk, changed.pk, by=clerk, now=later(1))
    version = Version.objects.get()
    assert "[сумма скрыта]" in version.text and version.sha256 == text_hash(version.text)
    rows = {one.pk: one for one in version.edits.filter(by=clerk)}
    assert (rows[changed.pk].instead_of_id, rows[again.pk].instead_of_id) == (added.pk, changed.pk)
    assert rows[added.pk].removed_by == clerk and rows[added.pk].before == "500 000 тенге"
    with pytest.raises(NoSuchWords):
        mask_words(publication.pk, "таких слов нет", "x", by=clerk, now=later(1))
    with pytest.raises(Invalid):
        mask_words(publication.pk, "тенге", " ", by=clerk, now=later(1))


def test_masking_a_part_of_what_is_masked_never_shows_the_rest() -> None:
    publication, clerk = to_confirm()
    mask_words(publication.pk, "Серикова", "Гражданина", by=clerk, now=later(1))
    text = Version.objects.get().text
    assert not any(name in text for name in NAMES)


def test_a_change_after_confirming_has_to_be_confirmed_again() -> None:
    publication, clerk = to_confirm()
    publication = confirmed(publication, clerk)
    mask_words(publication.pk, "долг", "сумма", by=clerk, now=later(1))
    publication.refresh_from_db()
    version = publication.draft
    assert publication.state == "anonymised" and version is not None and version.confirmed_at is None


def test_only_the_staff_of_the_court_confirms() -> None:
    publication, _ = to_confirm()
    version = publication.draft
    assert version is not None
    for stranger in (a_clerk(a_court()), a_judge(a_court()).user):
        with pytest.raises((NotFound, NotPermitted)):
            confirm(publication.pk, version.sha256, by=stranger, now=later(1))  # type: ignore[arg-type]
        assert not Publication.objects.visible_to(stranger).exists()


def test_a_readers_report_leads_to_a_new_version_that_takes_the_place_of_the_old_one(
    django_capture_on_commit_callbacks: Any,
) -> None:
    publication, clerk = to_confirm("in_force", reasons="Сосед Кайсаржан видел передачу денег.")
    publication = confirmed(publication, clerk)
    report = report_leak(publication.address, "Кайсаржан", "Это мой сосед", now=later(2))
    assert (
        Task.objects.get(code="confirm_anonymisation", done_at__isnull=True).priority == Task.Priority.URGENT
    )
    draft = begin_reissue(publication.pk, by=clerk, now=later(2))
    assert draft == begin_reissue(publication.pk, by=clerk, now=later(2))
    mask_words(publication.pk, "Кайсаржан", "Лицо 7", by=clerk, now=later(2))
    draft.refresh_from_db()
    look_at(publication.pk, None, by=clerk, now=later(2))
    with django_capture_on_commit_callbacks(execute=True):
        publication = confirm(publication.pk, draft.sha256, by=clerk, now=later(2.1))
    act = Act.objects.get()
    report.refresh_from_db()
    first, second = publication.versions.all()
    assert "Кайсаржан" not in act.text and "Лицо 7 видел" in act.text
    assert (first.replaced_at, second.replaced_at, report.answer) == (
        later(2.1),
        None,
        LeakReport.Answer.REISSUED,
    )
    assert (
        publication.current == second and search_acts(AnonymousUser(), SearchRequest("Кайсаржан")).total == 0
    )
    assert Entry.objects.filter(kind="act.published").count() == 2


def test_a_report_without_a_leak_is_answered_once() -> None:
    publication, clerk = to_confirm("in_force")
    publication = confirmed(publication, clerk)
    report = report_leak(publication.address, "РЕШЕНИЕ", "", now=later(2))
    assert answer_no_leak(report.pk, by=clerk, now=later(3)).answer == "no_leak"
    with pytest.raises(NotInThisState):
        answer_no_leak(report.pk, by=clerk, now=later(3))
    with pytest.raises(Invalid):
        report_leak(publication.address, "  ", "", now=later(3))


def test_a_withdrawn_act_comes_back_only_confirmed_anew() -> None:
    publication, clerk = to_confirm("in_force")
    publication = confirmed(publication, clerk)
    for _ in range(2):  # twice does no harm
        withdraw(publication.pk, "По определению суда", by=clerk, now=later(3))
    assert not Act.objects.exists() and Entry.objects.filter(kind="act.withdrawn").count() == 1
    with pytest.raises(Invalid):
        withdraw(publication.pk, "", by=clerk, now=later(3))
    publication = bring_back(publication.pk, by=clerk, now=later(4))
    assert publication.state == "anonymised" and not Act.objects.exists()
    publication = confirmed(publication, clerk)
    assert publication.state == "published" and Act.objects.count() == 1


def test_unsealing_alone_publishes_nothing() -> None:
    publication, clerk = to_confirm("in_force")
    publication = confirmed(publication, clerk)
    assert publication.proceeding is not None
    chair = a_chair(publication.proceeding.court)
    made = seal(
        publication.proceeding.case_id,
        by=chair,
        reason="Тайна усыновления, закрыто по закону",
        norm="GPK 19",
        now=later(1),
    )
    let_go(made)
    unseal(made.pk, by=chair, reason="Основание для закрытия дела отпало", now=later(2))
    catch_up(now=later(3))
    assert not Act.objects.exists()


def test_interim_rulings_are_not_gathered_and_the_clock_finds_what_was_missed() -> None:
    ruling = a_signed_act(kind="ruling")
    assert take(ruling, now=later(1)) is None
    a_signed_act()
    assert catch_up(now=later(1)) == 1 and catch_up(now=later(1)) == 0
    assert Publication.objects.get().state == "anonymised"
