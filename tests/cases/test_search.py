"""Search of cases: numbers and names as people type them, and nothing that the law keeps from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cases.actions.seal import seal, unseal
from tarazy.cases.models import Case, CaseTerm, PublicCard
from tarazy.cases.public import index_cases, name_words, number_key
from tarazy.cases.search import PAGE_SIZE, CaseSearch, find_cards, find_cases
from tarazy.people.permissions import Role
from tests.cases.factories import (
    NOW,
    a_case,
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_filing,
    a_judge,
    a_registered_case,
    later,
)
from tests.people.factories import a_bin, a_user, an_organisation, with_role

pytestmark = pytest.mark.django_db
REASON = "Дело о тайне усыновления, огласка запрещена законом."


def found(user: object, text: str) -> list[Case]:
    return find_cases(user, CaseSearch(text), now=NOW).cases  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "7585-26-00-2/101",
        " 7585 - 26-00-2 / 101",
        "7585-26-00-2\\101",
        "№ 7585–26–00–2/101",
        "7585-26-00-2 / 101 ",
    ],
)
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    assert number_key(typed) == "7585-26-00-2/101"


def test_a_latin_letter_in_an_appeals_number_is_taken_for_the_cyrillic_one() -> None:
    assert number_key("3599-24-00-2a/2151") == number_key("3599-24-00-2А/2151") == "3599-24-00-2а/2151"


def test_words_are_no_number() -> None:
    assert number_key("Ахметова 12") == number_key("") == number_key("-") == number_key("<script>") == ""


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_not_and_reading_it_twice_changes_nothing(text: str) -> None:
    key = number_key(text)
    assert not key or number_key(key) == key
    for word in name_words(text):
        assert name_words(word) == [word]


def test_kazakh_letters_may_be_typed_as_their_russian_neighbours() -> None:
    assert name_words("Әбенова Ғалия Нұрқызы") == name_words("абенова галия нуркызы")


def test_a_clerk_finds_a_case_of_the_court_by_the_beginnings_of_words() -> None:
    claimant = a_claimant(family_name="Сейтқазы", given_name="Гүлмира")
    case = a_registered_case(by=claimant)
    clerk = a_clerk(case.court)
    for typed in (
        "сейтк",
        "гулм СЕЙТ",
        case.number,
        case.number.replace("/", " \\ "),
        claimant.iin,
        case.number[-3:],
    ):
        assert found(clerk, typed) == [case], typed
    assert found(clerk, "сейтк жоқ") == []
    assert found(a_clerk(a_court()), "сейтк") == []


def test_a_party_finds_the_own_case_by_the_name_of_the_other_side_and_a_stranger_does_not() -> None:
    case = a_registered_case()
    claimant = case.parties.get(side="claim").user
    name = case.parties.get(side="defence").name
    assert found(claimant, name) == [case]
    assert found(a_user(), name) == found(a_user(), case.number) == []


def test_the_public_finds_by_number_and_organisation_and_never_by_a_persons_name() -> None:
    company = an_organisation(name="ТОО «Қайнар Құрылыс»")
    from tarazy.cases.filing_data import PartyData

    respondent = PartyData(
        role="defendant", name=company.name, kind="company", bin=a_bin(), organisation_id=company.pk
    )
    claimant = a_claimant(family_name="Тұрсынова", given_name="Ләззат")
    case = a_registered_case(by=claimant, defendant=respondent)
    for typed in (case.number, "кайнар", "құрыл қайн"):
        assert [card.number for card in find_cards(CaseSearch(typed)).cards] == [case.number], typed
    for typed in ("Тұрсынова", "ляззат", claimant.iin, respondent.bin):
        assert find_cards(CaseSearch(typed)).cards == [], typed
    (card,) = find_cards(CaseSearch(case.number)).cards
    assert "Тұрсынова" not in str(card.parties) and ["claimant", "Т. Л."] in card.parties


def test_an_unregistered_filing_has_no_public_card() -> None:
    a_case()
    assert not PublicCard.objects.exists()
    assert not CaseTerm.objects.filter(audience=CaseTerm.Audience.EVERYBODY).exists()


def test_sealing_takes_a_case_out_of_the_public_search_at_once_and_unsealing_brings_it_back() -> None:
    case = a_registered_case()
    chair = a_chair(case.court)
    clerk = a_clerk(case.court)
    made = seal(case.pk, by=chair, reason=REASON, norm="GPK 19", now=NOW)
    assert not PublicCard.objects.exists()
    assert not CaseTerm.objects.filter(audience=CaseTerm.Audience.EVERYBODY).exists()
    assert find_cards(CaseSearch(case.number)) == find_cards(CaseSearch("7510-26-00-2/999"))
    assert found(clerk, case.number) == [] and found(chair, case.number) == [case]
    unseal(made.pk, by=chair, reason=REASON, now=later(1))
    assert [card.number for card in find_cards(CaseSearch(case.number)).cards] == [case.number]


def test_a_sealed_case_costs_the_public_search_no_query_and_no_word(
    django_assert_num_queries: object,
) -> None:
    case = a_registered_case()
    seal(case.pk, by=a_chair(case.court), reason=REASON, norm="GPK 19", now=NOW)
    for typed in (case.number, "0000-26-00-2/1"):
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert find_cards(CaseSearch(typed)).cards == []


def test_a_sealed_party_is_found_by_the_court_only() -> None:
    case = a_registered_case()
    party = case.parties.get(side="defence")
    seal(case.pk, by=a_chair(case.court), reason=REASON, norm="GPK 19", now=NOW, party_id=party.pk)
    assert found(a_clerk(case.court), party.name) == [case]
    assert found(case.parties.get(side="claim").user, party.name) == []
    (card,) = find_cards(CaseSearch(case.number)).cards
    assert [role for role, _name in card.parties] == ["claimant"]


def test_a_judge_of_another_court_who_sits_in_the_case_finds_it() -> None:
    from tarazy.cases.models import Assignment

    case = a_registered_case()
    judge = a_judge(a_court())
    Assignment.objects.create(proceeding=case.proceedings.get(), judge=judge, since=NOW)
    assert found(judge.user, case.number) == [case]


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    court, claimant = a_court(), a_claimant()
    clerk = a_clerk(court)
    from tarazy.cases.actions.file_case import file_case, register_case

    numbers = []
    for day in range(PAGE_SIZE + 3):
        filed = file_case(
            a_filing(court, claimant, category="wages", price=100 + day), by=claimant, now=later(day / 10)
        )
        numbers.append(register_case(filed.pk, by=clerk, now=later(day / 10)).number)
    from tarazy.cases.search import read_after

    first = find_cards(CaseSearch(court=court.pk))
    rest = find_cards(CaseSearch(court=court.pk, after=read_after(first.after)))
    assert [card.number for card in (*first.cards, *rest.cards)] == numbers[::-1]
    assert rest.after == "" and len(first.cards) == PAGE_SIZE


def test_indexing_again_changes_nothing() -> None:
    case = a_registered_case()

    def rows() -> list[tuple[object, ...]]:
        return sorted(CaseTerm.objects.values_list("case", "court_code", "term", "audience"))

    before = rows()
    index_cases([case.pk])
    assert rows() == before and PublicCard.objects.count() == 1


def test_a_malformed_place_in_an_address_is_no_place() -> None:
    from tarazy.cases.search import read_after

    for text in (
        "",
        "~",
        "2026-01-01~1",
        "x~1",
        "2026-13-40T00:00:00+00:00~1",
        "2026-01-01T00:00:00+00:00~x",
    ):
        assert read_after(text) is None


def test_an_auditor_finds_no_files() -> None:
    case = a_registered_case()
    assert found(with_role(Role.AUDITOR), case.number) == []
