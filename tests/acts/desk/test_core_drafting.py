"""Drafts: opened, saved, gone back to; each reader reads, nobody else does."""

from __future__ import annotations

import pytest

from tarazy.acts.desk.drafting import history, open_draft, restore, save_version, text_of, version_text
from tarazy.acts.desk.models import Draft
from tests.acts.desk.factories import a_bench, a_text, open_desk
from tests.cases.factories import NOW, later


@pytest.mark.django_db
def test_a_judge_opens_a_draft_writes_and_goes_back() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW)
    first = text_of(draft, desk)
    assert first.title == "Определение о принятии к производству" and draft.kind == "ruling"
    saved = save_version(draft, a_text(), desk, by=judge, now=later(0.1), base=1)
    assert saved.number == 2 and text_of(draft, desk) == a_text()
    assert version_text(draft, 1, desk) == first
    restore(draft, 1, desk, by=judge, now=later(0.2))
    assert text_of(draft, desk) == first and [one.number for one in history(draft, desk)] == [3, 2, 1]
    assert Draft.objects.visible_to(judge).get() == draft
