"""Acts of the court: drafted, signed by the judge and nobody else, stored and told in one transaction."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.actions.issue_ruling import draft_ruling, issue_ruling
from tarazy.cases.models import CaseDocument, Deadline, Proceeding, Task
from tarazy.cases.refusals import NeedsSignedPaper, NotPossibleNow, NotYours
from tarazy.cases.rulings import LANGUAGES, acts
from tarazy.cases.workflow import table
from tarazy.courts.models import Judge
from tarazy.documents.models import Document
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_key
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.documents.store import content_store
from tarazy.people.models import User
from tests.cases.factories import NOW, a_clerk, a_distributed_case, a_judge, claimant_of, later
from tests.people.factories import an_iin


@pytest.fixture(autouse=True)
def demo(settings: Any, tmp_path: Path) -> None:
    settings.TARAZY_DEMO = True
    settings.TARAZY_HOME = tmp_path
    settings.STORAGE_URL = ""


def with_key(judge: Judge) -> User:
    """The judge's account, with the IIN that a key is made for."""
    assert judge.user is not None
    judge.user.iin = judge.user.iin or an_iin()
    judge.user.save()
    return judge.user


def the_text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def kept(document: CaseDocument) -> bytes:
    with content_store().open(document.document.sha256) as file:
        return file.read()


def a_case_with_a_key(**fields: Any) -> tuple[Proceeding, User]:
    proceeding, judge = a_distributed_case(**fields)
    return proceeding, with_key(judge)


@pytest.mark.django_db
def test_the_judge_accepts_by_a_signed_ruling_in_the_language_of_the_case() -> None:
    proceeding, judge = a_case_with_a_key(language="ru")
    entry = issue_ruling(
        proceeding.pk, "accept", by=judge, now=NOW, signing={"way": "demo"},
        params={"language": "ru", "reasons": "Документы приложены полностью."},
    )  # fmt: skip

    proceeding.refresh_from_db()
    assert proceeding.stage == "accepted" and entry.code == "accept"
    document = entry.documents.get()
    assert document.kind == "ruling" and document.document.status == Document.Status.READY
    text = the_text_of(kept(document))
    assert "Принять заявление к производству" in text and "Документы приложены полностью" in text
    assert proceeding.number in text and "reasons" not in entry.params
    assert claimant_of(proceeding).full_name in text
    assert pikepdf.open(io.BytesIO(kept(document))).Root.AcroForm.Fields
    assert CaseDocument.objects.visible_to(claimant_of(proceeding)).filter(pk=document.pk).exists()


@pytest.mark.django_db
def test_nothing_is_signed_for_the_judge_and_nothing_else_is_taken_for_the_draft() -> None:
    proceeding, judge = a_case_with_a_key()
    other = with_key(a_judge(proceeding.court))
    draft = draft_ruling(proceeding.pk, "accept", by=judge, now=NOW)
    signed_by = {who.pk: LocalPkcs12Signer(demo_key(who, now=NOW), DEMO_PASSWORD) for who in (judge, other)}
    own = signed_by[judge.pk].sign_pdf(draft, reason="", now=NOW)
    another = draft_ruling(
        proceeding.pk, "refuse_acceptance", by=judge, now=NOW, params={"ground": "res_judicata"}
    )
    wrong = (
        None,
        draft,
        signed_by[other.pk].sign_pdf(draft, reason="", now=NOW),
        signed_by[judge.pk].sign_pdf(another, reason="", now=NOW),
        own[:-200],
    )
    for signed in wrong:
        with pytest.raises(NeedsSignedPaper):
            issue_ruling(proceeding.pk, "accept", by=judge, now=later(0.1), signed=signed, made=NOW)
    for somebody in (other, a_clerk(proceeding.court)):
        with pytest.raises(NotYours):
            issue_ruling(proceeding.pk, "accept", by=somebody, now=NOW, signing={"way": "demo"})
    proceeding.refresh_from_db()
    assert proceeding.stage == "distributed" and not CaseDocument.objects.exists()

    issue_ruling(proceeding.pk, "accept", by=judge, now=later(0.1), signed=own, made=NOW)
    proceeding.refresh_from_db()
    assert proceeding.stage == "accepted"


@pytest.mark.django_db
def test_a_return_names_its_ground_and_its_norm() -> None:
    proceeding, judge = a_case_with_a_key(language="kk")
    entry = issue_ruling(
        proceeding.pk,
        "return_claim",
        by=judge,
        now=NOW,
        signing={"way": "demo"},
        params={"ground": "no_pretrial"},
    )
    text = the_text_of(kept(entry.documents.get()))
    assert "сотқа дейін реттеу" in text and "152" in text and "______" not in text


@pytest.mark.django_db
def test_a_motion_is_answered_by_a_ruling_without_a_step() -> None:
    proceeding, judge = a_case_with_a_key()
    asked = file_paper(proceeding.case_id, "motion_interim", by=claimant_of(proceeding), now=NOW)
    entry = issue_ruling(
        proceeding.pk, "interim", by=judge, now=NOW, signing={"way": "demo"},
        params={"entry": asked.number, "operative": ["Жауапкердің мүлкіне тыйым салынсын."]},
    )  # fmt: skip

    assert entry.code == "interim_measures"
    assert "тыйым салынсын" in the_text_of(kept(entry.documents.get()))
    assert Deadline.objects.get(limit="interim_measures").state == "met"
    assert not Task.objects.filter(code="review_motion", done_at__isnull=True).exists()
    proceeding.refresh_from_db()
    assert proceeding.stage == "distributed"


@pytest.mark.django_db
def test_a_ruling_that_is_not_possible_now_is_not_even_drafted() -> None:
    proceeding, judge = a_case_with_a_key()
    with pytest.raises(NotPossibleNow):
        draft_ruling(proceeding.pk, "announce", by=judge, now=NOW)
    assert not Document.objects.exists()


def test_every_act_is_whole_in_both_languages_of_the_court() -> None:
    from tarazy.documents.rendering import PAPERS

    needed = {row.ruling for row in table().transitions if row.ruling}
    assert needed <= set(acts())
    for act in acts().values():
        assert act.kind in PAPERS
        for language in LANGUAGES:
            assert act.title[language] and act.ruled[language]
            assert len(act.ruled[language]) == len(act.ruled["kk"])
        if act.code in needed and "ground" in "".join(act.found.values()):
            assert any(row.grounds for row in table().transitions if row.ruling == act.code)
