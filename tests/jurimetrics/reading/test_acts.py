"""What stands in an act is read: invented acts of Russia and Kazakhstan in ru, kk and en."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from tarazy.jurimetrics.decision import (
    Instance,
    Kind,
    Outcome,
    PartName,
    PartyKind,
    PartyRole,
    Review,
    Stage,
)
from tarazy.jurimetrics.reading import Unreadable, looks_like_court_act, read_text

from . import acts


@pytest.mark.parametrize(
    ("text", "kind", "instance", "day", "number", "court"),
    [
        (
            acts.RF_JUDGMENT,
            "judgment",
            "first",
            date(2024, 3, 14),
            "2-1357/2024",
            "Пролетарский районный суд г. Тулы",
        ),
        (
            acts.RF_ONE_LINE,
            "judgment",
            "first",
            date(2025, 1, 28),
            "2-77/2025",
            "Заречный городской суд Пензенской области",
        ),
        (
            acts.RF_APPEAL,
            "appeal_ruling",
            "appeal",
            date(2024, 6, 19),
            "33-2468/2024",
            "Тульский областной суд",
        ),
        (
            acts.RF_ARBITRAL_CASSATION,
            "cassation_ruling",
            "cassation",
            date(2024, 4, 25),
            "Ф06-4321/2024",
            "Арбитражный суд Поволжского округа",
        ),
        (
            acts.RF_SENTENCE,
            "sentence",
            "first",
            date(2024, 5, 7),
            "1-246/2024",
            "Вольский районный суд Саратовской области",
        ),
        (
            acts.RF_OFFENCE,
            "offence_ruling",
            "first",
            date(2024, 1, 11),
            "5-31/2024",
            "Шуйский городской суд Ивановской области",
        ),
        (
            acts.RF_ORDER,
            "court_order",
            "first",
            date(2024, 8, 5),
            "2-901/2024",
            "Мировой судья судебного участка № 4 Свердловского судебного района г. Перми",
        ),
        (
            acts.KZ_RU_JUDGMENT,
            "judgment",
            "first",
            date(2026, 3, 5),
            "7585-26-00-2/101",
            "Медеуский районный суд города Алматы",
        ),
        (
            acts.KK_JUDGMENT,
            "judgment",
            "first",
            date(2026, 3, 5),
            "7585-26-00-2/102",
            "Алматы қаласы Медеу аудандық соты",
        ),
        (
            acts.KK_APPEAL,
            "appeal_ruling",
            "appeal",
            date(2026, 6, 11),
            "3599-26-00-2а/2152",
            "Қарағанды облыстық соты",
        ),
        (
            acts.EN_APPEAL,
            "appeal_ruling",
            "appeal",
            date(2024, 3, 12),
            "CA-17/2024",
            "Court of Appeal of Westland",
        ),
    ],
)
def test_the_heading_of_an_act_is_read(
    text: str, kind: str, instance: str, day: date, number: str, court: str
) -> None:
    read = read_text(text)
    assert read.kind and read.kind.value == Kind(kind)
    assert read.instance and read.instance.value == Instance(instance)
    assert read.date and read.date.value == day
    assert read.case_numbers[0].value == number
    assert read.court and read.court.value == court


def test_claims_are_read_with_what_was_asked_and_what_became_of_them() -> None:
    claims = {found.value.type: found.value for found in read_text(acts.RF_JUDGMENT).claims}
    assert claims["debt"].amount and claims["debt"].amount.amount == Decimal(250000)
    assert claims["debt"].outcome is Outcome.GRANTED
    assert claims["penalty"].outcome is Outcome.GRANTED_IN_PART
    assert claims["penalty"].awarded and claims["penalty"].awarded.amount == Decimal("15000.5")
    assert claims["moral_harm"].outcome is Outcome.DENIED


def test_kazakh_claims_are_read_too() -> None:
    claim = read_text(acts.KK_JUDGMENT).claims[0].value
    assert claim.type == "debt"
    assert claim.amount and claim.amount.amount == Decimal(500000) and claim.amount.currency == "KZT"
    assert claim.outcome is Outcome.GRANTED_IN_PART


def test_parties_have_role_and_kind() -> None:
    parties = {one.value.role: one.value for one in read_text(acts.KZ_RU_JUDGMENT).parties}
    assert parties[PartyRole.CLAIMANT].name == "ТОО «Береке Плюс»"
    assert parties[PartyRole.CLAIMANT].kind is PartyKind.COMPANY
    assert parties[PartyRole.CLAIMANT].identifier == "990140000385"
    assert parties[PartyRole.DEFENDANT].kind is PartyKind.PERSON


def test_a_bank_is_a_bank_and_the_accused_is_the_defendant() -> None:
    assert read_text(acts.RF_ONE_LINE).parties[0].value.kind is PartyKind.BANK
    accused = read_text(acts.RF_SENTENCE).parties[0].value
    assert (accused.role, accused.name) == (PartyRole.DEFENDANT, "Гусева Антона Юрьевича")


@pytest.mark.parametrize(
    ("text", "court", "day", "outcome"),
    [
        (acts.RF_APPEAL, "Пролетарский районный суд г. Тулы", date(2024, 3, 14), Outcome.GRANTED_IN_PART),
        (
            acts.RF_ARBITRAL_CASSATION,
            "Одиннадцатый арбитражный апелляционный суд",
            date(2024, 1, 12),
            Outcome.DENIED,
        ),
        (acts.KK_APPEAL, "Теміртау қалалық соты", date(2026, 4, 2), Outcome.DENIED),
        (acts.EN_APPEAL, "High Court of Eastport", date(2023, 10, 3), Outcome.DENIED),
    ],
)
def test_the_act_under_review_is_read(text: str, court: str, day: date, outcome: Outcome) -> None:
    reviewed = read_text(text).reviewed
    assert reviewed is not None
    assert reviewed.court and reviewed.court.value == court
    assert reviewed.date and reviewed.date.value == day
    assert reviewed.outcome and reviewed.outcome.value is outcome


def test_an_upheld_judgment_leaves_the_case_as_it_stood() -> None:
    read = read_text(acts.RF_APPEAL)
    assert read.review and read.review.value is Review.UPHELD
    assert read.outcome and read.outcome.value is Outcome.GRANTED_IN_PART


def test_a_restored_judgment_of_first_instance_stands_again() -> None:
    read = read_text(acts.RF_ARBITRAL_CASSATION)
    assert read.review and read.review.value is Review.REVERSED
    assert read.outcome and read.outcome.value is Outcome.DENIED


def test_the_parts_follow_each_other() -> None:
    read = read_text(acts.RF_JUDGMENT)
    order = [read.parts[name] for name in PartName if name in read.parts]
    assert len(order) == 4
    assert all(first.end <= second.start for first, second in pairwise(order))
    assert read.part(PartName.OPERATIVE).lstrip().startswith("Исковые требования")


def test_an_amount_in_figures_is_not_counted_again_in_words() -> None:
    amounts = [found.value.amount for found in read_text(acts.KZ_RU_JUDGMENT).amounts]
    assert amounts == [Decimal(1500000), Decimal(1500000)]


def test_persons_are_named_once_and_judges_told() -> None:
    read = read_text(acts.RF_JUDGMENT)
    names = [found.value for found in read.persons]
    assert names == ["Вербиной О.Н.", "Лапшиной К.С.", "Кольцова Петра Андреевича"]
    assert [found.value for found in read.judges] == ["Вербиной О.Н."]


def test_what_is_decided_exists_only_from_the_decision() -> None:
    read = read_text(acts.RF_JUDGMENT)
    assert read.outcome and read.outcome.available_from is Stage.DECISION
    assert all(found.available_from is Stage.CLAIM for found in read.parties)
    reasons = [found for found in read.norms if found.value.article == "309"]
    assert reasons and reasons[0].available_from is Stage.DECISION


def test_norms_belong_to_the_country_of_the_act() -> None:
    assert ("ru", "GPK", "199") in {
        (n.value.jurisdiction, n.value.code, n.value.article) for n in read_text(acts.RF_JUDGMENT).norms
    }
    assert ("kz", "GPK", "226") in {
        (n.value.jurisdiction, n.value.code, n.value.article) for n in read_text(acts.KK_JUDGMENT).norms
    }


def test_what_was_not_found_is_named() -> None:
    read = read_text("Суд рассмотрел дело и решил его.")
    assert {"date", "case_numbers", "parties"} <= set(read.unread)


def test_an_empty_text_is_unreadable() -> None:
    with pytest.raises(Unreadable) as caught:
        read_text(" \n … \u00ad ")
    assert caught.value.code == "empty"


def test_acts_look_like_acts_and_recipes_do_not() -> None:
    assert all(looks_like_court_act(text)[0] for text in acts.ALL)
    assert not looks_like_court_act("Возьмите два стакана муки, яйцо и щепотку соли, замесите тесто." * 5)[0]
    assert not looks_like_court_act("Ұнды елеп, тұз бен су қосып, қамыр илеңіз." * 5)[0]


def test_an_act_whose_headings_were_dropped_is_still_read() -> None:
    bare = acts.RF_APPEAL.replace("у с т а н о в и л а :", "").replace("о п р е д е л и л а :", "")
    read = read_text(bare)
    assert read.review and read.review.value is Review.UPHELD
    assert read.reviewed and read.reviewed.outcome and read.reviewed.outcome.value is Outcome.GRANTED_IN_PART
    assert read.reviewed.date and read.reviewed.date.value == date(2024, 3, 14)


def test_one_person_written_in_two_ways_is_named_once() -> None:
    text = acts.RF_JUDGMENT + "Судья О. Вербина, секретарь К. Лапшина."
    assert [found.value for found in read_text(text).persons] == [
        "Вербиной О.Н.",
        "Лапшиной К.С.",
        "Кольцова Петра Андреевича",
    ]
