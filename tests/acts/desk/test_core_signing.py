"""Signing at the desk: the step, the papers and the act as one, or nothing at all."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from tarazy.acts.desk.actions.announce_operative import announce_operative, operative_to_sign
from tarazy.acts.desk.actions.discard_draft import discard_draft
from tarazy.acts.desk.actions.give_opinion import give_opinion
from tarazy.acts.desk.actions.open_correction import corrections_possible, open_correction
from tarazy.acts.desk.actions.sign_act import paper_to_sign, sign_act
from tarazy.acts.desk.drafting import open_draft, save_version, text_of
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.refusals import (
    DraftClosed,
    NoMajority,
    NotAnnounceable,
    NotCorrectable,
    OperativeDiffers,
    OwnOpinion,
    PanelNotHeard,
    PartsMissing,
    TextChanged,
)
from tarazy.acts.desk.signals import act_signed, draft_discarded
from tarazy.acts.text import Part
from tarazy.cases.actions.file_paper import file_paper
from tarazy.cases.filing_data import ClaimData
from tarazy.cases.models import CaseDocument, Deadline, DocketEntry, Proceeding
from tarazy.cases.refusals import NeedsSignedPaper, NotPossibleNow, OutcomeNotLawful
from tarazy.courts.models import Judge
from tarazy.documents.models import Document
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_key
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.documents.store import content_store
from tarazy.ledger.models import Entry
from tarazy.people.models import User
from tarazy.people.refusals import Invalid, NotFound
from tests.acts.desk.factories import a_bench, a_text, open_desk
from tests.cases.factories import NOW, a_claimant, claimant_of, later, walk

DEMO = {"way": "demo"}
TO_DELIBERATION = ("accept", "start_preparation", "set_hearing", "open_hearing", "retire")


def bytes_of(document: Document) -> bytes:
    with content_store().open(document.sha256) as file:
        return file.read()


def in_deliberation(members: int = 0) -> tuple[Proceeding, list[User]]:
    proceeding, seated = a_bench(members, language="ru")
    return walk(proceeding, Judge.objects.get(user=seated[0]), TO_DELIBERATION), seated


def a_judgment(proceeding: Proceeding, judge: User, **parts: Any) -> Draft:
    parts.setdefault("operative", ("Взыскать 500 000 тенге.", "Возместить пошлину."))
    text = a_text("judgment", title="Решение", **parts)
    return open_draft(proceeding, "judgment", by=judge, now=NOW, text=text)


@pytest.mark.django_db
def test_the_act_is_signed_stored_told_and_its_step_made_in_one(
    django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    told: list[dict[str, Any]] = []
    act_signed.connect(heard := lambda **said: told.append(said))
    before = Entry.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        act = sign_act(draft.pk, desk, by=judge, now=later(0.1), signing=DEMO, params={"language": "ru"})
    act_signed.disconnect(heard)

    proceeding.refresh_from_db()
    draft.refresh_from_db()
    assert (proceeding.stage, draft.state, act.entry.code) == ("accepted", "signed", "accept")
    assert act.words == a_text() and act.sha256 == act.document.sha256 and list(act.panel.all()) == [judge]
    assert Entry.objects.count() == before + 1
    assert [(one["act"], one["share"]) for one in told] == [(act, 0.0)]
    assert SignedAct.objects.visible_to(claimant_of(proceeding)).get() == act
    assert not SignedAct.objects.visible_to(a_claimant()).exists()
    assert text_of(draft, desk) == a_text()  # the panel keeps its history
    paper = tmp_path / "act.pdf"
    paper.write_bytes(bytes_of(act.document))
    if shutil.which("pdfsig"):
        said = subprocess.run(["pdfsig", str(paper)], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid" in said and "Total document signed" in said
    with pytest.raises(DraftClosed):
        save_version(draft, a_text(reasons="Иначе."), desk, by=judge, now=later(0.2))


@pytest.mark.django_db
def test_what_is_signed_elsewhere_must_be_the_very_paper_by_the_very_judge() -> None:
    proceeding, (judge, other) = a_bench(1, language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    give_opinion(draft.pk, "agrees", "", open_desk(other), version=1, by=other, now=NOW)
    prepared = paper_to_sign(draft.pk, desk, by=judge, made=NOW)
    for language in ("kk", "ru", "en"):  # whoever looks at it in whatever language
        with override(language):
            assert paper_to_sign(draft.pk, desk, by=judge, made=NOW).pdf == prepared.pdf
    keys = {one.pk: LocalPkcs12Signer(demo_key(one, now=NOW), DEMO_PASSWORD) for one in (judge, other)}
    own = keys[judge.pk].sign_pdf(prepared.pdf, reason="", now=NOW)
    for wrong in (None, prepared.pdf, own[:-100], keys[other.pk].sign_pdf(prepared.pdf, reason="", now=NOW)):
        with pytest.raises(NeedsSignedPaper):
            sign_act(draft.pk, desk, by=judge, now=later(0.1), signed=wrong, made=NOW)
    with pytest.raises(NotFound):  # the other judge's desk doesn't sign for this one
        sign_act(draft.pk, open_desk(other), by=a_claimant(), now=NOW, signed=own, made=NOW)
    assert not Document.objects.exists() and not SignedAct.objects.exists()
    act = sign_act(draft.pk, desk, by=judge, now=later(0.1), signed=own, made=NOW, version=1)
    assert bytes_of(act.document) == own


@pytest.mark.django_db
def test_a_text_changed_after_it_was_shown_is_not_signed() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    save_version(draft, a_text(reasons="Иначе."), desk, by=judge, now=later(0.1))
    with pytest.raises(TextChanged):
        sign_act(draft.pk, desk, by=judge, now=later(0.2), signing=DEMO, version=1)
    empty = save_version(draft, a_text(operative=("", " ")), desk, by=judge, now=later(0.3))
    with pytest.raises(PartsMissing):
        sign_act(draft.pk, desk, by=judge, now=later(0.4), signing=DEMO, version=empty.number)


@pytest.mark.django_db
def test_the_registry_decides_what_is_possible_now_and_which_ground_is_lawful() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    full = a_judgment(proceeding, judge)
    with pytest.raises(NotPossibleNow):
        sign_act(full.pk, desk, by=judge, now=NOW, signing=DEMO)
    back = open_draft(proceeding, "return", by=judge, now=NOW, text=a_text())
    for params in ({}, {"ground": "because"}):
        with pytest.raises(OutcomeNotLawful):
            sign_act(back.pk, desk, by=judge, now=NOW, signing=DEMO, params=params)
    act = sign_act(back.pk, desk, by=judge, now=NOW, signing=DEMO, params={"ground": "no_pretrial"})
    assert act.entry.code == "return_claim" and act.entry.params["norm"] == "GPK 152"


@pytest.mark.django_db(transaction=True)
def test_a_fall_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    entries, ledger = DocketEntry.objects.count(), Entry.objects.count()
    for place in ("keep_act", "_file_dissents", "give", "keep_data"):

        def falls(*args: Any, **named: Any) -> None:
            raise OSError("the machine stops here")

        with monkeypatch.context() as patch:
            patch.setattr(f"tarazy.acts.desk.actions.sign_act.{place}", falls)
            with pytest.raises(OSError, match="stops here"):
                sign_act(draft.pk, desk, by=judge, now=later(0.1), signing=DEMO)
        proceeding.refresh_from_db()
        draft.refresh_from_db()
        assert (proceeding.stage, draft.state) == ("distributed", "open")
        assert (DocketEntry.objects.count(), Entry.objects.count()) == (entries, ledger)
        assert not SignedAct.objects.exists() and not CaseDocument.objects.exists()
    assert sign_act(draft.pk, desk, by=judge, now=later(0.1), signing=DEMO).entry.code == "accept"


@pytest.mark.django_db
def test_the_operative_part_is_announced_first_and_the_full_text_orders_the_same() -> None:
    proceeding, (judge,) = in_deliberation()
    desk = open_desk(judge)
    draft = a_judgment(proceeding, judge)
    outcome = {"outcome": "satisfied_full"}
    shown = operative_to_sign(draft.pk, desk, by=judge, made=NOW, params=outcome)
    assert shown.text.plain(Part.REASONS) == "" and "500 000" in shown.text.plain(Part.OPERATIVE)
    with pytest.raises(OutcomeNotLawful):
        announce_operative(draft.pk, desk, by=judge, now=NOW, signing=DEMO)
    told = announce_operative(draft.pk, desk, by=judge, now=NOW, signing=DEMO, params=outcome)

    proceeding.refresh_from_db()
    draft.refresh_from_db()
    assert (proceeding.stage, proceeding.outcome, draft.state) == (
        "operative_announced", "satisfied_full", "announced",
    )  # fmt: skip
    assert told.code == "operative_part" and told.draft is None
    due = Deadline.objects.get(proceeding=proceeding, limit="final_text")
    assert due.state == "open" and str(due.due) == "2026-03-10"  # five working days

    changed = a_text(
        "judgment", title="Решение", operative=("Взыскать 400 000 тенге.", "Возместить пошлину.")
    )
    save_version(draft, changed, desk, by=judge, now=later(1))
    with pytest.raises(OperativeDiffers) as refused:
        sign_act(draft.pk, desk, by=judge, now=later(1), signing=DEMO)
    assert "500 000" in refused.value.words and "400 000" in refused.value.words
    same = ("Взыскать  500 000 тенге.", "Возместить пошлину.")  # blanks are no difference
    save_version(draft, a_text("judgment", title="Решение", reasons="Долг доказан.", operative=same), desk,
                 by=judge, now=later(2))  # fmt: skip
    act = sign_act(draft.pk, desk, by=judge, now=later(2), signing=DEMO)
    proceeding.refresh_from_db()
    due.refresh_from_db()
    assert proceeding.stage == "reasoned_issued" and due.state == "met" and act.announced_at == NOW
    assert act.header.announced == NOW.date() and act.header.neutral == told.header.neutral


@pytest.mark.django_db
def test_a_ruling_has_no_operative_part_to_announce() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    with pytest.raises(NotAnnounceable):
        announce_operative(draft.pk, open_desk(judge), by=judge, now=NOW, signing=DEMO)


@pytest.mark.django_db
def test_a_bench_signs_only_when_each_judge_agreed_to_this_text_or_dissented() -> None:
    proceeding, (judge, second, third) = in_deliberation(2)
    desk, desks = open_desk(judge), {one.pk: open_desk(one) for one in (second, third)}
    draft = a_judgment(proceeding, judge)
    params = {"outcome": "satisfied_full"}
    with pytest.raises(PanelNotHeard) as refused:
        announce_operative(draft.pk, desk, by=judge, now=NOW, signing=DEMO, params=params)
    assert second.short_name in refused.value.words and judge.short_name not in refused.value.words
    give_opinion(draft.pk, "agrees", "", desks[second.pk], version=1, by=second, now=NOW)
    with pytest.raises(Invalid):
        give_opinion(draft.pk, "dissent", " ", desks[third.pk], version=1, by=third, now=NOW, signing=DEMO)
    with pytest.raises(NeedsSignedPaper):
        give_opinion(draft.pk, "dissent", "Долга нет.", desks[third.pk], version=1, by=third, now=NOW)
    give_opinion(
        draft.pk, "dissent", "Долга нет.", desks[third.pk], version=1, by=third, now=NOW, signing=DEMO
    )
    announce_operative(draft.pk, desk, by=judge, now=NOW, signing=DEMO, params=params)
    assert not CaseDocument.objects.filter(kind="dissent").exists()  # with the act, not before

    text = text_of(draft, desk).model_copy(update={"reasons": a_text(reasons="Долг доказан.").reasons})
    last = save_version(draft, text, desk, by=judge, now=later(1))
    with pytest.raises(PanelNotHeard):  # they read another text
        sign_act(draft.pk, desk, by=judge, now=later(1), signing=DEMO)
    with pytest.raises(TextChanged):
        give_opinion(draft.pk, "agrees", "", desks[second.pk], version=1, by=second, now=later(1))
    for one, kind, words in ((second, "agrees", ""), (third, "dissent", "Долга нет вовсе.")):
        give_opinion(
            draft.pk, kind, words, desks[one.pk], version=last.number, by=one, now=later(1), signing=DEMO
        )
    give_opinion(
        draft.pk,
        "dissent",
        "И я.",
        desks[second.pk],
        version=last.number,
        by=second,
        now=later(1),
        signing=DEMO,
    )
    with pytest.raises(NoMajority):  # two of three are the court, and they decided otherwise
        sign_act(draft.pk, desk, by=judge, now=later(1), signing=DEMO)
    give_opinion(draft.pk, "agrees", "", desks[second.pk], version=last.number, by=second, now=later(1))
    act = sign_act(draft.pk, desk, by=judge, now=later(1), signing=DEMO)
    assert set(act.panel.all()) == {judge, second, third}
    dissent = CaseDocument.objects.get(kind="dissent")
    assert dissent.entry.code == "dissent_added" and dissent.entry.by == third
    assert CaseDocument.objects.visible_to(judge).filter(pk=dissent.pk).exists()
    assert not CaseDocument.objects.visible_to(claimant_of(proceeding)).filter(pk=dissent.pk).exists()


@pytest.mark.django_db
def test_who_sits_alone_has_no_bench_to_tell() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    with pytest.raises(OwnOpinion):
        give_opinion(draft.pk, "agrees", "", open_desk(judge), version=1, by=judge, now=NOW)


@pytest.mark.django_db
def test_slips_are_corrected_by_an_act_that_points_to_the_earlier_one() -> None:
    proceeding, (judge,) = in_deliberation()
    desk = open_desk(judge)
    draft = a_judgment(proceeding, judge)
    announce_operative(draft.pk, desk, by=judge, now=NOW, signing=DEMO, params={"outcome": "satisfied_full"})
    act = sign_act(draft.pk, desk, by=judge, now=NOW, signing=DEMO)
    asked = file_paper(proceeding.case_id, "motion_slip", by=claimant_of(proceeding), now=later(1))
    assert Deadline.objects.get(limit="slip_extra_clarify").state == "open"
    act.proceeding.refresh_from_db()
    assert set(corrections_possible(act)) == {"correction_of_slips", "additional_judgment", "clarification"}

    fixing = open_correction(act.pk, "correction_of_slips", by=judge, now=later(2), text=a_text())
    corrected = sign_act(fixing.pk, desk, by=judge, now=later(2), signing=DEMO)
    assert (corrected.corrects, corrected.correction, corrected.entry.code) == (
        act,
        "correction",
        "judgment_corrected",
    )
    assert corrected.entry.params["entry"] == asked.number
    assert Deadline.objects.get(limit="slip_extra_clarify").state == "met"
    with pytest.raises(NotCorrectable):  # a ruling isn't added to
        open_correction(corrected.pk, "additional_judgment", by=judge, now=later(2))
    extra = open_correction(act.pk, "additional_judgment", by=judge, now=later(2),
                            text=a_text("judgment", title="Дополнительное решение"))  # fmt: skip
    Proceeding.objects.filter(pk=proceeding.pk).update(stage="in_force")
    with pytest.raises(NotCorrectable):
        sign_act(extra.pk, desk, by=judge, now=later(3), signing=DEMO)
    with pytest.raises(NotFound):
        open_correction(act.pk, "correction_of_slips", by=a_claimant(), now=later(3))


@pytest.mark.django_db
def test_how_much_of_the_robots_words_was_changed_is_told(django_capture_on_commit_callbacks: Any) -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(
        proceeding, "acceptance", by=judge, now=NOW, text=a_text(), origin="robot", based_on="r-1"
    )  # fmt: skip
    with pytest.raises(Invalid):
        discard_draft(draft.pk, " ", by=judge, now=NOW)
    save_version(draft, a_text(reasons="Документы приложены не полностью."), desk, by=judge, now=later(0.1))
    told: list[Any] = []
    act_signed.connect(heard := lambda **said: told.append((said["based_on"], said["share"])))
    with django_capture_on_commit_callbacks(execute=True):
        sign_act(draft.pk, desk, by=judge, now=later(0.2), signing=DEMO)
    act_signed.disconnect(heard)
    assert told[0][0] == "r-1" and 0 < told[0][1] < 0.2


@pytest.mark.django_db
def test_a_draft_put_away_is_told_with_its_reason(django_capture_on_commit_callbacks: Any) -> None:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, origin="robot", based_on="r-2")
    told: list[Any] = []
    draft_discarded.connect(heard := lambda **said: told.append((said["draft"].based_on, said["reason"])))
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft.pk, "Спор о праве.", by=judge, now=later(0.1))
    draft_discarded.disconnect(heard)
    assert told == [("r-2", "Спор о праве.")]
    assert open_draft(proceeding, "acceptance", by=judge, now=later(0.2)).state == "open"
    with pytest.raises(NotFound):
        discard_draft(draft.pk, "x", by=a_claimant(), now=NOW)


@pytest.mark.django_db
def test_claims_are_split_off_by_an_act_written_at_the_desk() -> None:
    claims = (ClaimData(demand="recover_debt", amount=Decimal(400_000)),
              ClaimData(demand="recover_penalty", amount=Decimal(100_000)))  # fmt: skip
    proceeding, (judge,) = a_bench(language="ru", claims=claims)
    desk = open_desk(judge)
    draft = open_draft(proceeding, "splitting", by=judge, now=NOW, text=a_text())
    with pytest.raises(Invalid):
        sign_act(draft.pk, desk, by=judge, now=NOW, signing=DEMO, params={"claims": [7]})
    act = sign_act(draft.pk, desk, by=judge, now=NOW, signing=DEMO, params={"claims": [2]})
    assert act.entry.code in ("split", "split_from") and act.entry.documents.filter(kind="act_data").exists()
    assert proceeding.case.claims.filter(withdrawn_at__isnull=True).count() == 1
